"""Marks: lists whose rows each show a thing of another kind as a whole, put there and taken away by what names it.

``pins.add`` that is told a channel and the time of a message makes a row of ``pins.list`` that shows the message, and
``pins.remove`` takes it out. What the row shows is the thing as it was when it was put there.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.plan import Key, Reference, Value
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.insides import is_array
from generator.rules.members import ADDS, REMOVES
from generator.rules.naming import words
from generator.rules.readings import Reading, required_names, sent_properties
from generator.schema import Schemas


@dataclass(frozen=True, slots=True)
class _Mark:
    """What names a thing, each input with the column of the thing that it is; ``shown`` is the column that shows it."""

    shown: Slot
    thing: Draft
    inputs: Mapping[str, Slot]


def add_marks(draft: Draft, schemas: Schemas) -> None:
    """Let what a row shows as a whole be copied from the thing that a new one names, where it is put there and taken.

    What tells the kind of the thing is that kind; no operation puts another there.
    """
    adding = [each for each in draft.resource.many if _adds(each)]
    taking = [each for literal, each in draft.resource.below if _takes(each, literal)]
    listed = any(each.method == "GET" and each.shape.kind == "list" for each in draft.resource.many)
    if not listed or len(adding) != 1 or len(taking) != 1 or len(draft.key) != 1 or draft.slots[draft.key[0]].path:
        return
    mark = _mark_of(adding[0], draft, schemas)
    if mark is None or not mark.inputs.keys() <= sent_properties(taking[0], schemas).keys():
        return
    key = mark.thing.slots[mark.thing.key[0]]
    for name, slot in mark.inputs.items():
        own = draft.slots.get(name) or draft.add(name, (), slot.schema)
        if slot is key:
            own.references = Reference(entity=mark.thing.name, on_delete="cascade")
            mark.shown.made, mark.shown.template = "copied", own.name
        own.always_sent = True
        draft.marked[name] = own.name
    draft.unique.append(tuple(draft.marked.values()))
    for slot in draft.slots.values():
        if slot.path and slot.shown and slot.type == "text" and mark.thing.name in (slot.schema.get("enum") or ()):
            slot.schema, slot.initial = {**slot.schema, "enum": [mark.thing.name]}, mark.thing.name


def marks_as(reading: Reading, draft: Draft, literal: str | None) -> dict[str, Key | Value] | None:
    """Return the roles of the inputs by which a thing is put into a list of marks or taken out; None for others."""
    if draft.marked and literal is None and _adds(reading):
        return {name: Value(column=column) for name, column in draft.marked.items()}
    if draft.marked and literal is not None and _takes(reading, literal):
        return {name: Key(column=column) for name, column in draft.marked.items()}
    return None


def _adds(reading: Reading) -> bool:
    last = words(reading.operation.path)[-1:]
    return reading.method == "POST" and reading.body_items is None and bool(last) and last[0] in ADDS


def _takes(reading: Reading, literal: str) -> bool:
    return reading.method == "POST" and literal in REMOVES and not reading.path.parameters


def _mark_of(reading: Reading, draft: Draft, schemas: Schemas) -> _Mark | None:
    """Return what names the thing that an operation puts into a list; of several kinds, what is named by most."""
    found = [
        _Mark(slot, thing, inputs)
        for slot, thing in _shown_things(draft)
        if (inputs := _named_by(reading, thing, schemas))
    ]
    return max(found, key=lambda mark: len(mark.inputs), default=None)


def _shown_things(draft: Draft) -> list[tuple[Slot, Draft]]:
    """Return the columns that show a thing which has rows of its own, with the thing."""
    found = []
    for slot in draft.slots.values():
        thing = draft.peers.get(slot.path[-1]) if slot.path else None
        if thing is None or thing is draft or not slot.shown or slot.type != "json" or is_array(slot):
            continue
        known = [name for name in slot.inside if thing.slot_at((name,)) is not None]
        if (
            slot.inside
            and 2 * len(known) >= len(slot.inside)
            and len(thing.key) == 1
            and thing.slots[thing.key[0]].path
        ):
            found.append((slot, thing))
    return found


def _named_by(reading: Reading, thing: Draft, schemas: Schemas) -> dict[str, Slot]:
    """Return the inputs that name one thing: its key, and what it is listed by; nothing where they name no key."""
    sent = {name: schemas.resolve(schema) for name, schema in sent_properties(reading, schemas).items()}
    key = thing.slots[thing.key[0]]
    scopes = [slot for slot in thing.slots.values() if slot.references is not None and not slot.path]
    above = {name: slot for slot in scopes for name in sent if name == slot.name}
    said = rf"\b(?:of|to|for) (?:the |an? )?{re.escape(thing.name.replace('_', ' '))}\b"
    must = required_names(reading.body, schemas) & sent.keys()
    names = [
        name
        for name, schema in sent.items()
        if name not in above
        and column_type(schema) == key.type
        and (name == thing.name or re.search(said, str(schema.get("description", "")), re.I))
    ]
    if len(names) != 1 or len(above) != len(scopes) or not must <= {*above, *names}:
        return {}
    return {**above, names[0]: key}
