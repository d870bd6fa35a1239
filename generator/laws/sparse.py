"""Sparse answers: where a caller names the properties, those are shown of each row, and no other."""

from collections.abc import Iterator

from generator.check import Check, CheckStep
from generator.laws.contract import call_arguments
from generator.laws.listing import list_step
from generator.laws.steps import check, items_place, row_holds, succeeds
from generator.laws.walking import fullest
from generator.plan import Argument, Fields, Json, Parts, Plan, Tool
from generator.probe import Probe

NAME = "sparse"
STATEMENT = "Where a caller names properties, an answer shows those of each row, and no other."

# Choices of properties of one tool.
MOST_CHOICES = 3


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each reading tool whose caller may name the properties."""
    for tool in probe.tools("get", "list", "search", "singleton"):
        for argument in tool.arguments:
            if isinstance(argument.does, Fields | Parts):
                steps = list(_steps(plan, probe, tool, argument))
                if steps:
                    because = f"{argument.name} chooses the properties that are shown."
                    yield check(NAME, tool, f"shows_only_{argument.name}", because, steps)


def _steps(plan: Plan, probe: Probe, tool: Tool, argument: Argument) -> Iterator[CheckStep]:
    for names in probe.values(tool, argument.name, count=MOST_CHOICES):
        step = _step(plan, probe, tool, argument.name, names)
        if step is not None:
            yield step


def _step(plan: Plan, probe: Probe, tool: Tool, name: str, names: Json) -> CheckStep | None:
    if items_place(tool) is not None:
        base = fullest(probe, tool)
        return None if base is None else list_step(plan, probe, tool, {**base, name: names})
    row = next(iter(probe.single(tool)), None)
    base = call_arguments(probe, tool, optional=False)
    if row is None or base is None or tool.method != "GET":
        return None
    arguments = {**(probe.arguments(tool, row) or base), name: names}
    return succeeds(tool, arguments, row_holds(tool, plan.entity(tool.entity), row, arguments))
