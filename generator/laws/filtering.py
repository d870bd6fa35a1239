"""Filtering: every filter of a list is sound and complete, held against a scan of all rows."""

from collections.abc import Iterator, Sequence
from functools import partial

from generator.check import Check
from generator.conditions import is_condition
from generator.laws.listing import list_step
from generator.laws.steps import check, items_place, refused
from generator.laws.throng import in_throng
from generator.laws.walking import Narrowing, narrowed
from generator.plan import Filter, Key, Plan, Tool
from generator.probe import Probe

NAME = "filter"
STATEMENT = "A filtered list holds every row that passes, and no other."

# What is a condition in no language.
NO_CONDITION = ")("
# Calls with different values of one filter.
MOST_VALUES = 3


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each filter, and for each key that may be left out."""
    for tool in probe.tools("list", "search"):
        for argument in tool.arguments if items_place(tool) is not None else ():
            optional_key = isinstance(argument.does, Key) and not argument.required
            if not isinstance(argument.does, Filter) and not optional_key:
                continue
            found = narrowed(plan, probe, tool, argument.name)
            yield from _narrows(plan, probe, tool, argument.name, found)
            if not any(each.tells for each in found):
                yield from in_throng(plan, probe, tool, partial(_telling, name=argument.name))


def _narrows(plan: Plan, probe: Probe, tool: Tool, name: str, found: Sequence[Narrowing]) -> Iterator[Check]:
    if found:
        because = f"With {name} the list holds every row that passes, and no other."
        steps = [list_step(plan, probe, tool, each.arguments) for each in _asked(found)]
        does = tool.argument(name).does
        if isinstance(does, Filter) and is_condition(does):
            steps.append(refused(tool, {**found[0].arguments, name: NO_CONDITION}, "invalid_argument"))
        yield check(NAME, tool, f"narrows_by_{name}", because, steps)


def _asked(found: Sequence[Narrowing]) -> list[Narrowing]:
    """The calls that tell most, and one at whose border a row is, where there is any."""
    asked = list(found[:MOST_VALUES])
    border = next((each for each in found if each.at_border), None)
    return asked if border is None or any(each.at_border for each in asked) else [*asked, border]


def _telling(plan: Plan, probe: Probe, tool: Tool, name: str) -> Iterator[Check]:
    """The same, where the filter lets some rows pass and others not."""
    yield from _narrows(plan, probe, tool, name, [each for each in narrowed(plan, probe, tool, name) if each.tells])
