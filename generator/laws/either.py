"""Either: a row is found by its key and by the other property that the documentation names."""

from collections.abc import Iterator

from generator.check import Check
from generator.laws.steps import check, row_holds, succeeds
from generator.meaning import Row
from generator.plan import Entity, Key, Plan, Tool
from generator.probe import Probe

NAME = "either"
STATEMENT = "What may be named by its key or by another property is found by both, and the key goes first."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each get whose key may be another property."""
    for tool in probe.tools("get"):
        entity = plan.entity(tool.entity)
        for argument in tool.arguments:
            other = argument.does.other if isinstance(argument.does, Key) else None
            if other is None:
                continue
            steps = []
            for row in _named(probe, tool, entity, other)[:2]:
                arguments = probe.arguments(tool, row)
                if arguments is not None and probe.samples(tool, argument.name).accepts(row[other]):
                    named = {**arguments, argument.name: row[other]}
                    steps.append(succeeds(tool, named, row_holds(tool, entity, row, named)))
            if steps:
                yield check(NAME, tool, f"finds_the_row_by_its_{other}", "A row is found by its name as well.", steps)


def _named(probe: Probe, tool: Tool, entity: Entity, other: str) -> list[Row]:
    """Return the rows that alone are called as they are, and have no row with that as its key."""
    rows = probe.rows(entity.name)
    keys = {row[entity.key[-1]] for row in rows}
    called = [row.get(other) for row in rows]
    return [row for row in probe.single(tool) if row.get(other) not in (None, *keys) and called.count(row[other]) == 1]
