"""Faults of updates, replacements and transitions: what they change, where, and what they answer."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.faults.fault import Fault, Site, Subject, at, laws
from generator.faults.programs import (
    answer_text,
    answers,
    row_test,
    target,
    with_body,
    with_step,
    with_steps,
    writes,
)
from generator.faults.statements import (
    Change,
    Span,
    assignments,
    changed,
    clause,
    occurrences,
    text_of,
    unconditional,
    whole,
)
from generator.meaning import key_columns
from generator.plan import Entity, Tool, Value
from generator.render.values import clock
from generator.seeded import is_own_key
from state_db.program import Let, Program, Return, Run
from state_db.sql import identifier

CHANGING = ("update", "replace", "transition", "singleton")
OF_CHANGES = "update replace transition singleton upsert batch membership"


def updates(subject: Subject, *patterns: str) -> Iterator[tuple[Tool, Entity, Program, Run]]:
    """Yield each changing tool with the step that changes the row."""
    for tool, entity, program in subject.tools(*(patterns or (*CHANGING, "batch")), each="update"):
        found = writes(program, "update", entity.table)
        if found and tool.each in (None, "update") and subject.probe.rows(entity.name):
            yield tool, entity, program, found[0]


def set_clause(step: Run) -> Span:
    """Return what stands between SET and the next clause."""
    found = clause(step.body, "set")
    assert found is not None
    return found


def moved(program: Program, step: Run, changes: Sequence[Change]) -> Program:
    """Return the program in which the step's statement is changed."""
    return with_step(program, step, with_body(step, changed(step.body, changes)))


def _wiping_updates(subject: Subject) -> Iterator[Site]:
    """A PATCH that works like a PUT: what is not named becomes NULL."""
    for tool, entity, program, step in updates(subject, "update", "singleton"):
        table = subject.image.tables[entity.table]
        spans = []
        for name, span in assignments(step.body):
            column = table.column(name)
            seen = any(row.get(name) is not None for row in subject.probe.rows(entity.name))
            if span.conditions and not span.conditions[0].negated and column is not None and column.nullable and seen:
                spans.append(span)
        names = {name for name, span in assignments(step.body) if span in spans}
        twice = [name for name, _ in assignments(step.body)]
        if spans and len(twice) == len(set(twice)) and _can_spare(tool, names):
            yield at(tool, with_step(program, step, with_body(step, unconditional(step.body, spans))))


def _can_spare(tool: Tool, names: set[str]) -> bool:
    """Whether a call can change something and leave out one of these columns."""
    given = {one.does.column for one in tool.arguments if isinstance(one.does, Value)}
    return bool(names) and len(given) > 1


