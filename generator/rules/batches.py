"""Batches: operations that do the same to every element of an array that they are sent."""

from dataclasses import dataclass
from typing import Literal

from generator.description import JsonSchema, Parameter
from generator.rules.drafts import Draft, column_type
from generator.rules.envelopes import type_names
from generator.rules.naming import singular, squashed, words
from generator.rules.readings import Reading, is_many_in_one, required_names, sent_properties
from generator.rules.resources import own_parameters
from generator.schema import Schemas

Each = Literal["create", "update", "upsert", "delete", "get"]

_EACH: dict[str, Each] = {
    "create": "create", "add": "create", "insert": "create", "import": "create", "upload": "create",
    "update": "update", "edit": "update", "modify": "update", "patch": "update",
    "upsert": "upsert",
    "delete": "delete", "remove": "delete", "archive": "delete", "destroy": "delete",
    "read": "get", "get": "get", "fetch": "get", "lookup": "get", "retrieve": "get", "mget": "get",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch does to each element, and where its array stands: a query parameter, or a path into the body."""

    each: Each
    parameter: Parameter | None
    path: tuple[str, ...]
    items: JsonSchema


def batch_of(reading: Reading, draft: Draft, literal: str | None, schemas: Schemas) -> Batch | None:
    """Return the batch that an operation on a collection is; None where it is none, or its elements name no row."""
    adds = literal is None and reading.method == "PUT" and puts_new(reading, draft)
    each = "create" if adds else _each(reading, literal, several=_named_by_keys(reading, draft, schemas) is not None)
    if each is None or not draft.key:
        return None
    if reading.body_items is not None:
        items = _open_elements(reading, draft, schemas) if each == "update" else None
        batch = Batch(each, None, reading.body_array, items or reading.body_items)
        behind_one = literal is not None and bool(own_parameters(reading, draft.resource))
        return batch if _names_rows(batch, draft, schemas, behind_one=behind_one) else None
    if literal is None and each == "create" and (named := _array_of_names(reading, draft, schemas)) is not None:
        return Batch("create", None, *named)
    if literal is not None and each in ("delete", "get") and (named := _named_by_keys(reading, draft, schemas)):
        return Batch(each, None, *named)
    if literal is not None and (found := _array_of_keys(reading, draft, schemas)) is not None:
        return Batch(each, None, *found) if each != "create" else None
    for parameter in reading.operation.parameters:
        if parameter.place == "query" and each in ("delete", "get") and _holds_keys(parameter, draft, schemas):
            return Batch(each, parameter, (), {"type": "string"})
    return None


def _each(reading: Reading, literal: str | None, *, several: bool) -> Each | None:
    if literal is None:
        by_method: dict[str, Each] = {"POST": "create", "PUT": "update", "PATCH": "update", "DELETE": "delete"}
        usual = by_method.get(reading.method)
        return (documented_each(reading) or usual) if usual in ("create", "update") else usual
    said = [_EACH[word] for word in words(literal) if word in _EACH]
    many = {"batch", "bulk", "many", "multiple", "list", "array", "mget"} & set(words(literal))
    if reading.method == "POST" and not said and many and reading.body_items is not None:
        return documented_each(reading)  # POST /orders/batch says in words what it does
    if reading.method == "POST" and said and (many or reading.body_items is not None):
        return said[-1]
    if reading.method == "POST" and several and [_EACH.get(word) for word in words(literal)] == ["delete"]:
        return "delete"
    return None


def _open_elements(reading: Reading, draft: Draft, schemas: Schemas) -> JsonSchema | None:
    """Return the elements of a batch that are documented as objects of any properties, where one row can be changed.

    Each is then what the change of one row sends, with the key of the row.
    """
    items = schemas.resolve(reading.body_items or {})
    if schemas.properties(items) or type_names(items) != {"object"} or reading.shape.kind != "list":
        return None
    change = next(
        (one for one in draft.resource.items if one.method in ("PATCH", "PUT") and one.body_items is None), None
    )
    sent = sent_properties(change, schemas) if change is not None else {}
    key = draft.slots[draft.key[-1]]
    if not sent or len(key.path) != 1:
        return None
    known = {"type": {"text": "string"}.get(key.type, key.type)}
    return {"type": "object", "properties": {key.path[0]: known, **sent}, "required": [key.path[0]]}


def documented_each(reading: Reading) -> Each | None:
    """Return what the summary says is done to each element: "Creates …", "Updates or creates …"."""
    summary = reading.operation.summary or reading.operation.text.partition(".")[0]
    said = {each for word in words(summary)[:4] if (each := _SAID.get(word)) is not None}
    if {"create", "update"} <= said or "upsert" in said:
        return "upsert"
    each = said.pop() if len(said) == 1 else None
    # "Deletes …" that sends more than keys marks the rows as deleted: {"id": …, "status": "DELETED"}.
    return "update" if each == "delete" else each


def puts_new(reading: Reading, draft: Draft) -> bool:
    """Return whether a PUT to a collection adds to it: it says so, or says nothing where its like behind others do."""
    if (said := documented_each(reading)) is not None:
        return said == "create"
    alike = [each for each in draft.resource.many if each.method == "PUT" and each is not reading]
    same = [
        each for each in alike if each.path.literals[-1:] == reading.path.literals[-1:] and each.shape == reading.shape
    ]
    return bool(same) and all(documented_each(each) == "create" for each in same)


def changes_rows(reading: Reading) -> bool:
    """Return whether an operation on a collection only changes rows that are there already."""
    return (documented_each(reading) or ("create" if reading.method == "POST" else "update")) == "update"


_SAID: dict[str, Each] = {
    **dict.fromkeys(("create", "creates", "created", "add", "adds", "insert", "inserts"), "create"),
    **dict.fromkeys(("update", "updates", "updated", "modify", "modifies", "edit", "edits", "change"), "update"),
    **dict.fromkeys(("upsert", "upserts"), "upsert"),
    **dict.fromkeys(("delete", "deletes"), "delete"),
}


def counted_answer(reading: Reading, schemas: Schemas) -> dict[str, str] | None:
    """Return the template of a batch's answer that only says how many rows it did: {"deleted": 2}; None for others."""
    schema = reading.response.schema if reading.response else None
    properties = schemas.properties(schema) if schema is not None else {}
    if len(properties) != 1:
        return None
    (name, inner), *_ = properties.items()
    counts = squashed(name) in _DONE and type_names(schemas.resolve(inner)) - {"null"} == {"integer"}
    return {name: "$count"} if counts else None


_DONE = frozenset(
    "count created added inserted updated modified upserted deleted removed createdcount deletedcount".split()
)


def _names_rows(batch: Batch, draft: Draft, schemas: Schemas, *, behind_one: bool) -> bool:
    """Return whether each element holds what the batch needs: a key to pick a row by, or a row's own properties.

    ``behind_one`` tells that the path has picked a row of the entity already.
    """
    key = draft.slots[draft.key[-1]]
    properties = schemas.properties(batch.items)
    if not properties:
        if behind_one:
            return False  # /groups/{id}/archive with an array of names archives what the group holds, and no groups
        plain = type_names(schemas.resolve(batch.items)) - {"null"}
        fits = plain == {"string" if key.type == "text" else "integer"}
        return fits and batch.each in ("delete", "get")
    known = {slot.path[0] for slot in draft.slots.values() if slot.path and slot.path[0] in properties}
    if batch.each in ("create", "upsert"):
        sent = [name for name, schema in properties.items() if not schemas.resolve(schema).get("readOnly")]
        if 2 * len(known) < len(sent) or not sent:
            return False
        if batch.each == "create":
            return True
        if (key.path[:1] or (key.name,))[0] in required_names(batch.items, schemas) and not draft.client_key:
            return False  # an element always names a row, by a key that only the server gives: none can be new
    return (key.path[:1] or (key.name,))[0] in properties and len(key.path) <= 1


def _array_of_keys(reading: Reading, draft: Draft, schemas: Schemas) -> tuple[tuple[str, ...], JsonSchema] | None:
    """Return the one array in a body of several properties whose elements hold the entity's key."""
    if reading.body is None:
        return None
    key = draft.slots[draft.key[-1]]
    wanted = (key.path[:1] or (key.name,))[0]
    found = []
    for name, schema in schemas.properties(reading.body).items():
        items = schemas.resolve(schema).get("items")
        if isinstance(items, dict) and wanted in schemas.properties(items):
            found.append(((name,), items))
    return found[0] if len(found) == 1 else None


def _named_by_keys(reading: Reading, draft: Draft, schemas: Schemas) -> tuple[tuple[str, ...], JsonSchema] | None:
    """Return the one thing that a body sends, an array of keys: called after these, or after what they name."""
    sent = sent_properties(reading, schemas)
    if len(sent) != 1 or not draft.key:
        return None
    (name, schema), *_ = sent.items()
    items, key = schemas.resolve(schema).get("items"), draft.slots[draft.key[-1]]
    if not isinstance(items, dict) or column_type(schemas.resolve(items)) != key.type:
        return None
    called, thing = squashed(key.path[-1] if key.path else key.name), squashed(draft.name)
    one = "".join(singular(part) for part in words(name))
    return ((*reading.wrapper, name), items) if one in (called, thing, thing + called) else None


def _array_of_names(reading: Reading, draft: Draft, schemas: Schemas) -> tuple[tuple[str, ...], JsonSchema] | None:
    """Return the array of a POST whose elements are the keys that callers choose: ``{"usernames": ["ann", "bob"]}``."""
    key = draft.slots[draft.key[-1]]
    if reading.method != "POST" or key.made is not None or reading.shape.kind not in ("list", "none"):
        return None
    called, thing = squashed(key.path[-1] if key.path else key.name), squashed(draft.name.split("_")[0])
    for name, schema in sent_properties(reading, schemas).items():
        items = schemas.resolve(schema).get("items")
        parts = words(name)
        one = squashed("".join([*parts[:-1], singular(parts[-1])])) if parts else ""
        if not isinstance(items, dict) or column_type(schemas.resolve(items)) != key.type:
            continue
        if one in (called, thing + called):
            return (*reading.wrapper, name), items
    return None


def _holds_keys(parameter: Parameter, draft: Draft, schemas: Schemas) -> bool:
    schema = schemas.resolve(parameter.schema)
    many = "array" in type_names(schema) or is_many_in_one(schema, parameter.text)
    parts = words(parameter.name)
    one = squashed("".join([*parts[:-1], singular(parts[-1])])) if parts else ""
    key = draft.slots[draft.key[-1]]
    called = squashed(key.path[-1] if key.path else key.name)
    return many and one in (called, squashed(draft.name) + called)
