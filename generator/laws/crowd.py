"""Crowd: a row is told from all that are like it but for one part of their address, and shown with all that it has."""

from collections.abc import Iterator, Sequence

from generator.check import Check, Rows
from generator.crowd import like_rows, lone_rows
from generator.laws import (
    batching,
    changing,
    deleting,
    linking,
    listing,
    reading,
    references,
    replacing,
    singletons,
    transitions,
    upserting,
)
from generator.laws.worlds import in_world
from generator.meaning import Row
from generator.plan import Entity, Plan, Tool
from generator.probe import Probe, row_key

NAME = "crowd"
STATEMENT = "A call finds its row alone and among rows that are like it but for one part of their address."

# The laws that must hold in a small world as in the seeded one.
HELD = (
    reading, listing, changing, replacing, transitions, deleting, references, linking, singletons, batching, upserting,
)  # fmt: skip


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield the checks of these laws for the tools of each entity, where its row is among its like, and where alone."""
    for entity in plan.entities:
        row = _telling(plan, probe, entity)
        if row is None:
            continue
        rows, astray = like_rows(plan, probe, entity, row)
        yield from _in_world(plan, probe, entity, rows, astray, "among its like")
        yield from _in_world(plan, probe, entity, lone_rows(plan, probe, entity, row), [], "alone")


def _telling(plan: Plan, probe: Probe, entity: Entity) -> Row | None:
    """The row on which the most tools can be called."""
    tools = [tool for tool in plan.tools_of(entity.name) if tool.pattern not in ("custom", "view")]
    ready = [[id(row) for row in probe.ready(tool)] for tool in tools]
    return max(
        probe.rows(entity.name), key=lambda row: sum(id(row) in each for each in ready), default=None
    ) if tools else None  # fmt: skip


class Near(Probe):
    """A small world around one entity; calls do not name the rows that go astray in it."""

    def __init__(self, plan: Plan, probe: Probe, rows: Rows, entity: Entity, astray: Sequence[Row]) -> None:
        super().__init__(plan, probe.image, rows)
        self._astray = {row_key(entity, row) for row in astray}
        self._entity = entity

    def addressable(self, tool: Tool) -> list[Row]:
        """Return the rows that the tool's key arguments can pick, but for those that go astray."""
        return [row for row in super().addressable(tool) if row_key(self._entity, row) not in self._astray]


def _in_world(
    plan: Plan, probe: Probe, entity: Entity, rows: Rows, astray: Sequence[Row], where: str
) -> Iterator[Check]:
    near_plan = plan.model_copy(update={"tools": plan.tools_of(entity.name)})
    yield from in_world(
        lambda: Near(near_plan, probe, rows, entity, astray),
        lambda near: (found for law in HELD for found in law.checks(near_plan, near)),
        where.replace(" ", "_"), f"{entity.name} {where}", rows, law=NAME,
    )  # fmt: skip
