"""Named values that a Postman request shows, in its query, headers, path or form: their schemas and texts."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from generator.description import JsonSchema
from generator.inference import schema_of, standin

Json = Any

_REQUIRED = re.compile(r"^\s*\(?required\b\)?[.:]?\s*", re.I)
_VARIABLE = re.compile(r"\{\{[^{}]*\}\}")


def text_of(value: Json) -> str:
    """A description, which is a text or an object that holds one."""
    if isinstance(value, Mapping):
        value = value.get("content")
    return value.strip() if isinstance(value, str) else ""


def said_of(field: Mapping[str, Json]) -> str:
    """What is said of a field, without the mark that it is required."""
    return _REQUIRED.sub("", text_of(field.get("description")))


def is_required(fields: Sequence[Mapping[str, Json]]) -> bool:
    """Whether the descriptions of a field say that it is required, as tools write that make collections."""
    return any(_REQUIRED.match(text_of(field.get("description"))) for field in fields)


def field_schema(fields: Sequence[Mapping[str, Json]]) -> JsonSchema:
    """The schema of a field of which there are several occurrences, each with a value as text."""
    if any(field.get("type") == "file" for field in fields):
        return {"type": "string", "format": "binary"}
    values = [value for field in fields if (value := _value(field)) is not None]
    schema = schema_of(values)
    return schema if schema else {"type": "string"}


def _value(field: Mapping[str, Json]) -> Json:
    """A field's value as what it looks like; None where it is no value but a variable."""
    value = field.get("value")
    if not isinstance(value, str) or standin(value) is not None:
        return value
    if not value.strip() or _VARIABLE.search(value):
        return None
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,14})", value):
        return int(value)
    if re.fullmatch(r"-?(0|[1-9][0-9]{0,14})\.[0-9]{1,10}", value):
        return float(value)
    return {"true": True, "false": False}.get(value, value)


def by_name(fields: Sequence[Mapping[str, Json]]) -> dict[str, list[Mapping[str, Json]]]:
    """The fields that have a name, gathered by it in their order."""
    found: dict[str, list[Mapping[str, Json]]] = {}
    for field in fields:
        if isinstance(name := field.get("key", field.get("id")), str) and name.strip():
            found.setdefault(name.strip(), []).append(field)
    return found
