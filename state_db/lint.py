"""Static checks of a program: each variant is prepared, names are followed, known traps of SQL are looked for."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from state_db.describe import Description
from state_db.errors import ProgramError
from state_db.program import Let, Program, Refuse, Return, Rows, Run, Step, conditions_of, faults_of
from state_db.schema import TableMap
from state_db.traps import Trap, bare_json_columns, traps_of
from state_db.variant import Describe, Key, Statement, Variant, body_sql, table_statements, variant_key, variant_of

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
COLUMN_NAME = re.compile(r"[a-z_][a-z0-9_]*")
MOST_SAMPLES = 64


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is doubtful though it runs: what, and where."""

    text: str
    where: str


@dataclass(frozen=True, slots=True)
class Linted:
    """A program that can be used: the variants that were prepared on the way, and what is doubtful."""

    variants: dict[Key, Variant]
    findings: tuple[Finding, ...]


def lint_program(
    program: Program, inputs: Sequence[str], tables: TableMap, describe: Describe, most: int = MOST_SAMPLES
) -> Linted:
    """Check at ``most`` so many variants of a program whose tool has these inputs.

    Raises: ProgramError for the first fault.
    """
    check_switches(program, inputs)
    check_end(program)
    findings: dict[tuple[str, str], Finding] = {}
    variants: dict[Key, Variant] = {}
    seen: set[str] = set()

    for given in islice(samples(program), most):
        variant = variant_of(program, given, describe)
        check_names(variant, inputs)
        for step, sql in table_statements(program, given):
            _check_table(step, describe(sql, step.body.where))
        for statement in variant.statements:
            _check_statement(statement, describe)
            if statement.sql not in seen:
                seen.add(statement.sql)
                # What is put around the rows of a kept table is no text of the program's own.
                own = body_sql(statement.step.body, given) if isinstance(statement.step, Rows) else statement.sql
                for trap in traps_of(own, tables):
                    _take(trap, statement.step, findings)
        variants[variant_key(program, given)] = variant
    reached = tuple(variants.values())
    _check_messages(program, inputs, reached)
    findings.update({("", finding.text): finding for finding in unused_inputs(program, inputs, reached)})
    return Linted(variants, tuple(findings.values()))


def samples(program: Program) -> Iterator[dict[str, Any]]:
    """Return given arguments that between them reach every line: none, all, each alone, each value asked for."""
    yield {}
    switches = program.switches
    if not switches:
        return
    alone: list[dict[str, Any]] = [{name: None} for name in switches]
    valued: list[dict[str, Any]] = [
        {name: value} for name, values in program.switch_values.items() for value in sorted(values)
    ]
    everything = {name: next(iter(sorted(program.switch_values.get(name, ()))), None) for name in switches}
    yield from [everything, *alone, *valued][:MOST_SAMPLES]


def check_switches(program: Program, inputs: Sequence[str]) -> None:
    """Check that conditions ask for inputs only. Raises: ProgramError."""
    for step in program.steps:
        for condition in conditions_of((step,)):
            if condition.name not in inputs:
                raise ProgramError(f"A condition asks for {condition.name}, which is no input.", where=step.body.where)


def check_end(program: Program) -> None:
    """Check that the program ends with an answer, and that no step follows a sure one. Raises: ProgramError."""
    *before, last = program.steps
    if not isinstance(last, Return):
        raise ProgramError("The program does not end with @return.", where=last.body.where)
    for step in before:
        if isinstance(step, Return) and not step.body.conditions and (step.missing or not step.body.lines):
            raise ProgramError("No step after this @return is ever reached.", where=step.body.where)


def check_names(variant: Variant, inputs: Sequence[str]) -> None:
    """Check that every parameter is an input or was bound by @let, and that none is bound twice over an input.

    Raises: ProgramError.
    """
    bound: set[str] = set()
    for statement in variant.statements:
        where = statement.step.body.where
        if statement.runs:
            for name in statement.names:
                if name not in inputs and name not in bound:
                    raise ProgramError(f"The parameter :{name} is neither an input nor bound by @let.", where=where)
        if isinstance(statement.step, Rows):
            bound.update(statement.columns)
        if not isinstance(statement.step, Let):
            continue
        for column in statement.columns:
            if column in inputs:
                raise ProgramError(
                    f"@let {column} shadows the input of this name.", where=where, next="Rename it by AS."
                )
            if not COLUMN_NAME.fullmatch(column):
                raise ProgramError(f'@let cannot bind a column named "{column}".', where=where, next="Name it by AS.")
            bound.add(column)


def _check_statement(statement: Statement, describe: Describe) -> None:
    step, where = statement.step, statement.step.body.where
    if not statement.sql:
        return
    found = describe(statement.sql, where)
    if found.parameters != statement.names:
        raise ProgramError("SQLite numbers the parameters in another order.", where=where)
    if not statement.runs:
        return
    if found.writes and not isinstance(step, Let | Run):
        raise ProgramError(
            f"@{type(step).__name__.lower()} may not write.", where=where, next="Write under @run or @let."
        )
    if isinstance(step, Run) and not found.writes:
        raise ProgramError("@run writes nothing.", where=where)
    if isinstance(step, Return) and len(found.columns) != 1:
        raise ProgramError(f"@return gives one JSON value, not {len(found.columns)} columns.", where=where)
    bare = bare_json_columns(statement.sql, found.json_reads)
    if bare:
        raise ProgramError(
            f'"{bare}" is read from json_each without its table\'s name.', where=where, next=f"Write ALIAS.{bare}."
        )


def _check_table(step: Rows, found: Description) -> None:
    if found.writes:
        raise ProgramError("@rows may not write.", where=step.body.where)


def _take(trap: Trap, step: Step, findings: dict[tuple[str, str], Finding]) -> None:
    if trap.fatal:
        raise ProgramError(trap.text, where=step.body.where, next=trap.next)
    findings[(step.body.where, trap.text)] = Finding(trap.text, step.body.where)


def _check_messages(program: Program, inputs: Sequence[str], variants: Collection[Variant]) -> None:
    known = set(inputs)
    columns: dict[int, set[str]] = {}
    for variant in variants:
        for statement in variant.statements:
            if isinstance(statement.step, Let):
                known.update(statement.columns)
            elif isinstance(statement.step, Refuse):
                columns.setdefault(id(statement.step), set()).update(statement.columns)
    for step in program.steps:
        for fault in faults_of(step):
            for name in PLACEHOLDER.findall(fault.message):
                if name not in known and name not in columns.get(id(step), ()):
                    raise ProgramError(f"The message names {{{name}}}, which is nothing here.", where=step.body.where)


def unused_inputs(program: Program, inputs: Sequence[str], variants: Collection[Variant]) -> Iterator[Finding]:
    """Return a finding for each input that no statement binds and no condition asks for."""
    used: set[str] = set(program.switches)
    for variant in variants:
        for statement in variant.statements:
            used.update(statement.names)
    for name in inputs:
        if name not in used:
            yield Finding(f"The input {name} is never used.", f"programs/{program.name}.sql")
