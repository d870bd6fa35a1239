"""Listing: a list holds exactly the rows of its scope."""

from collections.abc import Iterator, Sequence

from generator.check import Check, CheckStep, Hold
from generator.laws.reading import spread
from generator.laws.steps import check, items_place, list_arguments, list_holds, listed, succeeds
from generator.laws.walking import fullest
from generator.meaning import Row
from generator.plan import Json, Plan, Show, Tool
from generator.probe import Probe
from generator.showing import shown_flags

NAME = "list"
STATEMENT = "A list holds exactly the rows of its scope, each once, as they are."

# Scopes that are listed.
MOST_SCOPES = 3


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield the checks of every list and search."""
    for tool in probe.tools("list", "search"):
        if items_place(tool) is not None:
            yield from _scopes(plan, probe, tool)
            yield from _shows(plan, probe, tool)


def list_step(
    plan: Plan, probe: Probe, tool: Tool, arguments: dict[str, Json], more: Sequence[Hold] = (), *, whole: bool = False
) -> CheckStep:
    """Return the step of a list that holds exactly the rows that it should, ``whole`` ones compared in full."""
    part = listed(plan, probe, tool, arguments)
    return succeeds(tool, arguments, [*list_holds(tool, plan.entity(tool.entity), part, arguments, whole=whole), *more])


def _scopes(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    """The list under different parents, where it has parents."""
    steps: dict[str, CheckStep] = {}
    table = probe.rows(tool.entity)
    rows = probe.addressable(tool)
    ordered: list[Row | None] = [*spread(table, rows), *rows]
    for row in ordered or [None]:
        arguments = list_arguments(probe, tool, row)
        if arguments is not None and repr(arguments) not in steps and len(steps) < MOST_SCOPES:
            steps[repr(arguments)] = list_step(plan, probe, tool, arguments, whole=True)
    if steps:
        because = "A list holds exactly the rows of its scope."
        yield check(NAME, tool, "holds_the_rows_of_its_scope", because, list(steps.values()))


def _shows(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    """Properties of the envelope that are there only when they are asked for."""
    base = fullest(probe, tool)
    for argument in tool.arguments:
        if not isinstance(argument.does, Show) or base is None:
            continue
        word = argument.does.word
        asked, left = {**base, argument.name: [word] if word else True}, {**base, argument.name: [] if word else False}
        absent = [Hold(at=f"/{name}", test="absent") for name in sorted(shown_flags(tool, left))]
        present = [Hold(at=hold.at, test="present") for hold in absent]
        steps = [list_step(plan, probe, tool, asked, present), list_step(plan, probe, tool, left, absent)]
        because = f"{argument.name} adds to the answer only when it is true."
        yield check(NAME, tool, f"shows_more_by_{argument.name}", because, steps)
