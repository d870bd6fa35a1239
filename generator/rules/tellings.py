"""Tellings: objects that tell of a row of another entity, and inputs that name it: ``{"id": "7", "type": "user"}``."""

import re
from collections.abc import Collection, Sequence

from generator.description import JsonSchema
from generator.plan import Argument, Key, Value
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.insides import is_array
from generator.rules.naming import singular, words
from generator.rules.references import can_exist

# Properties that say of what kind an object is.
_KINDS = ("type", "resource_type", "resourceType", "object", "kind")


def with_tellings(arguments: Sequence[Argument], draft: Draft) -> list[Argument]:
    """Return the arguments, those that name what a column's object tells of as what names a row of that entity.

    The object must say of itself what it tells of, always the same, and hold the row's key. Where only an example says
    so, the words about the key must name that kind of thing, and no other, or the object must be called so; a key that
    may name something else is kept alone where no row has it. The column by which rows are listed below what the object
    tells of keeps its key as well.
    """
    given = {each.does.column for each in arguments if isinstance(each.does, Key | Value)}
    return [_linking(_telling(argument, draft, given), draft, given) for argument in arguments]


def _telling(argument: Argument, draft: Draft, given: Collection[str]) -> Argument:
    does = argument.does
    slot = draft.slots.get(does.column) if isinstance(does, Value) and not does.mapped else None
    target, surely = told_of(slot, draft) if slot is not None else (None, False)
    if not isinstance(does, Value) or slot is None or target is None:
        return argument
    key = target.slots[target.key[0]]
    named = does.inside or key.path[-1]
    is_key = named == key.path[-1] and column_type(slot.inside[named]) == key.type
    given_key = argument.value if does.inside else _held(argument, named)
    words_of_key = str(given_key.get("description", "")) if given_key is not None else ""
    called = bool(does.inside) and is_called_after(slot, target, words_of_key)
    sure = surely or called or names_kind(words_of_key, target, draft)
    if not is_key or given_key is None or not (sure or does.inside):
        return argument
    if not sure:
        loose = {"of": target.name, "by": key.name, "named": named, "shows": shows_of(slot, target, named)}
        return argument.model_copy(update={"does": does.model_copy(update={**loose, "loose": True})})
    link = _link_below(target, draft)
    only = slot.name == target.name or sum(told_of(each, draft)[0] is target for each in draft.slots.values()) == 1
    told = {
        "of": target.name,
        "by": key.name,
        "named": named,
        "without": _without_row(target),
        "also": link if only and link not in given else None,
        "shows": shows_of(slot, target, named),
    }
    return argument.model_copy(update={"does": does.model_copy(update=told)})


def is_called_after(slot: Slot, target: Draft, text: str) -> bool:
    """Return whether a key is shown by what is called like the target's things, and no words say that else may be."""
    called = [singular(word) for word in words(slot.path[-1])]
    return called == [singular(word) for word in words(target.name)] and _ELSE.search(text) is None


def _linking(argument: Argument, draft: Draft, given: Collection[str]) -> Argument:
    """Return an object that no answer shows, and that says what kind of row it names, as the link to that row."""
    does = argument.does
    slot = draft.slots.get(does.column) if isinstance(does, Value) else None
    if argument.place != "body" or slot is None or slot.shown or slot.type != "json":
        return argument
    said = argument.value.get("properties", {})
    kinds = [said[name].get("enum") for name in _KINDS if isinstance(said.get(name), dict) and said[name].get("enum")]
    target = draft.peers.get(str(kinds[0][0])) if len(kinds) == 1 and len(kinds[0]) == 1 else None
    link = _link_below(target, draft) if target is not None else None
    if target is None or link is None or link in given or len(target.key) != 1:
        return argument
    key = target.slots[target.key[0]]
    if not key.path or _held(argument, key.path[-1]) is None:
        return argument
    link_to = Value(column=link, of=target.name, by=key.name, named=key.path[-1], without=_without_row(target))
    return argument.model_copy(update={"does": link_to})


def _link_below(target: Draft, draft: Draft) -> str | None:
    """Return the column, never shown, by which rows are listed below the target's; None where there are several."""
    links = [
        slot.name
        for slot in draft.slots.values()
        if not slot.path and slot.references is not None and slot.references.entity == target.name
    ]
    return links[0] if len(links) == 1 and links[0] not in draft.key else None


def shows_of(slot: Slot, target: Draft, named: str) -> dict[str, str]:
    """Return which of the object's properties, beside the key, are plain columns of the row that it tells of."""
    found = {name: _plain(name, target) for name in slot.inside if name != named}
    return {name: column.name for name, column in found.items() if column is not None}


def told_of(slot: Slot, draft: Draft) -> tuple[Draft | None, bool]:
    """Return the entity whose rows the column's object tells of, where one key tells them apart, and if it is sure."""
    if slot.type != "json" or is_array(slot) or slot.references is not None or not slot.path:
        return None, False
    said = kinds_of(slot)
    surely = any(slot.inside.get(name, {}).keys() & {"enum", "const"} for name in _KINDS)
    target = draft.peers.get(said.pop()) if len(said) == 1 else None
    if target is None or len(target.key) != 1 or target.resource.singleton or not can_exist(target):
        return None, False
    key = target.slots[target.key[0]]
    fits = key.path and key.path[-1] in slot.inside and key.type in ("text", "integer")
    return (target, surely) if fits else (None, False)


def kinds_of(slot: Slot) -> set[str]:
    """Return the kinds of thing of which the column's object may say, or its examples, that it tells."""
    return {word for name in _KINDS for word in _always(slot, name)}


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


def names_kind(text: str, target: Draft, draft: Draft) -> bool:
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
