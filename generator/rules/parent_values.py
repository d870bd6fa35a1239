"""Values of parents: what a row shows of one that it refers to: its id, its name, or an object that tells of it."""

import re
from collections.abc import Iterator, Mapping

from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.insides import is_array
from generator.rules.naming import squashed, words
from generator.rules.references import KEY_SUFFIXES, can_exist
from generator.rules.tellings import shows_of, told_of


def add_parent_values(drafts: Mapping[str, Draft]) -> None:
    """Let the columns that hold another value of a row's parent than its key copy it: a ``pool_id`` beside its name.

    Only the server writes them. An object that tells of the parent copies what it shows of it, where the row itself
    refers to no other of its kind. The name of what a row refers to (``pool_name`` beside ``pool_id``) is copied too.
    """
    for draft in drafts.values():
        for slot in draft.slots.values():
            kept = draft.resource.singleton or slot.sent or slot.made or slot.name in draft.key or not slot.shown
            if kept or slot.initial is not None or not slot.path:
                continue
            if slot.type == "json":
                _copy_object(slot, draft)
            elif (found := _source(slot, draft, drafts) or _named(slot, draft, drafts)) is not None:
                reference, value = found
                slot.made, slot.template, slot.references = "copied", f"{reference.name}.{value.name}", None


def _source(slot: Slot, draft: Draft, drafts: Mapping[str, Draft]) -> tuple[Slot, Slot] | None:
    """Return the column that refers to the parent, and the parent's column whose value this one shows."""
    *thing, word = words(slot.path[-1]) or [""]
    if not thing or word not in KEY_SUFFIXES or slot.type not in ("text", "integer"):
        return None
    for other, parent in _referred(slot, draft, drafts):
        if parent is draft or not _is_called(parent, "_".join(thing)):
            continue
        value = parent.slot_at((word,))
        always = other.references is not None and other.references.on_delete == "cascade"
        if value is not None and value.made == "id" and value.name not in parent.key and value.type == slot.type:
            return (other, value) if always else None
    return None


def _named(slot: Slot, draft: Draft, drafts: Mapping[str, Draft]) -> tuple[Slot, Slot] | None:
    """Return the column that refers to a row, and that row's plain column that this one is called after.

    A ``pool_name`` beside a ``pool_id`` is the pool's ``name``; ``default_pool_name`` that of ``default_pool_id``.
    """
    parts = words(slot.path[-1])
    found = []
    for other, parent in _referred(slot, draft, drafts):
        called = words(other.path[-1] if other.path else other.name)
        thing = called[:-1] if called[-1] in KEY_SUFFIXES else called
        value = _called(parts[len(thing) :], parent) if thing and parts[: len(thing)] == thing else None
        if value is not None and value.type == slot.type and value.name not in parent.key:
            found.append((other, value))
    return found[0] if len(found) == 1 and parts[-1] in _NAMES else None


def _called(rest: list[str], parent: Draft) -> Slot | None:
    """Return the parent's plain column of this name; of several names that are given, a ``name`` may be any."""
    spellings = ["_".join(rest), *(f"{which}_name" for which in ("friendly", "display") if rest == ["name"])]
    slots = [slot for name in spellings if (slot := parent.slot_at((name,))) is not None]
    return next((slot for slot in slots if slot.shown and not slot.write_only and len(slot.path) == 1), None)


_NAMES = frozenset("name title label email username slug code".split())
# What an object may be called that tells of what the row lies below, beside the name of that.
_ABOVE = frozenset("parent target container".split())
_CONDITION = re.compile(r"\bconditional\b|^\W*only (?:set|present|returned|shown|available)\b", re.I)


def _copy_object(slot: Slot, draft: Draft) -> None:
    """Let an object tell of the row that the only reference to its kind leads to."""
    target, _ = told_of(slot, draft)
    called = "_".join(words(slot.path[-1]))
    if target is None and not is_array(slot):
        target = draft.peers.get(called)
    if target is None or target is draft or len(target.key) != 1 or not can_exist(target):
        return
    if called not in _ABOVE | {target.name, target.name.split("_")[-1]} or _CONDITION.search(_text(slot)):
        return
    key = target.slots[target.key[0]]
    sources = [
        other.name
        for other in draft.slots.values()
        if other.references is not None and other.references.entity == target.name and other.type == key.type
    ]
    fits = bool(key.path) and key.path[-1] in slot.inside and column_type(slot.inside[key.path[-1]]) == key.type
    if len(sources) == 1 and fits:
        slot.made, slot.template = "copied", sources[0]
        slot.shows = {key.path[-1]: key.name, **shows_of(slot, target, key.path[-1])}


def _text(slot: Slot) -> str:
    return str(slot.schema.get("description", ""))


def _referred(slot: Slot, draft: Draft, drafts: Mapping[str, Draft]) -> Iterator[tuple[Slot, Draft]]:
    """Yield the other columns that hold the one key of a row, each with what it refers to."""
    for other in draft.slots.values():
        parent = drafts.get(other.references.entity) if other.references and other is not slot else None
        if parent is not None and len(parent.key) == 1:
            yield other, parent


def _is_called(parent: Draft, thing: str) -> bool:
    return squashed(parent.name) == squashed(thing) or parent.name.endswith(f"_{thing}")
