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
    """Yield a check for each get, over the first row, the middle one and the last."""
    for tool in probe.tools("get"):
        entity = plan.entity(tool.entity)
        steps = []
        for row in spread(probe.rows(tool.entity), probe.single(tool)):
            arguments = probe.arguments(tool, row)
            if arguments is not None:
                steps.append(succeeds(tool, arguments, row_holds(tool, entity, row, arguments)))
        if steps:
            yield check(NAME, tool, "shows_the_row_it_is_asked_for", "A get shows the row that its key names.", steps)


def spread(table: list[Row], rows: list[Row]) -> list[Row]:
    """Return those of the rows that stand first, in the middle and last in their table, and those first of ``rows``."""
    places = {0, len(table) // 2, len(table) - 1}
    found = [row for place, row in enumerate(table) if place in places and row in rows]
    return found if len(found) > 1 else [*found, *(row for row in rows if row not in found)][:2]
