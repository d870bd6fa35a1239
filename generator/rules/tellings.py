"""Tellings: objects that tell of a row of another entity, and inputs that name it: ``{"id": "7", "type": "user"}``."""

import re

from generator.description import JsonSchema
from generator.plan import Argument, Value
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.insides import is_array
from generator.rules.naming import singular, words
from generator.rules.references import can_exist

# Properties that say of what kind an object is.
_KINDS = ("type", "resource_type", "resourceType", "object", "kind")


def telling(argument: Argument, draft: Draft) -> Argument:
    """Return what is written to a column whose object tells of another entity's row as what names that row.

    The object must say of itself what it tells of, always the same, and hold the row's key. Where only an example says
    so, the words about the key must name that kind of thing, and no other.
    """
    does = argument.does
    slot = draft.slots.get(does.column) if isinstance(does, Value) and not does.mapped else None
    target, surely = told_of(slot, draft) if slot is not None else (None, False)
    if not isinstance(does, Value) or slot is None or target is None:
        return argument
    key = target.slots[target.key[0]]
    named = does.inside or key.path[-1]
    is_key = named == key.path[-1] and column_type(slot.inside[named]) == key.type
    given = argument.value if does.inside else _held(argument, named)
    if not is_key or given is None or not (surely or _names(str(given.get("description", "")), target, draft)):
        return argument
    shows = {name: found.name for name in slot.inside if (found := _plain(name, target)) is not None and name != named}
    told = {"of": target.name, "by": key.name, "named": named, "shows": shows, "without": _without_row(target)}
    return argument.model_copy(update={"does": does.model_copy(update=told)})


def told_of(slot: Slot, draft: Draft) -> tuple[Draft | None, bool]:
    """Return the entity whose rows the column's object tells of, where one key tells them apart, and if it is sure."""
    if slot.type != "json" or is_array(slot) or slot.references is not None or not slot.path:
        return None, False
    said = {word for name in _KINDS for word in _always(slot, name)}
    surely = any(slot.inside.get(name, {}).keys() & {"enum", "const"} for name in _KINDS)
    target = draft.peers.get(said.pop()) if len(said) == 1 else None
    if target is None or len(target.key) != 1 or target.resource.singleton or not can_exist(target):
        return None, False
    key = target.slots[target.key[0]]
    fits = key.path and key.path[-1] in slot.inside and key.type in ("text", "integer")
    return (target, surely) if fits else (None, False)


def _always(slot: Slot, name: str) -> list[str]:
    """Return the values that the object's property may have by its schema, or has in its examples."""
    schema = slot.inside.get(name, {})
    values = schema.get("enum") or ([schema["const"]] if "const" in schema else schema.get("examples") or [])
    return [str(value) for value in values]


def _held(argument: Argument, name: str) -> JsonSchema | None:
    """Return the schema of the property in the object that the argument is."""
    if type_names(argument.value) - {"null"} != {"object"}:
        return None
    found: JsonSchema | None = argument.value.get("properties", {}).get(name)
    return found


_ELSE = re.compile(r"\b(or|and)\b|/|[\"'`]me[\"'`]|\bemail\b", re.I)


def _names(text: str, target: Draft, draft: Draft) -> bool:
    """Return whether the first sentence about a key says that it is one of the target, and of nothing else."""
    said = words(re.split(r"(?<=[.;])\s", text.strip())[0])
    others = {other for other in draft.peers if other != target.name and "_" not in other}
    named = {singular(word) for word in said}
    is_named = "_".join(words(target.name)) in "_".join(singular(word) for word in said)
    return is_named and not named & others and _ELSE.search(text) is None


_NO_ROW = re.compile(r"\b(?:represented by|has) the ID `([^`\s]{1,32})`", re.I)


def _without_row(target: Draft) -> tuple[str, ...]:
    """Return the keys of which is said that they always name one thing, such as the root: it need have no row."""
    texts = [given.text for each in target.resource.readings for given in each.operation.parameters]
    return tuple(sorted({key for text in texts for key in _NO_ROW.findall(text)}))


def _plain(name: str, target: Draft) -> Slot | None:
    """Return the target's column of a property, where it is a plain value that every answer may show."""
    found = target.slot_at((name,))
    return found if found is not None and found.shown and not found.write_only and found.type != "json" else None
