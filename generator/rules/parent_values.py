"""Values of parents: the id of the parent that a row shows, where its path picks the parent by another property."""

from collections.abc import Mapping

from generator.rules.drafts import Draft, Slot
from generator.rules.naming import squashed, words
from generator.rules.references import KEY_SUFFIXES


def add_parent_values(drafts: Mapping[str, Draft]) -> None:
    """Let the columns that hold another property of a row's parent than its key copy it: a ``pool_id`` beside its name.

    Only the server writes them, and the parent has a value there from the beginning.
    """
    for draft in drafts.values():
        for slot in draft.slots.values():
            kept = draft.resource.singleton or slot.sent or slot.made or slot.name in draft.key or not slot.shown
            found = None if kept or slot.initial is not None else _source(slot, draft, drafts)
            if found is not None:
                reference, value = found
                slot.made, slot.template, slot.references = "copied", f"{reference.name}.{value.name}", None


def _source(slot: Slot, draft: Draft, drafts: Mapping[str, Draft]) -> tuple[Slot, Slot] | None:
    """Return the column that refers to the parent, and the parent's column whose value this one shows."""
    *thing, word = (words(slot.path[-1]) if slot.path else []) or [""]
    if not thing or word not in KEY_SUFFIXES or slot.type not in ("text", "integer"):
        return None
    for other in draft.slots.values():
        parent = drafts.get(other.references.entity) if other.references and other is not slot else None
        if parent is None or len(parent.key) != 1 or parent is draft or not _is_called(parent, "_".join(thing)):
            continue
        value = parent.slot_at((word,))
        always = other.references is not None and other.references.on_delete == "cascade"
        if value is not None and value.made == "id" and value.name not in parent.key and value.type == slot.type:
            return (other, value) if always else None
    return None


def _is_called(parent: Draft, thing: str) -> bool:
    return squashed(parent.name) == squashed(thing) or parent.name.endswith(f"_{thing}")
