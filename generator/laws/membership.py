"""Membership: what is added to an array is an element of it once, and what is removed is none of it any more."""

from collections.abc import Iterator, Mapping

from generator.candidates import member_key
from generator.check import Check, CheckStep, Effect
from generator.effects import clock_columns, touched, unforeseen
from generator.laws.changing import known_values, read_step
from generator.laws.steps import check, refused, row_holds, succeeds
from generator.meaning import Row, shown_value
from generator.plan import Entity, Json, Member, Plan, Tool
from generator.probe import Probe

NAME = "membership"
STATEMENT = "What is added to an array is an element of it once, and what is removed is none; all others stay in place."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool that adds to an array column or removes from one."""
    for tool in probe.tools("update"):
        members = {each.name: each.does for each in tool.arguments if isinstance(each.does, Member)}
        rows = probe.ready(tool) if members else []
        for row in sorted(rows, key=lambda row: not any(row.get(does.column) for does in members.values()))[:1]:
            arguments = probe.arguments(tool, row, optional=list(members))
            if arguments is not None:
                steps = list(_steps(plan, probe, tool, members, row, arguments))
                yield check(NAME, tool, "changes_the_members", STATEMENT, steps)


def _steps(
    plan: Plan, probe: Probe, tool: Tool, members: Mapping[str, Member], row: Row, arguments: dict[str, Json]
) -> Iterator[CheckStep]:
    """The call, what is shown after it, and the same call again, which finds nothing left to do."""
    entity, clock = plan.entity(tool.entity), clock_columns(plan.entity(tool.entity))
    skip = [*clock, *unforeseen(entity)]
    now = with_members(probe, tool, row, arguments)
    for before in (row, now):
        columns = touched(entity, tool, arguments)
        changes = clock or any(before.get(does.column) != now[does.column] for does in members.values())
        effect = {entity.table: Effect(changed=1, columns=columns, values=known_values(entity, now, skip))}
        yield succeeds(tool, arguments, row_holds(tool, entity, now, arguments, skip), effect=effect if changes else {})
        yield from read_step(probe, entity, now, skip)
    yield from _unknown(probe, entity, tool, members, arguments)


def with_members(probe: Probe, tool: Tool, row: Row, arguments: Mapping[str, Json]) -> Row:
    """Return the row with the arrays that the call adds to or takes from as they are after it."""
    now = dict(row)
    for each in tool.arguments:
        if isinstance(each.does, Member) and each.name in arguments:
            now[each.does.column] = _after(probe, each.does, now.get(each.does.column), arguments[each.name])
    return now


def _after(probe: Probe, does: Member, elements: Json, given: Json) -> list[Json]:
    there = list(elements) if isinstance(elements, list) else []
    keys = given if isinstance(given, list) else [given]
    if does.change == "remove":
        return [each for each in there if member_key(does, each) not in keys]
    known = [member_key(does, each) for each in there]
    return [*there, *(_element(probe, does, key) for key in dict.fromkeys(keys) if key not in known)]


def _element(probe: Probe, does: Member, key: Json) -> Json:
    if not does.key:
        return key
    found: dict[str, Json] = {does.key: key}
    rows = probe.rows(does.of) if does.of is not None else []
    row = next((row for row in rows if does.by is not None and row.get(does.by) == key), {})
    target = probe.plan.entity(does.of) if does.of is not None else None
    for name, column in does.shows.items():
        if name != does.key and target is not None:
            found[name] = shown_value(target.column(column), row.get(column))
    return found


def _unknown(
    probe: Probe, entity: Entity, tool: Tool, members: Mapping[str, Member], arguments: dict[str, Json]
) -> Iterator[CheckStep]:
    """A key that no row has is refused where elements show rows."""
    for name, does in members.items():
        if does.change != "add" or does.of is None or does.by is None:
            continue
        taken = {str(row.get(does.by)) for row in probe.rows(does.of)}
        keys = [one for value in probe.samples(tool, name).valid(5) for one in _each(value) if str(one) not in taken]
        if keys:
            yield refused(tool, {**arguments, name: probe.as_given(tool, name, keys[0])}, "invalid_argument")


def _each(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]
