"""A program as it runs for one set of given arguments: which steps, with which lines, as statements ready to bind."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from state_db.describe import Description
from state_db.program import Body, Condition, Let, Program, Refuse, Rows, Run, Step
from state_db.sql import identifier, json_text, significant

_WRITING = frozenset({"insert", "update", "delete", "replace"})
FRESH = re.compile(r"\s*SELECT new_id\('([a-z][a-z0-9_]*)'\) AS [a-z_][a-z0-9_]*\s*;?\s*")

INSERT = re.compile(
    r"\s*INSERT INTO ([a-z][a-z0-9_]*) \(([a-z][a-z0-9_]*),.*?\)\s+VALUES\s+\(\s*:([a-z_][a-z0-9_]*),.*", re.DOTALL
)

Key = frozenset[str] | tuple[frozenset[str], tuple[str | None, ...]]
Describe = Callable[[str, str], Description]
_NOTHING = Description(columns=(), parameters=(), writes=False, json_reads=(), written=frozenset())


@dataclass(frozen=True, slots=True)
class Statement:
    """One step's SQL (none: an answer without a body), its parameters in order of binding, and its columns.

    Where ``runs`` is false it is a @let that a condition leaves out: its ``columns`` become NULL. ``fresh`` is the
    table whose new key is all that the statement gives: such a one need not go through SQLite. ``inserts`` stands in
    both of two statements of which the first gives a new key and the second is the insert that takes it: table, column
    and parameter of the key. Whether the key is free, the insert itself tells.
    """

    step: Step
    sql: str
    names: tuple[str, ...]
    columns: tuple[str, ...]
    writes: bool
    runs: bool
    fresh: str = ""
    inserts: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Variant:
    """The statements of a program for one set of given arguments; ``where`` names the program in errors.

    ``written`` are the tables that they may change.
    """

    statements: tuple[Statement, ...]
    writes: bool
    written: frozenset[str]
    where: str


def variant_key(program: Program, given: Mapping[str, Any]) -> Key:
    """Return what of the given arguments decides between the program's variants."""
    named = program.asked.intersection(given)
    if not program.switch_values:
        return named
    texts = [(switch_text(given[name]) if name in given else None, of) for name, of in program.switch_values.items()]
    return named, tuple([text if text in of else None for text, of in texts])


def switch_text(value: Any) -> str:
    """Return a value as a condition writes it: text bare, the rest as JSON."""
    return value if isinstance(value, str) else json_text(value)


def variant_of(program: Program, given: Mapping[str, Any], describe: Describe) -> Variant:
    """Return the program's variant for the given arguments.

    ``describe`` returns what SQLite says of a statement at a place. Raises: ProgramError.
    """
    statements: list[Statement] = []
    written: set[str] = set()
    tables: dict[str, tuple[str, str]] = {}
    kept = kept_tables(program, given)
    for step in program.steps:
        runs = holds(step.body.conditions, given)
        sql = body_sql(step.body, given if runs else None)
        if isinstance(step, Rows):
            if runs and step.name in kept:
                statements.append(_snapshot(step, with_tables(sql, tables)))
                sql = _of_snapshot(step)
            if runs:
                tables[step.name] = (_head(step), with_tables(sql, tables))
            continue
        if not runs and not isinstance(step, Let):
            continue
        sql = with_tables(sql, tables) if sql else ""
        names = parameters(sql)
        said = describe(sql, step.body.where) if sql else _NOTHING
        written |= said.written if runs else set()
        columns = said.columns if isinstance(step, Let | Refuse) else ()
        found = FRESH.fullmatch(sql) if isinstance(step, Let) else None
        fresh = found[1] if found else ""
        statements.append(Statement(step, sql, names, columns, said.writes and runs, runs, fresh))
    return Variant(
        tuple(with_inserts(statements)),
        any(statement.writes for statement in statements),
        frozenset(written),
        f"programs/{program.name}.sql",
    )


def with_inserts(statements: Sequence[Statement]) -> list[Statement]:
    """Return the statements with ``inserts`` in each two of which the second takes the key that the first gives."""
    found = list(statements)
    for place, (first, second) in enumerate(pairwise(statements)):
        match = INSERT.fullmatch(second.sql) if first.fresh and isinstance(second.step, Run) else None
        if match and match[1] == first.fresh and match[3] == first.columns[0] and _is_plain(second.sql):
            inserts = (match[1], match[2], match[3])
            found[place : place + 2] = [replace(one, inserts=inserts) for one in (first, second)]
    return found


