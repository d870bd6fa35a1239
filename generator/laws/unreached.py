"""Unreached: a documented state that no seeded row is in, and to which no transition leads, forbids what it should."""

from collections.abc import Iterator
from functools import partial

from generator.check import Check
from generator.crowd import lone_rows
from generator.laws.steps import check, refused
from generator.laws.transitions import brings, states
from generator.laws.worlds import in_world
from generator.meaning import alike
from generator.plan import Json, Plan, Tool
from generator.probe import Probe
from generator.statuses import transition_error

NAME = "unreached"
STATEMENT = (
    "What is bound to states is refused also in a documented state that no seeded row is in and no transition leads to."
)


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield for each tool that is bound to states and each such state a check in a world whose only row is in it."""
    for tool in probe.tools("transition", "update", "replace", "custom"):
        entity = plan.entity(tool.entity)
        for name, allowed in tool.only_from.items():
            for number, state in enumerate(states(probe, entity, name)):
                seeded = any(alike(row.get(name), state) for row in probe.addressable(tool))
                if seeded or any(alike(state, one) for one in allowed) or brings(probe, entity, name, state):
                    continue
                yield from _in_state(plan, probe, tool, name, state, number)


def _in_state(plan: Plan, probe: Probe, tool: Tool, name: str, state: Json, number: int) -> Iterator[Check]:
    """The check in the world of one row in the state; nothing where such a row cannot be kept."""
    entity = plan.entity(tool.entity)
    for row in probe.ready(tool)[:1]:
        rows = lone_rows(plan, probe, entity, {**row, name: state})
        yield from in_world(
            lambda rows=rows: Probe(plan, probe.image, rows),  # type: ignore[misc]
            partial(_refused, tool=tool), f"in_state_{number}", f"{entity.name} in state {number}", rows,
        )  # fmt: skip


def _refused(near: Probe, tool: Tool) -> Iterator[Check]:
    for row in near.rows(tool.entity):
        arguments = near.arguments(tool, row)
        if arguments is not None:
            step = refused(tool, arguments, transition_error(tool))
            yield check(NAME, tool, "is_refused", STATEMENT, [step])
