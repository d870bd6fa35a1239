"""Retries: the input by which a caller says that a creation is one that it has sent before (``idempotency_key``)."""

from generator.description import JsonSchema
from generator.rules.drafts import Draft, column_type
from generator.rules.naming import squashed
from generator.schema import Schemas

_NAMES = frozenset({"idempotencykey", "idempotencytoken", "idempotentkey"})


def is_retry_key(name: str) -> bool:
    """Return whether an input of this name marks a call, so that the same call again changes nothing."""
    return squashed(name) in _NAMES


def add_retry_keys(draft: Draft, schemas: Schemas) -> None:
    """Give rows the mark of the call that made them, where the query of a creation takes one.

    The same mark finds the row that the first call made: a column that no answer shows keeps it.
    """
    for reading in draft.resource.many:
        for parameter in reading.operation.parameters if reading.method == "POST" else ():
            schema: JsonSchema = schemas.resolve(parameter.schema)
            marks = parameter.place == "query" and is_retry_key(parameter.name) and column_type(schema) == "text"
            if marks and draft.named(parameter.name) is None:
                slot = draft.add(parameter.name, (), {"type": "string"})
                slot.unique = slot.sent = True
