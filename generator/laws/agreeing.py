"""Agreeing: arguments that must not stand together, or lack what they ask for, are refused."""

from collections.abc import Iterator

from generator.check import Check
from generator.laws.contract import call_arguments
from generator.laws.steps import check, refused, succeeds
from generator.plan import Accord, Json, Plan, Tool
from generator.probe import Probe

NAME = "accord"
STATEMENT = "Inputs that must be given together, or must not be, are refused otherwise, and nothing is changed."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each accord of each tool."""
    for tool in plan.tools:
        for number, accord in enumerate(tool.accords, start=1):
            if (arguments := _broken(probe, tool, accord)) is not None:
                steps = [refused(tool, arguments, "invalid_argument")]
                mended = probe.agreed(tool, arguments)
                answer = probe.tried(tool, mended) if accord.holds(mended) else None
                if answer is not None and answer.error is None:
                    steps.append(succeeds(tool, mended))
                yield check(NAME, tool, f"keeps_accord_{number}", STATEMENT, steps)


def _broken(probe: Probe, tool: Tool, accord: Accord) -> dict[str, Json] | None:
    """Return arguments that break this accord alone; None where there are none."""
    found: dict[str, Json] = {}
    for name in accord.names:
        # One by one: of those that must stand apart a call that is made as agreed has one alone.
        given = call_arguments(probe, tool, optional=(name,))
        if given is None:
            return None
        found = {**given, **found}
    if accord.when is not None:
        found = probe.agreed(tool, {**found, accord.names[0]: accord.when})
    if accord.rule == "any":
        found = {name: value for name, value in found.items() if name not in accord.names}
    elif accord.rule == "with":
        found = {name: value for name, value in found.items() if name not in accord.names[1:]}
    others = all(each.holds(found) for each in tool.accords if each is not accord)
    return found if others and not accord.holds(found) else None
