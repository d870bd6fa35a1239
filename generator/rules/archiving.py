"""Archiving: deletions that keep the row, marked as archived, because reads are documented to show it when asked to."""

import re
from typing import Any

from generator.rules.drafts import Draft, Slot
from generator.rules.naming import squashed
from generator.rules.readings import Reading

_ARCHIVES = re.compile(
    r"\barchiv(?:e|es|ing)\b|\b(?:to|into|in) (?:the|its|a) (?:recycl(?:e|ing) bin|trash(?: can)?)\b", re.I
)
_FOR_GOOD = re.compile(r"\b(?:permanent(?:ly)?|irreversibl[ey]|cannot be (?:undone|restored|recovered))\b", re.I)
_FLAGS = re.compile(r"^(?:is)?(archived|trashed|recycled)$")


def archived_by(reading: Reading, draft: Draft) -> dict[str, Any]:
    """Return what a deletion writes that is documented to archive, or to move to a bin; empty where it takes away.

    The row shows whether it is archived, and a read lets a caller ask for such rows: so they are still there.
    """
    operation = reading.operation
    said = f"{operation.summary}. {operation.text}"
    if not _ARCHIVES.search(said) or _FOR_GOOD.search(said):
        return {}
    for slot in draft.slots.values():
        match = _FLAGS.match(squashed(slot.path[-1])) if slot.path and slot.shown and slot.type == "boolean" else None
        if match is not None and not slot.sent and _is_asked_for(slot, draft):
            at = next((each.name for each in draft.slots.values() if _is_time_of(each, match[1])), None)
            return {slot.name: True} if at is None else {slot.name: True, at: "$now"}
    return {}


def _is_asked_for(slot: Slot, draft: Draft) -> bool:
    return any(
        parameter.place == "query" and squashed(parameter.name) == squashed(slot.path[-1])
        for reading in draft.resource.readings
        if reading.method == "GET"
        for parameter in reading.operation.parameters
    )


def _is_time_of(slot: Slot, word: str) -> bool:
    """Return whether a slot holds when a row was archived, which only the server writes."""
    called = squashed(slot.path[-1]) if slot.path else ""
    return called in (f"{word}at", f"{word}on", f"date{word}", f"{word}date") and slot.type == "text" and not slot.sent
