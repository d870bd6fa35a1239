"""Arrays of keys: what is sent as keys alone, and shown as an object for each: ``["7"]``, ``[{"id": "7"}]``."""

import re
from collections.abc import Sequence

from generator.description import JsonSchema
from generator.plan import Argument, Value
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.insides import is_array, key_inside
from generator.rules.naming import sentences
from generator.rules.references import can_exist
from generator.rules.tellings import is_called_after, kinds_of, names_kind, shows_of
from generator.schema import Schemas

_WHOEVER = re.compile(r"[\"'`]me[\"'`]|\bemails?\b|\bnames?\b", re.I)


def with_key_arrays(arguments: Sequence[Argument], draft: Draft, schemas: Schemas) -> list[Argument]:
    """Return the arguments, those that are arrays of keys as what makes the objects which their columns show.

    Each shows what the row of its key has. Where the words say that the keys are of that kind of thing, and of nothing
    else, a row must be there for each; else a key that no row has is kept alone.
    """
    return [_shown_as_objects(argument, draft, schemas) for argument in arguments]


def _shown_as_objects(argument: Argument, draft: Draft, schemas: Schemas) -> Argument:
    does = argument.does
    slot = draft.slots.get(does.column) if isinstance(does, Value) and not (does.mapped or does.inside) else None
    items = _plain_items(argument, schemas)
    if slot is None or items is None or not slot.shown or not slot.inside or not is_array(slot):
        return argument
    target = _target(slot, draft)
    key = target.slots[target.key[0]].path[-1] if target is not None else key_inside(slot)
    if key is None or key not in slot.inside or column_type(slot.inside[key]) != column_type(items):
        return argument
    told: dict[str, object] = {"each": True, "named": key, "loose": True}
    if target is not None:
        told |= {"of": target.name, "by": target.key[0], "shows": shows_of(slot, target, key)}
        told["loose"] = not _is_sure(argument, items, slot, target, draft)
    return argument.model_copy(update={"does": argument.does.model_copy(update=told)})


def _plain_items(argument: Argument, schemas: Schemas) -> JsonSchema | None:
    """Return what the elements of an array of texts or numbers are."""
    items = argument.value.get("items")
    if type_names(argument.value) - {"null"} != {"array"} or not isinstance(items, dict):
        return None
    resolved = schemas.resolve(items)
    return resolved if column_type(resolved) in ("text", "integer") and "enum" not in resolved else None


def _target(slot: Slot, draft: Draft) -> Draft | None:
    """Return the entity of which the array's objects tell: what they say of themselves, or what the array is called."""
    said = kinds_of(slot)
    called = [name for name, peer in draft.peers.items() if not said and is_called_after(slot, peer, "")]
    peers = [draft.peers[name] for name in (*said, *called) if name in draft.peers]
    if len(peers) != 1 or len(peers[0].key) != 1 or peers[0].resource.singleton or not can_exist(peers[0]):
        return None
    key = peers[0].slots[peers[0].key[0]]
    return peers[0] if key.path and key.path[-1] in slot.inside else None


def _is_sure(argument: Argument, items: JsonSchema, slot: Slot, target: Draft, draft: Draft) -> bool:
    """Return whether the keys are those of the target's rows, and nothing else may stand in their place."""
    text = f"{argument.value.get('description', '')} {items.get('description', '')}".strip()
    if _WHOEVER.search(text):
        return False
    first = sentences(text)[0]
    return names_kind(first, target, draft) or is_called_after(slot, target, first)
