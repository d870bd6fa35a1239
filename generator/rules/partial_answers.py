"""Partial answers: batches that do what can be done, and tell of each other element why not (207 Multi-Status)."""

from dataclasses import replace
from typing import Any

from generator.description import JsonSchema, Response
from generator.plan import Partial
from generator.rules.choice import Choice
from generator.rules.drafts import Draft
from generator.rules.envelopes import type_names
from generator.rules.failure_bodies import body_template
from generator.rules.naming import squashed
from generator.rules.readings import Reading
from generator.schema import Schemas

_ERRORS = frozenset("errors failures failed".split())
_COUNTS = frozenset("numerrors errorcount numberoferrors errorscount numfailed failedcount failurecount".split())
# Where an error says what it is about.
_ABOUT = frozenset("context params parameters details".split())


def partial_of(reading: Reading, choice: Choice, draft: Draft, answer: Any, schemas: Schemas) -> Partial | None:
    """Return how a batch answers of which some elements name no row; None where nothing else than a refusal is said."""
    told = next((one for one in reading.operation.responses if one.status == "207" and one.schema), None)
    each = choice.batch.each if choice.batch is not None else None
    if each not in ("get", "update") or told is None or not isinstance(answer, dict):
        return None
    properties = schemas.properties(told.schema or {})
    whole = {name: value for name, value in answer.items() if name in properties}
    found = [(name, items) for name, schema in properties.items() if (items := _errors(name, schema, schemas))]
    if len(found) != 1 or "$items" not in whole.values():
        return None
    counts = {name: "$failed" for name in properties if squashed(name) in _COUNTS}
    error = _error(told, found[0][1], draft, schemas)
    return Partial(status=207, answer={**whole, found[0][0]: "$errors", **counts}, error=error) if error else None


def _errors(name: str, schema: JsonSchema, schemas: Schemas) -> JsonSchema | None:
    items = schemas.resolve(schema).get("items")
    fits = squashed(name) in _ERRORS and isinstance(items, dict) and bool(schemas.properties(items))
    return items if fits else None


def _error(response: Response, items: JsonSchema, draft: Draft, schemas: Schemas) -> dict[str, Any] | None:
    """Return the template of one error, with all that each must show; what it is about is the key that names no row."""
    found = body_template(replace(response, schema=items, media_type=None, examples=()), "not_found", schemas)
    if not isinstance(found, dict):
        return None
    required = schemas.union(items).get("required", ())
    found = {name: value for name, value in found.items() if name in required or squashed(name) != "id"}
    key = draft.slots[draft.key[-1]]
    for name in required:
        inner = schemas.resolve(schemas.properties(items).get(name, {}))
        types, values = type_names(inner) - {"null"}, inner.get("additionalProperties")
        if name in found:
            continue
        if types == {"array"}:
            found[name] = []
        elif types == {"object"}:
            many = isinstance(values, dict) and type_names(schemas.resolve(values)) == {"array"}
            about = {(key.path or (key.name,))[-1]: ["$key"]}
            found[name] = about if many and squashed(name) in _ABOUT else {}
    return found
