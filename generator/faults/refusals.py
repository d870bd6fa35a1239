"""Faults of refusing: what should fail and does not, fails with another error, or leaves something behind."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from generator.faults.changes import own_keys, updates
from generator.faults.deletions import without_reference
from generator.faults.fault import Fault, Site, Subject, at, laws
from generator.faults.lookups import asks_not, finds, found_parameters, parameters_of, standing_for
from generator.faults.programs import answers, row_test, target, with_steps
from generator.faults.statements import Change, changed, clause, text_of, whole
from generator.faults.transitions import forbids_a_state
from generator.links import link_of
from generator.meaning import key_columns
from generator.plan import Entity, Key, Tool, Value
from generator.seeded import unique_sets
from state_db.errors import DEFAULT_STATUS
from state_db.program import Body, Let, Program, Refuse, Require, Return, Run, Step
from state_db.program import Fault as Refusal
from state_db.sql import identifier, significant, text_literal, unquoted

ONE = ("get", "update", "replace", "delete", "unlink", "transition")


def about(step: Step, tool: Tool, entity: Entity, program: Program) -> bool:
    """Return whether the step asks for the row that the tool names, rather than for a parent of it."""
    own = standing_for(tool, program, own_keys(tool, entity))
    return bool(own & parameters_of(step)) or not own


def _silent_successes(subject: Subject) -> Iterator[Site]:
    """A row that is not there is worked on all the same."""
    for tool, entity, program in subject.tools(*ONE):
        if not own_keys(tool, entity):
            continue
        steps: list[Step] = []
        for step in program.steps:
            if isinstance(step, Require) and step.fault.code == "not_found" and about(step, tool, entity, program):
                continue
            missing = getattr(step, "missing", None)
            if missing is not None and missing.code == "not_found" and isinstance(step, Let | Run | Return):
                step = replace(step, missing=None)
            if isinstance(step, Require) and step.fault.code != "not_found" and about(step, tool, entity, program):
                break
            steps.append(step)
        else:
            if tuple(steps) != program.steps:
                last = steps[-1]
                if isinstance(last, Return) and last.body.lines:
                    steps.append(Return(Body((), (), last.body.where), last.status))
                yield at(tool, with_steps(program, steps))


def _unasked_parents(subject: Subject) -> Iterator[Site]:
    """A list of a parent that is not there is empty instead of not found."""
    for tool, _, program in subject.tools("list", "search"):
        found = found_parameters(tool, program).values()
        steps = [
            asks_not(step) if any(finds(step, each) for each in found) else step
            for step in program.steps
            if not (isinstance(step, Require) and step.fault.code == "not_found")
        ]
        if tuple(steps) != program.steps:
            yield at(tool, with_steps(program, steps))


WRONG = {
    "not_found": "failed_precondition", "conflict": "not_found", "failed_precondition": "not_found",
    "invalid_argument": "not_found", "permission_denied": "not_found",
}  # fmt: skip


def _wrong_codes(subject: Subject, code: str, *patterns: str) -> Iterator[Site]:
    for tool, entity, program in subject.tools(*patterns):
        steps: list[Step] = []
        for step in program.steps:
            if isinstance(step, Require | Refuse) and step.fault.code == code:
                step = replace(step, fault=Refusal(WRONG[code], step.fault.message))  # type: ignore[arg-type]
            elif isinstance(step, Let | Run | Return) and step.missing is not None and step.missing.code == code:
                step = replace(step, missing=Refusal(WRONG[code], step.missing.message))  # type: ignore[arg-type]
            steps.append(step)
        if tuple(steps) != program.steps and (tool.pattern not in ("get", "singleton") or key_columns(entity, tool)):
            yield at(tool, with_steps(program, steps))


def _wrong_not_found(subject: Subject) -> Iterator[Site]:
    yield from _wrong_codes(subject, "not_found", *ONE, "list", "search", "create", "link")


def _wrong_refusals(subject: Subject) -> Iterator[Site]:
    for tool, _, _ in subject.tools("transition"):
        if forbids_a_state(subject, tool):
            for code in ("conflict", "failed_precondition"):
                yield from (site for site in _wrong_codes(subject, code, "transition") if tool.name in site.programs)


def _unchecked_references(subject: Subject) -> Iterator[Site]:
    """A row may refer to what is not there."""
    for tool, entity, program in subject.tools("create", "update", "replace", "link", "upsert"):
        for argument in tool.arguments:
            if not isinstance(argument.does, Value | Key):
                continue
            column = entity.column(argument.does.column)
            if column.references is None or column.type == "json":
                continue
            parent = subject.plan.entity(column.references.entity)
            found_first = found_parameters(tool, program).get(argument.name)
            asked = [
                step
                for step in program.steps
                if _asks_for(step, argument.name, parent) or (found_first is not None and finds(step, found_first))
            ]
            link = link_of(subject.plan, entity, column)
            if not asked or _is_implied(tool, program, asked, argument.name):
                continue
            if isinstance(argument.does, Key) and tool.pattern not in ("create", "link", "upsert"):
                continue
            schema = subject.image.texts["schema.sql"]
            if link is not None and link.enforced:
                found = without_reference(schema, entity.table, column.name)
                if found is None:
                    continue
                schema = found
            trusting = [
                _trusting(step, argument.name, found_first) if step in asked else step for step in program.steps
            ]
            wrong = with_steps(program, [step for step in trusting if step is not None])
            changed_schema = None if schema == subject.image.texts["schema.sql"] else schema
            yield Site(f"{tool.name} {argument.name}", {tool.name: wrong}, changed_schema)


def _trusting(step: Step, argument: str, found: str | None) -> Step | None:
    """What stands in the place of a step that asks for a row: nothing, or of a look-up what the caller wrote."""
    if not isinstance(step, Let) or found is None:
        return None
    text = f"SELECT coalesce(({text_of(step.body)}), :{argument}) AS {found}"
    return asks_not(replace(step, body=whole(text, step.body)))


def _is_implied(tool: Tool, program: Program, asked: list[Step], argument: str) -> bool:
    """Whether another step asks for, or looks up, something that is only there where this is."""
    found = found_parameters(tool, program)
    others = [
        step
        for step in program.steps
        if step not in asked and (isinstance(step, Require) or any(finds(step, each) for each in found.values()))
    ]
    spoken = {argument, found.get(argument, argument)}
    return any(spoken & parameters_of(step) for step in others)


def _asks_for(step: Step, argument: str, parent: Entity) -> bool:
    words = {unquoted(token.text) for token in significant(text_of(step.body))}
    return isinstance(step, Require) and {parent.table, f":{argument}"} <= words


UNIQUE_COLUMN = re.compile(r"(\s)UNIQUE\b")


def _second_of_a_kind(subject: Subject) -> Iterator[Site]:
    schema = subject.image.texts["schema.sql"]
    for entity in subject.plan.entities:
        for columns in unique_sets(entity):
            if columns != entity.key and _can_repeat(subject, entity, columns):
                found = without_unique(schema, entity.table, columns)
                if found is not None:
                    yield Site(f"{entity.table} {' and '.join(columns)}", schema=found)


def _can_repeat(subject: Subject, entity: Entity, columns: tuple[str, ...]) -> bool:
    """Whether a tool lets the caller give all these columns: else no call can repeat a value."""
    for tool in subject.plan.tools:
        finds = columns == tool.existing and not tool.existing_if
        if tool.entity == entity.name and tool.pattern in ("create", "update", "replace", "upsert") and not finds:
            given = {one.does.column for one in tool.arguments if isinstance(one.does, Value | Key)}
            if set(columns) <= given and subject.probe.rows(entity.name):
                return True
    return False


def without_unique(schema: str, table: str, columns: tuple[str, ...]) -> str | None:
    """Return the schema in which the columns of a table may repeat, None where nothing forbids it."""
    head = re.search(rf"CREATE TABLE {re.escape(identifier(table))} \(\n", schema)
    place = head.end() if head is not None else len(schema)
    listed = ", ".join(identifier(name) for name in columns)
    for line in schema[place:].splitlines(keepends=True):
        if line.startswith(")"):
            break
        named = [unquoted(token.text) for token in significant(line)[:1]] == [columns[0]]
        if len(columns) == 1 and named and UNIQUE_COLUMN.search(line.split("--")[0]):
            bare = UNIQUE_COLUMN.sub(r"\1", line.split("--")[0].rstrip(), count=1)
            return f"{schema[:place]}{bare}\n{schema[place + len(line) :]}"
        if line.strip().startswith(f"UNIQUE ({listed})"):
            bare = line.split("--")[0].rstrip().replace(f"UNIQUE ({listed})", "CHECK (TRUE)")
            return f"{schema[:place]}{bare}\n{schema[place + len(line) :]}"
        place += len(line)
    return None


def _traces(subject: Subject) -> Iterator[Site]:
    """A change of a row that is not there answers with a failure, and has changed another row."""
    for tool, entity, program, step in updates(subject, "update", "replace", "transition"):
        where, part = row_test(step.body), clause(step.body, "where")
        old = answers(program)
        if not where or part is None or len(old) != 1 or not own_keys(tool, entity):
            continue
        table = identifier(entity.table)
        row = f"coalesce({target(entity.table, where)}, (SELECT min(n._rowid_) FROM {table} n))"
        wrong = replace(step, missing=None, body=changed(step.body, [Change(part, f"_rowid_ = {row}")]))
        steps = [_found_or_not(each, tool, program, own_keys(tool, entity)) for each in program.steps]
        steps = [each for each in steps if not _asks_for_row(each, tool, entity, program)]
        if any(isinstance(each, Require) and each.fault.code != "not_found" for each in steps):
            continue
        body = text_literal(json.dumps({"error": {"code": "not_found", "message": "Not found."}}))
        none = f"SELECT {body} WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {where})"
        refusal = Return(whole(none, Body((), (), step.body.where)), DEFAULT_STATUS["not_found"])
        kept = [wrong if each is step else each for each in steps]
        place = kept.index(old[0])
        yield at(tool, with_steps(program, [*kept[:place], refusal, *kept[place:]]))


def _asks_for_row(step: Step, tool: Tool, entity: Entity, program: Program) -> bool:
    return isinstance(step, Require) and step.fault.code == "not_found" and about(step, tool, entity, program)


def _found_or_not(step: Step, tool: Tool, program: Program, keys: list[str]) -> Step:
    """The step, without its failure where it looks up the row itself."""
    found = found_parameters(tool, program)
    return asks_not(step) if any(finds(step, found[name]) for name in keys if name in found) else step


FAULTS: tuple[Fault, ...] = (
    Fault(
        "missing not_found", "A call about a row that is not there silently succeeds.", laws("not_found delete"),
        "What asks for the row is dropped; without one the answer is empty.",
        "Tools about one row, but for transitions that ask for its state: it has none.", _silent_successes,
    ),
    Fault(
        "parent not asked for", "The list of a parent that is not there is empty.", laws("not_found"),
        "The steps that ask for the parents are dropped.", "Lists whose parents are things of the server.",
        _unasked_parents,
    ),
    Fault(
        "wrong error code", "What is not found is refused as if its state forbade it.",
        laws("not_found references delete"), "not_found is replaced by failed_precondition.",
        "Every tool that names a row or a parent.", _wrong_not_found,
    ),
    Fault(
        "wrong refusal of a transition", "A row in the wrong state is said not to be there.",
        laws("transition unreached"),
        "The error of the step that asks for the state is replaced by not_found.",
        "Transitions that are documented to go through from some of the states.", _wrong_refusals,
    ),
    Fault(
        "reference not checked", "A row may refer to what is not there.", laws("references not_found create"),
        "The step that asks for it is dropped, and the foreign key.",
        "Creates and changes whose arguments refer to things of the server, unless another step implies it.",
        _unchecked_references,
    ),
    Fault(
        "unique not enforced", "Two rows may have the same of what is unique.", laws("unique"),
        "UNIQUE is taken out of the schema.", "Unique columns that a caller can give.", _second_of_a_kind,
    ),
    Fault(
        "failed call that leaves a trace", "A call that fails has changed another row.", laws("not_found atomicity"),
        "The change falls back to the first row, and the failure is answered after it.",
        "Changes of one row that ask for nothing but the row. (An error that a program raises undoes everything: "
        "that part the engine guarantees, and it cannot be planted.)",
        _traces,
    ),
)  # fmt: skip
