"""Faults of lists: what they hold, and in which order."""

from collections.abc import Iterator

from generator.candidates import filter_candidates
from generator.faults.fault import Fault, Site, Subject, at, laws
from generator.faults.lookups import finds, found_parameters, standing_for
from generator.faults.programs import answers, with_body, with_step, with_steps
from generator.faults.statements import (
    Change,
    Span,
    changed,
    clause,
    conjuncts,
    narrowed,
    occurrences,
    text_of,
    whole,
)
from generator.json_equality import json_key
from generator.meaning import paging, place_of
from generator.plan import Entity, Filter, Key, Order, Tool
from generator.seeded import unique_sets
from state_db.program import Let, Program, Return, Rows, Step
from state_db.sql import significant, text_literal


def lists(subject: Subject) -> Iterator[tuple[Tool, Entity, Program, Step]]:
    """Yield each list with the step that picks its rows."""
    for tool, entity, program in subject.tools("list", "search"):
        step = picking(program)
        holds = subject.probe.addressable(tool) or can_show_new(subject, tool, entity)
        if step is not None and holds:
            yield tool, entity, program, step


def picking(program: Program) -> Step | None:
    """Return the step of a list's program that picks its rows."""
    rows: list[Step] = [step for step in program.steps if isinstance(step, Rows)]
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
            spans = [span for span in conjuncts(step.body) if argument.name in span.parameters]
            if (isinstance(argument.does, Filter) or optional) and spans and tells_apart(subject, tool, argument.name):
                yield at(tool, without(program, step, spans), argument.name)


def tells_apart(subject: Subject, tool: Tool, argument: str) -> bool:
    """Return whether the argument can leave out a row: one that is seeded, or one that a tool makes."""
    entity, does = subject.entity(tool), tool.argument(argument).does
    if subject.makes(entity):
        return True
    columns = does.columns or (does.column,) if isinstance(does, Filter) else ()
    rows = subject.probe.rows(tool.entity)
    return len({json_key([row.get(name) for name in columns]) for row in rows}) > 1 or isinstance(does, Key)


TURNED = {"=": "<>", ">": "<=", ">=": "<", "<": ">=", "<=": ">"}
SHIFTED = {">": ">=", ">=": ">", "<": "<=", "<=": "<"}


def _compared(subject: Subject, operators: dict[str, str]) -> Iterator[Site]:
    for tool, _, program, step in lists(subject):
        for argument in tool.arguments:
            if not isinstance(argument.does, Filter) or not tells_apart(subject, tool, argument.name):
                continue
            for span in conjuncts(step.body):
                marks = [token for token in significant(span.text) if token.text in operators]
                if argument.name in span.parameters and len(marks) == 1 and "(" not in span.text:
                    start = span.start + marks[0].start
                    mark = Span(start, start + len(marks[0].text), marks[0].text)
                    body = changed(step.body, [Change(mark, operators[marks[0].text])])
                    yield at(tool, with_step(program, step, with_body(step, body)), argument.name)


def _turned_filters(subject: Subject) -> Iterator[Site]:
    yield from _compared(subject, TURNED)


def _shifted_borders(subject: Subject) -> Iterator[Site]:
    for site in _compared(subject, SHIFTED):
        name, _, argument = site.about.partition(" ")
        if _has_border(subject, subject.plan.tool(name), argument):
            yield site


def _has_border(subject: Subject, tool: Tool, argument: str) -> bool:
    """Whether a caller can give the very value of a row: a time cannot be that of a day."""
    does, accepts = tool.argument(argument).does, subject.probe.samples(tool, argument).accepts
    return isinstance(does, Filter) and any(
        accepts(value) for row in subject.probe.rows(tool.entity) for value in filter_candidates(does, row)
    )


def _ignored_parents(subject: Subject) -> Iterator[Site]:
    for tool, _, program, step in lists(subject):
        keys = [one.name for one in tool.arguments if isinstance(one.does, Key) and one.required]
        scope = standing_for(tool, program, keys)
        spans = [span for span in conjuncts(step.body) if span.parameters & scope]
        if spans and len({repr(subject.probe.keys(tool, row)) for row in subject.probe.addressable(tool)}) > 1:
            yield at(tool, without(program, step, spans))


def _frozen_lists(subject: Subject) -> Iterator[Site]:
    """The list holds only what was there when the server was opened."""
    for tool, entity, program, step in lists(subject):
        if not can_show_new(subject, tool, entity):
            continue
        keys = subject.image.tables[entity.table].key
        last = len(subject.probe.rows(entity.name))
        if len(keys) == 1 and subject.image.tables[entity.table].key_is_integer:
            last = max((row[keys[0]] for row in subject.probe.rows(entity.name)), default=0)
        body = narrowed(step.body, f"{entry(step)} <= {last}")
        yield at(tool, with_step(program, step, with_body(step, body)))


