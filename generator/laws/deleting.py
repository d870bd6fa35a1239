"""Deleting: a deleted row is gone for every tool, with what belongs to it and nothing else."""

from collections.abc import Iterator, Mapping

from generator.check import Check, CheckStep
from generator.effects import clock_columns, gone_with, removal
from generator.laws.changing import change, changed_row, known_values, read_step, unknown_columns
from generator.laws.creating import address, held_once, is_told, scope
from generator.laws.parents import is_under, through_nothing
from generator.laws.steps import check, refused, row_holds, succeeds
from generator.meaning import Row
from generator.plan import Entity, Json, Plan, Tool
from generator.probe import Probe

NAME = "delete"
STATEMENT = "A deleted row is not found, the list no longer holds it, and only what belongs to it goes with it."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield for each delete a check that the row is gone, and that it cannot be deleted again."""
    for tool in probe.tools("delete"):
        entity = plan.entity(tool.entity)
        row = next(iter(probe.single(tool)), None)
        arguments = None if row is None else probe.arguments(tool, row)
        if row is not None and arguments is not None:
            if tool.soft:
                yield check(
                    NAME, tool, "marks_the_row", "A soft deletion marks the row.", _marked(probe, tool, row, arguments)
                )
                continue
            holds = row_holds(tool, entity, row, arguments)
            first = succeeds(tool, arguments, holds, effect=removal(plan, probe, entity, row))
            steps = [first, *_gone(probe, entity, row), refused(tool, arguments, "not_found")]
            because = "What was deleted is gone, and nothing else is."
            yield check(NAME, tool, "leaves_nothing_to_be_found", because, steps)


def _marked(probe: Probe, tool: Tool, row: Row, arguments: Mapping[str, Json]) -> list[CheckStep]:
    """A deletion that keeps the row, and the get that shows how it is marked."""
    entity = probe.plan.entity(tool.entity)
    skip = [*clock_columns(entity), *unknown_columns(entity, tool, arguments)]
    now = changed_row(entity, tool, row, arguments)
    values = known_values(entity, now, skip)
    effect = change(entity, tool, {}, values)
    step = succeeds(tool, arguments, row_holds(tool, entity, now, arguments, skip), effect=effect)
    return [step, *read_step(probe, entity, now, skip)]


def _gone(probe: Probe, entity: Entity, row: Row) -> Iterator[CheckStep]:
    known = {name: value for name, value in row.items() if value is not None}
    reader = probe.reader(entity.name, known)
    if reader is not None:
        yield refused(reader, address(reader, known), "not_found")
    gone = gone_with(probe, entity, row)
    for lister in probe.tools("list", "search", entity=entity.name):
        hold, arguments = held_once(entity, lister, known, "never"), scope(probe, lister, known)
        if arguments is not None and is_under(probe, lister, row, gone):
            yield through_nothing(lister, entity, arguments)
        elif hold is not None and arguments is not None and is_told(probe, entity, lister, known):
            yield succeeds(lister, arguments, [hold])
