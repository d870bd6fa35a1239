"""Replacing: a replacement leaves exactly what it was given; what it was not given is as in a new row."""

from collections.abc import Iterator

from generator.check import Check
from generator.laws.changing import changes, optional_values
from generator.laws.steps import check
from generator.plan import Plan
from generator.probe import Probe

NAME = "replace"
STATEMENT = "A replacement leaves the row with what it was given, and all else as in a new row."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each replacement: with all arguments, then with the least, then with all again."""
    for tool in probe.tools("replace"):
        row = next(iter(probe.ready(tool)), None)
        optional = optional_values(plan.entity(tool.entity), tool)
        steps = [] if row is None else list(changes(plan, probe, tool, row, [optional, [], optional]))
        if steps:
            yield check(NAME, tool, "leaves_only_what_it_is_given", STATEMENT, steps)
