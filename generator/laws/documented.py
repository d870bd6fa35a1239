"""Documented: calls that were written from the documentation alone answer as it says."""

from collections.abc import Iterator

from generator.check import Check
from generator.plan import Plan
from generator.probe import Probe

NAME = "documented"
STATEMENT = "Calls that were written from the documentation alone answer as it says."


def checks(plan: Plan, _: Probe) -> Iterator[Check]:
    """Yield the plan's own checks, as far as all of their tools are there."""
    names = {tool.name for tool in plan.tools}
    yield from (check for check in plan.checks if check.tools <= names)
