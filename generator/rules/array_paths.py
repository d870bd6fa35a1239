"""Array paths: what is put into an array that a thing shows, or taken out of it, at a path called after that array.

``POST`` and ``DELETE /groups/{name}/users {"users": ["ann"]}`` of a group that shows its ``users`` are read as the
actions ``/groups/{name}/addUsers`` and ``removeUsers``.
"""

from dataclasses import replace

from generator.description import JsonSchema
from generator.rules.drafts import column_type
from generator.rules.envelopes import type_names
from generator.rules.naming import snake, squashed
from generator.rules.paths import ResourcePath, Segment
from generator.rules.readings import Reading, row_properties
from generator.schema import Schemas

_ACTIONS = {"POST": "add", "DELETE": "remove"}


def with_array_paths(readings: list[Reading], schemas: Schemas) -> list[Reading]:
    """Return the readings, those that change an array at its own path as actions behind the thing that shows it."""
    looks = {each.path.shape: each for each in readings if each.method == "GET" and each.path}
    return [_as_action(each, looks.get(_above(each)), looks, schemas) for each in readings]


def _above(reading: Reading) -> str:
    length = len(reading.path.segments)
    return reading.path.upto(length - 1).shape if length > 1 else ""


def _as_action(reading: Reading, thing: Reading | None, looks: dict[str, Reading], schemas: Schemas) -> Reading:
    body = reading.operation.body
    if thing is None or thing.shape.row is None or not thing.path.ends_in_parameter or thing.shape.kind != "row":
        return reading
    if reading.method not in _ACTIONS or reading.path.ends_in_parameter or reading.path.verb or body is None:
        return reading
    called = reading.path.segments[-1].text
    shown = _arrays(thing.shape.row, schemas)
    sent = _arrays(body.schema or {}, schemas)
    if reading.path.shape in looks or squashed(called) not in shown & sent:
        return reading
    action = Segment(f"{_ACTIONS[reading.method]}_{snake(called)}", False)
    path = ResourcePath((*reading.path.segments[:-1], action))
    return replace(
        reading, path=path, method="POST", body=body.schema, body_items=None, body_array=(), wrapper=(), beside=()
    )


def _arrays(schema: JsonSchema, schemas: Schemas) -> set[str]:
    """Return the squashed names of the properties that are arrays of plain texts or numbers."""
    found = set()
    for name, value in row_properties(schema, schemas).items():
        resolved = schemas.resolve(value)
        items = resolved.get("items")
        plain = isinstance(items, dict) and column_type(schemas.resolve(items)) in ("text", "integer")
        if plain and type_names(resolved) - {"null"} == {"array"}:
            found.add(squashed(name))
    return found
