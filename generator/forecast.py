"""What a call should answer and leave behind, told beforehand from the plan and the rows that are there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from generator.check import Effect, Hold, clock_at
from generator.effects import addition, begun, clock_columns, moves_along, removal, set_value, touched
from generator.laws.changing import changed_row, differs, unknown_columns
from generator.laws.counting import count_holds
from generator.laws.creating import sent_holds
from generator.laws.missing import must_exist
from generator.laws.parents import estranged, lost
from generator.laws.steps import (
    items_place,
    list_arguments,
    list_holds,
    listed,
    refused,
    refused_somehow,
    row_holds,
    shown_column,
)
from generator.laws.steps import succeeds as goes_through
from generator.laws.uniqueness import clashes, doubles
from generator.meaning import Row, alike, key_columns, picked
from generator.plan import Entity, Fields, Filter, Json, Key, Order, Paging, Parts, Show, Tool, Value
from generator.probe import is_own_key, makes_rows
from generator.render.interface import is_read_only
from generator.statuses import created_status, transition_error
from generator.world import Forecast, World

ONE = ("get", "update", "replace", "delete", "unlink", "transition")

# What may be wrong with a call.
WRONG = ("gone", "unknown", "foreign", "forbidden", "taken")
ROWS, TURNS, GIVEN = 8, 3, 64
# Below these numbers no optional argument is given, one, two; from the last on, all.
NONE, SINGLE, PAIRS = 20, 36, 56


@dataclass(frozen=True, slots=True)
class Choice:
    """What is left to choose of a call: the row, the arguments to give besides, their values, and what is wrong."""

    row: int = 0
    turn: int = 0
    given: int = 0
    way: str = "right"

    @classmethod
    def of(cls, row: int, turn: int, given: int) -> "Choice":
        """Return the right call of any three numbers; smaller ones are simpler."""
        return cls(row % ROWS, turn % TURNS, given % GIVEN)

    @classmethod
    def wrong(cls, row: int, turn: int, way: int) -> "Choice":
        """Return the wrong call of any three numbers."""
        return cls(row % ROWS, turn % TURNS, 0, WRONG[way % len(WRONG)])


def forecast(world: World, tool: Tool, choice: Choice) -> Forecast | None:
    """Return the call of this choice with what must come of it, or None where there is no such call.

    Where nothing can be wrong in the way that is chosen, another is taken.
    """
    if choice.way == "right":
        right = RIGHT.get(tool.pattern)
        return None if right is None else right(world, tool, choice)
    found = (_mistake(world, tool, replace(choice, way=way)) for way in (choice.way, *reversed(WRONG)))
    return next((forecast for forecast in found if forecast is not None), None)


def _mistake(world: World, tool: Tool, choice: Choice) -> Forecast | None:
    match choice.way:
        case "gone" | "unknown":
            return _of_nothing(world, tool, choice)
        case "foreign":
            return _foreign(world, tool, choice)
        case "forbidden":
            return _forbidden(world, tool, choice)
        case _:
            return _taken(world, tool, choice)


def _of_nothing(world: World, tool: Tool, choice: Choice) -> Forecast | None:
    """A call about a row, or under a parent, that was deleted, or that there never was."""
    rows = world.ready(tool) or world.addressable(tool)
    base = world.arguments(tool, _chosen(rows, choice.row))
    entity = world.plan.entity(tool.entity)
    if base is None or tool.pattern in ("custom", "batch", "view"):
        return None
    names = [
        argument.name
        for argument in tool.arguments
        if isinstance(argument.does, Key)
        and argument.place == "path"
        and argument.name in base
        and must_exist(tool, entity, argument.does.column)
    ]
    if not names:
        return None
    name = names[choice.turn % len(names)]
    key = world.unknown_key(tool, name) if choice.way == "unknown" else _gone_key(world, tool, name, choice)
    if key is None:
        return None
    return Forecast(lost(tool, entity, {**base, name: key}, name))


def _foreign(world: World, tool: Tool, choice: Choice) -> Forecast | None:
    """A call that names a row under a parent which is there, and is another's."""
    entity = world.plan.entity(tool.entity)
    columns = key_columns(entity, tool)
    scope = [name for name, column in columns.items() if not is_own_key(entity, column) and column.references]
    base = world.arguments(tool, _chosen(world.ready(tool) or world.addressable(tool), choice.row))
    if base is None or not scope or len(scope) == len(columns) or makes_rows(tool) or tool.pattern not in ONE:
        return None
    name = scope[-1]
    others = [key for key in world.referable(columns[name]) if not alike(key, base.get(name))]
    key = others[choice.turn % len(others)] if others else None
    arguments = {**base, name: key}
    if key is None or picked(tool, world.rows(tool.entity), arguments):
        return None
    return Forecast(estranged(world, tool, arguments, name))


