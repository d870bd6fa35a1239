"""What a call does to the rows, as the plan says it: values that are written, and rows that go with a deleted one."""

import base64
import json
from collections.abc import Collection, Mapping, Sequence

from generator.check import Effect
from generator.links import links_of
from generator.meaning import Row, Telling, Tellings, given_arguments, tells
from generator.plan import Argument, Column, Entity, Json, JsonSchema, Key, Member, Plan, Tool, Value
from generator.probe import Probe, goes_along, row_key

# Rows that are gone: by entity, a text that tells each apart.
Gone = Mapping[str, Collection[str]]


def set_value(tool: Tool, value: Json, arguments: Mapping[str, Json]) -> tuple[bool, Json]:
    """Return whether the value that an operation sets itself is known beforehand, and the value."""
    if not isinstance(value, str) or not value.startswith("$"):
        return True, value
    if value.startswith("$argument:"):
        name = value.removeprefix("$argument:")
        return name in arguments, arguments.get(name)
    if value.startswith("$size:"):
        name = value.removeprefix("$size:")
        return name in arguments, len(base64.b64decode(arguments.get(name) or ""))
    return value.startswith("$$"), value[1:]


def told(tool: Tool, arguments: Mapping[str, Json]) -> dict[str, Json]:
    """Return what the call tells the program: a change takes no default for what the caller may leave out."""
    whole = given_arguments(tool, arguments)
    if tool.pattern not in ("update", "transition", "singleton") and (tool.pattern, tool.method) != ("upsert", "PATCH"):
        return whole
    return {name: value for name, value in whole.items() if name in arguments or tool.argument(name).required}


