"""Secrecy: what is only written is shown by no answer."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Expectation, Hold
from generator.laws.creating import followed
from generator.laws.steps import check
from generator.plan import Plan, Value
from generator.probe import Probe

NAME = "write_only"
STATEMENT = "A value that may only be written stands in no answer."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield for each create with a secret a check that looks for it in every answer that shows the row."""
    for tool in probe.tools("create"):
        entity = plan.entity(tool.entity)
        secrets = [
            argument.name
            for argument in tool.arguments
            if isinstance(argument.does, Value) and entity.column(argument.does.column).write_only
        ]
        whole = probe.creations(tool, optional=secrets)
        if secrets and whole:
            steps = [_hiding(step, whole[0], secrets) for step in followed(probe, entity, tool, whole[0])]
            yield check(NAME, tool, "never_shows_a_secret", STATEMENT, steps)


def _hiding(step: CheckStep, arguments: dict[str, object], secrets: list[str]) -> CheckStep:
    holds = tuple(Hold(test="nowhere", value=arguments[name]) for name in secrets if name in arguments)
    expect = Expectation(status=step.expect.status, holds=holds)
    return step.model_copy(update={"expect": expect})
