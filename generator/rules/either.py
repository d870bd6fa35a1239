"""Either: path parameters that name a row by its key or by another property: an id or a name."""

import re

from generator.plan import Argument, Key
from generator.rules.drafts import Draft, Slot
from generator.rules.naming import squashed
from generator.rules.readings import Reading
from generator.rules.resources import own_parameters

_EITHER = re.compile(
    r"\b(?:s?ids?|gids?|uuids?|keys?|identifier|guid)`? or (?:the |its |a |an |unique )*`?(\w+)"
    r"|\bcan also be (?:the|its) `(\w+)`",
    re.I,
)
_TURNED = re.compile(r"\b`?(\w+)`?,? or (?:the |its |a |an |unique )*(?:[gsu]?id|uuid|identifier|guid)\b", re.I)
_PARAMETER = re.compile(r"(?:^|_)id_or_(\w+)$", re.I)
_BEFORE = re.compile(r"(?:^|_)([a-z]+)_or_(?:id|uuid)$", re.I)
_WAYS = (_EITHER, _TURNED, _PARAMETER, _BEFORE)
# The word that stands for whoever calls: "This can be the string "me", or the id of a user".
_OWN = re.compile(r"[\"'`“](@?me|self|current|~)[\"'`”]", re.I)
_KEYS = frozenset({"text", "integer"})
_PATTERNS = frozenset({"get", "delete", "view", "update", "transition"})


def by_either(argument: Argument, reading: Reading, draft: Draft, pattern: str) -> Argument:
    """Return a path's argument that picks a row by its key or by another property, with both.

    It may be the tool's own row, or one that the path names before it.
    """
    does = argument.does
    if not isinstance(does, Key) or argument.place != "path" or {"format", "pattern", "enum"} & argument.value.keys():
        return argument
    own, slot = own_parameters(reading, draft.resource), None
    texts = [given.text for given in reading.operation.parameters if (given.name,) == argument.wire]
    above = draft.parent_of(does.column)
    if argument.wire == own[-1:] and draft.key[-1:] == [does.column]:
        slot, above = (_other(reading, draft, own[-1]), draft) if pattern in _PATTERNS else (None, None)
    elif above is not None:
        slot = other_way(texts, above, argument.wire[-1])
    word = own_word(texts, above) if above is not None else ""
    if slot is None and not word:
        return argument
    key = Key(column=does.column, other=slot.name if slot is not None else None, own=word)
    if slot is None or argument.value.get("type") != "integer":
        return argument.model_copy(update={"does": key})
    # A number is the key, and any other text the other property.
    return argument.model_copy(update={"does": key, "value": {**argument.value, "type": ["integer", "string"]}})


def own_word(texts: list[str], draft: Draft) -> str:
    """Return the word that stands for the key of the one who calls; an empty text where none does."""
    said = next((match for text in texts if (match := _OWN.search(text))), None)
    alone = len(draft.key) == 1 and draft.slots[draft.key[0]].type == "text"
    return said[1] if said is not None and alone else ""


def either_slot(reading: Reading, draft: Draft) -> Slot | None:
    """Return the other property than the key by which the path of an item finds its row, if there is one."""
    own = own_parameters(reading, draft.resource)
    return _other(reading, draft, own[-1]) if own and len(draft.key) == 1 else None


def _other(reading: Reading, draft: Draft, parameter: str) -> Slot | None:
    """Return the slot that the documentation of this path names beside the key."""
    return other_way(_texts(reading, draft, parameter), draft, parameter)


def other_way(texts: list[str], draft: Draft, parameter: str) -> Slot | None:
    """Return the first slot of the entity that a text names beside the key, or that says so itself."""
    key = draft.slots[draft.key[-1]]
    for match in (match for text in texts for way in _WAYS for match in way.finditer(text)):
        called = next(filter(None, match.groups()))
        slot = draft.slot_at((called,))
        fits = slot is not None and slot is not key and slot.type == "text" and key.type in _KEYS and slot.shown
        if fits and squashed(called) != squashed(parameter):
            return slot
    return next((slot for slot in draft.slots.values() if _replaces(slot, key)), None)


_IN_PLACE = re.compile(
    r"\b(?:in place|instead) of (?:the |its |a |an )?(?:\w+(?:'s)? )?[`'\"]?(?P<key>\w+)[`'\"]?(?P<rest>[^.]*)", re.I
)
_IN_PATHS = re.compile(r"\b(?:urls?|paths?|uris?|address(?:es)?|addressing|identify)\b", re.I)


def _replaces(slot: Slot, key: Slot) -> bool:
    """Return whether a text is said to pick its row in paths, "in place of the resource's `sid` in the URL"."""
    if slot is key or not (slot.type == key.type == "text") or not slot.shown or len(slot.path) != 1 or not key.path:
        return False
    said = _IN_PLACE.search(str(slot.schema.get("description", "")))
    return said is not None and said["key"] == key.path[-1] and _IN_PATHS.search(said["rest"]) is not None


def _texts(reading: Reading, draft: Draft, parameter: str) -> list[str]:
    same = [each for each in draft.resource.readings if each.operation.path == reading.operation.path]
    told = [given.text for given in reading.operation.parameters if given.name == parameter]
    return [parameter, *told, *(f"{each.operation.summary}. {each.operation.text}" for each in (reading, *same))]
