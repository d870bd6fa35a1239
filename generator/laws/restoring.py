"""Restoring: an environment goes on from its snapshot as if nothing had been."""

from collections.abc import Iterator

from generator.check import Check
from generator.laws.replay import course
from generator.plan import Plan
from generator.probe import Probe

NAME = "snapshot"
STATEMENT = "An environment that is restored from a snapshot has the same state, and answers the same from there on."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check whose later steps are played in a restored environment."""
    steps = course(plan, probe)
    if steps:
        yield Check(
            name="snapshot_is_the_same_again", law=NAME, tool=steps[0].tool, because=STATEMENT, through="snapshot",
            steps=steps,
        )  # fmt: skip
