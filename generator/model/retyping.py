"""Another type for a column or an input: what goes with it in the plan, and where it cannot be had."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.model.edits import ColumnKind
from generator.model.sayings import FieldType
from generator.plan import Argument, Column, Entity, Filter, JsonSchema, Plan, Tool, Value

Json = Any

_KINDS: Mapping[str, str] = {"text": "string", "integer": "integer", "real": "number", "boolean": "boolean"}
_EMPTY: Mapping[str, Json] = {"integer": 0, "real": 0, "boolean": False}
_COMPARED = ("eq", "ne", "gt", "ge", "lt", "le")
_AMONG = ("in", "not_in")


def fixed_type(plan: Plan, entity: Entity, column: Column) -> str:
    """Return why the column's type cannot be another, nothing where it can."""
    if column.name in entity.key:
        return f"{column.name} is a part of the key of {entity.name}"
    if column.references is not None:
        return f"{column.name} holds the key of {column.references.entity}"
    if column.made is not None:
        return f"{column.name} is made by the server ({column.made})"
    for tool in plan.tools_of(entity.name):
        if column.name in tool.set or column.name in tool.only_from:
            return f"{tool.name} writes or expects values of its type there: write a program for it first"
        for argument in _about(tool, column):
            if not _follows(argument):
                return f"{argument.name} of {tool.name} looks into it: write a program for that first"
    return ""


def with_type(plan: Plan, entity: Entity, column: Column, kind: ColumnKind) -> Plan:
    """Return the plan in which the column, the inputs that give it, and the rows to begin with are of this type."""
    initial = column.initial if _fits(column.initial, kind) else None
    value = _schema(column.value, kind, nullable=_takes_null(column.value))
    other = column.model_copy(update={"type": kind, "value": value, "initial": initial})
    columns = tuple(other if each.name == column.name else each for each in entity.columns)
    changed = entity.model_copy(update={"columns": columns})
    rows = plan.rows
    if rows is not None and entity.table in rows:
        retyped = [{**row, column.name: _converted(row.get(column.name), other)} for row in rows[entity.table]]
        rows = {**rows, entity.table: retyped}
    return plan.model_copy(
        update={
            "entities": tuple(changed if each.name == entity.name else each for each in plan.entities),
            "tools": tuple(_giving(each, column, kind) if each.entity == entity.name else each for each in plan.tools),
            "rows": rows,
        }
    )


def input_typed(argument: Argument, kind: FieldType, items: FieldType) -> Argument:
    """Return the argument with values of this type, and elements of that one where it is an array."""
    schema: dict[str, Json] = {} if kind == "any" else {"type": kind}
    if kind == "array" and items != "any":
        schema["items"] = {"type": items}
    return argument.model_copy(update={"value": {**schema, **_said(argument.value)}, "split": False})


def _giving(tool: Tool, column: Column, kind: ColumnKind) -> Tool:
    """The tool whose inputs give the column in its new type."""
    about = {each.name for each in _about(tool, column)}
    if not about:
        return tool
    arguments = tuple(_retyped(each, kind) if each.name in about else each for each in tool.arguments)
    return tool.model_copy(update={"arguments": arguments})


def _about(tool: Tool, column: Column) -> Iterator[Argument]:
    """The arguments that write the column, or compare it; those of a program are the program's."""
    for argument in tool.arguments:
        does = argument.does
        more = does.columns if isinstance(does, Filter) else ()
        if isinstance(does, Value | Filter) and column.name in (does.column, *more):
            yield argument


def _follows(argument: Argument) -> bool:
    does = argument.does
    if isinstance(does, Value):
        return not (does.inside or does.mapped or argument.columns)
    return isinstance(does, Filter) and does.test in (*_COMPARED, *_AMONG) and not (does.inside or does.as_time)


def _retyped(argument: Argument, kind: ColumnKind) -> Argument:
    among = isinstance(argument.does, Filter) and argument.does.test in _AMONG
    schema = _schema({} if among else argument.value, kind, nullable=_takes_null(argument.value))
    if among:
        schema = {"type": "array", "items": schema, **_said(argument.value)}
    return argument.model_copy(update={"value": schema})


def _schema(old: JsonSchema, kind: ColumnKind, *, nullable: bool) -> JsonSchema:
    """The schema of values of this kind: of the old one only the words are left."""
    if kind == "json":
        return _said(old)
    return {"type": [_KINDS[kind], "null"] if nullable else _KINDS[kind], **_said(old)}


def _said(schema: JsonSchema) -> dict[str, Json]:
    return {"description": schema["description"]} if "description" in schema else {}


def _takes_null(schema: JsonSchema) -> bool:
    return isinstance(schema.get("type"), list) and "null" in schema["type"]


def _fits(value: Json, kind: ColumnKind) -> bool:
    if kind in ("json", "text"):
        return kind == "json" or isinstance(value, str)
    if kind == "boolean" or isinstance(value, bool):
        return kind == "boolean" and isinstance(value, bool)
    return isinstance(value, int) or (kind == "real" and isinstance(value, float))


def _converted(value: Json, column: Column) -> Json:
    """A row's value in the column's type; what cannot be read so is what a new row has, or nothing."""
    if value is None or _fits(value, column.type):
        return value
    if column.type == "text":
        return json.dumps(value, ensure_ascii=False)
    try:
        read = json.loads(value) if isinstance(value, str) else value
    except ValueError:
        read = None
    if _fits(read, column.type):
        return read
    return column.initial if column.nullable or column.initial is not None else _EMPTY[column.type]
