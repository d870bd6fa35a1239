"""Forking: a fork is equal to what it was forked from, and from there on each goes its own way."""

from collections.abc import Iterator

from generator.check import Check
from generator.laws.replay import course
from generator.plan import Plan
from generator.probe import Probe

NAME = "fork"
STATEMENT = "A fork answers as what it was forked from would have, and changes nothing there."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check whose later steps are played in a fork, and then in the environment itself."""
    steps = course(plan, probe)
    if steps:
        yield Check(
            name="fork_goes_its_own_way", law=NAME, tool=steps[0].tool, because=STATEMENT, through="fork", steps=steps
        )