def _gone_key(world: World, tool: Tool, name: str, choice: Choice) -> Json:
    """The key of a row that was deleted, and that no row has again."""
    entity = world.plan.entity(tool.entity)
    column = key_columns(entity, tool)[name]
    column_name, holder = column.name, entity
    if column.references is not None:
        holder = world.plan.entity(column.references.entity)
        column_name = holder.key[-1] if holder.key else ""
    found = _chosen([row for row in world.gone[holder.name] if row.get(column_name) is not None], choice.row)
    if found is None or any(alike(row.get(column_name), found[column_name]) for row in world.rows(holder.name)):
        return None
    return world.as_given(tool, name, found[column_name])


def _forbidden(world: World, tool: Tool, choice: Choice) -> Forecast | None:
    """A transition from a state that does not allow it, or the deletion of a row that others refer to."""
    ready = world.ready(tool)
    row = _chosen([row for row in world.addressable(tool) if row not in ready], choice.row)
    arguments = None if row is None else world.arguments(tool, row)
    if arguments is None or row is None:
        return None
    if tool.pattern == "transition" and tool.only_from:
        return Forecast(refused(tool, arguments, transition_error(tool)))
    if tool.pattern == "delete" and not tool.soft:
        return Forecast(refused_somehow(tool, arguments))
    return None


def _taken(world: World, tool: Tool, choice: Choice) -> Forecast | None:
    """A second row with what must be unique."""
    entity = world.plan.entity(tool.entity)
    if tool.pattern == "create":
        found = list(doubles(entity, world, tool))
    elif tool.pattern in ("update", "replace"):
        found = list(clashes(entity, world, tool))
    else:
        return None
    arguments = found[choice.turn % len(found)] if found else None
    return None if arguments is None else Forecast(refused(tool, arguments, "conflict"))


def _chosen(rows: list[Row], number: int) -> Row | None:
    return rows[number % len(rows)] if rows else None


def _optional(tool: Tool, given: int, *kinds: type) -> list[str]:
    """The names of the optional arguments that are chosen: none, one, two, or all."""
    names = [one.name for one in tool.arguments if not one.required and isinstance(one.does, kinds)]
    if given < NONE or not names:
        return []
    if given < SINGLE:
        return [names[(given - NONE) % len(names)]]
    if given >= PAIRS:
        return names
    further, first = divmod(given - SINGLE, len(names))
    second = (first + 1 + further) % len(names)
    return [name for index, name in enumerate(names) if index in (first, second)]


def _got(world: World, tool: Tool, choice: Choice) -> Forecast | None:
    entity = world.plan.entity(tool.entity)
    row = _chosen(world.single(tool), choice.row)
    arguments = None if row is None else world.arguments(tool, row)
    if row is None or arguments is None:
        return None
    return Forecast(goes_through(tool, arguments, row_holds(tool, entity, row, arguments)))


def _listed(world: World, tool: Tool, choice: Choice) -> Forecast | None:
    if items_place(tool) is None:
        return None
    arguments = list_arguments(world, tool, _chosen(world.addressable(tool), choice.row))
    if arguments is None:
        return None
    for name in _optional(tool, choice.given, Fields, Filter, Order, Paging, Parts, Show):
        does = tool.argument(name).does
        if isinstance(does, Paging) and does.what not in ("size", "page", "offset"):
            continue
        values = world.values(tool, name)
        if values:
            arguments[name] = values[choice.turn % len(values)]
    part = listed(world.plan, world, tool, arguments)
    holds = list_holds(tool, world.plan.entity(tool.entity), part, arguments)
    return Forecast(goes_through(tool, arguments, [*holds, *count_holds(tool, arguments, part)]))


