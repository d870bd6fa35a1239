"""Linked things: what a collection that only holds things shows of them."""

from collections.abc import Mapping

from generator.plan import Reference
from generator.rules.drafts import Draft, Slot
from generator.rules.linkings import row_names
from generator.rules.references import can_exist
from generator.schema import Schemas


def add_linked(drafts: Mapping[str, Draft], schemas: Schemas) -> None:
    """Let rows of collections that only hold things show those: their key leads to one, the rest is copied of it."""
    for draft in drafts.values():
        key = draft.slots[draft.key[-1]] if draft.resource.linking and draft.key else None
        target = None if key is None else _target(draft, key, drafts, schemas)
        if key is None or target is None:
            continue
        key.references = Reference(entity=target.name, on_delete="cascade")
        for slot in draft.slots.values():
            theirs = target.slot_at(slot.path) if slot.path and slot is not key else None
            if theirs is not None and theirs.shown and theirs.type == slot.type and slot.name not in draft.key:
                slot.made, slot.template, slot.references = "copied", f"{key.name}.{theirs.name}", None
                # What is copied takes the values that it has there, whatever its own examples show.
                slot.initial, slot.shows, slot.schema = None, {}, theirs.schema


def _target(draft: Draft, key: Slot, drafts: Mapping[str, Draft], schemas: Schemas) -> Draft | None:
    """Return the entity of the things, where its rows are picked by what the collection's rows show as their key."""
    names = row_names(draft.resource.many, schemas)
    found = [
        other
        for other in drafts.values()
        if not (other.resource.linking or other.resource.singleton or other.resource.part)
        and len(other.key) == 1
        and can_exist(other)
        and names & row_names((*other.resource.items, *other.resource.many), schemas)
        and _is_key(key, other.slots[other.key[0]])
    ]
    return found[0] if len(found) == 1 else None


def _is_key(key: Slot, theirs: Slot) -> bool:
    """Return whether a row picked by the one value is the row of the other: both show it at the same place, if any."""
    return key.type == theirs.type and (key.path == theirs.path or not key.path)
