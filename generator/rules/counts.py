"""Counts: operations that answer how many rows of a collection there are: GET /orders/count, POST /orders/count."""

from typing import Any

from generator.description import JsonSchema
from generator.rules.drafts import Draft
from generator.rules.envelopes import type_names
from generator.rules.naming import singular, squashed, words
from generator.rules.readings import Reading
from generator.rules.resources import own_parameters
from generator.schema import Schemas

_NUMBERS = frozenset("count total totalcount number totalnumber value result".split())


def counts_rows(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> bool:
    """Return whether an operation of the collection answers with the number of its rows, and with nothing else."""
    said = [singular(word) for word in words(literal) if word != "total"]
    thing = squashed(singular(draft.name.split("_")[-1]))
    counts = "count" in said and all(word in ("count", thing) for word in said)
    whole = not set(reading.path.parameters) & set(own_parameters(reading, draft.resource))
    return counts and whole and reading.method in ("GET", "POST") and count_answer(reading, schemas) is not None


def count_answer(reading: Reading, schemas: Schemas) -> Any:
    """Return the template of an answer that is a number, alone or as an object's only property; None for any other."""
    schema = reading.response.schema if reading.response else None
    if schema is None:
        return None
    if _is_number(schema, schemas):
        return "$total"
    properties = schemas.properties(schema)
    if len(properties) != 1:
        return None
    (name, inner), *_ = properties.items()
    return {name: "$total"} if squashed(name) in _NUMBERS and _is_number(inner, schemas) else None


def _is_number(schema: JsonSchema, schemas: Schemas) -> bool:
    return type_names(schemas.resolve(schema)) - {"null"} == {"integer"}
