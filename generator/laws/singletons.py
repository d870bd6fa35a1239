"""Singletons: there is one row, get shows it, and a change of it is shown."""

from collections.abc import Iterator

from generator.check import Check, CheckStep
from generator.effects import clock_columns, unforeseen
from generator.laws.changing import change, changed_row, differs, known_values, optional_values, unknown_columns, values
from generator.laws.creating import address
from generator.laws.steps import check, row_holds, succeeds
from generator.meaning import Row
from generator.plan import Plan, Tool
from generator.probe import Probe
from generator.render.interface import is_read_only

NAME = "singleton"
STATEMENT = "A singleton is shown as it is, and as it was changed."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool of a singleton."""
    for tool in probe.tools("singleton"):
        row = next(iter(probe.addressable(tool)), None)
        arguments = None if row is None else probe.arguments(tool, row, optional=not is_read_only(tool))
        if row is None or arguments is None:
            continue
        if is_read_only(tool):
            holds = row_holds(tool, plan.entity(tool.entity), row, arguments)
            yield check(NAME, tool, "is_shown", "A singleton is shown as it is.", [succeeds(tool, arguments, holds)])
        else:
            yield check(NAME, tool, "is_changed", "A change of a singleton is shown.", _changes(plan, probe, tool, row))


def _changes(plan: Plan, probe: Probe, tool: Tool, row: Row) -> Iterator[CheckStep]:
    """Two changes with different values, and one that leaves out what it may, each shown by the singleton's get."""
    entity = plan.entity(tool.entity)
    now = row
    optional = optional_values(entity, tool)
    least = optional if len(values(entity, tool)) > len(optional) else optional[1:]
    for turn, left_out in enumerate(([], [], least) if least else ([], [])):
        names = [each.name for each in tool.arguments if each.name not in left_out]
        arguments = probe.arguments(tool, now, optional=names if left_out else True, turn=turn)
        if arguments is None:
            return
        before, now = now, changed_row(entity, tool, now, arguments)
        skip = [*clock_columns(entity), *unknown_columns(entity, tool, arguments)]
        changed = int(differs(entity, tool, before, arguments) or bool({*skip} - {*unforeseen(entity)}))
        effect = change(entity, tool, arguments, known_values(entity, now, skip), changed)
        yield succeeds(tool, arguments, row_holds(tool, entity, now, arguments, skip), effect=effect)
        for reader in probe.tools("singleton", entity=entity.name):
            if is_read_only(reader):
                given = address(reader, now)
                yield succeeds(reader, given, row_holds(reader, entity, now, given, skip))
