"""Bare lists: lists whose rows are documented as objects of which nothing is said.

What a look at one of them shows says what they are: ``GET /posters`` beside ``GET /posters/{id}``.
"""

from collections.abc import Mapping
from dataclasses import replace

from generator.description import JsonSchema
from generator.rules.envelope_words import LIST_NAMES
from generator.rules.envelopes import response_shape, type_names
from generator.rules.naming import squashed
from generator.rules.readings import Reading, names_of
from generator.schema import Schemas


def with_rows_of_looks(readings: list[Reading], schemas: Schemas) -> list[Reading]:
    """Return the readings, those of bare lists with the rows that looks at one of them show."""
    looks = [each for each in readings if each.method == "GET" and each.path.ends_in_parameter]
    rows = {
        each.path.upto(-1).shape: each.shape.row
        for each in reversed(looks)
        if each.shape.kind == "row" and each.shape.row is not None and schemas.properties(each.shape.row)
    }
    return [_with_rows(reading, rows, schemas) for reading in readings]


def _with_rows(reading: Reading, rows: Mapping[str, JsonSchema], schemas: Schemas) -> Reading:
    row = rows.get(reading.path.shape) if reading.method == "GET" and reading.shape.kind != "list" else None
    response = reading.response
    if row is None or response is None or response.schema is None:
        return reading
    told = _told(response.schema, row, names_of(reading.path), schemas)
    if told is None:
        return reading
    shape = response_shape(told, schemas, names_of(reading.path), one=False)
    return replace(reading, response=replace(response, schema=told), shape=shape) if shape.kind == "list" else reading


# These only call what is shown something.
_NAMES = frozenset({"title", "description"})


def _told(schema: JsonSchema, row: JsonSchema, names: frozenset[str], schemas: Schemas) -> JsonSchema | None:
    """Return the schema of an answer whose one array of bare objects is one of rows; None where it has none."""
    resolved = schemas.resolve(schema)
    if _is_bare(resolved, schemas):
        return {**resolved, "items": row}
    properties = schemas.properties(schema)
    bare = [name for name, part in properties.items() if _is_bare(schemas.resolve(part), schemas)]
    if len(bare) != 1 or squashed(bare[0]) not in names | LIST_NAMES:
        return None
    rows = {**schemas.resolve(properties[bare[0]]), "items": row}
    return {**resolved, "properties": {**properties, bare[0]: rows}}


def _is_bare(schema: JsonSchema, schemas: Schemas) -> bool:
    """Return whether a schema is an array of objects of which nothing is said, or of anything."""
    items = schema.get("items")
    if type_names(schema) - {"null"} != {"array"} or not isinstance(items, dict):
        return False
    each = schemas.resolve(items)
    says = each.keys() - _NAMES
    return not says or (
        type_names(each) - {"null"} == {"object"} and not schemas.properties(items) and not _is_map(each)
    )


def _is_map(schema: JsonSchema) -> bool:
    more = schema.get("additionalProperties")
    return isinstance(more, dict) and bool(more)
