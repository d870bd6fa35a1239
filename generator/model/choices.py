"""Documented choices: the kind of their values decides, where it and the kind that was said or shown do not agree."""

from collections.abc import Sequence
from typing import Any

from generator.description import JsonSchema
from generator.rules.envelopes import type_names

_BOOLEANS = frozenset({"true", "false"})


def chosen_from(values: Sequence[str | int], schema: JsonSchema, *, nullable: bool) -> JsonSchema:
    """Return the schema of a value that is one of these; ``true`` and ``false`` alone are no choices but booleans."""
    kinds = type_names(schema) - {"null"}
    texts = {str(value).lower() for value in values}
    if texts <= _BOOLEANS and kinds <= {"boolean"}:
        return {**schema, "type": ["boolean", "null"] if nullable else "boolean"}
    chosen: list[Any] = list(values)
    if kinds and kinds <= {"integer", "number"} and all(str(value).lstrip("-").isdigit() for value in values):
        chosen = [int(value) for value in values]
    kind = "integer" if all(isinstance(value, int) for value in chosen) else "string"
    if kind == "string":
        chosen = [str(value) for value in chosen]
    if nullable:
        return {**schema, "type": [kind, "null"], "enum": [*chosen, None]}
    return {**schema, "type": kind, "enum": chosen}
