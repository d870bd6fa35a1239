"""Programs of which only the documentation says what they do: their calls are taken from checks written from it."""

from collections.abc import Iterator

from generator.check import Check
from generator.plan import Input, Json, Plan, Tool


def is_free(plan: Plan, tool: Tool) -> bool:
    """Return whether the plan says nothing of which calls of the tool go through: a model wrote its program."""
    inputs = all(isinstance(argument.does, Input) for argument in tool.arguments)
    return plan.engine == "model" and tool.pattern == "custom" and not tool.copies and inputs


def calls_in_checks(plan: Plan, tool: Tool) -> Iterator[tuple[Check, int]]:
    """Yield each step of the plan's checks in which a call of the tool goes through, as check and number."""
    for check in plan.checks:
        for number, step in enumerate(check.steps):
            if step.tool == tool.name and step.expect.error is None:
                yield check, number


def known_call(plan: Plan, tool: Tool) -> dict[str, Json] | None:
    """Return arguments with which a call of the tool goes through on the seeded rows, None where no check has one."""
    for check, number in calls_in_checks(plan, tool):
        arguments = check.steps[number].arguments
        if number == 0 and check.scenario == "seed":
            return dict(arguments)
    return None
