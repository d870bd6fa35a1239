"""What paths name by their parameters: of what type it is, and whether a column can hold it."""

from generator.description import JsonSchema, Parameter
from generator.rules.drafts import Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.naming import squashed
from generator.rules.paths import owner_names
from generator.schema import Schemas
from generator.seed.schemas import Judge

# A text of each format that a path may have no room for; those that are no keys wherever they stand.
_TOLD = {
    "email": "a@b.example", "uri": "https://b.example/a", "url": "https://b.example/a",
    "uuid": "6f1e0d3a-5c2b-4a7e-9d10-2b8c4f6a7e90",
}  # fmt: skip
_TIMES = frozenset({"date", "date-time", "time", "duration"})
# Numbers as they stand in paths.
_NUMBERS = ("7", "42", "1001", "123456", "12345678")
_BINDING = ("pattern", "format")


def is_other(slot: Slot, parameter: Parameter, schemas: Schemas) -> bool:
    """Return whether rows hold what the path cannot name, or the other way round: it is something else.

    Any text may be sent where the path takes a number; or a property of the parent's name alone is bound as no key of
    the path's is.
    """
    if slot.type != "text":
        return False
    given = schemas.resolve(parameter.schema)
    asked = type_names(given) - {"null"}
    numbers = bool(asked) and asked <= {"integer", "number"}
    if not _has_room(slot, given, numbers=numbers):
        return True
    bound = any(slot.schema.get(word) not in (None, given.get(word)) for word in ("format", "pattern", "maxLength"))
    alone = not owner_names(slot.name)[1] and squashed(slot.name) != squashed(parameter.name)
    return slot.sent and (numbers or (bound and alone))


def _has_room(slot: Slot, given: JsonSchema, *, numbers: bool) -> bool:
    """Return whether a path can name a text as it is documented where rows show it: no number is a time."""
    told = slot.schema.get("format")
    if told in _TIMES and told != given.get("format"):
        return False
    if numbers:
        holds = Judge({"type": "string", **{word: slot.schema[word] for word in _BINDING if word in slot.schema}}, {})
        return any(holds.accepts(number) for number in _NUMBERS)
    takes = Judge({"type": "string", **{word: given[word] for word in _BINDING if word in given}}, {})
    return told not in _TOLD or takes.accepts(_TOLD[told])


def key_schema(schema: JsonSchema, schemas: Schemas) -> JsonSchema:
    """Return the schema of what a path's parameter names: a number is a whole one, and what may be anything a text."""
    resolved = schemas.resolve(schema)
    if resolved.get("type") == "number":
        return {**resolved, "type": "integer"}
    return resolved if type_names(resolved) or column_type(resolved) != "json" else {**resolved, "type": "string"}
