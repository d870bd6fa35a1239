"""Upserting: a new key makes a row, a known one replaces it, and get shows what was sent."""

from collections.abc import Iterator

from generator.check import Check, CheckStep
from generator.effects import addition, begun, clock_columns, fresh_values, moments
from generator.laws.changing import change
from generator.laws.creating import known_columns, seen_steps, sent_holds, unsent_holds
from generator.laws.steps import check, succeeds
from generator.plan import Entity, Json, Key, Plan, Tool
from generator.probe import Probe
from generator.statuses import created_status

NAME = "upsert"
STATEMENT = "An upsert makes the row of a new key, and replaces the row of a known one."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each upsert: a new key, then the same key with other values."""
    for tool in probe.tools("upsert"):
        steps = list(_twice(plan, probe, tool))
        if steps:
            yield check(NAME, tool, "makes_and_replaces", STATEMENT, steps)


def second_call(plan: Plan, probe: Probe, tool: Tool) -> tuple[dict[str, Json], dict[str, Json]] | None:
    """Return a call with a new key, and one with the same key and other values; None where there are no others."""
    entity = plan.entity(tool.entity)
    found = probe.creations(tool, optional=True)
    if not found or not all(name in begun(entity, tool, found[0]) for name in entity.key):
        return None
    keys = {
        argument.name
        for argument in tool.arguments
        if isinstance(argument.does, Key) or getattr(argument.does, "column", "") in entity.key
    }
    first, other = found[0], found[-1]
    second = {**first, **{name: value for name, value in other.items() if name not in keys and name in first}}
    bare = {name: value for name, value in first.items() if name in keys or tool.argument(name).required}
    # Of what has one value alone, leaving it out is another; what differs in no column is the same call.
    calls = ((first, second), (bare, first))
    return next((each for each in calls if begun(entity, tool, each[0]) != begun(entity, tool, each[1])), None)


def _changes_of_time(entity: Entity) -> int | None:
    """How many rows differ where nothing but a time of change may: that can be as coarse as a day."""
    times = [entity.column(name).value.get("format") for name in clock_columns(entity)]
    return 0 if not times else 1 if "date-time" in times else None


def _twice(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    entity = plan.entity(tool.entity)
    found = probe.creations(tool, optional=True)
    if not found:
        return
    first = found[0]
    sent = begun(entity, tool, first)
    holds = [*sent_holds(entity, tool, sent), *unsent_holds(entity, tool, sent)]
    made = addition(plan, entity, fresh_values(entity, tool, first), moments(entity, tool, "created", "updated"))
    yield succeeds(tool, first, holds, status=created_status(tool), effect=made)
    known = known_columns(entity, tool, sent)
    seen = seen_steps(probe, entity, tool, known, sent)
    yield from seen
    if not all(name in sent for name in entity.key):
        return
    both = second_call(plan, probe, tool)
    second = first if both is None else both[1]
    again = begun(entity, tool, second)
    changes = int(any(again[name] != sent.get(name) for name in again) or bool(tool.set))
    effect = change(entity, tool, second, again, changes or _changes_of_time(entity))
    yield succeeds(tool, second, sent_holds(entity, tool, again), effect=effect)
    yield from seen_steps(probe, entity, tool, known, again, step=len(seen) + 1)
