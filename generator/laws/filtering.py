"""Filtering: every filter of a list is sound and complete, held against a scan of all rows."""

from collections.abc import Iterator

from generator.check import Check
from generator.laws.listing import list_step
from generator.laws.steps import check, items_place
from generator.laws.walking import narrowed
from generator.plan import Filter, Key, Plan
from generator.probe import Probe

NAME = "filter"
STATEMENT = "A filtered list holds every row that passes, and no other."

# Calls with different values of one filter.
MOST_VALUES = 3


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each filter, and for each key that may be left out."""
    for tool in probe.tools("list", "search"):
        for argument in tool.arguments if items_place(tool) is not None else ():
            optional_key = isinstance(argument.does, Key) and not argument.required
            if not isinstance(argument.does, Filter) and not optional_key:
                continue
            found = narrowed(plan, probe, tool, argument.name)[:MOST_VALUES]
            if found:
                because = f"With {argument.name} the list holds every row that passes, and no other."
                steps = [list_step(plan, probe, tool, arguments) for arguments in found]
                yield check(NAME, tool, f"narrows_by_{argument.name}", because, steps)
