"""Shelves: collections of rows of another kind that are put there and taken away by key: saved albums, favourites.

A shelf's rows show the whole of what they hold. They keep its key, and its form as it was when it was put there; this
is only done where nothing documented changes what they hold.
"""

from generator.description import JsonSchema
from generator.plan import Argument, Key, Reference
from generator.rules.drafts import Draft
from generator.rules.envelopes import type_names
from generator.rules.naming import clean_schema_name, singular, squashed, words
from generator.rules.readings import Reading, is_many_in_one, sent_properties
from generator.rules.said_lengths import said_items
from generator.schema import Schemas
from state_db.sql import identifier

_ASKS = frozenset({"contains", "check", "includes", "has", "exists"})
_WRITES = frozenset({"PUT", "POST", "PATCH"})


def add_shelves(drafts: dict[str, Draft], schemas: Schemas) -> None:
    """Give every shelf the column that keeps the keys of what it holds, as its own key."""
    kinds = {_thing(name): draft for draft in drafts.values() for name in _row_names(draft, schemas)}
    for draft in drafts.values():
        if draft.resource.singleton or draft.resource.items or not draft.resource.many:
            continue
        held = [
            (slot, kinds[name])
            for slot in draft.slots.values()
            if slot.path and slot.shown and (name := _thing(_kind(slot.schema, draft, slot.path, schemas))) in kinds
        ]
        taking = [reading for reading in draft.resource.many if key_array(reading, schemas) is not None]
        if len(held) != 1 or not any(reading.method in ("PUT", "POST") for reading in taking):
            continue
        slot, target = held[0]
        if target is draft or len(target.key) != 1 or not target.slots[target.key[0]].path or _changes(target):
            continue
        key = draft.add(f"{target.name}_id", (), target.slots[target.key[0]].schema)
        key.references = Reference(entity=target.name, on_delete="cascade")
        slot.made, slot.template = "copied", key.name
        for name in [name for name in draft.key if not draft.slots[name].path]:
            draft.remove(name)
        draft.key, draft.id, draft.client_key, draft.shelf = [key.name], None, True, key.name


def _thing(name: str) -> str:
    """Return what a schema's name calls the thing, in whole or in short: an album and a simplified album are albums."""
    parts = words(clean_schema_name(name)) if name else []
    return "_".join(parts[1:] if len(parts) > 1 and parts[0] in _SHORT else parts)


_SHORT = frozenset("simplified simple compact basic minimal mini short".split())


def _row_names(draft: Draft, schemas: Schemas) -> set[str]:
    found = {one.row_name(schemas) for one in draft.resource.items if one.method == "GET" and one.shape.row}
    return {name for name in found if name}


def _kind(schema: JsonSchema, draft: Draft, path: tuple[str, ...], schemas: Schemas) -> str:
    """Return the name of the schema that a shown property refers to, alone or as the only part of an ``allOf``."""
    for reading in draft.resource.many:
        part = schemas.properties(reading.shape.row or {}).get(path[0], {}) if len(path) == 1 else {}
        references = [part, *(one for one in part.get("allOf", ()) if "$ref" in one)]
        for one in references:
            if (name := schemas.name(one)) is not None:
                return name
    return ""


def _changes(target: Draft) -> bool:
    return any(reading.method in _WRITES | {"DELETE"} for reading in target.resource.readings)


def key_array(reading: Reading, schemas: Schemas) -> tuple[tuple[str, ...], JsonSchema, str] | None:
    """Return the place, the schema and the name of the array of keys that an operation takes in its body or query."""
    for name, schema in sent_properties(reading, schemas).items():
        resolved = schemas.resolve(schema)
        items = schemas.resolve(resolved.get("items", {}))
        if _says_keys(name) and "array" in type_names(resolved) and "string" in type_names(items):
            return (*reading.wrapper, name), resolved, "body"
    for parameter in reading.operation.parameters:
        resolved = schemas.resolve(parameter.schema)
        text = f"{parameter.text} {resolved.get('description', '')}"
        many = "array" in type_names(resolved) or is_many_in_one(resolved, text)
        if parameter.place == "query" and _says_keys(parameter.name) and many:
            return (parameter.name,), resolved, "query"
    return None


def _says_keys(name: str) -> bool:
    parts = words(name)
    return bool(parts) and singular(parts[-1]) == "id" and squashed(name) != "id"


def asks_for(reading: Reading, literal: str | None) -> bool:
    """Return whether an operation asks which of some keys a shelf holds, and answers with an array of truth values."""
    response = reading.response.schema if reading.response else None
    return reading.method == "GET" and literal in _ASKS and reading.shape.kind == "keys" and response is not None


def keys_argument(reading: Reading, draft: Draft, schemas: Schemas) -> Argument:
    """Return the argument that is the array of keys."""
    found = key_array(reading, schemas)
    assert found is not None
    wire, schema, place = found
    said = str(schema.get("description", ""))
    text = {"description": said[:300]} if said else {}
    parameter = next((one for one in reading.operation.parameters if one.name == wire[-1]), None)
    told = f"{parameter.text if parameter else ''} {said}"
    most = {"maxItems": schema["maxItems"]} if "maxItems" in schema else said_items({}, told, wire[-1])
    in_query = place == "query" and parameter is not None
    return Argument(
        name="ids" if len(words(wire[-1])) == 1 else "_".join(words(wire[-1])),
        place="query" if in_query else "body",
        wire=wire,
        value={"type": "array", "items": {"type": "string"}, "minItems": 1, **most, **text},
        required=True,
        does=Key(column=draft.shelf),
        style=parameter.style if in_query and parameter else "",
        explode=parameter.explode if in_query and parameter else False,
        split=in_query and "array" not in type_names(schema),
    )


def asking_steps(draft: Draft, argument: str, status: int) -> tuple[str, ...]:
    """Return the program that tells of each key whether the shelf holds it, in the order of the keys."""
    held = f"SELECT 1 FROM {identifier(draft.table)} s WHERE s.{identifier(draft.shelf)} = e.value"
    return (
        f"-- @return {status}",
        f"SELECT json_group_array(json(iif(EXISTS ({held}), 'true', 'false')) ORDER BY e.key)",
        f"FROM json_each(:{argument}) e;",
    )
