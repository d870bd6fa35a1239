"""Settings: operations behind a thing that name the one column which they write: ``/items/{id}/setTopic``,
``PUT /orders/{id}/state``, ``DELETE /tickets/{id}/assignee``.
"""

import re
from dataclasses import dataclass
from typing import Any

from generator.description import JsonSchema
from generator.plan import Value
from generator.rules.drafts import Draft, Slot, column_type, is_nullable
from generator.rules.envelopes import type_names
from generator.rules.insides import is_array, key_inside
from generator.rules.members import is_key_beside
from generator.rules.naming import last_word, plural_name, singular_name, squashed, words
from generator.rules.packed import changes_some, packs, unpacked
from generator.rules.readings import Reading, is_many_in_one, required_names, sent_properties
from generator.rules.verbs import participle
from generator.schema import Schemas

_SETS = frozenset("set update change edit replace modify assign put adjust".split())
# What a column of one thing is called inside of an object that tells more about it: who set it, and when.
_SAID = ("value", "name", "text", "content")
# A text that is said to be many values is separated by commas, unless it is said to be JSON.
_ARRAY_OF = re.compile(r"(?!.*\bjson\b)an? (?:array|list) of \w+", re.I | re.S)


@dataclass(frozen=True, slots=True)
class Setting:
    """The column that an operation sets: by which property of the body, or by the whole of it where none is named.

    ``packed`` is the schema of what a text of JSON holds, and ``some`` tells that it changes no more than what it has.
    """

    name: str
    does: Value
    split: bool = False
    packed: JsonSchema | None = None
    some: bool = False


