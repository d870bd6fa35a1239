"""Batches: every element of the array is done, and none where one of them is wrong."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Hold
from generator.laws.steps import check, refused, succeeds
from generator.meaning import Row, place_of, shown
from generator.plan import Entity, Json, Key, Plan, Tool, Value
from generator.probe import Probe

NAME = "batch"
STATEMENT = "A batch does what it says for every element, or for none where one is wrong."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each batch over keys: two known ones, and a known one beside an unknown one."""
    for tool in probe.tools("batch"):
        entity = plan.entity(tool.entity)
        steps = list(_steps(plan, probe, tool, entity))
        if steps:
            yield check(NAME, tool, "does_all_or_nothing", STATEMENT, steps)


def _steps(plan: Plan, probe: Probe, tool: Tool, entity: Entity) -> Iterator[CheckStep]:
    over = tool.argument(tool.over)
    rows = batch_rows(probe, tool)
    base = probe.arguments(tool, rows[0]) if rows else None
    if base is None or tool.each == "create":
        return
    elements = [probe.element(tool, row) for row in rows]
    unknown = unknown_element(probe, tool, entity, elements[0])
    if unknown is not None and probe.samples(tool, over.name).accepts([elements[0], unknown]):
        yield refused(tool, {**base, over.name: [elements[0], unknown]}, "not_found")
    if not probe.samples(tool, over.name).accepts(elements):
        rows, elements = rows[:1], elements[:1]
    arguments = {**base, over.name: elements}
    yield succeeds(tool, arguments, _shown(tool, entity, rows), effect={} if tool.each == "get" else None)
    reader = next((each for each in probe.tools("get", entity=entity.name) if probe.arguments(each, rows[0])), None)
    if tool.each == "delete" and not tool.soft and reader is not None:
        for row in rows:
            yield refused(reader, probe.arguments(reader, row) or {}, "not_found")


def _shown(tool: Tool, entity: Entity, rows: list[Row]) -> list[Hold]:
    """The answer of a batch that reads: its rows, in the order in which they were named."""
    where = place_of(tool.answer, "$items")
    if tool.each != "get" or where is None:
        return []
    return [Hold(at=where, test="equals", value=[shown(entity, row, tool.form) for row in rows])]


def batch_rows(probe: Probe, tool: Tool) -> list[Row]:
    """Return two rows of one scope that the batch may name."""
    entity = probe.plan.entity(tool.entity)
    rows = [row for row in probe.rows(tool.entity) if not (tool.each == "delete" and probe.is_held(entity, row))]
    scope = [
        argument.does.column
        for argument in tool.arguments
        if isinstance(argument.does, Key) and argument.name != tool.over
    ]
    for first in rows:
        alike = [row for row in rows if all(row.get(name) == first.get(name) for name in scope)]
        if len(alike) > 1:
            return alike[:2]
    return rows[:1]


def unknown_element(probe: Probe, tool: Tool, entity: Entity, element: Json) -> Json:
    """Return an element like this one, with a key that no row has; None where none was found."""
    over = tool.argument(tool.over)
    column = over.does.column if isinstance(over.does, Key | Value) else entity.key[-1]
    path = entity.column(column).path or (column,)
    known = element.get(path[0]) if isinstance(element, dict) else element
    unknown: Json = 987654321 if isinstance(known, int) else f"{str(known)[:-4]}zzzz"
    if any(row.get(column) == unknown for row in probe.rows(entity.name)):
        return None
    return {**element, path[0]: unknown} if isinstance(element, dict) else unknown
