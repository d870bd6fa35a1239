"""Plain values: collections whose members are bare texts or numbers: ``GET /markets`` answers ``["CA", "IT"]``.

Each member is a row with one column, which is its key: such rows are put there and taken away by their value.
"""

from generator.description import JsonSchema
from generator.rules.envelopes import type_names
from generator.rules.readings import Reading
from generator.rules.verbs import is_action
from generator.schema import Schemas


def lists_values(reading: Reading, schemas: Schemas) -> bool:
    """Return whether a GET of a path without an action answers with bare texts or numbers."""
    last = reading.path.literals[-1:] if not reading.path.ends_in_parameter else ()
    if reading.method != "GET" or reading.shape.kind != "keys" or not last or is_action(last[0]):
        return False
    return type_names(value_schema(reading, schemas)) - {"null"} in ({"string"}, {"integer"})


def value_schema(reading: Reading, schemas: Schemas) -> JsonSchema:
    """Return the schema of one element of the array in the answer, with the examples that the array shows."""
    found = reading.response.schema if reading.response and reading.response.schema is not None else {}
    for name in reading.shape.where:
        found = schemas.properties(found).get(name, {})
    resolved = schemas.resolve(found)
    items = resolved.get("items")
    shown = [one for example in resolved.get("examples", ()) if isinstance(example, list) for one in example]
    element = schemas.resolve(items) if isinstance(items, dict) else {}
    return {**element, "examples": shown} if shown and "examples" not in element else element