def _created(world: World, tool: Tool, choice: Choice) -> Forecast | None:
    entity = world.plan.entity(tool.entity)
    found = world.creations(tool, optional=_optional(tool, choice.given, Value))
    if not found:
        return None
    arguments = found[choice.turn % len(found)]
    sent = begun(entity, tool, arguments)
    status = created_status(tool) if tool.pattern == "upsert" else None
    effect = {entity.table: Effect(added=1)} if tool.pattern == "link" else addition(world.plan, entity)
    holds = [] if tool.pattern == "link" else [*sent_holds(entity, tool, sent), *_new_key_holds(world, tool, sent)]
    holds += _moments(world, tool, ("created", "updated"))
    step = goes_through(tool, arguments, holds, status=status, effect=effect)
    return Forecast(step, entity.name, None, _single(entity, sent))


def _new_key_holds(world: World, tool: Tool, sent: Row) -> list[Hold]:
    """The key that the server makes is none that a deleted row had."""
    entity = world.plan.entity(tool.entity)
    name = entity.key[-1] if entity.key else ""
    where = shown_column(tool, entity, name) if name else None
    if where is None or name in sent:
        return []
    return [Hold(at=where, test="differs", value=row[name]) for row in world.gone[entity.name]]


def _moments(world: World, tool: Tool, made: tuple[str, ...]) -> list[Hold]:
    """The times that the server makes are its clock's."""
    entity = world.plan.entity(tool.entity)
    given = {one.does.column for one in tool.arguments if isinstance(one.does, Value)}
    names = [column.name for column in entity.columns if column.made in made and column.name not in tool.set]
    names += [name for name, value in tool.set.items() if value == "$now"]
    places = [shown_column(tool, entity, name) for name in names if name not in given]
    return [Hold(at=where, test="moment", value=clock_at(world.number)) for where in places if where is not None]


def _single(entity: Entity, sent: Row) -> Row:
    """The row that is made; an array of keys makes one for each, of which nothing but the rest is known."""
    return {
        name: value for name, value in sent.items() if entity.column(name).type == "json" or not isinstance(value, list)
    }


def _changed(world: World, tool: Tool, choice: Choice) -> Forecast | None:
    if tool.pattern == "singleton" and is_read_only(tool):
        return _got(world, tool, choice)
    entity = world.plan.entity(tool.entity)
    rows = [row for row in world.single(tool) if world.may_move(tool, row)]
    row = _chosen(rows, choice.row)
    if row is None:
        return None
    names = _optional(tool, choice.given, Value)
    arguments = world.arguments(tool, row, optional=names, turn=choice.turn)
    if arguments is None or not _is_sure(entity, tool, arguments):
        return None
    now = changed_row(entity, tool, row, arguments)
    skip = [*clock_columns(entity), *unknown_columns(entity, tool, arguments)]
    moves = differs(entity, tool, row, arguments)
    effect = {entity.table: Effect(changed=1 if moves else None, columns=touched(entity, tool, arguments))}
    open_columns = frozenset([*skip, *(column.name for column in entity.columns if moves_along(column))])
    holds = [*row_holds(tool, entity, now, arguments, open_columns), *_moments(world, tool, ("updated",))]
    step = goes_through(tool, arguments, holds, effect=effect)
    return Forecast(step, entity.name, row, now, open_columns)


def _is_sure(entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> bool:
    """Whether the row keeps its key."""
    written = {one.does.column for one in tool.arguments if isinstance(one.does, Value) and one.name in arguments}
    return all(set_value(tool, tool.set.get(name), arguments)[0] or name not in tool.set for name in entity.key) and (
        not written & set(entity.key) or tool.pattern in ("update", "replace")
    )


def _removed(world: World, tool: Tool, choice: Choice) -> Forecast | None:
    if tool.soft:
        return _changed(world, tool, choice)
    entity = world.plan.entity(tool.entity)
    row = _chosen(world.single(tool), choice.row)
    arguments = None if row is None else world.arguments(tool, row)
    if row is None or arguments is None:
        return None
    effect = removal(world.plan, world, entity, row)
    if effect is None:
        return None
    return Forecast(goes_through(tool, arguments, effect=effect), entity.name, row, None)


RIGHT: dict[str, Callable[[World, Tool, Choice], Forecast | None]] = {
    "get": _got, "list": _listed, "search": _listed, "create": _created, "upsert": _created, "link": _created,
    "update": _changed, "replace": _changed, "transition": _changed, "singleton": _changed,
    "delete": _removed, "unlink": _removed,
}  # fmt: skip
