"""What a call does to the rows, as the plan says it: values that are written, and rows that go with a deleted one."""

from collections.abc import Mapping

from generator.check import Effect
from generator.meaning import Row, given_arguments
from generator.plan import Entity, Json, Key, Plan, Tool, Value
from generator.probe import Probe
from generator.render.tables import is_filled
from generator.samples import json_key


def set_value(tool: Tool, value: Json, arguments: Mapping[str, Json]) -> tuple[bool, Json]:
    """Return whether the value that an operation sets itself is known beforehand, and the value."""
    if not isinstance(value, str) or not value.startswith("$"):
        return True, value
    if value.startswith("$argument:"):
        name = value.removeprefix("$argument:")
        return name in arguments, arguments.get(name)
    return value.startswith("$$"), value[1:]


def written(entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> dict[str, Json]:
    """Return the columns that the call writes with a value known beforehand."""
    given = given_arguments(tool, arguments)
    found: dict[str, Json] = {}
    for argument in tool.arguments:
        if isinstance(argument.does, Value | Key) and given.get(argument.name) is not None:
            found[argument.does.column] = given[argument.name]
    for name, value in tool.set.items():
        known, value = set_value(tool, value, given)
        if known:
            found[name] = value
        else:
            found.pop(name, None)
    return found


def begun(entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> dict[str, Json]:
    """Return the columns of a new row whose values are known beforehand: those written, and first values of the rest."""
    found = written(entity, tool, arguments)
    for column in entity.columns:
        fresh = column.name not in found and column.name not in tool.set and column.made is None
        if fresh and column.initial is not None:
            found[column.name] = column.initial
    return found


def touched(entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the columns that a change may touch: those it is given, those it sets, and the time of the last change."""
    given = given_arguments(tool, arguments)
    found = {
        argument.does.column
        for argument in tool.arguments
        if isinstance(argument.does, Value) and (argument.name in given or tool.pattern in ("replace", "upsert"))
    }
    found |= set(tool.set)
    found |= {column.name for column in entity.columns if column.made in ("updated", "url")}
    return tuple(sorted(found))


def clock_columns(entity: Entity) -> list[str]:
    """Return the columns whose value only the clock knows."""
    return [column.name for column in entity.columns if column.made == "updated"]


def removal(plan: Plan, probe: Probe, entity: Entity, row: Row) -> dict[str, Effect] | None:
    """Return what removing the row does to every table, or None where rows that refer to it forbid it."""
    gone: dict[str, dict[str, Row]] = {}
    cleared: dict[str, dict[str, set[str]]] = {}
    if not _remove(plan, probe, entity, row, gone, cleared):
        return None
    effect: dict[str, Effect] = {}
    for name in {*gone, *cleared}:
        table, removed = plan.entity(name).table, gone.get(name, {})
        changed = {key: columns for key, columns in cleared.get(name, {}).items() if key not in removed}
        columns = sorted({column for each in changed.values() for column in each})
        effect[table] = Effect(removed=len(removed), changed=len(changed), columns=tuple(columns))
    return {table: effect[table] for table in sorted(effect)}


def _remove(
    plan: Plan,
    probe: Probe,
    entity: Entity,
    row: Row,
    gone: dict[str, dict[str, Row]],
    cleared: dict[str, dict[str, set[str]]],
) -> bool:
    key = row_key(entity, row)
    if key in gone.setdefault(entity.name, {}):
        return True
    gone[entity.name][key] = row
    for other, column, referrer in probe.referrers(entity, row):
        if column.references is None or column.type == "json":
            continue
        if column.references.on_delete == "refuse" and row_key(other, referrer) not in gone.get(other.name, {}):
            return False
        if column.references.on_delete == "clear" and not is_filled(plan, other, column):
            cleared.setdefault(other.name, {}).setdefault(row_key(other, referrer), set()).add(column.name)
        elif not _remove(plan, probe, other, referrer, gone, cleared):
            return False
    return True


def row_key(entity: Entity, row: Row) -> str:
    """Return a text that tells the row apart in its table."""
    return json_key([row.get(name) for name in entity.key])