def written(entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> dict[str, Json]:
    """Return the columns that the call writes with a value known beforehand."""
    given = told(tool, arguments)
    found: dict[str, Json] = {}
    for argument in tool.arguments:
        emptied = isinstance(argument.does, Value) and argument.name in given
        if isinstance(argument.does, Value | Key) and (emptied or given.get(argument.name) is not None):
            value = kept(entity.column(argument.does.column), argument, given[argument.name])
            found[argument.does.column] = value
            if isinstance(argument.does, Value) and argument.does.also is not None:
                found[argument.does.also] = value.get(argument.does.named) if isinstance(value, dict) else None
    for name, value in tool.set.items():
        known, value = set_value(tool, value, given)
        if known:
            found[name] = value
        else:
            found.pop(name, None)
    return found


def _kinds(schema: JsonSchema) -> list[str]:
    """The types that a schema names, also by its alternatives; "object" where it does not say."""
    said = schema.get("type")
    if said is not None:
        return [said] if isinstance(said, str) else list(said)
    branches = [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    return [kind for branch in branches for kind in _kinds(branch)] or ["object"]


def kept(column: Column, argument: Argument, value: Json) -> Json:
    """Return what a column keeps of a given value: JSON that was sent as text is JSON, where any kind may be sent."""
    if isinstance(argument.does, Value) and argument.does.mapped:
        value = argument.does.mapped.get(str(value))
    does = argument.does
    if isinstance(does, Value) and does.of is not None and column.type != "json":
        return value.get(does.named) if isinstance(value, dict) else value
    if isinstance(does, Value) and does.each:
        return None if value is None else Tellings(value, does.named)
    if isinstance(does, Value) and does.inside:
        value = None if value is None else {does.inside: value, **does.beside}
    if isinstance(does, Value) and does.shows and isinstance(value, dict):
        return Telling(value, does.named)
    if isinstance(does, Value) and does.inside:
        return value
    kinds = _kinds(argument.value)
    is_open = "object" in kinds or "array" in kinds
    if column.type != "json" or not is_open or not isinstance(value, str) or value[:1] not in ("{", "["):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def begun(entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> dict[str, Json]:
    """Return the columns of a new row whose values are known beforehand: written ones, and first values of the rest."""
    found = written(entity, tool, arguments)
    for column in entity.columns:
        fresh = column.name not in found and column.name not in tool.set and column.made is None
        if fresh and column.initial is not None:
            found[column.name] = column.initial
    return found


def touched(entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the columns that a change may touch: those it is given, those it sets, and the time of the last change."""
    given = told(tool, arguments)
    found = {
        argument.does.column
        for argument in tool.arguments
        if isinstance(argument.does, Value) and (argument.name in given or tool.pattern in ("replace", "upsert"))
    }
    found |= set(tool.set)
    values = [each.does for each in tool.arguments if isinstance(each.does, Value)]
    found |= {does.also for does in values if does.also is not None and does.column in found}
    found |= {each.does.column for each in tool.arguments if isinstance(each.does, Member) and each.name in given}
    found |= {column.name for column in entity.columns if column.made == "updated" or _moves(column, found)}
    return tuple(sorted(found))


def moves_along(column: Column) -> bool:
    """Return whether a change of other columns, or of whoever acts, may change a column that the server writes."""
    return column.made in ("url", "changer", "revision") or (column.made == "copied" and bool(column.path))


def _moves(column: Column, changed: Collection[str]) -> bool:
    """Return whether a change of these columns may change a column that the server writes."""
    return moves_along(column) and (column.made != "copied" or column.template.partition(".")[0] in changed)


def unforeseen(entity: Entity) -> list[str]:
    """Return the columns of which a check cannot tell beforehand what a change of the row makes of them."""
    return [column.name for column in entity.columns if moves_along(column) and column.made != "url"]


def clock_columns(entity: Entity) -> list[str]:
    """Return the columns whose value only the clock knows."""
    return [column.name for column in entity.columns if column.made == "updated"]


def made_texts(entity: Entity) -> dict[str, str]:
    """Return the columns that the server makes of a row's others, each with its template."""
    return {column.name: column.template for column in entity.columns if column.made == "url" and column.template}


def moments(entity: Entity, tool: Tool, *made: str) -> tuple[str, ...]:
    """Return the columns that the call sets to its own time: those made so, and those that the operation sets to it."""
    given = {argument.does.column for argument in tool.arguments if isinstance(argument.does, Value | Key)}
    found = {column.name for column in entity.columns if column.made in made and column.name not in tool.set}
    found -= given
    found |= {name for name, value in tool.set.items() if value == "$now"}
    return tuple(sorted(found))


def fresh_values(entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> dict[str, Json]:
    """Return what the columns of a new row hold: what is known of it, and nothing where nothing was told."""
    found = begun(entity, tool, arguments)
    for column in entity.columns:
        if column.name not in found and column.name not in tool.set and column.made is None and column.nullable:
            found[column.name] = None
    return {name: value for name, value in found.items() if not moves_along(entity.column(name)) and not tells(value)}


def addition(
    plan: Plan, entity: Entity, values: Mapping[str, Json] | None = None, now: Collection[str] = ()
) -> dict[str, Effect]:
    """Return what a new row with these values does to every table: a table with one row for each gets one as well.

    ``now`` are the columns that hold the time of the call.
    """
    known = {name: value for name, value in (values or {}).items() if not tells(value)}
    effect = {entity.table: Effect(added=1, values=known, now=tuple(now), made=made_texts(entity))}
    for other in plan.entities:
        for link in links_of(plan, other) if other.singleton else ():
            if link.target.name == entity.name and link.whole and {own for own, _ in link.pairs} == set(other.key):
                effect[other.table] = Effect(added=1)
    return effect


def removal(plan: Plan, probe: Probe, entity: Entity, row: Row) -> dict[str, Effect] | None:
    """Return what removing the row does to every table, or None where rows that refer to it forbid it."""
    return removal_of(plan, probe, entity, [row])


def removal_of(
    plan: Plan, probe: Probe, entity: Entity, rows: Sequence[Row], *, direct: bool = True
) -> dict[str, Effect] | None:
    """Return what removing these rows does to every table, or None where rows that refer to one of them forbid it.

    ``direct`` tells that their keys leave arrays of keys as well.
    """
    if any(probe.is_held(entity, row) for row in rows):
        return None
    gone: dict[str, set[str]] = {}
    cleared: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        _remove(probe, entity, row, gone, cleared, direct=direct)
    effect: dict[str, Effect] = {}
    for name in {*gone, *cleared}:
        removed = gone.get(name, set())
        changed = {key: columns for key, columns in cleared.get(name, {}).items() if key not in removed}
        columns = sorted({column for each in changed.values() for column in each})
        effect[plan.entity(name).table] = Effect(removed=len(removed), changed=len(changed), columns=tuple(columns))
    return {table: effect[table] for table in sorted(effect)}


def gone_with(probe: Probe, entity: Entity, row: Row) -> Gone:
    """Return the rows that are gone when this one is removed."""
    gone: dict[str, set[str]] = {}
    _remove(probe, entity, row, gone, {}, direct=True)
    return gone


def _remove(
    probe: Probe,
    entity: Entity,
    row: Row,
    gone: dict[str, set[str]],
    cleared: dict[str, dict[str, set[str]]],
    *,
    direct: bool,
) -> None:
    """Note the row, those that go along, and those that lose a reference (arrays of keys only by the call itself)."""
    key = row_key(entity, row)
    if key in gone.setdefault(entity.name, set()):
        return
    gone[entity.name].add(key)
    for link, referrer in probe.referrers(entity, row):
        if goes_along(probe.plan, link):
            _remove(probe, link.entity, referrer, gone, cleared, direct=False)
        elif link.enforced or (direct and (link.many or (link.on_delete == "clear" and link.whole))):
            mark = row_key(link.entity, referrer)
            cleared.setdefault(link.entity.name, {}).setdefault(mark, set()).add(link.column.name)
