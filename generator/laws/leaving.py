"""Leaving: what is taken out of a thing by what it holds is gone, and all that holds something else stays."""

from collections.abc import Iterator

from generator.check import Check
from generator.effects import removal_of
from generator.laws.creating import held_once, scope
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
            steps = [succeeds(tool, arguments, effect=effect)]
            for lister in probe.tools("list", "search", entity=entity.name):
                known = {name: value for name, value in row.items() if value is not None}
                hold, given = held_once(entity, lister, known, "never"), scope(probe, lister, known)
                if hold is not None and given is not None:
                    steps.append(succeeds(lister, given, [hold]))
            steps.append(succeeds(tool, arguments, effect={}))
            yield check(NAME, tool, "takes_out_what_it_names", STATEMENT, steps)
            break
