"""Uniqueness: which properties the documentation calls unique, among all rows or among those of one parent."""

import re

from generator.rules.drafts import Draft, Slot
from generator.rules.naming import squashed
from generator.rules.references import looked_up

_SAYS_UNIQUE = re.compile(r"\bunique(ly)?\b|\balready (taken|in use|exists)\b", re.I)
_DENIES = re.compile(r"\b(not|n't|non|no)\b[^.]{0,30}\bunique", re.I)
_NO_TWO = re.compile(r"\bno two [\w -]+? (?:(?:can |may )?(?:have|share|use)|with) the same ([\w-]+(?: [\w-]+)?)", re.I)


def add_unique(draft: Draft) -> None:
    """Mark the text columns that callers write and that the documentation calls unique.

    The property's own description says it, or an operation's ("No two customers have the same e-mail address"). A key
    is unique anyway, and a reference is somebody else's key. Where the entity has a parent, the rows of one parent must
    differ, unless the documentation says that the value is unique among all.
    """
    parents = [slot.name for slot in draft.slots.values() if slot.references and slot.references.on_delete == "cascade"]
    nearest = parents[-1:]
    named = [*_named_in_operations(draft), *_picked_alone(draft)]
    for slot in draft.slots.values():
        said = str(slot.schema.get("description", ""))
        writable = slot.sent and slot.type == "text" and slot.references is None and slot.name not in draft.key
        documented = slot in named or (_SAYS_UNIQUE.search(said) and not _DENIES.search(said))
        if not writable or not documented or "enum" in slot.schema:
            continue
        if nearest and not re.search(r"\bglobally\b|\bacross all\b", said, re.I):
            draft.unique.append((*nearest, slot.name))
        else:
            slot.unique = True


_GIVES_EXISTING = re.compile(r"\bexisting\b[^.]{0,60}\breturn(s|ed)?\b|\breturns? (the|an|any) existing\b", re.I)


def _picked_alone(draft: Draft) -> list[Slot]:
    """Return the slots by which a path picks one row: /variables/name/{name} says that no two have the same name.

    Where a creation is said to give back the row that is there already, nothing is refused.
    """
    said = " ".join(f"{reading.operation.summary} {reading.operation.text}" for reading in draft.resource.many)
    if _GIVES_EXISTING.search(said):
        return []
    looks = [reading for _, reading in draft.resource.below if reading.method == "GET" and reading.shape.kind == "row"]
    return [slot for reading in looks if (slot := looked_up(reading, draft)) is not None]


def _named_in_operations(draft: Draft) -> list[Slot]:
    found = []
    for reading in draft.resource.readings:
        for match in _NO_TWO.finditer(f"{reading.operation.summary}. {reading.operation.text}"):
            called = squashed(match.group(1))
            named = [slot for slot in draft.slots.values() if slot.path and called.startswith(squashed(slot.path[-1]))]
            found += sorted(named, key=lambda slot: -len(slot.name))[:1]
    return found