def _is_plain(insert: str) -> bool:
    """Whether a clash of keys makes the insert fail, and it may be made again as if nothing had been."""
    return {"conflict", "new_id", "select"}.isdisjoint(word.lower() for word in _words(insert))


def kept_tables(program: Program, given: Mapping[str, Any]) -> frozenset[str]:
    """Return the @rows tables that a step reads after another has written: their rows are those from before.

    All others are read where they are used: between the two nothing can have changed.
    """
    if not any(isinstance(step, Rows) for step in program.steps):
        return frozenset()
    stale: set[str] = set()
    known: dict[str, frozenset[str]] = {}
    kept: set[str] = set()
    for step in program.steps:
        if not holds(step.body.conditions, given):
            continue
        words = _words(body_sql(step.body, given))
        read = {name for name in known if name in words}
        read |= {inner for name in read for inner in known[name]}
        if isinstance(step, Rows):
            known[step.name] = frozenset(read)
            stale.discard(step.name)
        kept |= read & stale
        if isinstance(step, Let | Run) and any(word.lower() in _WRITING for word in words):
            stale |= known.keys()
    return frozenset(kept)


def _head(step: Rows) -> str:
    return f"{step.name}({', '.join(step.columns)})"


def _words(sql: str) -> list[str]:
    return [token.text for token in significant(sql) if token.kind == "word"]


def _snapshot(step: Rows, sql: str) -> Statement:
    """The statement that keeps the table's rows as JSON."""
    columns = ", ".join(map(identifier, step.columns))
    head = f"{identifier(step.name)}({columns})"
    whole = f"WITH {head} AS (\n{sql}\n)\nSELECT json_group_array(json_array({columns})) FROM {identifier(step.name)}"
    return Statement(step, whole, parameters(whole), (snapshot_name(step),), False, True)


def _of_snapshot(step: Rows) -> str:
    """The SELECT that gives the rows that were kept."""
    values = ", ".join(f"entry.value ->> {place}" for place in range(len(step.columns)))
    return f"SELECT {values} FROM json_each(:{snapshot_name(step)}) entry"


def snapshot_name(step: Rows) -> str:
    """Return the parameter that holds the rows of a table that was kept; no input is named so."""
    return f"_rows_{step.name}"


def table_statements(program: Program, given: Mapping[str, Any]) -> Iterator[tuple[Rows, str]]:
    """Return a SELECT of each @rows table that is there for the given arguments."""
    tables: dict[str, tuple[str, str]] = {}
    for step in program.steps:
        if isinstance(step, Rows) and holds(step.body.conditions, given):
            tables[step.name] = (_head(step), with_tables(body_sql(step.body, given), tables))
            yield step, with_tables(f"SELECT * FROM {step.name}", tables)


def holds(conditions: Iterable[Condition], given: Mapping[str, Any]) -> bool:
    """Return whether all the conditions hold for what was given."""
    return all(_holds(condition, given) for condition in conditions)


def _holds(condition: Condition, given: Mapping[str, Any]) -> bool:
    true = condition.name in given
    if true and condition.value is not None:
        true = switch_text(given[condition.name]) == condition.value
    return true != condition.negated


def body_sql(body: Body, given: Mapping[str, Any] | None) -> str:
    """Return the step's SQL with the lines whose conditions hold; with every line for None."""
    return "\n".join(line.text for line in body.lines if given is None or holds(line.conditions, given))


def parameters(sql: str) -> tuple[str, ...]:
    """Return the statement's parameters in the order in which SQLite numbers them."""
    return tuple(dict.fromkeys(token.text[1:] for token in significant(sql) if token.kind == "parameter"))


def with_tables(sql: str, tables: Mapping[str, tuple[str, str]]) -> str:
    """Return the statement with the @rows tables that it reads put before it as common table expressions."""
    found = significant(sql)
    words = {token.text for token in found if token.kind == "word"}
    needed = [f"{head} AS (\n{select}\n)" for name, (head, select) in tables.items() if name in words]
    if not needed:
        return sql
    expressions = ",\n".join(needed)
    if found[0].text.lower() != "with":
        return f"WITH {expressions}\n{sql}"
    recursive = found[1].text.lower() == "recursive"
    rest = sql[found[2 if recursive else 1].start :]
    return f"WITH {'RECURSIVE ' if recursive else ''}{expressions},\n{rest}"
