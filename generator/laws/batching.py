"""Batches: every element of the array is done, and none where one of them is wrong."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Effect
from generator.laws.steps import check, refused, succeeds
from generator.meaning import Row, shown
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
    column = over.does.column if isinstance(over.does, Key | Value) else entity.key[-1]
    rows = batch_rows(probe, tool)
    base = probe.arguments(tool, rows[0]) if rows else None
    if base is None or tool.each == "create" or not probe.samples(tool, over.name).accepts([rows[0][column]]):
        return
    unknown = unknown_element(probe, tool, entity, column)
    if unknown is not None and probe.samples(tool, over.name).accepts([rows[0][column], unknown]):
        yield refused(tool, {**base, over.name: [rows[0][column], unknown]}, "not_found")
    keys = [row[column] for row in rows]
    if not probe.samples(tool, over.name).accepts(keys):
        rows, keys = rows[:1], keys[:1]
    effect = _effect(tool, entity, rows)
    yield succeeds(tool, {**base, over.name: keys}, effect=effect)
    if tool.each == "delete" and not tool.soft:
        for reader in probe.tools("get", entity=entity.name):
            given = probe.arguments(reader, rows[0])
            if given is not None:
                yield refused(reader, given, "not_found")
                break


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


def unknown_element(probe: Probe, tool: Tool, entity: Entity, column: str) -> Json:
    """Return a key that no row has, in the form of the keys that there are."""
    taken = [row.get(column) for row in probe.rows(entity.name)]
    known = next((value for value in taken if value is not None), None)
    unknown: Json = 987654321 if isinstance(known, int) else f"{str(known)[:-4]}zzzz"
    return None if unknown in taken else unknown


def _effect(tool: Tool, entity: Entity, rows: list[Row]) -> dict[str, Effect] | None:
    if tool.each == "get":
        return {}
    return None


def shown_rows(tool: Tool, entity: Entity, rows: list[Row]) -> list[dict[str, Json]]:
    """Return the rows as the batch's answer shows them."""
    return [shown(entity, row, tool.form) for row in rows]
