"""What examples show beyond a thin schema: a response that is documented by its examples gets their properties.

A schema such as ``{"ok": boolean, …anything}`` leaves the answer to the documented example. What the example shows
becomes properties of a schema that allows more; nothing of it is required, and nothing that the schema says is changed.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from generator.description import Body, JsonSchema, Response
from generator.rules.envelopes import says_only_done
from generator.schema import Schemas

Json = Any

# Some documents write a value's type where its example belongs.
_TYPES = frozenset("string integer number boolean array object".split())
_DEEPEST = 6


def with_shown(response: Response | None, schemas: Schemas) -> Response | None:
    """Return the response with what its examples show, where its schema says nothing but that the call went through."""
    if response is None or not response.examples or not _is_thin(response, schemas):
        return response
    examples = [_read(example) for example in response.examples]
    shown = [example for example in examples if isinstance(example, dict)]
    schema = schemas.resolve(response.schema or {})
    if not schema and any(isinstance(example, list) for example in examples):
        return replace(response, schema=schema_shown_by([each for each in examples if isinstance(each, list)]))
    properties = {**_properties(shown, 0), **schema.get("properties", {})}
    if properties.keys() == schema.get("properties", {}).keys():
        return response
    return replace(response, schema={**schema, "type": "object", "properties": properties})


def body_with_shown(body: Body | None, schemas: Schemas) -> Body | None:
    """Return the body with the properties that its examples show, where its schema names none and allows any."""
    if body is None or "json" not in body.media_type.lower():
        return body
    schema = schemas.resolve(body.schema)
    given = schema.get("examples")
    shown = [_read(each) for each in (*body.examples, *(given if isinstance(given, list) else ()))]
    objects = [each for each in shown if isinstance(each, dict)]
    if not objects or schemas.properties(body.schema) or schema.get("type", "object") != "object":
        return body
    if schema.keys() & _SAYS_MORE or "additionalProperties" in schema:
        return body
    return replace(body, schema={**schema, "type": "object", "properties": _properties(objects, 0)})


_SAYS_MORE = frozenset({"oneOf", "anyOf", "allOf", "$ref", "patternProperties"})


def _read(example: Json) -> Json:
    """Return what an example says: some documents write it as a text of JSON."""
    if not isinstance(example, str) or example.strip()[:1] not in ("{", "["):
        return example
    try:
        return json.loads(example)
    except ValueError:
        return example


def _is_thin(response: Response, schemas: Schemas) -> bool:
    """Return whether the schema is open and has no properties, or only those that tell that the call went through."""
    if response.schema is None:
        return "json" in (response.media_type or "application/json").lower()
    schema = schemas.resolve(response.schema)
    if schema.get("additionalProperties") is False or schema.get("type", "object") != "object":
        return False
    if any(keyword in schema for keyword in ("oneOf", "anyOf")) or isinstance(schema.get("additionalProperties"), dict):
        return False
    return not schemas.properties(schema) or says_only_done(schema, schemas)


def _properties(objects: Iterable[dict[str, Json]], depth: int) -> dict[str, JsonSchema]:
    values: dict[str, list[Json]] = {}
    for each in objects:
        for name, value in each.items():
            values.setdefault(name, []).append(value)
    return {name: schema_shown_by(found, depth + 1) for name, found in values.items()}


def schema_shown_by(values: list[Json], depth: int = 0) -> JsonSchema:
    """Return the schema of what is shown; values of several types make one that allows anything but says nothing.

    >>> schema_shown_by([{"id": "T1", "tags": ["a"]}])["properties"]["tags"]
    {'type': 'array', 'items': {'type': 'string', 'examples': ['a']}}
    """
    kinds = {_kind(value) for value in values}
    types = kinds - {"null"}
    if len(types) != 1 or depth > _DEEPEST:
        return {}
    (kind,) = types
    schema: JsonSchema = {"type": [kind, "null"] if "null" in kinds else kind}
    if kind == "object":
        objects = [value for value in values if isinstance(value, dict)]
        if depth and (rows := _rows_by_key(objects)):
            return {**schema, "additionalProperties": schema_shown_by(rows, depth + 1), **_named_by(objects)}
        return {**schema, "properties": _properties(objects, depth)} if any(objects) else schema
    if kind == "array":
        items = [item for value in values if isinstance(value, list) for item in value]
        return {**schema, "items": schema_shown_by(items, depth + 1)} if items else schema
    examples = [value for value in values if value is not None and not _names_type(value)]
    return {**schema, "examples": examples[:3]} if examples else schema


def _rows_by_key(objects: list[dict[str, Json]]) -> list[Json]:
    """Return the rows of a map by key: several keys of one shape, each with an object of the same properties."""
    keys = [name for each in objects for name in each]
    rows = [row for each in objects for row in each.values()]
    told = [frozenset(row) if isinstance(row, dict) else frozenset() for row in rows]
    alike = len(set(told)) == 1 and bool(told[0])
    return rows if len(set(keys)) > 1 and alike and all(_KEY.fullmatch(name) for name in keys) else []


def _named_by(objects: list[dict[str, Json]]) -> JsonSchema:
    return {"propertyNames": {"examples": list(dict.fromkeys(name for each in objects for name in each))[:3]}}


# Keys that servers make: letters and digits in capitals, numbers, and uuids. No property is called so.
_KEY = re.compile(r"(?=.*\d)[A-Z][A-Z0-9]{5,}|\d{2,}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def _names_type(value: Json) -> bool:
    return isinstance(value, str) and value in _TYPES


def _kind(value: Json) -> str:
    if isinstance(value, str) and value in _TYPES:
        return value
    for kind, name in ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array")):
        if isinstance(value, kind):
            return name
    return "null" if value is None else "object"
