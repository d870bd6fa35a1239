"""Changing: updates change what they name, and nothing else."""

from collections.abc import Iterator, Mapping, Sequence

from generator.check import Check, CheckStep, Effect
from generator.effects import clock_columns, made_texts, moments, moves_along, set_value, touched, unforeseen, written
from generator.laws.creating import address
from generator.laws.steps import check, row_holds, succeeds
from generator.meaning import Row, alike, filled_template, picked, tells
from generator.plan import Argument, Entity, Fields, Json, Plan, Tool, Value
from generator.probe import Probe

NAME = "update"
STATEMENT = "An update is shown by every tool, and touches only the row and the columns that it names."

# Arguments that are changed one by one, before all are changed together.
MOST_SINGLE = 4


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each update: one argument after another, then all together."""
    for tool in probe.tools("update"):
        row = next(iter(probe.single(tool)), None)
        if row is None:
            continue
        optional = optional_values(plan.entity(tool.entity), tool)
        rounds = [[name] for name in optional[:MOST_SINGLE]]
        if len(values(plan.entity(tool.entity), tool)) > 1 or not rounds:
            rounds.append(optional)
        steps = list(changes(plan, probe, tool, row, rounds))
        if steps:
            yield check(NAME, tool, "changes_only_what_it_names", "Only what is named changes.", steps)


def changes(plan: Plan, probe: Probe, tool: Tool, row: Row, rounds: Sequence[Sequence[str]]) -> Iterator[CheckStep]:
    """Yield a call for each round of optional arguments, and the get of what they leave: each is known beforehand."""
    entity = plan.entity(tool.entity)
    now = dict(row)
    for turn, names in enumerate(rounds):
        arguments = probe.arguments(tool, now, optional=names, turn=turn % 2)
        if arguments is None or not probe.may_move(tool, now) or not differs(entity, tool, now, arguments):
            continue
        arguments = _asking_for_change(entity, tool, arguments)
        now = changed_row(entity, tool, now, arguments)
        skip = [*clock_columns(entity), *unknown_columns(entity, tool, arguments)]
        values = known_values(entity, now, skip)
        effect = change(entity, tool, arguments, values)
        yield succeeds(tool, arguments, row_holds(tool, entity, now, arguments, skip), effect=effect)
    if now != row:
        yield from read_step(probe, entity, now, [*clock_columns(entity), *unknown_columns(entity, tool, {})])


def _asking_for_change(entity: Entity, tool: Tool, arguments: dict[str, Json]) -> dict[str, Json]:
    """Return the arguments with what must name the properties to show naming those that the call changes."""
    changed = [entity.column(name) for name in written(entity, tool, arguments)]
    shown = sorted({column.path[0] for column in changed if column.path and column.name in entity.forms[tool.form]})
    for argument in tool.arguments:
        names = arguments.get(argument.name)
        if isinstance(argument.does, Fields) and argument.required and not argument.does.within and shown:
            allowed = argument.value.get("items", {}).get("enum", shown)
            if isinstance(names, list) and set(shown) <= set(allowed):
                return {**arguments, argument.name: shown}
    return arguments


def change(
    entity: Entity, tool: Tool, arguments: Mapping[str, Json], values: Mapping[str, Json], changed: int | None = 1
) -> dict[str, Effect]:
    """Return what a call does to the table of the row that it changes, which then holds these values."""
    columns = touched(entity, tool, arguments)
    now, made = moments(entity, tool, "updated"), made_texts(entity)
    return {entity.table: Effect(changed=changed, columns=columns, values=dict(values), now=now, made=made)}


def known_values(entity: Entity, row: Row, skip: Sequence[str]) -> dict[str, Json]:
    """Return what a changed row holds in its columns, but for those of ``skip`` and addresses made of others."""
    return {
        column.name: row.get(column.name)
        for column in entity.columns
        if column.name not in skip and not moves_along(column) and not tells(row.get(column.name))
    }


def values(entity: Entity, tool: Tool) -> list[Argument]:
    """Return the arguments that write a column which is no key."""
    return [argument for argument in tool.arguments if _is_changed(entity, argument)]


def optional_values(entity: Entity, tool: Tool) -> list[str]:
    """Return the names of those that may be left out."""
    return [argument.name for argument in values(entity, tool) if not argument.required]


def _is_changed(entity: Entity, argument: Argument) -> bool:
    return isinstance(argument.does, Value) and argument.does.column not in entity.key


def differs(entity: Entity, tool: Tool, row: Row, arguments: Mapping[str, Json]) -> bool:
    """Return whether the call changes the row."""
    after = changed_row(entity, tool, row, arguments)
    return any(not alike(value, row.get(name)) for name, value in after.items())


def changed_row(entity: Entity, tool: Tool, row: Row, arguments: Mapping[str, Json]) -> Row:
    """Return the row as the call leaves it, as far as that is known beforehand."""
    now = dict(row)
    if tool.pattern == "replace":
        for argument in tool.arguments:
            column = entity.column(argument.does.column) if isinstance(argument.does, Value) else None
            if (
                column is not None
                and argument.name not in arguments
                and (column.nullable or column.initial is not None)
            ):
                now[column.name] = column.initial
    # A key that stands for a whole object replaces it.
    values = [each.does for each in tool.arguments if isinstance(each.does, Value)]
    whole = {does.column for does in values if does.inside or does.of}
    partly = {does.column for does in values if does.among and not does.of}
    for name, value in written(entity, tool, arguments).items():
        if name in partly:
            now[name] = {**(now.get(name) or {}), **(value or {})}
            continue
        merges = tool.merge and isinstance(value, dict) and name not in whole
        now[name] = merged(row.get(name), value) if merges else value
    return now | {name: text for name, text in _made(entity, now).items() if text != _made(entity, row)[name]}


def _made(entity: Entity, row: Row) -> Row:
    """Return what the columns that are made of others hold in this row."""
    return {name: filled_template(template, row) for name, template in made_texts(entity).items()}


def merged(old: Json, value: Json) -> Json:
    """Return a JSON value with another merged into it (RFC 7396): null takes a property away."""
    if not isinstance(value, dict):
        return value
    found: dict[str, Json] = dict(old) if isinstance(old, dict) else {}
    for name, inner in value.items():
        if inner is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), inner)
    return found


def unknown_columns(entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> list[str]:
    """Return the columns that the operation sets to something that is not known beforehand."""
    unknown = [name for name, value in tool.set.items() if not set_value(tool, value, arguments)[0]]
    return [*unknown, *unforeseen(entity)]


def read_step(probe: Probe, entity: Entity, row: Row, skip: list[str]) -> Iterator[CheckStep]:
    """Yield the get that shows the row, where there is one and no filter's default hides what the row does not tell."""
    known = {name: value for name, value in row.items() if value is not None}
    reader = probe.reader(entity.name, known)
    arguments = {} if reader is None else address(reader, known)
    if reader is not None and picked(reader, [row], arguments):
        yield succeeds(reader, arguments, row_holds(reader, entity, row, arguments, skip))
