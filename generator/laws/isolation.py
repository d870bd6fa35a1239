"""Isolation: two environments of a server never meet."""

from collections.abc import Iterator

from generator.check import Check
from generator.laws.replay import course
from generator.plan import Plan
from generator.probe import Probe

NAME = "isolation"
STATEMENT = "Calls in one environment are not felt in another."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check whose steps are played beside another environment that is called in between."""
    steps = course(plan, probe)
    if steps:
        yield Check(
            name="two_environments_never_meet", law=NAME, tool=steps[0].tool, because=STATEMENT, through="neighbour",
            steps=steps,
        )  # fmt: skip