def setting_sent(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Setting | None:
    """Return what an operation sets where its path names a column, and one property that it sends is the new value."""
    if reading.method not in ("PUT", "PATCH", "POST"):
        return None
    if reading.body is None:
        return None
    slot = named_column(literal, draft) or _sent_under(literal, reading, draft, schemas)
    if slot is None:
        return _part_sent(reading, draft, literal, schemas)
    sent = sent_properties(reading, schemas)
    needed = required_names(reading.body, schemas)
    if (packed := _packed(slot, sent, needed, schemas)) is not None:
        return packed
    fitting = {name: does for name, schema in sent.items() if (does := _value(slot, schemas.resolve(schema), schemas))}
    called = [name for name in fitting if _calls(name, slot)]
    chosen = called or (list(fitting) if len(sent) == 1 else [])
    beside = (needed & sent.keys()) - set(chosen)
    if len(chosen) == 1 and all(is_key_beside(name, schemas.resolve(sent[name])) for name in beside):
        return Setting(chosen[0], *fitting[chosen[0]])
    whole = schemas.resolve(reading.body)
    if slot.type == "json" and not called and _alike_objects(slot, whole, schemas):
        return Setting("", Value(column=slot.name))
    return None


def _sent_under(literal: str, reading: Reading, draft: Draft, schemas: Schemas) -> Slot | None:
    """Return the column that is sent under its own name, which ends in the path's literal: ``last_activity``."""
    parts = words(literal)
    sent = [name for name in sent_properties(reading, schemas) if words(name)[1:][-len(parts) :] == parts]
    found = [slot for name in sent if (slot := draft.slot_at((name,))) is not None and slot.shown and slot.path]
    fits = len(found) == 1 and not found[0].made and found[0].name not in draft.key
    return found[0] if fits and column_type(found[0].schema) != "json" else None


def _packed(slot: Slot, sent: dict[str, JsonSchema], needed: frozenset[str], schemas: Schemas) -> Setting | None:
    """Return what sets a column by the one text of JSON that is sent, and is called after the column or its last word.

    Nothing else must be sent.
    """
    plain = {name: schemas.resolve(schema) for name, schema in sent.items()}
    own = [squashed(slot.path[-1]), last_word(slot.path[-1])]
    found = [name for name, schema in plain.items() if packs(slot, schema) and squashed(name) in own]
    if len(found) != 1 or (needed & sent.keys()) - set(found):
        return None
    schema = plain[found[0]]
    return Setting(found[0], Value(column=slot.name), packed=unpacked(slot, schema), some=changes_some(schema))


def _part_sent(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Setting | None:
    """Return what an operation sets of an object that the thing shows: ``setMetricValue`` of the ``metric``.

    All that is sent is one property, which the object has; its others stay.
    """
    verb, *thing = words(literal.split("/")[-1]) or [""]
    sent = sent_properties(reading, schemas)
    own = {name: schema for name, schema in sent.items() if not is_key_beside(name, schemas.resolve(schema))}
    if verb not in _SETS or not thing or len(own) != 1:
        return None
    (name, schema), *_ = own.items()
    given = column_type(schemas.resolve(schema))
    slot = named_object(thing[0], draft) if len(thing) > 1 else None
    if slot is None:
        return _told_at_length(name, thing, given, draft)
    if name not in slot.inside or column_type(slot.inside[name]) != given:
        return None
    return Setting(name, Value(column=slot.name, inside=name, among=True))


def _told_at_length(name: str, thing: list[str], given: str, draft: Draft) -> Setting | None:
    """Return what sets a property that one object alone shows under a longer name: an ``expiration_ts`` of whom
    the object calls a guest is its ``guest_expiration_ts``.
    """
    if words(name)[: len(thing)] != thing or len(words(name)) == len(thing):
        return None

    def says(longer: str) -> bool:
        return words(longer)[-len(words(name)) :] == words(name)

    found = [
        (slot, inner)
        for slot in draft.slots.values()
        if slot.shown and slot.path and slot.type == "json" and not is_array(slot) and not slot.made
        for inner, schema in slot.inside.items()
        if says(inner) and column_type(schema) == given
    ]
    if len(found) != 1 or any(slot.path and says(slot.path[-1]) for slot in draft.slots.values()):
        return None
    return Setting(name, Value(column=found[0][0].name, inside=found[0][1], among=True))


def cleared(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> dict[str, Any] | None:
    """Return the column that a DELETE behind a thing empties: the one that another operation sets there."""
    slot = named_column(literal, draft) if reading.method == "DELETE" else None
    others = [each for _, each in draft.resource.below if each.path.shape == reading.path.shape and each is not reading]
    if slot is None or reading.body is not None:
        return None
    if not any(
        (setting := setting_sent(each, draft, literal, schemas)) and setting.does.column == slot.name for each in others
    ):
        return None
    if is_array(slot) and not is_nullable(slot, draft):
        return {slot.name: []}
    return {slot.name: None} if is_nullable(slot, draft) and not slot.always_sent else None


def named_column(literal: str, draft: Draft) -> Slot | None:
    """Return the column that answers show under the name of what the path's last literal sets."""
    parts = words(literal.split("/")[-1])
    if len(parts) > 1 and parts[0] in _SETS:
        parts = parts[1:]
    elif parts[:1] and parts[0] in _SETS:
        return None
    called = "_".join(parts)
    for name in dict.fromkeys((called, plural_name(singular_name(called)), singular_name(called))):
        slot = draft.slot_at((name,)) if name else None
        if slot is not None and slot.shown and slot.path and not slot.made and slot.name not in draft.key:
            return slot
    return _done_to(called, draft)


def named_object(word: str, draft: Draft) -> Slot | None:
    """Return the column that shows one object under this name."""
    slot = draft.slot_at((word,))
    fits = slot is not None and slot.shown and slot.type == "json" and not is_array(slot) and not slot.made
    return slot if fits else None


def _done_to(called: str, draft: Draft) -> Slot | None:
    """Return the column that shows to whom something is done: an assignee is whom a thing is ``assigned_to``."""
    if not called.endswith("ee") or "_" in called:
        return None
    done = participle(called.removesuffix("ee"))
    shown = [slot for slot in draft.slots.values() if slot.path and slot.shown and not slot.made]
    fitting = [slot for slot in shown if squashed(slot.path[-1]) in (f"{done}to", f"{done}toid", done)]
    return fitting[0] if len(fitting) == 1 and fitting[0].type != "boolean" else None


def _calls(name: str, slot: Slot) -> bool:
    """Return whether a sent property is called after the column, or so with an id behind it, or ``new`` before it."""
    own, one = squashed(slot.path[-1]), squashed(singular_name(slot.path[-1]))
    said = squashed(name).removeprefix("new").removeprefix("target")
    return said in {own, one, f"{own}id", f"{one}id", f"{one}ids", "value", "values"}


def _value(slot: Slot, schema: JsonSchema, schemas: Schemas) -> tuple[Value, bool] | None:
    """Return how a value of this schema is kept in the column: as it is, inside its object, or split into an array."""
    given = column_type(schema)
    if slot.type == given and (given != "json" or type_names(slot.schema) & type_names(schema)):
        return Value(column=slot.name), False
    if slot.type == "real" and given == "integer":
        return Value(column=slot.name), False
    if slot.type != "json":
        return None
    if is_array(slot):
        items = schemas.resolve(slot.schema.get("items", {}))
        text = str(schema.get("description", ""))
        many = is_many_in_one(schema, text) or (given == "text" and _ARRAY_OF.match(text) is not None)
        return (Value(column=slot.name), True) if many and (not items or column_type(items) == "text") else None
    inside = next((name for name in _SAID if name in slot.inside), None) or key_inside(slot)
    if inside and column_type(slot.inside[inside]) == given:
        return Value(column=slot.name, inside=inside), False
    return None


def _alike_objects(slot: Slot, whole: JsonSchema, schemas: Schemas) -> bool:
    """Return whether a whole body is an object like the column's: it has no other properties, or both are open."""
    sent = set(schemas.properties(whole))
    if is_array(slot) or "object" not in type_names(whole):
        return False
    return (bool(sent) and sent <= set(slot.inside)) or (not sent and not slot.inside)
