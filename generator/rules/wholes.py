"""Wholes: what an object that only the server writes begins as, put together from its properties."""

from typing import Any

from generator.description import JsonSchema
from generator.rules.beginnings import first_state
from generator.rules.envelopes import type_names
from generator.schema import Schemas

Json = Any

_DEEPEST = 4
_EMPTY: dict[str, Json] = {"boolean": False, "integer": 0, "number": 0, "array": []}


class _Unknown:
    """Nothing says with what a value begins."""


_UNKNOWN = _Unknown()


def first_object(schema: JsonSchema, schemas: Schemas) -> dict[str, Json] | None:
    """Return what an object of this schema begins as; None where a property that it must have is not known."""
    found = _object(schemas.resolve(schema), schemas, 0)
    return found if isinstance(found, dict) and found else None


def _object(schema: JsonSchema, schemas: Schemas, depth: int) -> dict[str, Json] | _Unknown:
    required = schema.get("required", [])
    found: dict[str, Json] = {}
    for name, value in schemas.properties(schema).items():
        first = _value(schemas.resolve(value), schemas, depth + 1)
        if first is not _UNKNOWN and (name in required or first is None or "default" in schemas.resolve(value)):
            found[name] = first
        elif name in required:
            return _UNKNOWN
    return found


def _value(schema: JsonSchema, schemas: Schemas, depth: int) -> Json:
    types = type_names(schema)
    if schema.get("default") is not None or "const" in schema:
        return schema.get("default", schema.get("const"))
    if "null" in types or any(part.get("type") == "null" for part in _alternatives(schema)):
        return None
    choices = schema.get("enum")
    if isinstance(choices, list) and choices:
        return first_state(choices)
    if types == {"object"} and depth < _DEEPEST:
        return _object(schema, schemas, depth)
    kind = next(iter(types)) if len(types) == 1 else ""
    barred = schema.get("minItems") or schema.get("minimum", 0) > 0
    return _EMPTY[kind] if kind in _EMPTY and not barred else _UNKNOWN


def _alternatives(schema: JsonSchema) -> list[JsonSchema]:
    """Return the alternatives of a schema as they are written, null among them."""
    return [part for name in ("anyOf", "oneOf") for part in schema.get(name, ()) if isinstance(part, dict)]
