"""Either: a row is found by its key and by the other property that the documentation names."""

from collections.abc import Iterator, Mapping

from generator.check import Check, CheckStep, Hold
from generator.laws.steps import check, row_holds, shown_column, succeeds
from generator.meaning import Row
from generator.plan import Argument, Json, Key, PatternKind, Plan, Tool
from generator.probe import Probe
from generator.render.interface import is_read_only

NAME = "either"
STATEMENT = "What may be named by its key or by another property is found by both, and the key goes first."

_PATTERNS: tuple[PatternKind, ...] = ("get", "view", "list", "search", "update", "transition")
_MOST = 2


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each argument that may be another property than the key of the row that it names."""
    for tool in probe.tools(*_PATTERNS):
        for argument in tool.arguments:
            other = argument.does.other if isinstance(argument.does, Key) else None
            if other is not None and (steps := list(_steps(plan, probe, tool, argument))):
                yield check(
                    NAME, tool, f"finds_{argument.name}_by_{other}", "A row is found by its name as well.", steps
                )


def _steps(plan: Plan, probe: Probe, tool: Tool, argument: Argument) -> Iterator[CheckStep]:
    """Calls that name the row by its other property: they answer as those by its key do."""
    done, most = 0, _MOST if is_read_only(tool) else 1  # a first change may take what a second one is named by
    for row in probe.addressable(tool):
        arguments = probe.arguments(tool, row)
        named = _renamed(plan, probe, tool, argument, arguments) if arguments is not None else None
        if arguments is None or named is None or done == most:
            continue
        if is_read_only(tool):
            yield succeeds(tool, arguments, _shown(plan, tool, row, arguments))
            yield succeeds(tool, named, [Hold(at="", test="equals", value={"$step": 2 * done, "pointer": ""})])
        else:
            yield succeeds(tool, named, _keyed(plan, tool, row))
        done += 1


def _shown(plan: Plan, tool: Tool, row: Row, arguments: Mapping[str, Json]) -> list[Hold]:
    return row_holds(tool, plan.entity(tool.entity), row, arguments) if tool.pattern == "get" else []


def _keyed(plan: Plan, tool: Tool, row: Row) -> list[Hold]:
    """The answer of a change shows the row's own key, where it shows any."""
    entity = plan.entity(tool.entity)
    where = shown_column(tool, entity, entity.key[-1]) if entity.key else None
    return [] if where is None else [Hold(at=where, test="equals", value=row[entity.key[-1]])]


def _renamed(
    plan: Plan, probe: Probe, tool: Tool, argument: Argument, arguments: Mapping[str, Json]
) -> dict[str, Json] | None:
    """The arguments with the other property in place of the key, where it names this row alone."""
    does = argument.does
    assert isinstance(does, Key) and does.other is not None
    column = plan.entity(tool.entity).column(does.column)
    target = plan.entity(column.references.entity if column.references else tool.entity)
    rows, key = probe.rows(target.name), target.key[-1]
    value = next((row.get(does.other) for row in rows if row[key] == arguments.get(argument.name)), None)
    if value is None or value in {row[key] for row in rows} or [row.get(does.other) for row in rows].count(value) != 1:
        return None
    return {**arguments, argument.name: value} if probe.samples(tool, argument.name).accepts(value) else None
