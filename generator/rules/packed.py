"""Packed: texts that are said to hold JSON: agents are offered what they hold, and the wire carries the text."""

import json
import re
from typing import Any

from generator.description import JsonSchema
from generator.rules.drafts import Slot, column_type

_JSON = re.compile(r"\bJSON\b", re.I)
# What holds of answers, and not of what is sent.
_BOUNDS = ("minItems", "uniqueItems")
# A change by some of an object's properties, rather than a new object.
_BY_KEYS = re.compile(r"\bkey[ -]?:? ?value pairs\b|\bfields (?:may|can) be set\b", re.I)


def is_packed(schema: JsonSchema) -> bool:
    """Return whether a property is documented as a text that holds JSON."""
    plain = schema.get("type") == "string" and not schema.keys() & {"enum", "const", "pattern"}
    said = _JSON.search(str(schema.get("description", "")))
    return plain and schema.get("format") in (None, "json") and said is not None


def packs(slot: Slot, schema: JsonSchema) -> bool:
    """Return whether a sent text holds what answers show as an object or an array in the column."""
    return (
        slot.type == "json" and slot.shown and bool(slot.path) and column_type(schema) == "text" and is_packed(schema)
    )


def unpacked(slot: Slot, schema: JsonSchema) -> JsonSchema:
    """Return the schema of what the text holds: what answers show, of which nothing need be sent."""
    told = {"description": schema["description"]} if "description" in schema else {}
    held = {key: value for key, value in slot.schema.items() if key not in ("required", "description", *_BOUNDS)}
    if isinstance(items := held.get("items"), dict):
        held["items"] = {key: value for key, value in items.items() if key != "required"}
    return {**held, **told}


def changes_some(schema: JsonSchema) -> bool:
    """Return whether an object that is sent changes the properties that it has and leaves the others."""
    return _BY_KEYS.search(str(schema.get("description", ""))) is not None


def held_by(text: str) -> Any:
    """Return what a text of JSON holds, the text itself where it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return text
