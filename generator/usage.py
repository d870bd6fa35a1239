"""Which inputs are used and which writes are seen, found by execution: two calls that differ only in one input."""

import itertools
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from generator.check import Check
from generator.free_programs import calls_in_checks, is_free
from generator.holds import filled
from generator.json_equality import json_key
from generator.laws.contract import call_arguments
from generator.laws.steps import widest
from generator.laws.throng import throng_rows
from generator.meaning import Row, in_query, next_place, paging, value_at
from generator.plan import Argument, Filter, Json, Key, Member, Order, Paging, Plan, Tool, Value
from generator.probe import Probe, makes_rows
from generator.render.interface import is_read_only
from generator.runner import Call
from state_db.environment import Environment
from state_db.errors import StateError

# Rows that a call is tried on, and values of an input that are tried there, before it counts as unused.
MOST_ROWS = 3
MOST_VALUES = 6
# Tools that are asked whether they show a write, and rows that it touches about which they are asked.
MOST_READERS = 6
MOST_TOUCHED = 2
FIRST_READERS = 2


@dataclass(frozen=True, slots=True)
class Usage:
    """Inputs and writes by execution, each as (tool, argument or column; "" is the row itself)."""

    declared: int
    unused: tuple[tuple[str, str], ...]
    made: int
    unobserved: tuple[tuple[str, str], ...]

    @property
    def used(self) -> int:
        """Return how many declared inputs are used."""
        return self.declared - len(self.unused)

    @property
    def observed(self) -> int:
        """Return how many writes another tool shows."""
        return self.made - len(self.unobserved)


def measured(plan: Plan, probe: Probe) -> Usage:
    """Return what executed calls say of every input and every write of the plan's tools."""
    declared = [(tool, argument) for tool in plan.tools for argument in tool.arguments]
    unused = [(tool.name, argument.name) for tool, argument in declared if not is_used(probe, tool, argument)]
    seen: list[tuple[tuple[str, str], bool]] = []
    for tool in plan.tools:
        if not is_read_only(tool):
            seen += _writes(probe, tool)
    hidden = tuple(what for what, observed in seen if not observed)
    return Usage(len(declared), tuple(unused), len(seen), hidden)


# Inputs


def is_used(probe: Probe, tool: Tool, argument: Argument) -> bool:
    """Return whether two executed calls that differ only in the argument differ in answer or state."""
    if is_free(probe.plan, tool):
        return any(_differs_in_check(probe, tool, argument, *found) for found in calls_in_checks(probe.plan, tool))
    if any(_differ(probe, tool, calls) for calls in _pairs(probe, tool, argument)):
        return True
    return tool.pattern in ("list", "search") and _is_used_in_throng(probe, tool, argument)


def _is_used_in_throng(probe: Probe, tool: Tool, argument: Argument) -> bool:
    """Whether it is used where the list has many rows: of the seeded ones it may have too few for a second page."""
    rows = throng_rows(probe.plan, probe, tool)
    if rows is None:
        return False
    try:
        near = Probe(probe.plan.model_copy(update={"tools": (tool,)}), probe.image, rows)
    except StateError:
        return False  # such rows cannot be kept
    with closing(near):
        return any(_differ(near, tool, calls) for calls in _pairs(near, tool, argument))


def _differs_in_check(probe: Probe, tool: Tool, argument: Argument, check: Check, number: int) -> bool:
    """Whether a step of a check has another result where only the argument is another, or is not given."""
    with Environment.open(probe.image, scenario=check.scenario) as environment:
        calls: list[Call] = []
        for step in check.steps[:number]:
            given = filled(step.arguments, calls)
            calls.append(Call(step.tool, given, environment.call(step.tool, given)))
        base = filled(check.steps[number].arguments, calls)
        rest = {name: value for name, value in base.items() if name != argument.name}
        others = [check.steps[at].arguments.get(argument.name) for check, at in calls_in_checks(probe.plan, tool)]
        values = [*others, *probe.samples(tool, argument.name).valid(MOST_VALUES)]
        plain = [value for value in values if value is not None and not isinstance(value, dict)]
        group = [base, *({**rest, argument.name: value} for value in plain), *([] if argument.required else [rest])]
        found: set[tuple[int, str, str]] = set()
        for arguments in group:
            with environment.trial():
                answer = environment.call(tool.name, arguments)
                if answer.error != "invalid_argument":
                    found.add((answer.status, answer.text, environment.digest() if answer.changes else ""))
        return len(found) > 1


