"""Occasions: what the making of a row is called beside "create": an assignment is assigned, an uploaded file uploaded.

So the time of making is also ``assigned_at`` of an assignment, and ``uploaded_date`` of what "Upload a file" makes.
"""

import re

from generator.rules.drafts import Draft, Slot
from generator.rules.envelopes import type_names
from generator.rules.naming import words
from generator.rules.verbs import participle

_TIMES = frozenset("date time datetime timestamp at on utc".split())
# These say no more than that there is a new row, or tell of a time that is still to come.
_SAYS_NOTHING = frozenset("created added made gotten updated scheduled planned expected set put moved".split())
_SHORTEST_STEM = 4
_MAY_BE_NULL = re.compile(r"\b(?:null|empty|once|only)\b", re.I)


def is_of_making(slot: Slot, draft: Draft) -> bool:
    """Return whether a time that is never null is called after what making the row is: ``assigned_at``."""
    called = words(slot.path[-1])
    done = [word for word in called if word not in _TIMES]
    waits = "null" in type_names(slot.schema) or _MAY_BE_NULL.search(str(slot.schema.get("description", "")))
    if len(called) != 2 or len(done) != 1 or waits or done[0] in _SAYS_NOTHING:
        return False
    return _names(done[0], draft.name) or done[0] in _done_by_making(draft)


def _names(done: str, name: str) -> bool:
    """Return whether a participle has the stem of what a row is called: "assigned" of an "assignment"."""
    stem = done.removesuffix("ed")
    noun = words(name)[-1:]
    return stem != done and len(stem) >= _SHORTEST_STEM and bool(noun) and noun[0] != done and noun[0].startswith(stem)


def _done_by_making(draft: Draft) -> set[str]:
    """Return the participles of the verbs with which the documentation says that rows are made."""
    made = [reading.operation.summary for reading in draft.resource.many if reading.method == "POST"]
    return {participle(parts[0]) for parts in map(words, made) if len(parts) > 1}
