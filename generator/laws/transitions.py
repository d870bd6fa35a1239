"""Transitions: a row moves along the documented edges, from every state that is named and from no other."""

from collections.abc import Iterator, Sequence

from generator.check import Check, CheckStep
from generator.effects import clock_columns, unforeseen
from generator.json_equality import json_key
from generator.laws.changing import change, changed_row, differs, known_values, read_step, unknown_columns
from generator.laws.steps import check, refused, row_holds, succeeds
from generator.meaning import Row, alike
from generator.plan import Entity, Json, Plan, Tool
from generator.probe import Probe
from generator.statuses import transition_error

NAME = "transition"
STATEMENT = "A row moves along the documented edges alone, and its new state is shown."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield for each transition: its move, every documented state that it begins in, and every other one.

    Of what else is bound to states, a change or a patch, only the other states.
    """
    for tool in probe.tools("transition", "update", "replace", "custom"):
        entity = plan.entity(tool.entity)
        starts = [] if tool.pattern != "transition" else _starts(probe, tool)
        steps = [step for row in starts[:1] for step in _move(probe, entity, tool, row, optional=True)]
        if steps:
            yield check(NAME, tool, "sets_the_new_state", "The new state is set, and shown.", steps)
        steps = [step for row in starts[1:] for step in _move(probe, entity, tool, row, optional=False)]
        if steps:
            because = "From every state that the documentation names, the transition goes through."
            yield check(NAME, tool, "moves_from_every_documented_state", because, steps)
        steps = list(_refusals(plan, probe, entity, tool))
        if steps:
            because = "From a state that the documentation does not name, the transition is refused."
            yield check(NAME, tool, "is_refused_from_other_states", because, steps)


def _starts(probe: Probe, tool: Tool) -> list[Row]:
    """Rows on which it goes through, one for each state."""
    names = sorted(tool.only_from)
    found: dict[str, Row] = {}
    for row in probe.ready(tool):
        found.setdefault(json_key([row.get(name) for name in names]), row)
    return list(found.values())


def _move(probe: Probe, entity: Entity, tool: Tool, row: Row, *, optional: bool) -> list[CheckStep]:
    arguments = probe.arguments(tool, row, optional=optional)
    if arguments is None:
        return []
    now = changed_row(entity, tool, row, arguments)
    skip = [*clock_columns(entity), *unknown_columns(entity, tool, arguments)]
    values = known_values(entity, now, skip)
    effect = change(entity, tool, arguments, values)
    moves = differs(entity, tool, row, arguments) or bool({*skip} - {*unforeseen(entity)})
    step = succeeds(tool, arguments, row_holds(tool, entity, now, arguments, skip), effect=effect if moves else None)
    return [step, *read_step(probe, entity, now, skip)]


def _refusals(plan: Plan, probe: Probe, entity: Entity, tool: Tool) -> Iterator[CheckStep]:
    """The transition of a row in each other state: a seeded one, or one that another transition brings there."""
    for name, allowed in tool.only_from.items():
        for state in states(probe, entity, name):
            if any(alike(state, one) for one in allowed):
                continue
            row = next((row for row in probe.addressable(tool) if alike(row.get(name), state)), None)
            if row is None:
                yield from _brought(plan, probe, entity, tool, name, state)
                continue
            arguments = probe.arguments(tool, row)
            if arguments is not None:
                yield refused(tool, arguments, transition_error(tool))


def states(probe: Probe, entity: Entity, name: str) -> Sequence[Json]:
    """Return the states that the column's schema names, and those that rows are in."""
    named = entity.column(name).value.get("enum")
    seeded = [row.get(name) for row in probe.rows(entity.name)]
    known = [*(named if isinstance(named, list) else ()), *seeded]
    return list({json_key(state): state for state in known if state is not None}.values())


def _brought(plan: Plan, probe: Probe, entity: Entity, tool: Tool, name: str, state: Json) -> Iterator[CheckStep]:
    for other, row, moved in brings(probe, entity, name, state):
        arguments = probe.arguments(tool, row)
        if arguments is not None:
            yield succeeds(other, moved)
            yield refused(tool, arguments, transition_error(tool))
            return


def brings(probe: Probe, entity: Entity, name: str, state: Json) -> list[tuple[Tool, Row, dict[str, Json]]]:
    """Return the transitions that bring a row to the state, each with a row of another state and the arguments."""
    found: list[tuple[Tool, Row, dict[str, Json]]] = []
    for other in probe.tools("transition", entity=entity.name):
        if not alike(other.set.get(name), state):
            continue
        row = next((row for row in probe.ready(other) if not alike(row.get(name), state)), None)
        moved = None if row is None else probe.arguments(other, row)
        if row is not None and moved is not None:
            found.append((other, row, moved))
    return found
