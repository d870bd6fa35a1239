"""JSON as SQL: objects of named parts, an entity's JSON form, and a tool's answer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from generator.plan import Column, Entity, Json
from generator.render.text import json_constant, json_path, sql_name, text_constant

# A function of SQLite may have 127 arguments in older builds; an object takes two for each property.
_MOST_PROPERTIES = 50
_MOST_PATHS = 100
_SHORT = 100
_SHORT_FORM = 50

# A path that no object has: json_remove of it changes nothing.
NOWHERE = "'$[0]'"


@dataclass(frozen=True, slots=True)
class Expression:
    """SQL for a part of a JSON text; ``whole`` tells that its value is JSON already, not a single SQL value."""

    code: str
    whole: bool = False


def as_text(expression: Expression) -> str:
    """Return SQL that gives the expression as a JSON text of its own."""
    return expression.code if expression.whole else f"json_quote({expression.code})"


def object_of(parts: Mapping[str, str], indent: str = "", short: int = _SHORT) -> str:
    """Return SQL for an object: on one line where that is no longer than ``short``."""
    pairs = [f"{text_constant(name)}, {code}" for name, code in parts.items()]
    flat = f"json_object({', '.join(pairs)})"
    if len(flat) <= short and "\n" not in flat and len(pairs) <= _MOST_PROPERTIES:
        return flat
    first, rest = pairs[:_MOST_PROPERTIES], list(parts.items())[_MOST_PROPERTIES:]
    inner = ",\n".join(f"{indent}  {pair}" for pair in first)
    code = f"json_object(\n{inner}\n{indent})"
    for start in range(0, len(rest), _MOST_PROPERTIES):
        more = ",\n".join(
            f"{indent}  {json_path((name,))}, {value}" for name, value in rest[start : start + _MOST_PROPERTIES]
        )
        code = f"json_set({code},\n{more}\n{indent})"
    return code


def without(code: str, paths: Sequence[tuple[str, Sequence[str]]], indent: str = "") -> str:
    """Return SQL for the JSON without the paths whose condition holds."""
    for start in range(0, len(paths), _MOST_PATHS):
        removed = ",\n".join(
            f"{indent}  iif({test}, {json_path(path)}, {NOWHERE})" for test, path in paths[start : start + _MOST_PATHS]
        )
        code = f"json_remove({code},\n{removed}\n{indent})"
    return code


def column_value(column: Column, alias: str, code: str = "") -> Expression:
    """Return SQL for a column's value in JSON; ``code`` is what gives it as it is stored, in place of the column."""
    name = code or (f"{alias}.{sql_name(column.name)}" if alias else sql_name(column.name))
    if column.type == "json":
        return Expression(f"json({name})", whole=True)
    if column.type == "boolean":
        if column.nullable and not column.absent:
            return Expression(f"json(CASE {name} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)", whole=True)
        return Expression(f"json(iif({name}, 'true', 'false'))", whole=True)
    return Expression(name)


def form_json(entity: Entity, form: str, alias: str, live: Mapping[str, str]) -> str:
    """Return SQL for the entity's JSON form; ``live`` gives what other rows hold of the columns that copy them."""
    columns = [column for column in map(entity.column, entity.forms[form]) if column.path and not column.write_only]
    tree: dict[str, Json] = {}
    for column in columns:
        place = tree
        for part in column.path[:-1]:
            place = place.setdefault(part, {})
        place[column.path[-1]] = column
    absent = [
        (f"{live.get(column.name, f'{alias}.{sql_name(column.name)}')} IS NULL", column.path)
        for column in columns
        if column.absent and column.nullable
    ]
    document = next((column for column in entity.columns if column.open), None)
    code = _tree_json(tree, alias, "", live) if document is None else _on_document(document, columns, alias, live)
    return without(code, absent)


def _on_document(document: Column, columns: Sequence[Column], alias: str, live: Mapping[str, str]) -> str:
    """The document with the columns' values over its own."""
    code = f"coalesce({alias}.{sql_name(document.name)}, '{{}}')"
    for start in range(0, len(columns), _MOST_PROPERTIES):
        some = columns[start : start + _MOST_PROPERTIES]
        values = [(each.path, column_value(each, alias, live.get(each.name, ""))) for each in some]
        pairs = [f"{json_path(path)}, {value.code}" for path, value in values]
        code = f"json_set({code}, {', '.join(pairs)})"
    return code


def _tree_json(tree: Mapping[str, Json], alias: str, indent: str, live: Mapping[str, str]) -> str:
    parts = {
        name: column_value(inner, alias, live.get(inner.name, "")).code
        if isinstance(inner, Column)
        else _tree_json(inner, alias, indent + "  ", live)
        for name, inner in tree.items()
    }
    return object_of(parts, indent, short=_SHORT_FORM)


Lookup = Callable[[str], Expression]


def filled(template: Json, lookup: Lookup, indent: str = "") -> Expression:
    """Return SQL for an answer's template, ``lookup`` giving the SQL of a placeholder (its name without the dollar)."""
    if not placeholders(template):
        value = json_constant(_undollared(template))
        return Expression(value, whole=not isinstance(template, str | int | float | None) or isinstance(template, bool))
    if isinstance(template, str):
        return lookup(template[1:])
    if isinstance(template, list):
        return Expression(
            f"json_array({', '.join(filled(part, lookup, indent).code for part in template)})", whole=True
        )
    parts = {name: filled(part, lookup, indent + "  ").code for name, part in template.items()}
    return Expression(object_of(parts, indent), whole=True)


def placeholders(template: Json) -> list[str]:
    """Return the placeholders of a template in order, without their dollar."""
    if isinstance(template, str):
        return [template[1:]] if template.startswith("$") and not template.startswith("$$") else []
    if isinstance(template, list):
        return [name for part in template for name in placeholders(part)]
    if isinstance(template, dict):
        return [name for part in template.values() for name in placeholders(part)]
    return []


def _undollared(template: Json) -> Json:
    """The template's constants as they are meant: two dollars at the beginning are one."""
    if isinstance(template, str) and template.startswith("$$"):
        return template[1:]
    if isinstance(template, list):
        return [_undollared(part) for part in template]
    if isinstance(template, dict):
        return {name: _undollared(part) for name, part in template.items()}
    return template
