"""Documented: calls that were written from the documentation alone answer as it says."""

from collections.abc import Iterator

from generator.check import Check, CheckStep
from generator.plan import Plan
from generator.probe import Probe
from state_db.program import Return

NAME = "documented"
STATEMENT = "Calls that were written from the documentation alone answer as it says."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield the plan's own checks, as far as all of their tools are there.

    A call that is said to go through does so with the tool's one status, where nothing else is said.
    """
    names = {tool.name for tool in plan.tools}
    for check in plan.checks:
        if check.tools <= names:
            yield check.model_copy(update={"steps": tuple(_with_status(plan, probe, step) for step in check.steps)})


def _with_status(plan: Plan, probe: Probe, step: CheckStep) -> CheckStep:
    tool, expect = plan.tool(step.tool), step.expect
    program = probe.image.codes[tool.name].program
    answers = {each.status for each in program.steps if isinstance(each, Return)}
    if expect.status is not None or expect.error is not None or answers != {tool.status}:
        return step
    return step.model_copy(update={"expect": expect.model_copy(update={"status": tool.status})})
