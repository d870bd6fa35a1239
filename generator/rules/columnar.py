"""Columnar batches: rows that are sent and shown as parallel arrays: {"ids": ["a", "b"], "texts": ["x", "y"]}.

Operations behind one item (`POST /boxes/{id}/add`, `…/get`, `…/delete`, `…/count`) speak of rows that have no path of
their own. They are read as if they had: the row is what stands at one index of all arrays.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from generator.description import JsonSchema
from generator.rules.drafts import Draft
from generator.rules.envelopes import Shape, type_names
from generator.rules.naming import singular_name, squashed, words
from generator.rules.paths import ResourcePath, Segment
from generator.rules.readings import Reading, required_names
from generator.rules.references import scope_columns
from generator.schema import Schemas

_KEYS = frozenset({"ids", "keys", "uuids"})
_WRITES = {"add": "create", "insert": "create", "create": "create", "update": "update", "upsert": "upsert"}
_READS = frozenset({"get", "fetch", "list"})
_REMOVES = frozenset({"delete", "remove"})
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Columns:
    """The rows behind one item: what they are called, the array of their keys, and each array's property of a row."""

    thing: str
    keys: str
    names: dict[str, str]


def with_columns(readings: list[Reading], schemas: Schemas) -> list[Reading]:
    """Return the readings, those of columnar batches as operations on a collection of rows."""
    found: dict[str, Columns] = {}
    for reading in readings:
        shape = _holder(reading)
        if shape and shape not in found and (columns := _columns(reading, shape, readings, schemas)) is not None:
            found[shape] = columns
    return [_as_rows(reading, found[_holder(reading)], schemas) if _holder(reading) in found else reading
            for reading in readings]  # fmt: skip


def _holder(reading: Reading) -> str:
    """Return the shape of the item that a verb stands behind; empty where none does."""
    path = reading.path
    behind = len(path.segments) > 1 and not path.ends_in_parameter and path.segments[-2].is_parameter
    return path.upto(-1).shape if behind else ""


def _verb(reading: Reading) -> str:
    return squashed(reading.path.segments[-1].text)


def _arrays(schema: JsonSchema | None, schemas: Schemas) -> dict[str, JsonSchema]:
    """Return the elements of each array that an object holds."""
    found: dict[str, JsonSchema] = {}
    for name, part in (schemas.properties(schema) if schema is not None else {}).items():
        for one in schemas.alternatives(part):
            items = schemas.resolve(one).get("items")
            if "array" in type_names(schemas.resolve(one)) and isinstance(items, dict):
                found.setdefault(name, items)
    return found


def _answered(reading: Reading) -> JsonSchema | None:
    return reading.response.schema if reading.response else None


def _columns(reading: Reading, shape: str, readings: list[Reading], schemas: Schemas) -> Columns | None:
    """Return the rows that an operation adds as arrays, where another behind the same item shows these arrays."""
    if reading.method != "POST" or _WRITES.get(_verb(reading)) != "create":
        return None
    sent = _arrays(reading.body, schemas)
    keys = [name for name in sent if squashed(name) in _KEYS and name in required_names(reading.body, schemas)]
    beside = [each for each in readings if _holder(each) == shape and _verb(each) in _READS]
    shown = _arrays(_answered(beside[0]), schemas) if len(beside) == 1 else {}
    if len(keys) != 1 or keys[0] not in shown or len(sent.keys() & shown.keys()) < _FEWEST:
        return None
    names = {name: singular_name(name) for name in sent if name in shown}
    things = words(reading.operation.summary)[1:2]
    return Columns(things[0] if things else "rows", keys[0], names) if len(set(names.values())) == len(names) else None


def _as_rows(reading: Reading, columns: Columns, schemas: Schemas) -> Reading:
    verb = _verb(reading)
    rows = _path(reading, columns.thing)
    answer = _answered(reading)
    if reading.method == "POST" and verb in _WRITES and columns.keys in _arrays(reading.body, schemas):
        row = _told(_row(reading.body, columns, schemas), schemas)
        path = rows if _WRITES[verb] == "create" else _path(reading, columns.thing, verb)
        return replace(reading, path=path, body_items=row, body_array=(), columns=columns.names)
    if reading.method == "POST" and verb in _READS and columns.keys in _arrays(answer, schemas):
        row = _row(answer, columns, schemas)
        template = {name: f"$items:{one}" for name, one in columns.names.items()}
        return replace(reading, path=rows, method="GET", shape=Shape("list", row, template))
    if reading.method == "POST" and verb in _REMOVES and columns.keys in _arrays(reading.body, schemas):
        items = _arrays(reading.body, schemas)[columns.keys]
        path = _path(reading, columns.thing, verb)
        return replace(reading, path=path, body_items=items, body_array=(columns.keys,))
    return replace(reading, path=_path(reading, columns.thing, verb)) if verb == "count" else reading


def _path(reading: Reading, *literals: str) -> ResourcePath:
    holder = reading.path.upto(-1)
    return ResourcePath((*holder.segments, *(Segment(literal, False) for literal in literals)))


def _row(schema: JsonSchema | None, columns: Columns, schemas: Schemas) -> JsonSchema:
    """Return the schema of one row: what stands at one index of the arrays."""
    arrays, required = _arrays(schema, schemas), required_names(schema, schemas)
    properties = {one: arrays[name] for name, one in columns.names.items() if name in arrays}
    return {
        "type": "object",
        "properties": properties,
        "required": [one for name, one in columns.names.items() if name in required and name in arrays],
    }


def _told(row: JsonSchema, schemas: Schemas) -> JsonSchema:
    """Return the schema of a row that is sent: an element that is null tells nothing."""
    properties = {}
    for name, schema in row["properties"].items():
        branches = schemas.alternatives(schema)
        known = schemas.resolve(branches[0]) if len(branches) == 1 else {"anyOf": list(branches)}
        types = [each for each in schemas.types(known) if each != "null"]
        properties[name] = {**known, "type": types[0]} if "type" in known and len(types) == 1 else known
    return {**row, "properties": properties}


def add_scoped_keys(drafts: Iterable[Draft]) -> None:
    """Let rows behind an item have keys that are unique there: two boxes may hold a row of one key."""
    for draft in drafts:
        scopes = [scope_columns(each, draft) for each in draft.resource.readings if each.columns]
        if scopes and len(draft.key) == 1 and scopes[0]:
            draft.key = [list(scopes[0].values())[-1], *draft.key]
