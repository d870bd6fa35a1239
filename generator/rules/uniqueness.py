"""Uniqueness: which properties the documentation calls unique, among all rows or among those of one parent."""

import re

from generator.rules.drafts import Draft

_SAYS_UNIQUE = re.compile(
    r"\b(must be|is|are|be) (globally )?unique\b|\bunique (name|identifier|key|slug|e-?mail|code|sku|handle)\b"
    r"|\buniquely identif|\balready (taken|in use|exists)\b",
    re.I,
)


def add_unique(draft: Draft) -> None:
    """Mark the text columns that callers write and whose description calls them unique.

    A key is unique anyway, and a reference is somebody else's key. Where the entity has a parent, the rows of one
    parent must differ, unless the documentation says that the value is unique among all.
    """
    parents = [slot.name for slot in draft.slots.values() if slot.references and slot.references.on_delete == "cascade"]
    for slot in draft.slots.values():
        said = str(slot.schema.get("description", ""))
        writable = slot.sent and slot.type == "text" and slot.references is None and slot.name not in draft.key
        if not writable or not _SAYS_UNIQUE.search(said) or "enum" in slot.schema:
            continue
        if parents and not re.search(r"\bglobally\b|\bacross all\b", said, re.I):
            draft.unique.append((*parents, slot.name))
        else:
            slot.unique = True
