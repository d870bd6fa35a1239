"""Stays: rows that outlive what they are only listed below: the tasks of a section, the entries of a category."""

from collections.abc import Mapping

from generator.plan import Reference
from generator.rules.drafts import Draft, Slot
from generator.rules.insides import is_array
from generator.rules.naming import singular_name, words
from generator.rules.references import scope_columns


def let_stay(drafts: Mapping[str, Draft]) -> None:
    """Let a deletion clear the references of rows that are made elsewhere, and may be in several such things at once.

    Nothing is made below such a thing: its path only lists what shows it in an array. A row that must name one goes
    with it, and so does one that shows a single one: it may be there for that alone, as a membership is.
    """
    for draft in drafts.values():
        if not any(reading.method == "POST" for reading in draft.resource.many):
            continue
        for slot in draft.slots.values():
            reference = slot.references
            hidden = not slot.path and not slot.always_sent and slot.name not in draft.key
            if not hidden or reference is None or reference.on_delete != "cascade" or reference.entity == draft.name:
                continue
            if _only_lists(slot, draft) and _shows_among_others(drafts[reference.entity], draft):
                slot.references = Reference(entity=reference.entity, on_delete="clear")


def _only_lists(slot: Slot, draft: Draft) -> bool:
    """Return whether the paths that name the row's parent by this column are those of reads."""
    naming = [each for each in draft.resource.readings if slot.name in scope_columns(each, draft).values()]
    return all(reading.method == "GET" for reading in naming)


def _shows_among_others(parent: Draft, draft: Draft) -> bool:
    """Return whether rows show the parent in an array that no call must send."""
    showing = [slot for slot in draft.slots.values() if slot.path and slot.shown and _is_of(slot, parent)]
    return bool(showing) and not any(slot.always_sent or slot.required for slot in showing)


def _is_of(slot: Slot, parent: Draft) -> bool:
    """Return whether an array is called after the parent, or holds objects with a property that is."""
    called = {parent.name, "_".join(words(parent.name)[-1:])}
    names = (slot.path[-1], *slot.inside)
    return slot.type == "json" and is_array(slot) and any(singular_name(name) in called for name in names)