def holds_one(tool: Tool, entity: Entity) -> bool:
    """Return whether the list's required keys tell rows apart, so that it never holds more than one."""
    picked = {one.does.column for one in tool.arguments if isinstance(one.does, Key) and one.required}
    return any(picked.issuperset(columns) for columns in unique_sets(entity))


def can_show_new(subject: Subject, tool: Tool, entity: Entity) -> bool:
    """Return whether a row that a tool makes can get into the list."""
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
        names = found_parameters(tool, program).values()
        kept = [step for step in program.steps if not isinstance(step, Rows | Return)]
        guards = [step for step in kept if not isinstance(step, Let) or any(finds(step, name) for name in names)]
        constant = Return(whole(f"SELECT {text_literal(answer.text)}", found[0].body), found[0].status)
        yield at(tool, with_steps(program, [*guards, constant]))


def _doubled_rows(subject: Subject) -> Iterator[Site]:
    """The list shows its first row twice."""
    for tool, _, program, step in lists(subject):
        source = clause(step.body, "from")
        if source is None or place_of(tool.answer, "$map") is not None:
            continue
        twice = " CROSS JOIN json_each(iif(t._rowid_ % 2, '[1,2]', '[1]')) twice"
        twice = twice.replace("t._rowid_", entry(step))
        body = changed(step.body, [Change(Span(source.end, source.end, ""), twice)])
        yield at(tool, with_step(program, step, with_body(step, body)))


# Order


def _ignored_orders(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in lists(subject):
        orders = [one.does.by.values() for one in tool.arguments if isinstance(one.does, Order)]
        ways = [tool.order, *(columns for by in orders for columns in by)]
        if not holds_one(tool, entity) and any(_is_seen(subject, entity, columns) for columns in ways):
            for span in ordering(step):
                body = changed(step.body, [Change(span, entry(step))])
                yield at(tool, with_step(program, step, with_body(step, body)))


def ordering(step: Step) -> list[Span]:
    """Return the terms of the step's one ORDER BY."""
    text = text_of(step.body)
    found = occurrences(step.body, "order", "by")
    if len(found) != 1:
        return []
    depth, start = 0, found[0].end + 1
    for token in significant(text):
        if token.start < start:
            continue
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth < 0:
            return [Span(start, token.start, text[start : token.start])]
    return []


def _is_seen(subject: Subject, entity: Entity, columns: tuple[str, ...]) -> bool:
    """Whether the order can be another than that of insertion, which is also that of the clock."""
    rows = subject.probe.rows(entity.name)
    for name in columns[:1]:
        values = [row.get(name.removeprefix("-")) for row in rows]
        known = [value if isinstance(value, int | float) else str(value) for value in values if value is not None]
        return known != sorted(known, reverse=name.startswith("-")) or len(known) < len(values)
    return False


FAULTS: tuple[Fault, ...] = (
    Fault(
        "forgotten filter", "A list takes a filter and does not narrow by it.", laws("filter"),
        "The condition that binds the filter is made true.",
        "Every filter of a list, unless nothing makes rows and the seeded ones are all alike in its column.",
        _forgotten_filters,
    ),
    Fault(
        "filter turned around", "A filter keeps what it should leave out.", laws("filter"),
        "The comparison with the argument is replaced by its opposite.",
        "Filters that compare a column; the same exception.", _turned_filters,
    ),
    Fault(
        "filter off by one", "A filter's border belongs to the wrong side.", laws("filter"),
        "> becomes >=, and the other way round.", "Filters that compare by order and can be given what a row holds; "
        "the same exception.",
        _shifted_borders,
    ),
    Fault(
        "list that ignores its parent", "A list shows the rows of all parents.", laws("list filter"),
        "The conditions that bind the list's required keys are made true.",
        "Lists with a required key, unless all rows they can reach have one parent.", _ignored_parents,
    ),
    Fault(
        "list that never shows new items",
        "A list holds what was there at the start, and nothing that is made later.",
        laws("create upsert link batch list"), "The list is cut at the last seeded row.",
        "Lists of things that some tool makes, unless no made row can get into its scope.", _frozen_lists,
    ),
    Fault(
        "constant list", "A list answers the same whatever is asked and whatever has happened.",
        laws("list filter order paging cursor create update upsert link delete batch"),
        "The answer to one call stands in the program as a literal.",
        "Lists that have an argument or whose rows some tool changes: of the others nothing else can be seen.",
        _constant_lists,
    ),
    Fault(
        "row listed twice", "A list shows rows more than once.",
        laws("list filter create paging cursor link upsert batch"),
        "Every other row is joined with two lines.",
        "Lists, but for those that answer an object by key, in which nothing can stand twice.", _doubled_rows,
    ),
    Fault(
        "sort ignored", "A list is in the order of insertion, whatever order is documented or asked for.",
        laws("order list"), "The terms of ORDER BY are replaced by the order of insertion.",
        "Lists with an order of their own or by argument, unless the seeded rows were inserted in it. "
        "Not lists of one row at most.",
        _ignored_orders,
    ),
)  # fmt: skip
