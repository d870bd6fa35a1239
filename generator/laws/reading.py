"""Reading: get shows the row that its key names, and changes nothing."""

from collections.abc import Iterator

from generator.check import Check
from generator.laws.steps import check, row_holds, succeeds
from generator.meaning import Row
from generator.plan import Plan
from generator.probe import Probe

NAME = "read"
STATEMENT = "A get shows exactly the row that its key names, and changes nothing."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each get over two rows."""
    for tool in probe.tools("get"):
        entity = plan.entity(tool.entity)
        steps = []
        for row in _ends(probe.single(tool)):
            arguments = probe.arguments(tool, row)
            if arguments is not None:
                steps.append(succeeds(tool, arguments, row_holds(tool, entity, row, arguments)))
        if steps:
            yield check(NAME, tool, "shows_the_row_it_is_asked_for", "A get shows the row that its key names.", steps)


def _ends(rows: list[Row]) -> list[Row]:
    return [rows[0], rows[-1]] if len(rows) > 1 else rows
