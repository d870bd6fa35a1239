"""Chosen values: inputs of a list that are called after nothing of a row, but offer the values of one column."""

import re

from generator.description import JsonSchema
from generator.plan import Filter
from generator.rules.drafts import Draft, Slot
from generator.rules.filters import test_of

_NARROWS = re.compile(r"\b(filter(s|ed)?|only|to return)\b", re.I)
_QUOTED = re.compile(r"`([\w-]+)`")
_FEWEST = 2


def filter_by_choices(schema: JsonSchema, text: str, draft: Draft) -> Filter | None:
    """Return the filter by the one column whose documented values an input offers, of which it is said to narrow.

    That is an enumeration, or the values that its text quotes: "Filters the list. Valid values are `album`, `single`."
    """
    items = schema.get("items")
    listed = schema.get("enum") or (items.get("enum") if isinstance(items, dict) else None)
    offered = {str(value) for value in listed or _QUOTED.findall(text)}
    if len(offered) < _FEWEST or not _NARROWS.search(text):
        return None
    slots = [slot for slot in draft.slots.values() if slot.shown and slot.type == "text" and offered <= _choices(slot)]
    test = test_of(slots[0], schema, text) if len(slots) == 1 else None
    return Filter(column=slots[0].name, test=test) if test in ("eq", "in") else None


def _choices(slot: Slot) -> set[str]:
    found = slot.schema.get("enum")
    return {str(value) for value in found if value is not None} if isinstance(found, list) else set()
