"""A plan is sound when everything that it names is there; asked before anything is rendered."""

from collections.abc import Collection, Iterator

from generator.errors import RenderError
from generator.plan import RESERVED_TOOL_NAMES, Entity, Filter, Key, Member, Order, Plan, Tool, Value
from generator.render.shapes import placeholders
from generator.render.tables import check_names
from generator.render.text import comment


def check_plan(plan: Plan) -> None:
    """Refuse a plan that names what is not there, or two things alike. Raises: RenderError."""
    for place, fault in _faults(plan):
        raise RenderError(fault, where=f"plan.json#/{place}", next="Mend plan.json and run fleetwright render again.")
    check_names(plan)


def _faults(plan: Plan) -> Iterator[tuple[str, str]]:
    yield from (("entities", f"Two entities are named {name}.") for name in _twice([e.name for e in plan.entities]))
    yield from (("tools", f"Two tools are named {name}.") for name in _twice([tool.name for tool in plan.tools]))
    for entity in plan.entities:
        yield from ((f"entities/{entity.name}", fault) for fault in _entity_faults(plan, entity))
    for tool in plan.tools:
        yield from ((f"tools/{tool.name}", fault) for fault in _tool_faults(plan, tool))


def _twice(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _entity_faults(plan: Plan, entity: Entity) -> Iterator[str]:
    names = [column.name for column in entity.columns]
    yield from (f"Two columns are named {name}." for name in _twice(names))
    if not names:
        yield "It has no columns."
    if "full" not in entity.forms:
        yield 'It has no form "full".'
    wanted = [*entity.key, *(name for group in (*entity.unique, *entity.forms.values()) for name in group)]
    yield from (f"There is no column {name}." for name in wanted if name not in names)
    known = {other.name for other in plan.entities}
    for column in entity.columns:
        if column.references and column.references.entity not in known:
            yield f"The column {column.name} refers to {column.references.entity}, which is no entity."
    yield from _path_faults(entity)


def _path_faults(entity: Entity) -> Iterator[str]:
    """Two columns may not stand in one place of the JSON form, nor one inside of the other."""
    for form, shown in entity.forms.items():
        columns = [
            column for column in entity.columns if column.name in shown and column.path and not column.write_only
        ]
        for index, column in enumerate(columns):
            for other in columns[index + 1 :]:
                length = min(len(column.path), len(other.path))
                if column.path[:length] == other.path[:length]:
                    yield f"In the form {comment(form)}, {column.name} and {other.name} stand in the same place."


def _tool_faults(plan: Plan, tool: Tool) -> Iterator[str]:
    entity = next((entity for entity in plan.entities if entity.name == tool.entity), None)
    if entity is None:
        yield f"There is no entity {tool.entity}."
        return
    if tool.name in RESERVED_TOOL_NAMES:
        yield f"Training environments keep the name {tool.name} for themselves."
    if tool.form not in entity.forms:
        yield f"The entity {entity.name} has no form {tool.form}."
    yield from (f"Two arguments are named {name}." for name in _twice([argument.name for argument in tool.arguments]))
    columns = {column.name for column in entity.columns}
    yield from _member_faults(plan, tool)
    for name in _named_columns(tool):
        if name not in columns:
            yield f"The entity {entity.name} has no column {name}."
    arguments = {argument.name for argument in tool.arguments}
    for placeholder in placeholders(tool.answer):
        word, _, name = placeholder.partition(":")
        if (word == "column" and name not in columns) or (word == "argument" and name not in arguments):
            yield f"The answer's ${placeholder} is not there."
    yield from _set_faults(tool, arguments)


def _set_faults(tool: Tool, arguments: Collection[str]) -> Iterator[str]:
    for value in tool.set.values():
        word, separator, name = value.partition(":") if isinstance(value, str) else ("", "", "")
        if word in ("$argument", "$size") and separator and name not in arguments:
            yield f"There is no argument {name} to set."
        if word == "$after" and not set(name.partition(":")[0].split(",")) <= set(arguments):
            yield f"There are no arguments {name} to reckon a time from."


def _member_faults(plan: Plan, tool: Tool) -> Iterator[str]:
    known = {entity.name for entity in plan.entities}
    for argument in tool.arguments:
        if isinstance(argument.does, Member | Value) and argument.does.of is not None and argument.does.of not in known:
            yield f"The argument {argument.name} names rows of {argument.does.of}, which is no entity."


def _named_columns(tool: Tool) -> Iterator[str]:
    for argument in tool.arguments:
        match argument.does:
            case Key() | Value():
                yield argument.does.column
            case Member():
                yield argument.does.column
            case Filter():
                yield from (argument.does.column, *argument.does.columns)
            case Order():
                yield from (name.removeprefix("-") for names in argument.does.by.values() for name in names)
            case _:
                pass
    yield from (name.removeprefix("-") for name in tool.order)
    yield from (*tool.set, *tool.only_from)
