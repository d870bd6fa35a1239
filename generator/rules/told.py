"""Told: reads behind a thing that tell single properties which its rows show: ``getPresence`` of a user's presence."""

from generator.rules.drafts import Draft, Slot
from generator.rules.naming import words
from generator.rules.readings import Reading
from generator.rules.resources import own_parameters
from generator.schema import Schemas


def told_of(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Slot | None:
    """Return the column that a read of one row is called after and answers with; None for other reads."""
    verb, *thing = words(literal.split("/")[-1]) or [""]
    picks = reading.method == "GET" and bool(own_parameters(reading, draft.resource))
    if not picks or verb not in _TELLS or not thing or reading.shape.kind != "row" or reading.shape.row is None:
        return None
    called = "_".join(thing)
    slot = draft.slot_at((called,))
    shown = schemas.properties(reading.shape.row)
    fits = slot is not None and slot.shown and not slot.write_only and not slot.inside
    return slot if fits and any(words(name) == thing for name in shown) else None


_TELLS = frozenset({"get", "show", "read"})
