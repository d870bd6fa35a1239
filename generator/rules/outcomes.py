"""Outcomes: actions that are sent a choice, which what they are about then shows in other words.

``{"verdict": "FOR_BUYER"}`` of ``/cases/{id}/decide`` becomes the ``verdict_code`` ``DECIDED_FOR_BUYER``.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.plan import Input, Value
from generator.rules.drafts import Draft, Slot
from generator.rules.insides import is_array
from generator.rules.naming import words
from generator.rules.readings import Reading, required_names, sent_properties
from generator.rules.settings import named_object
from generator.schema import Schemas

Roles = Mapping[str, Value | Input]


def outcome_of(reading: Reading, draft: Draft, schemas: Schemas) -> Roles | None:
    """Return by name what an action's body sets, where its one required choice stands for what is shown of it."""
    sent = sent_properties(reading, schemas)
    needed = required_names(reading.body, schemas) & sent.keys()
    choices = {name: schemas.resolve(sent[name]).get("enum") for name in needed}
    chosen = [name for name, values in choices.items() if isinstance(values, list) and len(values) > 1]
    if len(chosen) != 1 or needed - set(chosen):
        return None
    given = [value for value in choices[chosen[0]] or () if isinstance(value, str)]
    said = f"{reading.operation.summary} {reading.operation.text}"
    found = [(mapped, does) for does, kept in _kept_choices(draft) if (mapped := _mapped(given, kept))
             and (_alike(chosen[0], does) or all(_names(said, str(each)) for each in mapped.values()))]  # fmt: skip
    if len(found) != 1:
        return None
    mapped, does = found[0]
    return {chosen[0]: does.model_copy(update={"mapped": mapped})}


def object_sent(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Roles | None:
    """Return what is set of the object that an action's last word names: ``make-offer`` of the ``offer``.

    What else must be sent is checked and kept nowhere. Only one property of an object is set by a call.
    """
    parts = words(literal.split("/")[-1])
    slot = named_object(parts[-1], draft) if len(parts) > 1 else None
    if slot is None:
        return None
    sent = sent_properties(reading, schemas)
    needed = required_names(reading.body, schemas) & sent.keys()
    known = [name for name in sent if name in slot.inside and name in needed and _same(slot, name, sent[name], schemas)]
    if len(known) != 1:
        return None
    checked = {name: Input() for name in needed if name not in known}
    return {**checked, known[0]: Value(column=slot.name, inside=known[0], among=True)}


def _same(slot: Slot, name: str, schema: Any, schemas: Schemas) -> bool:
    return set(schemas.types(slot.inside[name])) == set(schemas.types(schemas.resolve(schema)))


def _kept_choices(draft: Draft) -> Iterator[tuple[Value, list[str]]]:
    """Yield every choice that answers show: columns, and properties of objects in them, with their values."""
    for slot in draft.slots.values():
        if not slot.path or not slot.shown or slot.made or slot.name in draft.key:
            continue
        if isinstance(values := slot.schema.get("enum"), list) and slot.type == "text":
            yield Value(column=slot.name), [value for value in values if isinstance(value, str)]
        for name, schema in slot.inside.items() if slot.type == "json" and not is_array(slot) else ():
            if isinstance(values := schema.get("enum"), list):
                does = Value(column=slot.name, inside=name, among=True)
                yield does, [value for value in values if isinstance(value, str)]


def _mapped(given: list[str], kept: list[str]) -> dict[str, str]:
    """Return which kept value stands for each given one: the one that has all of its words that tell it apart.

    Each must be the only one that shares most words with what is given; nothing where any is in doubt.
    """
    common = set.intersection(*(_spelled(value) for value in given)) if given else set()
    found: dict[str, str] = {}
    for value in given:
        own = _spelled(value)
        rated = sorted(((len(own & _spelled(one)), one) for one in kept if own - common <= _spelled(one)), reverse=True)
        if not own - common or not rated or (len(rated) > 1 and rated[0][0] == rated[1][0]):
            return {}
        found[value] = rated[0][1]
    return found if len(set(found.values())) == len(given) and found else {}


def _spelled(value: str) -> set[str]:
    """Return a choice's words, with one spelling for each: "FAVOUR" and "FAVOR" are the same."""
    return {re.sub(r"our$", "or", word) for word in words(value)}


def _alike(name: str, does: Value) -> bool:
    return bool(set(words(name)) & {*words(does.column), *words(does.inside)} - {"type", "id", "value"})


def _names(said: str, value: str) -> bool:
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(value)}(?![A-Za-z0-9])", said) is not None
