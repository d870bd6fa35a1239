"""Alone: a row is made, found, changed and removed also where it and its parents are the only rows that there are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.check import Check, CheckStep, Hold, out_of_step
from generator.effects import begun
from generator.laws.creating import held_once, sent_holds
from generator.laws.steps import asks_for_properties, check, shown_column, succeeds
from generator.links import link_of, links_of
from generator.meaning import key_columns
from generator.plan import Column, Entity, Filter, Json, Key, Member, Plan, Tool, Value
from generator.probe import Probe, is_own_key
from generator.statuses import created_status

NAME = "alone"
STATEMENT = "A row is made, found, changed and removed also where it and its parents are the only rows."

# Parents above parents.
MOST_ABOVE = 5


@dataclass
class World:
    """What was made so far in an empty server: the steps, and the columns of each entity's only row."""

    plan: Plan
    probe: Probe
    steps: list[CheckStep] = field(default_factory=list)
    rows: dict[str, dict[str, Json]] = field(default_factory=dict)
    scope: dict[str, Json] = field(default_factory=dict)


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool that is addressed by keys, or refers to rows: it and its parents alone."""
    for tool in plan.tools:
        world = World(plan, probe)
        step = _called(world, tool)
        if step is not None and world.steps:
            found = check(NAME, tool, "works_on_the_only_row", STATEMENT, [*world.steps, step])
            yield found.model_copy(update={"scenario": "empty"})


def _called(world: World, tool: Tool) -> CheckStep | None:
    """The call of the tool in a world that has what it needs; None where that cannot be made."""
    entity = world.plan.entity(tool.entity)
    if tool.pattern in ("create", "upsert", "link"):
        return _making(world, tool, 0)
    if tool.pattern not in ("get", "list", "search", "update", "replace", "transition", "delete", "unlink"):
        return None
    is_list = tool.pattern in ("list", "search")
    is_there = _made(world, entity.name, 0)
    if not is_there and not is_list:
        return None
    known = world.rows.get(entity.name, {})
    if not all(column.name in known for column in key_columns(entity, tool).values()):
        if not is_list:
            return None
        known = {}
    row = next(iter(world.probe.ready(tool)), None)
    base = world.probe.arguments(tool, row)
    arguments = None if base is None else _filled(world, tool, base, known, 0)
    if arguments is not None and not is_list:
        arguments = _picking(tool, arguments, known)
    if arguments is None or not (is_list or world.probe.may_move(tool, known)):
        return None
    return succeeds(tool, arguments, _holds(entity, tool, known))


def _picking(tool: Tool, arguments: dict[str, Json], known: Mapping[str, Json]) -> dict[str, Json] | None:
    """The arguments with what the only row holds where they pick one by it; None where that is not known."""
    picks = {name: tool.argument(name).does for name in arguments}
    filters = {name: does for name, does in picks.items() if isinstance(does, Filter)}
    if any(does.test != "eq" or does.column not in known for does in filters.values()):
        return None
    return {**arguments, **{name: known[str(does.column)] for name, does in filters.items()}}


def _holds(entity: Entity, tool: Tool, known: Mapping[str, Json]) -> list[Hold]:
    sent = {name: value for name, value in known.items() if not _is_later(value)}
    if asks_for_properties(tool):
        return []
    if tool.pattern == "get":
        return sent_holds(entity, tool, sent)
    narrows = any(not isinstance(argument.does, Key) and argument.required for argument in tool.arguments)
    narrows = narrows or any(accord.rule == "any" for accord in tool.accords)
    usual = any(argument.value.get("default") is not None for argument in tool.arguments)
    hold = held_once(entity, tool, known) if tool.pattern in ("list", "search") and not narrows and not usual else None
    return [] if hold is None else [hold]


def _is_later(value: Json) -> bool:
    return isinstance(value, dict) and "$step" in value


def _made(world: World, name: str, depth: int) -> bool:
    """Make the only row of the entity, and its parents before it; return whether there is one."""
    if name in world.rows:
        return True
    for maker in world.probe.tools("create", "upsert", "link", entity=name) if depth < MOST_ABOVE else ():
        step = _making(world, maker, depth)
        if step is None:
            continue
        entity = world.plan.entity(name)
        known = begun(entity, maker, step.arguments)
        for column in entity.key:
            where = shown_column(maker, entity, column)
            if column not in known and where is not None:
                known[column] = out_of_step(len(world.steps), where)
        world.steps.append(step)
        world.rows[name] = known
        return True
    return False


def _making(world: World, maker: Tool, depth: int) -> CheckStep | None:
    """The call that makes the row, after its parents were made."""
    entity = world.plan.entity(maker.entity)
    base = next(iter(world.probe.creations(maker)), None)
    arguments = None if base is None else _filled(world, maker, base, {}, depth)
    if arguments is None:
        return None
    status = created_status(maker) if maker.pattern == "upsert" else None
    sent = {name: value for name, value in begun(entity, maker, arguments).items() if not _is_later(value)}
    return succeeds(maker, arguments, sent_holds(entity, maker, sent), status=status)


def _filled(
    world: World, tool: Tool, base: Mapping[str, Json], known: Mapping[str, Json], depth: int
) -> dict[str, Json] | None:
    """The arguments with the keys of rows that this world has; None where one cannot be made."""
    entity = world.plan.entity(tool.entity)
    keys = key_columns(entity, tool)
    found: dict[str, Json] = {}
    for name, value in base.items():
        does = tool.argument(name).does
        if isinstance(does, Member) or (isinstance(does, Value) and does.of is not None):
            named = _named(world, does, value, depth)
            if named is None:
                return None
            found[name] = named
            continue
        if not isinstance(does, Key | Value):
            found[name] = value
            continue
        column = entity.column(does.column)
        if name in keys and column.name in known:
            given = known[column.name]
        elif column.references is not None:
            made = _parent_key(world, entity, column, depth)
            if made is None:
                return None
            given = made
        elif (own := _of_parent(world, entity, column, depth)) is not None:
            given = own
        elif name in keys and not is_own_key(entity, column):
            given = world.scope.setdefault(column.name, value)
        else:
            given = value
        found[name] = [given] if isinstance(value, list) and not isinstance(given, list) else given
    return found


def _named(world: World, does: Member | Value, value: Json, depth: int) -> Json:
    """What names a member, or what an object tells of: the key of the only row that there is, where these are rows."""
    if does.of is None or does.by is None:
        return value
    if not _made(world, does.of, depth + 1):
        return None
    key = world.rows[does.of].get(does.by)
    if isinstance(value, dict) and isinstance(does, Value) and key is not None:
        return {**value, does.named: key}
    return [key] if isinstance(value, list) and key is not None else key


def _of_parent(world: World, entity: Entity, column: Column, depth: int) -> Json:
    """What the column holds where it is the first part of a key that leads to the only parent: a scope of both."""
    for link in links_of(world.plan, entity):
        theirs = dict(link.pairs[:-1]).get(column.name)
        if theirs is not None and not link.many and _made(world, link.target.name, depth + 1):
            return world.rows[link.target.name].get(theirs)
    return None


def _parent_key(world: World, entity: Entity, column: Column, depth: int) -> Json:
    link = link_of(world.plan, entity, column)
    if link is None or not _made(world, link.target.name, depth + 1):
        return None
    return world.rows[link.target.name].get(link.pairs[-1][1])
