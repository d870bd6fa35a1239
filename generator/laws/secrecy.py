"""Secrecy: what is only written is shown by no answer."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Expectation, Hold
from generator.laws.changing import read_step
from generator.laws.creating import followed
from generator.laws.steps import check, succeeds
from generator.plan import Entity, Json, Plan, Tool, Value
from generator.probe import Probe

NAME = "write_only"
STATEMENT = "A value that may only be written stands in no answer."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield for each tool that takes a secret a check that looks for it in every answer that shows the row."""
    for tool in probe.tools("create", "update", "replace", "singleton"):
        entity = plan.entity(tool.entity)
        secrets = [
            argument.name
            for argument in tool.arguments
            if isinstance(argument.does, Value) and entity.column(argument.does.column).write_only
        ]
        steps = list(_telling(probe, entity, tool, secrets)) if secrets else []
        if steps:
            yield check(NAME, tool, "never_shows_a_secret", STATEMENT, steps)


def _telling(probe: Probe, entity: Entity, tool: Tool, secrets: list[str]) -> Iterator[CheckStep]:
    """The call that is told the secrets, and those that show the row."""
    if tool.pattern == "create":
        for arguments in probe.creations(tool, optional=secrets)[:1]:
            for step in followed(probe, entity, tool, arguments):
                yield _hiding(step, arguments, secrets)
        return
    row = next(iter(probe.ready(tool)), None)
    told = None if row is None else probe.arguments(tool, row, optional=secrets)
    if row is not None and told is not None:
        for step in (succeeds(tool, told), *read_step(probe, entity, row, [])):
            yield _hiding(step, told, secrets)


def _hiding(step: CheckStep, arguments: dict[str, Json], secrets: list[str]) -> CheckStep:
    holds = tuple(Hold(test="nowhere", value=arguments[name]) for name in secrets if arguments.get(name) is not None)
    expect = Expectation(status=step.expect.status, holds=holds)
    return step.model_copy(update={"expect": expect})
