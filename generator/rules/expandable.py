"""Expandable: values that are the key of a thing, or the thing itself in its place."""

from generator.description import JsonSchema
from generator.rules.drafts import column_type
from generator.rules.envelopes import type_names
from generator.schema import Schemas


def shown_key(schema: JsonSchema, schemas: Schemas) -> JsonSchema | None:
    """Return the schema of the key, or array of keys, that an answer shows where it may show the things instead.

    None where a value is nothing of that kind. Only what has a name of its own is such a thing: which of two forms a
    value of free form takes is left to whoever sends it.
    """
    if (key := key_alone(schema, schemas)) is not None:
        return key if _names_things(schema, schemas) else None
    resolved = schemas.resolve(schema)
    items = resolved.get("items")
    if "array" not in type_names(resolved) or not isinstance(items, dict):
        return None
    key = shown_key(items, schemas)
    return None if key is None else {**resolved, "items": key}


def key_alone(schema: JsonSchema, schemas: Schemas) -> JsonSchema | None:
    """Return the one plain alternative beside objects, with what is said of them all; None where there is not one."""
    branches = [schemas.resolve(branch) for branch in schemas.alternatives(schema)]
    keys = [branch for branch in branches if column_type(branch) in ("text", "integer")]
    objects = [branch for branch in branches if "object" in type_names(branch)]
    if len(keys) != 1 or not objects or len(branches) != len(keys) + len(objects):
        return None
    whole = schemas.resolve(schema)
    said = {name: value for name, value in whole.items() if name in ("description", "examples")}
    kind = keys[0].get("type")
    empty = isinstance(kind, str) and len(branches) < len(whole.get("oneOf") or whole.get("anyOf") or ())
    return {**keys[0], **said, **({"type": [kind, "null"]} if empty else {})}


def _names_things(schema: JsonSchema, schemas: Schemas) -> bool:
    things = [branch for branch in schemas.alternatives(schema) if "object" in type_names(schemas.resolve(branch))]
    return all(schemas.name(branch) is not None for branch in things)
