"""Repeating: where tools.json claims it, the second of two equal calls changes nothing more."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Effect, Expectation
from generator.laws.contract import call_arguments
from generator.laws.steps import check
from generator.laws.times import timed
from generator.plan import Plan, Tool, Value
from generator.probe import Probe
from generator.render.interface import is_read_only

NAME = "idempotence"
STATEMENT = "A tool that is said to be idempotent changes nothing more when it is called again; only its time moves."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each writing tool that claims it: the same call twice."""
    for tool in plan.tools:
        if is_read_only(tool) or not probe.image.tools[tool.name].annotations.get("idempotentHint"):
            continue
        arguments = call_arguments(probe, tool, optional=True)
        if arguments is None:
            continue
        first = CheckStep(tool=tool.name, arguments=arguments)
        expect = Expectation(effect=_nothing_more(plan, tool), hints={"idempotentHint": True})
        again = CheckStep(tool=tool.name, arguments=arguments, expect=expect)
        yield check(NAME, tool, "changes_nothing_more_when_repeated", STATEMENT, [first, again])


def _nothing_more(plan: Plan, tool: Tool) -> dict[str, Effect]:
    """No effect; but a call that goes through again sets the time of the last change again."""
    if tool.pattern == "custom":
        return {
            table: Effect(changed=None, columns=tuple(sorted(columns)))
            for table, columns in timed(tool.steps).items()
            if any(entity.table == table for entity in plan.entities)
        }
    entity = plan.entity(tool.entity)
    given = {argument.does.column for argument in tool.arguments if isinstance(argument.does, Value)}
    clock = {column.name for column in entity.columns if column.made == "updated" and column.name not in given}
    clock |= {column.name for column in entity.columns if column.made == "revision"}
    clock |= {name for name, value in tool.set.items() if value == "$now" or str(value).startswith("$after:")}
    if not clock or (tool.pattern in ("delete", "unlink") and not tool.soft):
        return {}
    return {entity.table: Effect(changed=None, columns=tuple(sorted(clock)))}