def _pairs(probe: Probe, tool: Tool, argument: Argument) -> Iterator[list[dict[str, Json]]]:
    """Yield groups of calls whose members differ only in the argument."""
    rows: Sequence[Row | None] = _crowded(probe, tool)[:MOST_ROWS] or [None]
    for row in rows:
        base = _base(probe, tool, argument, row)
        if base is None:
            continue
        rest = {name: value for name, value in base.items() if name != argument.name}
        group = [base, *({**rest, argument.name: value} for value in _values(probe, tool, argument, rest))]
        yield group if argument.required else [*group, rest]


def _crowded(probe: Probe, tool: Tool) -> list[Row]:
    """The rows on which a call goes through, those first beside which the most stand: of one alone nothing is left."""
    rows = probe.ready(tool)
    if tool.pattern not in ("list", "search"):
        return rows
    required = [a for a in tool.arguments if a.required and isinstance(a.does, Key | Filter)]
    columns = [argument.does.column for argument in required if isinstance(argument.does, Key | Filter)]
    marks = [json_key([row.get(name) for name in columns]) for row in rows]
    counts = Counter(marks)
    ranked = sorted(zip(marks, rows, strict=True), key=lambda pair: -counts[pair[0]])
    firsts = {mark: row for mark, row in reversed(ranked)}
    return [firsts[mark] for mark in dict.fromkeys(mark for mark, _ in ranked)]


def _base(probe: Probe, tool: Tool, argument: Argument, row: Row | None) -> dict[str, Json] | None:
    """A call that gives the argument, and what it needs to be felt: a small page, an order."""
    if makes_rows(tool):
        return next(iter(probe.creations(tool, optional=[argument.name])), None)
    wanted = [argument.name]
    if not isinstance(argument.does, Order):
        wanted += [other.name for other in tool.arguments if isinstance(other.does, Order)][:1]
    arguments = probe.arguments(tool, row, optional=wanted)
    size = paging(tool, "size")
    if arguments is not None and size is not None and isinstance(argument.does, Paging) and argument.name != size[0]:
        arguments[size[0]] = 1
    return arguments


def _values(probe: Probe, tool: Tool, argument: Argument, rest: Mapping[str, Json]) -> list[Json]:
    if isinstance(argument.does, Key):
        unknown = [probe.unknown_key(tool, argument.name)]
        return [value for value in [*probe.values(tool, argument.name), *unknown] if value is not None]
    if isinstance(argument.does, Paging) and argument.does.what == "cursor":
        return _cursors(probe, tool, argument, rest)
    if isinstance(argument.does, Filter):
        return probe.values(tool, argument.name, count=2 * MOST_VALUES)
    return [*probe.values(tool, argument.name, count=MOST_VALUES), *probe.samples(tool, argument.name).valid(2)]


def _cursors(probe: Probe, tool: Tool, argument: Argument, rest: Mapping[str, Json]) -> list[Json]:
    """The cursor that the answer to the call without one gives."""
    where, answer = next_place(tool, argument.name), probe.tried(tool, rest)
    if where is None or answer is None:
        return []
    found = value_at(answer.body, where[0])[1]
    found = in_query(found, where[1]) if where[1] else found
    return [] if found is None else [found]


def _differ(probe: Probe, tool: Tool, calls: list[dict[str, Json]]) -> bool:
    """Whether calls, one of which goes through at least, have different results; a complaint about form is none."""
    found: set[tuple[int, str, str]] = set()
    worked = False
    for arguments in calls:
        with probe.environment.trial():
            answer = probe.called(tool, arguments)
            if answer is None or answer.error == "invalid_argument":
                continue
            worked = worked or answer.error is None
            found.add((answer.status, answer.text, _left(probe, tool) if answer.changes else ""))
        if worked and len(found) > 1:
            return True
    return False


# Writes


def _writes(probe: Probe, tool: Tool) -> Iterator[tuple[tuple[str, str], bool]]:
    """Yield every write of the tool, and whether another tool shows it."""
    whole = call_arguments(probe, tool, optional=True)
    if whole is None:
        return
    rows = _touched(probe, tool, whole)[:MOST_TOUCHED]
    if tool.pattern not in ("update", "replace", "singleton"):
        shown = _is_shown(probe, tool, None, whole, rows)
        if shown is not None:
            yield (tool.name, ""), shown
    for argument in tool.arguments:
        if isinstance(argument.does, Value | Member):
            yield from _written(probe, tool, argument, whole, rows)


