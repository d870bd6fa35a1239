"""Leaving: what is taken out of a thing by what it holds is gone, and all that holds something else stays."""

from collections.abc import Iterator

from generator.check import Check
from generator.effects import removal_of
from generator.laws.creating import listed_steps
from generator.laws.steps import check, succeeds
from generator.meaning import picked
from generator.plan import Plan
from generator.probe import Probe
from generator.render.interface import takes_out

NAME = "leave"
STATEMENT = "What is taken out is not listed any more, all else is, and a second time changes nothing."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool that takes rows out by what they hold."""
    for tool in probe.tools("custom"):
        if not takes_out(tool):
            continue
        entity = plan.entity(tool.entity)
        for row in probe.addressable(tool):
            arguments = probe.arguments(tool, row)
            gone = [] if arguments is None else picked(tool, probe.rows(tool.entity), arguments)
            effect = removal_of(plan, probe, entity, gone) if row in gone else None
            if arguments is None or effect is None:
                continue
            known = {name: value for name, value in row.items() if value is not None}
            unlisted = listed_steps(probe, entity, known, "never")
            steps = [succeeds(tool, arguments, effect=effect), *unlisted, succeeds(tool, arguments, effect={})]
            yield check(NAME, tool, "takes_out_what_it_names", STATEMENT, steps)
            break
