"""Untouched: what has not happened to a new row yet: counts of what others do to it are 0, flags of it are false.

Only what the server alone writes and a row shows is begun so: "the number of people who have read it" is 0 of a new
row, "whether it has been archived" is false. What the documented answer of a creation shows there is how rows begin.
"""

import re
from collections.abc import Iterator
from typing import Any

from generator.meaning import pointer, value_at
from generator.rules.drafts import Draft, Slot
from generator.rules.envelopes import type_names
from generator.rules.naming import words

Json = Any

# What others do to a thing after it was made, as the last word of a flag that says whether they did.
_LATER = frozenset(
    """archived deleted trashed removed completed complete finished done resolved closed edited liked hearted starred
    favorited pinned revoked locked blocked banned muted suspended expired cancelled canceled rejected dismissed
    acknowledged confirmed read seen flagged reported refunded disputed moved merged overridden voided""".split()
)
_NO_TIME = frozenset("is was has been out currently by user admin".split())
_HAPPENED = re.compile(
    r"\b(?:whether|if|that) (?:or not )?(?:(?:the|this|an?) )?[\w' ]{1,60}?"
    r" (?:has|have) been (?:\w+ly )?(?P<done>\w+(?:ed|en|id))\b",
    re.I,
)
# A row that a call makes is made by hand; what begins to be in force may be so at once.
_AT_ONCE = frozenset("created added enabled activated opened assigned granted published".split())
_SO_FAR = re.compile(
    r"\b(?:number|count|total|sum|minutes|hours|seconds)\b(?: of)? [\w' ,-]{0,60}?"
    r"(?:\b(?:have|has) (?:not )?(?:been )?\w+(?:ed|en)\b"
    r"|\b(?:logged|uploaded|received|spent) (?:to|by|against|on|so)\b)"
    r"|^minutes [\w ]{0,40}?\b(?:have|has) (?:not )?been \w+ed\b",
    re.I,
)
_BEGINS_AT = re.compile(r"\b(?:starts?|begins?) (?:at|with|from) `?(?P<first>\d{1,6})`?(?!\w|\.\d)", re.I)
_SOMETIMES = re.compile(r"\bconditional\b|\bonly (?:returned|shown|present|included|available|set|populated)\b", re.I)


def add_untouched(draft: Draft) -> list[str]:
    """Let columns that only the server writes begin as nothing has been done to the row; return what is assumed."""
    assumptions = []
    for slot in draft.slots.values():
        if (value := _untouched(slot, draft)) is not None:
            slot.initial = value
            where = f"{draft.name}.{'.'.join(slot.path)}"
            assumptions.append(f"A new {draft.name}'s {where} is {value!r}: nothing has been done to it yet.")
    return assumptions


def _untouched(slot: Slot, draft: Draft) -> Json:
    """Return what a slot holds before anything was done to the row; None where nothing tells."""
    if not draft.leaves_to_server(slot) or slot.initial is not None or _SOMETIMES.search(_said(slot)):
        return None
    if (shown := _shown_when_made(slot, draft)) is not None:
        return shown
    kinds = type_names(slot.schema)
    if kinds == {"boolean"}:
        return False if _is_of_later(slot) else None
    if kinds in ({"integer"}, {"number"}) and not slot.schema.get("minimum", 0) > 0:
        begins = _BEGINS_AT.search(_said(slot))
        first = int(begins["first"]) if begins else 0 if _SO_FAR.search(_said(slot)) else None
        return first
    return None


def _said(slot: Slot) -> str:
    return " ".join(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", str(slot.schema.get("description", ""))).split())


def _is_of_later(slot: Slot) -> bool:
    """Return whether a flag tells of what can only happen to a row that is there."""
    called = [word for word in words(slot.path[-1]) if word not in _NO_TIME]
    if len(called) == 1 and called[0] in _LATER:
        return True
    found = _HAPPENED.search(_said(slot))
    return found is not None and found["done"].lower() not in _AT_ONCE


def _shown_when_made(slot: Slot, draft: Draft) -> Json:
    """Return what every documented answer of a creation shows of a slot, where that is nothing of the row's own.

    A truth value, a zero, an empty list or map is how all rows begin; another number, or a text, is the example's.
    """
    shown = list(_made(slot, draft))
    first = shown[0] if shown else None
    kinds = type_names(slot.schema)
    if any(value != first or isinstance(value, bool) != isinstance(first, bool) for value in shown):
        return None
    if isinstance(first, bool):
        return first if kinds == {"boolean"} else None
    fits = (
        (first == 0 and "integer" in kinds) or (first == [] and "array" in kinds) or (first == {} and "object" in kinds)
    )
    return first if fits else None


def _made(slot: Slot, draft: Draft) -> Iterator[Json]:
    """Yield what the documented answers of creations show in the slot, as far as they show it."""
    for reading in draft.resource.many:
        if reading.method == "POST" and reading.response is not None and reading.shape.kind == "row":
            for example in reading.response.examples:
                there, value = value_at(example, pointer(*reading.shape.where, *slot.path))
                if there:
                    yield value