def _written(
    probe: Probe, tool: Tool, argument: Argument, whole: Mapping[str, Json], rows: Sequence[Row]
) -> Iterator[tuple[tuple[str, str], bool]]:
    """The write of one argument's column: two calls with different values, and what others show after each."""
    values = probe.values(tool, argument.name, count=3)
    if argument.name in whole:
        values = [whole[argument.name], *values]
    distinct = list({json_key(value): value for value in values}.values())[:3]
    for one, other in itertools.combinations(distinct, 2):
        shown = _is_shown(probe, tool, {**whole, argument.name: one}, {**whole, argument.name: other}, rows)
        if shown is not None:
            yield (tool.name, argument.name), shown
            return


def _is_shown(
    probe: Probe, tool: Tool, one: Mapping[str, Json] | None, other: Mapping[str, Json], rows: Sequence[Row]
) -> bool | None:
    """Whether another tool tells what two calls leave apart; None where one fails, or they leave the same."""
    for few in (slice(0, FIRST_READERS), slice(FIRST_READERS, None)):  # the first readers mostly tell
        first, second = _seen(probe, tool, one, rows, few), _seen(probe, tool, other, rows, few)
        if first is None or second is None or first[0] == second[0]:
            return None
        if first[1] != second[1]:
            return True
    return False


def _seen(
    probe: Probe, tool: Tool, arguments: Mapping[str, Json] | None, rows: Sequence[Row], few: slice
) -> tuple[str, list[str]] | None:
    """The table after the call, and what some other tools show of these rows; None if the call failed."""
    with probe.environment.trial():
        answer = None if arguments is None else probe.called(tool, arguments)
        if arguments is not None and (answer is None or answer.error is not None):
            return None
        calls = [call for row in rows for call in list(_readings(probe, tool, row))[few]]
        return _state(probe, tool), [_told(probe, reader, given) for reader, given in calls]


def _told(probe: Probe, reader: Tool, arguments: Mapping[str, Json]) -> str:
    """What a tool answers; what it changes is undone."""
    with probe.environment.trial():
        answer = probe.called(reader, arguments)
        return "" if answer is None else f"{answer.status} {answer.text}"


def _state(probe: Probe, tool: Tool) -> str:
    """The rows of the tool's own entity, which a digest of all tables would take much longer to compare."""
    return json_key(probe.environment.rows(probe.image.name, probe.plan.entity(tool.entity).table))


def _left(probe: Probe, tool: Tool) -> str:
    """What tells the state that a call leaves from others: a program of its own may write to any table."""
    return probe.environment.digest() if tool.steps else _state(probe, tool)


def _touched(probe: Probe, tool: Tool, arguments: Mapping[str, Json]) -> list[Row]:
    """The rows that the call adds, changes or removes."""
    entity = probe.plan.entity(tool.entity)
    before = {json_key(row): row for row in probe.rows(tool.entity)}
    with probe.environment.trial():
        probe.called(tool, arguments)
        after = {json_key(row): row for row in probe.environment.rows(probe.image.name, entity.table)}
    new = [row for key, row in after.items() if key not in before]
    return new or [row for key, row in before.items() if key not in after]


def _readings(probe: Probe, tool: Tool, row: Row) -> Iterator[tuple[Tool, dict[str, Json]]]:
    """Yield calls of other tools that may show the row: those of its own entity that can name it, reads first.

    Also a change shows what it leaves as it is, and that there is the row at all. Where nothing else speaks of the
    entity, the reads of others may.
    """
    others = [other for other in probe.plan.tools if other.name != tool.name]
    near = [other for other in others if other.entity == tool.entity and probe.keys(other, row) is not None]
    reads = sorted([other for other in near if is_read_only(other)], key=lambda other: other.pattern != "get")
    calls = [*reads[:MOST_READERS], *[other for other in near if other not in reads and not makes_rows(other)]]
    for other in (calls or [other for other in others if is_read_only(other)])[:MOST_READERS]:
        arguments = probe.arguments(other, row)
        if arguments is not None:
            yield other, {**arguments, **widest(probe, other)}
