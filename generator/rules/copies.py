"""Copies: actions that make a new row from the one that the path names."""

from generator.rules.drafts import Draft
from generator.rules.entities import shows_entity
from generator.rules.naming import first_word
from generator.rules.readings import Reading
from generator.schema import Schemas

_VERBS = frozenset({"copy", "clone", "duplicate"})


def is_copy(reading: Reading, literal: str) -> bool:
    """Return whether the path behind an item asks for a copy of it: ``POST /folders/{id}/copy``."""
    return reading.method == "POST" and first_word(literal) in _VERBS


def copies_row(reading: Reading, draft: Draft, schemas: Schemas) -> bool:
    """Return whether a copy can be made: the answer shows the new row, and the server can make its key."""
    ends = {group[-1] for group in draft.unique}
    single = [slot for slot in draft.slots.values() if slot.unique or slot.name in ends]
    unfilled = any(slot.always_sent and slot.name not in draft.key for slot in single)
    shown = reading.shape.kind == "row" and shows_entity(reading, draft, schemas)
    return shown and draft.id is not None and not unfilled
