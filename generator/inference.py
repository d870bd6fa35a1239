"""``schema_of``: values that a documentation shows → the schema that all of them have.

Only what the values show is said: types, properties, which of them every object has, and formats that every string has.
"""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any

Json = Any
JsonSchema = dict[str, Any]

_MOST_EXAMPLES = 5
_MOST_LENGTH = 200  # of a text that is kept as an example
_FORMATS = (
    ("uuid", re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")),
    ("date-time", re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")),
    ("date", re.compile(r"\d{4}-\d{2}-\d{2}")),
    ("email", re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")),
    ("uri", re.compile(r"https?://[^\s{}]+")),
)
# What stands for a value where a tool made the example from a schema → what it stands for.
_STANDINS: dict[str, JsonSchema] = {
    "string": {"type": "string"}, "integer": {"type": "integer"}, "long": {"type": "integer"},
    "number": {"type": "number"}, "float": {"type": "number"}, "double": {"type": "number"},
    "boolean": {"type": "boolean"}, "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"}, "dateTime": {"type": "string", "format": "date-time"},
    "uuid": {"type": "string", "format": "uuid"}, "email": {"type": "string", "format": "email"},
    "uri": {"type": "string", "format": "uri"}, "binary": {"type": "string", "format": "binary"},
    "object": {"type": "object"}, "array": {"type": "array"},
}  # fmt: skip
_STANDIN = re.compile(r"<([A-Za-z]+)>")
_OBJECT, _ARRAY = "object", "array"


def schema_of(values: Sequence[Json]) -> JsonSchema:
    """The schema of values of which each is an example; ``{}`` where there are none."""
    standins = [stood for value in values if (stood := standin(value)) is not None]
    real = [value for value in values if standin(value) is None]
    by_kind: dict[str, list[Json]] = {}
    for value in real:
        by_kind.setdefault(_kind(value), []).append(value)
    if "integer" in by_kind and "number" in by_kind:
        by_kind["number"] += by_kind.pop("integer")
    nullable = by_kind.pop("null", None) is not None
    found = [_MAKERS.get(kind, _scalar)(kind, held) for kind, held in by_kind.items()]
    known = {schema.get("type") for schema in found}
    for schema in standins:
        if schema["type"] not in known and schema not in found:
            found.append(schema)
    return _joined(found, nullable)


def standin(value: Json) -> JsonSchema | None:
    """What a text like ``<integer>`` stands for; None where it is no such text."""
    match = _STANDIN.fullmatch(value) if isinstance(value, str) else None
    return _STANDINS.get(match[1]) if match else None


def is_shown(value: Json) -> bool:
    """Whether a value is a real example: nothing in it only stands for a value."""
    if isinstance(value, dict):
        return all(map(is_shown, value.values()))
    return all(map(is_shown, value)) if isinstance(value, list) else standin(value) is None


def _joined(found: list[JsonSchema], nullable: bool) -> JsonSchema:
    if len(found) == 1:
        only = found[0]
        return {**only, "type": [only["type"], "null"]} if nullable else only
    if not found:
        return {}  # nothing but null: any value may stand there another time
    return {"anyOf": [*found, *([{"type": "null"}] if nullable else [])]}


def _kind(value: Json) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "number"
        case str():
            return "string"
        case list():
            return _ARRAY
        case _:
            return _OBJECT


def _scalar(kind: str, values: list[Json]) -> JsonSchema:
    schema: JsonSchema = {"type": kind}
    if kind == "string":
        schema |= next(({"format": name} for name, form in _FORMATS if all(map(form.fullmatch, values))), {})
    shown = list({json.dumps(value): value for value in values if len(str(value)) <= _MOST_LENGTH}.values())
    return {**schema, "examples": shown[:_MOST_EXAMPLES]} if shown and kind != "boolean" else schema


def _array(_: str, values: list[Json]) -> JsonSchema:
    return {"type": _ARRAY, "items": schema_of([item for value in values for item in value])}


def _object(_: str, values: list[Json]) -> JsonSchema:
    names = dict.fromkeys(name for value in values for name in value)
    properties = {name: schema_of([value[name] for value in values if name in value]) for name in names}
    required = [name for name in names if all(name in value for value in values)]
    return {"type": _OBJECT, "properties": properties, **({"required": required} if required else {})}


_MAKERS: dict[str, Callable[[str, list[Json]], JsonSchema]] = {_ARRAY: _array, _OBJECT: _object}
