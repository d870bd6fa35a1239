"""Orders that the documentation of a list tells in words: "sorted by creation date, the most recent first"."""

import re

from generator.rules.drafts import Draft, Slot
from generator.rules.naming import squashed, words

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n")
# What a caller may ask for is no order that the list has by itself.
_ASKED = re.compile(r"\b(can|may|could|might|if|when|whether|unless|specify|parameters?|options?)\b", re.I)
_NEWEST_FIRST = re.compile(
    r"\b(?:newest|latest|last created|most recent(?:ly [a-z]+)?)(?: (?!first)[\w/*`-]+){0,4},? first\b"
    r"|\breverse[- ]chronological|\bdescending (?:chronological )?order of creation|\bdescending chronological"
    r"|\bnewest(?: one| \w+)? to(?: the)? oldest|\bin order of most recent",
    re.I,
)
_OLDEST_FIRST = re.compile(
    r"\b(?:oldest|earliest|least recent(?:ly [a-z]+)?)(?: (?!first)[\w/*`-]+){0,4},? first\b"
    r"|\boldest(?: one| \w+)? to(?: the)? newest|\bin chronological order"
    r"|\bascending (?:chronological )?order of creation",
    re.I,
)
_SORTED = re.compile(
    r"\b(?:sorted|ordered|in order|order(?= by| of)|order the [\w ]{2,40} returned"
    r"|in (?:ascending|descending)(?: \w+)? order)"
    r"(?: alphabetically)?(?: in (?:ascending|descending) order)?,?"
    r"(?: by| of| based on| according to)(?: their| its| the)? (?P<named>[^.,;:()]{2,40})",
    re.I,
)
_TURNED = re.compile(r"\b(descending|desc|newest|highest|latest|most recent\w*)\b", re.I)
_CREATION = frozenset(
    {"created", "creation", "createdat", "creationdate", "creationtime", "datecreated", "datecreation"}
)
_WITHOUT_MEANING = frozenset(
    "date time timestamp the in order value field property and then ascending descending".split()
)


def documented_order(text: str, draft: Draft) -> tuple[str, ...]:
    """Return the order that the documentation of a list names in words; empty where it names none.

    A list that is sorted by something its rows do not show has no order that could be kept.
    """
    for sentence in _SENTENCE.split(re.sub(r"(?<=\w)\n(?=\w)", " ", text)):
        asked = _ASKED.search(sentence)
        if (order := _order(sentence, draft)) and not (asked and "default" not in sentence.lower()):
            return order
    return ()


def _order(sentence: str, draft: Draft) -> tuple[str, ...]:
    newest, oldest = _NEWEST_FIRST.search(sentence), _OLDEST_FIRST.search(sentence)
    match = _SORTED.search(sentence)
    if match:
        slot = _slot_called(match.group("named"), draft)
        turned = newest or _TURNED.search(sentence, match.start(), min(len(sentence), match.end() + 60))
        return (f"-{slot.name}" if turned and not oldest else slot.name,) if slot is not None else ()
    created = next((slot.name for slot in draft.slots.values() if slot.made == "created"), None)
    if created and (newest or oldest):
        return (f"-{created}" if newest else created,)
    return ()


def _slot_called(said: str, draft: Draft) -> Slot | None:
    """Return the column that a list is said to be sorted by: named, or described as "creation date"."""
    said = said.replace("`", "").replace("*", "")
    shown = [slot for slot in draft.slots.values() if slot.path and slot.type != "json"]
    parts = said.split()
    for size in range(min(len(parts), 4), 0, -1):
        named = squashed("".join(parts[:size]))
        if named in _CREATION:
            return next((slot for slot in shown if slot.made == "created"), None)
        bare = "".join(word for word in words("_".join(parts[:size])) if word not in _WITHOUT_MEANING)
        for slot in shown:
            if squashed(slot.path[-1]) in {f"{named}at", f"{named}sat", named} or (bare and _bare(slot) == bare):
                return slot
        if draft.key and named in {squashed(draft.name) + "id", squashed(draft.name) + draft.key[-1], "id"}:
            return draft.slots[draft.key[-1]]
    return None


def _bare(slot: Slot) -> str:
    return "".join(word for word in words(slot.path[-1]) if word not in _WITHOUT_MEANING and word != "at")
