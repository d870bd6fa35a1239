"""Either: path parameters that name a row by its key or by another property: an id or a name."""

import re

from generator.plan import Argument, Key
from generator.rules.drafts import Draft, Slot
from generator.rules.naming import squashed
from generator.rules.readings import Reading
from generator.rules.resources import own_parameters

_EITHER = re.compile(r"\b(?:ids?|uuids?|identifier|guid) or (?:the |its |a |an |unique )*`?(\w+)", re.I)
_TURNED = re.compile(r"\b`?(\w+)`? or (?:the |its |a |an |unique )*(?:id|uuid|identifier|guid)\b", re.I)
_PARAMETER = re.compile(r"(?:^|_)id_or_(\w+)$", re.I)
_BEFORE = re.compile(r"(?:^|_)([a-z]+)_or_(?:id|uuid)$", re.I)
# Of a change, nothing would find the row again by a name that it has just lost.
_PATTERNS = frozenset({"get", "delete", "view"})


def by_either(argument: Argument, reading: Reading, draft: Draft, pattern: str) -> Argument:
    """Return the argument, where its path picks one row by key or by another property, with both."""
    own = own_parameters(reading, draft.resource)
    does = argument.does
    if pattern not in _PATTERNS or not isinstance(does, Key) or argument.wire != own[-1:] or draft.key != [does.column]:
        return argument
    if argument.place != "path" or {"format", "pattern", "enum"} & argument.value.keys():
        return argument
    slot = _other(reading, draft, own[-1])
    return argument if slot is None else argument.model_copy(update={"does": Key(column=does.column, other=slot.name)})


def either_slot(reading: Reading, draft: Draft) -> Slot | None:
    """Return the other property than the key by which the path of an item finds its row, if there is one."""
    own = own_parameters(reading, draft.resource)
    return _other(reading, draft, own[-1]) if own and len(draft.key) == 1 else None


def _other(reading: Reading, draft: Draft, parameter: str) -> Slot | None:
    """Return the slot that the documentation of this path names beside the key."""
    key = draft.slots[draft.key[-1]]
    for text in _texts(reading, draft, parameter):
        for match in (
            *_EITHER.finditer(text),
            *_TURNED.finditer(text),
            *_PARAMETER.finditer(text),
            *_BEFORE.finditer(text),
        ):
            slot = draft.slot_at((match.group(1),))
            fits = slot is not None and slot is not key and slot.type == key.type == "text" and slot.shown
            if fits and squashed(match.group(1)) != squashed(parameter):
                return slot
    return None


def _texts(reading: Reading, draft: Draft, parameter: str) -> list[str]:
    same = [each for each in draft.resource.readings if each.operation.path == reading.operation.path]
    told = [given.text for given in reading.operation.parameters if given.name == parameter]
    return [parameter, *told, *(f"{each.operation.summary}. {each.operation.text}" for each in (reading, *same))]
