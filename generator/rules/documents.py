"""Documents of free form: rows behind a wrapper, of which is said only that anything may stand in them.

``{"data": {…anything}, "permissions": {…}}`` is sent and shown, and the key that the path names is declared nowhere.
Such a row is kept as it was sent, in one column; what the server itself knows of it is shown inside: its key, and the
times that a list can be narrowed by.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.description import JsonSchema
from generator.rules.drafts import Draft
from generator.rules.envelope_words import WRAPPERS
from generator.rules.envelopes import Shape, outcome_template, type_names
from generator.rules.made import is_stamp
from generator.rules.naming import squashed
from generator.rules.paths import owner_names
from generator.rules.readings import Reading, path_inputs
from generator.schema import Schemas

_KEYS = frozenset("id uuid guid key".split())


@dataclass(frozen=True, slots=True)
class Document:
    """What is known of a collection's documents: the property around them, and the row that the server knows."""

    wrapper: str
    row: JsonSchema


def with_documents(readings: list[Reading], schemas: Schemas) -> list[Reading]:
    """Return the readings, those of collections of documents with the row that the server knows of each."""
    by_shape: dict[str, list[Reading]] = {}
    for reading in readings:
        if reading.path:
            by_shape.setdefault(reading.path.shape, []).append(reading)
    found = {
        shape: document
        for reading in readings
        if reading.method in ("PUT", "PATCH", "GET") and reading.path and reading.path.ends_in_parameter
        for shape in [reading.path.upto(-1).shape]
        if (document := _document(reading, shape, by_shape, schemas)) is not None
    }
    return [_read_as(reading, found, schemas) for reading in readings]


def add_documents(draft: Draft) -> None:
    """Mark the column that keeps an entity's documents, and those of what is sent and shown beside them."""
    for reading in draft.resource.readings:
        for name in (reading.document, *reading.beside) if reading.document else ():
            slot = draft.slots.get(name) or draft.named(name)
            if slot is None or slot.shown or slot.type != "json":
                continue
            if name == reading.document:
                slot.open = True
            else:
                draft.place(slot, (name,))
                slot.shown = True


def _document(item: Reading, shape: str, by_shape: Mapping[str, list[Reading]], schemas: Schemas) -> Document | None:
    """Return what is known of the documents of a collection, where its items are sent and shown as such."""
    around = by_shape.get(shape, [])
    items = by_shape[item.path.shape]
    shown = next((_wrapper(_answer(each), schemas) for each in items if each.method == "GET"), "")
    sends = [each for each in (*items, *around) if each.method in ("PUT", "POST", "PATCH") and each.body is not None]
    if not shown or not sends or any(_wrapper(each.body, schemas) != shown for each in sends):
        return None
    return Document(shown, _row(item, around, schemas))


def _answer(reading: Reading) -> JsonSchema | None:
    return reading.response.schema if reading.response else None


def _wrapper(schema: JsonSchema | None, schemas: Schemas) -> str:
    """Return the property that holds a document, where everything else stands beside it."""
    properties = schemas.properties(schema) if schema is not None else {}
    open_ones = [name for name in properties if squashed(name) in WRAPPERS and _is_open(properties[name], schemas)]
    return open_ones[0] if len(open_ones) == 1 else ""


def _is_open(schema: JsonSchema, schemas: Schemas) -> bool:
    """Return whether anything may stand in an object, which does not declare its key."""
    resolved = schemas.resolve(schema)
    known = {squashed(name) for name in schemas.properties(schema)}
    return type_names(resolved) == {"object"} and _allows_anything(resolved) and not known & _KEYS


def _allows_anything(schema: JsonSchema) -> bool:
    return "additionalProperties" in schema and schema["additionalProperties"] in ({}, True)


def _row(item: Reading, around: list[Reading], schemas: Schemas) -> JsonSchema:
    """Return the properties that the server shows inside of a document: its key, and times that lists ask for."""
    parameter = item.path.parameters[-1]
    asked = next((each.parameter.schema for each in path_inputs(item, schemas) if each.name == parameter), {})
    properties = {owner_names(parameter)[1] or "id": schemas.resolve(asked) or {"type": "string"}}
    for reading in around:
        for given in reading.operation.parameters if reading.method == "GET" else ():
            if given.place == "query" and is_stamp(given.name):
                properties[given.name] = {"type": "integer", **schemas.resolve(given.schema)}
    return {"type": "object", "properties": properties, "required": list(properties)}


def _read_as(reading: Reading, found: dict[str, Document], schemas: Schemas) -> Reading:
    path = reading.path
    document = found.get(path.shape) if path else None
    item = found.get(path.upto(-1).shape) if path and path.ends_in_parameter else None
    if item is not None:
        return _of_one(reading, item, schemas)
    if document is None:
        return reading
    if reading.method == "POST":
        return _of_one(reading, document, schemas)
    return _of_many(reading, document, schemas)


def _of_one(reading: Reading, document: Document, schemas: Schemas) -> Reading:
    properties = schemas.properties(_answer(reading) or {})
    beside = tuple(name for name in schemas.properties(reading.body or {}) if name != document.wrapper)
    reading = replace(reading, document=document.wrapper, beside=beside)
    if document.wrapper not in properties:
        return reading
    said = {name: f"$said:{name}" for name in properties if name != document.wrapper and reading.method != "DELETE"}
    template = {**said, document.wrapper: "$row"}
    ordered = {name: template[name] for name in properties if name in template}
    return replace(reading, shape=Shape("row", document.row, ordered, (document.wrapper,)))


def _of_many(reading: Reading, document: Document, schemas: Schemas) -> Reading:
    answer = _answer(reading)
    properties = schemas.properties(answer or {})
    rows = schemas.resolve(properties.get(document.wrapper, {}))
    items = rows.get("items")
    if answer is None or "array" not in type_names(rows) or not isinstance(items, dict) or not _is_open(items, schemas):
        return reading
    template = {**outcome_template(answer, schemas), document.wrapper: "$items"}
    return replace(reading, shape=Shape("list", document.row, template, (document.wrapper,)))
