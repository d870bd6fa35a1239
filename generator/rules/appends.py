"""Appends: actions that put a new element into an array which the thing shows: ``/cases/{id}/send-message``."""

import json
from typing import Any

from generator.plan import Input
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.insides import is_array
from generator.rules.naming import first_word, last_word, plural_name, singular_name, sql_name, words
from generator.rules.readings import Reading, required_names, sent_properties
from generator.schema import Schemas

_PUTS = frozenset("add attach leave post provide record send submit write".split())
_TIMES = frozenset("time date at on".split())


def append_of(
    reading: Reading, draft: Draft, literal: str, schemas: Schemas
) -> tuple[dict[str, Any], dict[str, Input]] | None:
    """Return what an action sets, by column, and the inputs that the new element shows; None where it is no append.

    The element shows what is sent under its own name, and the time of the call where it has one time. All that must be
    sent must be shown, and something of it must be: the time at least.
    """
    verb, *thing = words(literal) or [""]
    slot = _array("_".join(thing), draft) if verb in _PUTS and reading.method == "POST" else None
    if slot is None or reading.body_items is not None or "/" in literal:
        return None
    sent = sent_properties(reading, schemas)
    shown = {name for name, schema in sent.items() if _same(slot, name, schemas.resolve(schema))}
    times = [name for name, schema in slot.inside.items() if _is_time(name, schema)]
    given = {name: f"$argument:{sql_name(name, 'arg')}" for name in sorted(shown)}
    element = {**({times[0]: "$now"} if len(times) == 1 else {}), **given}
    if not element or required_names(reading.body, schemas) & sent.keys() - shown:
        return None
    return {slot.name: f"$append:{json.dumps(element)}"}, {name: Input() for name in shown}


def _array(called: str, draft: Draft) -> Slot | None:
    for name in dict.fromkeys((plural_name(singular_name(called)), called)) if called else ():
        slot = draft.slot_at((name,))
        if slot is not None and slot.shown and slot.type == "json" and is_array(slot) and slot.inside:
            return slot
    return None


def _same(slot: Slot, name: str, schema: Any) -> bool:
    return name in slot.inside and column_type(slot.inside[name]) == column_type(schema)


def _is_time(name: str, schema: Any) -> bool:
    """Return whether a property of an element is a time that the server writes."""
    said = schema.get("format") == "date-time" or bool(_TIMES & {first_word(name), last_word(name)})
    return said and column_type(schema) == "text"
