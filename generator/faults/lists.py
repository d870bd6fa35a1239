"""Faults of lists: what they hold, in which order, and how they are cut into pages."""

import json
from collections.abc import Iterator

from generator.faults.fault import Fault, Site, Subject, at, laws
from generator.faults.programs import answers, with_body, with_step
from generator.faults.statements import (
    Change,
    Span,
    changed,
    clause,
    narrowed,
    occurrences,
    tests,
    text_of,
    words_of,
)
from generator.meaning import paging, place_of
from generator.plan import Column, Direction, Entity, Filter, Key, Order, Tool
from state_db.errors import StateError
from state_db.program import Let, Program, Return, Rows, Step
from state_db.sql import significant, text_literal


def lists(subject: Subject) -> Iterator[tuple[Tool, Entity, Program, Step]]:
    """Yield each list with the step that picks its rows."""
    for tool, entity, program in subject.tools("list", "search"):
        step = picking(program)
        if step is not None:
            yield tool, entity, program, step


def picking(program: Program) -> Step | None:
    """Return the step of a list's program that picks its rows."""
    rows = [step for step in program.steps if isinstance(step, Rows)]
    found = rows or [step for step in answers(program) if step.body.lines]
    return found[0] if len(found) == 1 else None


def entry(step: Step) -> str:
    """Return the column by which the step tells the rows apart in the order of insertion."""
    return "t._rowid_" if isinstance(step, Rows) else "t.entry"


def without(program: Program, step: Step, spans: list[Span]) -> Program:
    """Return the program in which these conditions of the step are always true."""
    body = changed(step.body, [Change(span, "TRUE") for span in spans])
    return with_step(program, step, with_body(step, body))


# Which rows


def _forgotten_filters(subject: Subject) -> Iterator[Site]:
    for tool, _, program, step in lists(subject):
        for argument in tool.arguments:
            optional = isinstance(argument.does, Key) and not argument.required
            spans = [span for span in tests(step.body) if argument.name in span.parameters]
            if (isinstance(argument.does, Filter) or optional) and spans and tells_apart(subject, tool, argument.name):
                yield at(tool, without(program, step, spans), argument.name)


def tells_apart(subject: Subject, tool: Tool, argument: str) -> bool:
    """Return whether the argument can leave out a row: one that is seeded, or one that a tool makes."""
    entity, does = subject.entity(tool), tool.argument(argument).does
    if subject.makes(entity):
        return True
    columns = does.columns or (does.column,) if isinstance(does, Filter) else ()
    values = {json.dumps([row.get(name) for name in columns], sort_keys=True) for row in subject.probe.rows(tool.entity)}
    return len(values) > 1 or isinstance(does, Key)


TURNED = {"=": "<>", ">": "<=", ">=": "<", "<": ">=", "<=": ">"}
SHIFTED = {">": ">=", ">=": ">", "<": "<=", "<=": "<"}


def _compared(subject: Subject, operators: dict[str, str]) -> Iterator[Site]:
    for tool, _, program, step in lists(subject):
        for argument in tool.arguments:
            if not isinstance(argument.does, Filter) or not tells_apart(subject, tool, argument.name):
                continue
            for span in tests(step.body):
                marks = [token for token in significant(span.text) if token.text in operators]
                if argument.name in span.parameters and len(marks) == 1 and "(" not in span.text:
                    start = span.start + marks[0].start
                    mark = Span(start, start + len(marks[0].text), marks[0].text)
                    body = changed(step.body, [Change(mark, operators[marks[0].text])])
                    yield at(tool, with_step(program, step, with_body(step, body)), argument.name)


def _turned_filters(subject: Subject) -> Iterator[Site]:
    yield from _compared(subject, TURNED)


def _shifted_borders(subject: Subject) -> Iterator[Site]:
    yield from _compared(subject, SHIFTED)


def _ignored_parents(subject: Subject) -> Iterator[Site]:
    for tool, _, program, step in lists(subject):
        scope = {one.name for one in tool.arguments if isinstance(one.does, Key) and one.required}
        spans = [span for span in tests(step.body) if span.parameters & scope]
        if spans and len({repr(subject.probe.keys(tool, row)) for row in subject.probe.addressable(tool)}) > 1:
            yield at(tool, without(program, step, spans))


def _frozen_lists(subject: Subject) -> Iterator[Site]:
    """The list holds only what was there when the server was opened."""
    for tool, entity, program, step in lists(subject):
        if not _can_show_new(subject, tool, entity):
            continue
        keys = subject.image.tables[entity.table].key
        last = len(subject.probe.rows(entity.name))
        if len(keys) == 1 and subject.image.tables[entity.table].key_is_integer:
            last = max((row[keys[0]] for row in subject.probe.rows(entity.name)), default=0)
        body = narrowed(step.body, f"{entry(step)} <= {last}")
        yield at(tool, with_step(program, step, with_body(step, body)))


def _can_show_new(subject: Subject, tool: Tool, entity: Entity) -> bool:
    """Whether a row that a tool makes can get into the list."""
    written = {one.name for one in entity.columns if one.initial is not None or one.made is not None}
    for maker in subject.makes(entity):
        written |= {one.does.column for one in maker.arguments if hasattr(one.does, "column")} | set(maker.set)
    needed = {one.does.column for one in tool.arguments if isinstance(one.does, Key) and one.required}
    return bool(subject.makes(entity)) and needed <= written


def _constant_lists(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, _ in lists(subject):
        row = next(iter(subject.probe.addressable(tool)), None)
        arguments = subject.probe.arguments(tool, row)
        found = answers(program)
        differs = any(isinstance(each.does, Key | Filter | Order) for each in tool.arguments) or paging(tool, "size")
        if arguments is None or len(found) != 1 or not (differs or subject.changes(entity)):
            continue
        answer = subject.probe.tried(tool, arguments)
        if answer is None or answer.error is not None:
            continue
        guards = [step for step in program.steps if not isinstance(step, Rows | Let | Return)]
        constant = Return(_sql(f"SELECT {text_literal(answer.text)}", found[0]), found[0].status)
        yield at(tool, _rebuilt(program, [*guards, constant]))


def _sql(sql: str, like: Step):  # type: ignore[no-untyped-def]
    from generator.faults.statements import whole

    return whole(sql, like.body)