def _empty_updates(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in updates(subject):
        part, name = set_clause(step), identifier(subject.image.tables[entity.table].columns[0].name)
        text, prefix = text_of(step.body), "t." if tool.pattern == "batch" else ""
        sql = f"{text[: part.start]}{name} = {prefix}{name}{text[part.end :]}"
        yield at(tool, with_step(program, step, with_body(step, whole(sql, step.body))))


def _ignored_fields(subject: Subject) -> Iterator[Site]:
    """One of the columns that the caller names stays as it is."""
    for tool, entity, program, step in updates(subject, "update", "replace", "singleton"):
        given = {one.does.column: one.name for one in tool.arguments if isinstance(one.does, Value)}
        for name, span in assignments(step.body):
            shown = name not in entity.key and subject.shows(entity, name)
            if name in given and given[name] in span.parameters and shown:
                yield at(tool, moved(program, step, [Change(span, identifier(name))]), name)
                break


def _neighbours_updated(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in updates(subject, "update", "replace", "transition"):
        where = row_test(step.body)
        part = clause(step.body, "where")
        seen = any(
            subject.shows(entity, name) for name, span in assignments(step.body) if span.text != identifier(name)
        )
        if where and part is not None and seen and len(subject.probe.rows(entity.name)) > 1:
            table = identifier(entity.table)
            own = target(entity.table, where)
            other = f"SELECT n._rowid_ FROM {table} n WHERE n._rowid_ <> {own} ORDER BY n._rowid_ LIMIT 1"
            yield at(tool, moved(program, step, [Change(part, f"_rowid_ = ({other})")]))


def _everything_updated(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in updates(subject, "update", "replace", "transition"):
        where = row_test(step.body)
        part = clause(step.body, "where")
        unique = any(column.unique for column in entity.columns) or entity.unique
        if where and part is not None and len(subject.probe.rows(entity.name)) > 1 and not unique:
            found = f"EXISTS {target(entity.table, where)}"
            yield at(tool, moved(program, step, [Change(part, found)]))


def _kept_values(subject: Subject) -> Iterator[Site]:
    """A PUT that works like a PATCH."""
    for tool, entity, program, step in updates(subject, "replace"):
        optional = {
            one.does.column: one.name for one in tool.arguments if isinstance(one.does, Value) and not one.required
        }
        rows = subject.probe.rows(entity.name)
        changes = []
        for name, span in assignments(step.body):
            seen = any(row.get(name) is not None for row in rows)
            if name in optional and span.parameters == {optional[name]} and not span.conditions and seen:
                changes.append(Change(span, f"coalesce({span.text}, {identifier(name)})"))
        if changes:
            yield at(tool, moved(program, step, changes))


def _created_times(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in updates(subject, "update", "replace", "transition"):
        assigned = dict(assignments(step.body))
        for column in entity.columns:
            held, own = assigned.get(column.name), identifier(column.name)
            if column.made == "created" and (held is None or held.text == own):
                place = occurrences(step.body, "set")[0].end
                moment = clock(column)
                # An assignment of the column to itself only closes the list of those that may be left out.
                change = (
                    Change(held, moment) if held is not None else Change(Span(place, place, ""), f" {own} = {moment},")
                )
                yield at(tool, moved(program, step, [change]), column.name)


def _frozen_times(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in updates(subject, "update", "replace", "transition"):
        for column in entity.columns:
            for name, span in assignments(step.body):
                if column.made == "updated" and name == column.name and not span.parameters:
                    yield at(tool, moved(program, step, [Change(span, identifier(name))]), name)


def past(sql: str, kind: str) -> str:
    """Return SQL for a time that is long before another."""
    return f"{sql} - 200000000" if kind in ("integer", "real") else f"'1999' || substr({sql}, 5)"


def _backward_times(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in updates(subject, "update", "replace", "transition"):
        for column in entity.columns:
            for name, span in assignments(step.body):
                if column.made == "updated" and name == column.name and not span.parameters:
                    yield at(tool, moved(program, step, [Change(span, past(span.text, column.type))]), name)


def _stale_answers(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in updates(subject):
        text = answer_text(program)
        if not text or "FROM" not in text or _hides_the_change(subject, tool, entity, step):
            continue
        old = answers(program)[0]
        before = Let(whole(f"SELECT ({text}) AS stale_answer", replace(old.body, conditions=())))
        stale = Return(whole("SELECT :stale_answer", old.body), old.status)
        steps = [stale if each is old else each for each in program.steps]
        place = steps.index(step)
        if any(line.conditions for line in old.body.lines):
            continue
        yield at(tool, with_steps(program, [*steps[:place], before, *steps[place:]]))


def _hides_the_change(subject: Subject, tool: Tool, entity: Entity, step: Run) -> bool:
    """Whether the answer shows nothing of what the call changes."""
    shown = set(entity.forms.get(tool.form, ()))
    shown -= {column.name for column in entity.columns if column.write_only or not column.path}
    if "$row" not in str(tool.answer) and "$items" not in str(tool.answer):
        shown &= {part.split("'")[0] for part in str(tool.answer).split("$column:")[1:]}
    return not shown & {name for name, span in assignments(step.body) if span.text != identifier(name)}


def own_keys(tool: Tool, entity: Entity) -> list[str]:
    """Return the arguments that name the row itself, not its parents."""
    return [name for name, column in key_columns(entity, tool).items() if is_own_key(entity, column)]


FAULTS: tuple[Fault, ...] = (
    Fault(
        "update that wipes other fields", "An update sets what it was not told to null.", laws(OF_CHANGES),
        "The assignments of columns that may be null no longer ask whether their argument was given.",
        "Updates that can leave out a nullable column which some seeded row has.", _wiping_updates,
    ),
    Fault(
        "update that changes nothing", "A change is answered and not made.", laws(f"{OF_CHANGES} time"),
        "SET assigns a column to itself.", "Every update, replacement, transition, batch and singleton.",
        _empty_updates,
    ),
    Fault(
        "update that drops a field", "One of the fields that were sent is not written.", laws(OF_CHANGES),
        "The first assignment of an argument keeps the old value.",
        "Updates, replacements and singletons, and a column that some tool shows.", _ignored_fields,
    ),
    Fault(
        "update of the wrong row", "A change is made to a neighbour of the row that was named.",
        laws(f"{OF_CHANGES} time"), "WHERE picks the first other row.",
        "Changes that some tool shows, of one row in a table that has more.", _neighbours_updated,
    ),
    Fault(
        "update of every row", "A change is made to all rows.", laws(OF_CHANGES),
        "WHERE asks only whether the named row is there.",
        "Changes of one row in a table that has more and no unique columns, which would stop it.",
        _everything_updated,
    ),
    Fault(
        "replace that keeps old values", "A replacement leaves what was not sent as it was.", laws(OF_CHANGES),
        "Values fall back to the old ones where they are NULL.",
        "Replacements with optional nullable fields which some seeded row has.", _kept_values,
    ),
    Fault(
        "created time changes on update", "An update moves the time of creation.", laws(f"{OF_CHANGES} time"),
        "SET assigns the clock to the column of the creation's time.", "Changes of things that have such a column.",
        _created_times,
    ),
    Fault(
        "updated time stands still", "An update leaves the time of the last change as it was.",
        laws(f"{OF_CHANGES} time"), "The column is assigned to itself.", "Changes of things that have such a column.",
        _frozen_times,
    ),
    Fault(
        "time that runs backwards", "An update sets the time of the last change to the past.",
        laws(f"{OF_CHANGES} time"), "The clock's time is moved back by years.",
        "Changes of things that have such a column.", _backward_times,
    ),
    Fault(
        "stale answer", "A change answers with the row as it was before.", laws(f"{OF_CHANGES} time"),
        "The answer is read before the change and given after it.",
        "Changes whose answer shows something of what they change.", _stale_answers,
    ),
)  # fmt: skip
