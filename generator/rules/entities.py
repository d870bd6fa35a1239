"""Entities: the columns, keys and forms of every resource, from what its operations show and send."""

import json
import re
from collections.abc import Iterator
from typing import Any

from generator.description import JsonSchema
from generator.rules.batches import changes_rows
from generator.rules.contents import add_content
from generator.rules.documents import add_documents
from generator.rules.drafts import Draft, Slot, column_type, new_draft
from generator.rules.envelopes import says_only_done, type_names
from generator.rules.expandable import shown_key
from generator.rules.groups import group_names
from generator.rules.insides import KEYS, add_insides, key_sent
from generator.rules.naming import clean_schema_name, plural, squashed, words
from generator.rules.own_keys import choose_key
from generator.rules.packed import packs
from generator.rules.parted import part_objects, parts_of
from generator.rules.parts import checks_presence
from generator.rules.paths import resource_path
from generator.rules.plain_values import lists_values, value_schema
from generator.rules.readings import (
    Reading,
    element_properties,
    promised_names,
    required_names,
    row_properties,
    sent_properties,
)
from generator.rules.resources import Resource
from generator.rules.row_paths import properties_with_paths
from generator.rules.tokens import is_left_out_of_lists
from generator.rules.verbs import participle
from generator.rules.wording import asks_to_see, says_look
from generator.schema import Schemas

_WRITES = frozenset({"POST", "PUT", "PATCH"})
_SAYS_ANYTHING = frozenset({"title", "description", "default", "examples"})


def draft_entities(resources: list[Resource], schemas: Schemas) -> dict[str, Draft]:
    """Return a draft for every resource that shows or takes any property, by name."""
    taken = {f"{resource.name}_json" for resource in resources}
    drafts: dict[str, Draft] = {}
    for resource in resources:
        draft = new_draft(resource, taken)
        draft.groups = group_names(resource, schemas)
        _add_rows(draft, schemas)
        add_insides(draft, schemas)
        _add_bodies(draft, schemas)
        add_documents(draft)
        _add_plain_values(draft, schemas)
        if not draft.slots and not any(checks_presence(reading) for reading in resource.items):
            taken.discard(draft.table)
            continue
        first = resource.readings[0].operation
        draft.source = first.source
        choose_key(draft, _making(draft, schemas), schemas)
        add_content(draft, schemas)
        drafts[resource.name] = draft
    return drafts


def _add_plain_values(draft: Draft, schemas: Schemas) -> None:
    """Give an entity that shows nothing but plain values the column that holds one."""
    listing = next((reading for reading in draft.resource.many if lists_values(reading, schemas)), None)
    if listing is None or draft.slots:
        return
    slot = draft.add(draft.name, (draft.name,), value_schema(listing, schemas))
    slot.shown = slot.required = slot.always_sent = True
    draft.resource.singleton = False
    draft.key, draft.client_key, draft.plain = [slot.name], True, True


def shows_entity(reading: Reading, draft: Draft, schemas: Schemas) -> bool:
    """Return whether the rows of an answer are rows of this entity: at least half of what they show is known of it."""
    if reading.shape.row is None or says_only_done(reading.shape.row, schemas):
        return False
    paths = [path for path, _ in properties_with_paths(reading.shape.row, schemas, draft.groups)]
    known = [path for path in paths if any(slot.shown for slot in draft.slots_at(path))]
    return bool(paths) and 2 * len(known) >= len(paths)


def form_of(reading: Reading, draft: Draft, schemas: Schemas) -> str:
    """Return the name of the form in which an answer shows the entity's rows."""
    row = reading.shape.row
    if row is None:
        return "full"
    slots = [slot for path, _ in properties_with_paths(row, schemas, draft.groups) for slot in draft.slots_at(path)]
    kept = [slot for slot in slots if not (reading.shape.kind == "list" and is_left_out_of_lists(slot))]
    shown = tuple(dict.fromkeys(slot.name for slot in kept if slot.path and not slot.write_only))
    name = clean_schema_name(schemas.name(row) or "")
    return draft.form(shown, name if name and name != draft.name else "summary")


def _add_rows(draft: Draft, schemas: Schemas) -> None:
    """Add a column for each property that an answer about this resource shows, those of single rows first."""
    resource = draft.resource
    reads = [reading for reading in resource.items if reading.method == "GET"]
    lists = [reading for reading in resource.many if reading.method == "GET"]
    writes = [reading for reading in (*resource.many, *resource.items) if reading.method in _WRITES]
    for reading in (*reads, *lists, *writes):
        row = reading.shape.row
        if row is None or says_only_done(row, schemas):
            continue
        if draft.slots and reading.method in _WRITES and not shows_entity(reading, draft, schemas):
            continue
        if draft.slots and reading in lists and (_names_the_thing(row, draft, schemas) or _searches(reading)):
            continue
        _show(draft, row, schemas)
        form_of(reading, draft, schemas)


def _searches(reading: Reading) -> bool:
    """Return whether an operation is called a search: what it shows beside a row's properties is no part of the row."""
    return any("search" in words(literal) for literal in resource_path(reading.operation.path).literals)


def _names_the_thing(row: JsonSchema, draft: Draft, schemas: Schemas) -> bool:
    """Return whether rows of a list are documented as something that only belongs to the thing: it names its database.

    Single rows show no such property, and less than half of what these do.
    """
    paths = [path for path, _ in properties_with_paths(row, schemas, draft.groups)]
    known = [path for path in paths if draft.slot_at(path) is not None]
    named = (draft.name,) in [tuple(squashed(part) for part in path) for path in paths]
    return named and draft.slot_at((draft.name,)) is None and 2 * len(known) < len(paths)


def _show(draft: Draft, row: JsonSchema, schemas: Schemas) -> None:
    exact = {slot.path: slot for slot in draft.slots.values()}
    for path, schema in properties_with_paths(row, schemas, draft.groups):
        slot = exact.get(path)
        if slot is None:
            slot = draft.add(path[-1], path, schema)
            slot.required = path[-1] in _needed(row, path, schemas)
        slot.shown = True


def _needed(row: JsonSchema, path: tuple[str, ...], schemas: Schemas) -> frozenset[str]:
    """Return what must stand beside a property: in the row, or in the group that holds it."""
    whole = row
    for name in path[:-1]:
        whole = row_properties(whole, schemas)[name]
    return promised_names(whole, schemas)


def _add_bodies(draft: Draft, schemas: Schemas) -> None:
    resource = draft.resource
    creations = _creations(resource)
    changes = [reading for reading in resource.items if reading.method in _WRITES]
    singles = [reading for reading in resource.many if reading.method in ("PUT", "PATCH")]
    senders = [reading for reading in (*creations, *changes, *singles) if reading.body_items is None]
    writers = [reading for reading in resource.readings if reading.method in _WRITES and reading.body_items is None]
    part_objects(draft, (sent for each in writers for sent in sent_properties(each, schemas).items()), schemas)
    begun = any(each not in changes for each in senders)
    for reading in senders:
        begins = reading not in changes or not begun
        required = required_names(reading.body, schemas)
        for name, schema in sent_properties(reading, schemas).items():
            # The default of a change says nothing of how a row begins.
            plain = sent_schema(draft, name, schema, schemas)
            if asks_to_see(name, plain):
                continue
            slot = slot_for_sent(draft, name, plain if begins else _without_default(plain))
            slot.sent = True
            slot.sent_first = slot.sent_first or begins
            if reading in creations and len(creations) == 1 and name in required:
                slot.always_sent = not any(change.method == "PUT" for change in changes)
    batches = [reading for reading in (*resource.many, *changes) if _sends_rows(reading, draft, schemas)]
    for reading in batches:
        for name, schema in element_properties(reading, schemas).items():
            slot = slot_for_sent(draft, name, schemas.resolve(schema), in_array=True)
            slot.sent = slot.sent_first = True
    for slot in draft.slots.values() if batches or len(creations) != 1 else ():
        slot.always_sent = False


def _without_default(schema: JsonSchema) -> JsonSchema:
    return {name: value for name, value in schema.items() if name != "default"}


def _creations(resource: Resource) -> list[Reading]:
    """Return the operations that make one row each: POSTs to a collection not said to show or change rows."""
    posts = [reading for reading in resource.many if reading.method == "POST" and reading.body_items is None]
    looks = [reading for reading in posts if reading.shape.kind == "list" and says_look(reading)]
    return [reading for reading in posts if not changes_rows(reading) and reading not in looks]


def _making(draft: Draft, schemas: Schemas) -> list[Reading]:
    """Return the operations that make rows, one or many."""
    many = [each for each in draft.resource.many if _sends_rows(each, draft, schemas) and not changes_rows(each)]
    return [*_creations(draft.resource), *many]


def _sends_rows(reading: Reading, draft: Draft, schemas: Schemas) -> bool:
    """Return whether the elements of the array that is sent are rows: at least half of their properties are shown."""
    sent = element_properties(reading, schemas)
    known = [name for name in sent if draft.slot_at((name,)) or draft.slot_at(("attributes", name))]
    return reading.method in _WRITES and 2 * len(known) >= len(sent) > 0


def sent_schema(draft: Draft, name: str, schema: JsonSchema, schemas: Schemas) -> JsonSchema:
    """Return the schema of what is sent for a column: the key, where rows show that and the thing may be sent too."""
    shown = draft.slot_at((name,))
    keyed = shown is not None and shown.shown and shown.type in ("text", "integer")
    return (shown_key(schema, schemas) if keyed else None) or schemas.plain(schema)


def slot_for_sent(draft: Draft, name: str, schema: JsonSchema, *, in_array: bool = False) -> Slot:
    """Return the slot that a sent property is kept in: the one shown under its name, or a new one that is not shown.

    What the elements of an array send is not checked one by one, so that numbers are only kept as numbers.
    """
    shown = draft.slot_at(parts_of(name)) or draft.slot_at((name,)) or draft.slot_at(("attributes", name))
    shown = shown or draft.slots.get(name)
    if shown is not None and (key_sent(shown, schema) or (packs(shown, schema) and not in_array)):
        return shown
    if shown is not None and (_alike(shown, schema) or (_counts(shown, schema) and not in_array)):
        shown.schema = _both(shown.schema, schema)
        return shown
    if shown is not None and not in_array and written_otherwise(shown, name, schema):
        return shown
    for said in _other_names(name, schema, draft) if shown is None else ():
        places = ((said,), *((group, said) for group in sorted(draft.groups)))
        other = next((slot for place in places if (slot := draft.slot_at(place)) is not None), None)
        if other is not None and other.name not in draft.key and (_alike(other, schema) or key_sent(other, schema)):
            return other
    for slot in draft.slots.values():
        if not slot.path and squashed(slot.name) in (squashed(name), squashed(name) + "sent") and _alike(slot, schema):
            return slot
    slot = draft.add(name if shown is None else f"{name}_sent", (), schema)
    slot.write_only = shown is None and bool(schema.get("writeOnly"))
    return slot


def _other_names(name: str, schema: JsonSchema, draft: Draft) -> Iterator[str]:
    """Yield the names under which answers may show what is sent under this one, the likeliest first."""
    yield from (_without_thing(name, draft), _without_new(name), _of_many(name, schema))
    parts = words(name)
    thing = draft.name.split("_")
    yield "_".join([*thing, *parts])  # the name of a clickwrap is shown as clickwrapName
    yield from _of_key(name, draft)
    is_id = schema.get("format") in ("uuid", "guid") or _ID.search(str(schema.get("description", "")))
    if is_id and column_type(schema) in ("text", "integer"):
        yield "_".join([*parts, "id"])  # the channel that is sent by its ID is shown as the channel_id
    if parts[1:2] and parts[1] in ("to", "by", "with", "from", "for"):
        yield "_".join([participle(parts[0]), *parts[1:]])  # whom to assign_to is shown as assigned_to
    choices = schema.get("enum")
    if isinstance(choices, list) and len(choices) > 1:
        # A statusState is shown as the status that has the same choices.
        alike = [slot for slot in draft.slots.values() if slot.shown and _same_choices(slot, choices)]
        shared = [slot.path[-1] for slot in alike if slot.path and set(words(slot.path[-1])) & set(parts)]
        yield from shared if len(shared) == 1 else ()


def _of_key(name: str, draft: Draft) -> Iterator[str]:
    """Yield the one property that shows as an object what a key names: a policy_id's ``policy``, or ``hold_policy``."""
    *called, key = words(name) or [""]
    shown = [
        (words(slot.path[-1]), slot.path[-1]) for slot in draft.slots.values() if len(slot.path) == 1 and slot.inside
    ]
    if not called or key not in KEYS:
        return
    exact = [own for parts, own in shown if parts == called]
    close = [own for parts, own in shown if parts[-len(called) :] == called]
    yield from exact or (close if len(close) == 1 else [])


def _same_choices(slot: Slot, choices: list[Any]) -> bool:
    known = slot.schema.get("enum")
    return isinstance(known, list) and sorted(map(str, known)) == sorted(map(str, choices))


def _without_thing(name: str, draft: Draft) -> str:
    """Return a sent property's name without the thing's before it: what answers show of a team as ``name``."""
    parts, thing = words(name), draft.name.split("_")[-1]
    return "_".join(parts[1:]) if len(parts) > 1 and parts[0] == thing else ""


def _without_new(name: str) -> str:
    """Return a sent property's name without the word that it is the next value: what answers show as ``name``."""
    parts = words(name)
    return "_".join(parts[1:]) if len(parts) > 1 and parts[0] == "new" else ""


def _of_many(name: str, schema: JsonSchema) -> str:
    """Return the plural of a property's name that sends an array: each ``permission`` is shown in ``permissions``."""
    parts = words(name)
    return "_".join([*parts[:-1], plural(parts[-1])]) if parts and "array" in type_names(schema) else ""


def kept_names(reading: Reading, draft: Draft, schemas: Schemas) -> list[str]:
    """Return the sent properties that have a column of their name and type which answers show."""
    sent = sent_properties(reading, schemas)
    return [name for name, schema in sent.items() if _keeps(draft, name, schemas.resolve(schema))]


def _keeps(draft: Draft, name: str, schema: JsonSchema) -> bool:
    slot = draft.slot_at((name,)) or draft.slot_at(("attributes", name)) or draft.named(name)
    return slot is not None and bool(slot.path) and not slot.write_only and _alike(slot, schema)


def _both(shown: JsonSchema, sent: JsonSchema) -> JsonSchema:
    """Return what is known of a value that one schema shows and another sends: all choices that either names."""
    known = {**sent, **shown}
    choices, more = shown.get("enum"), sent.get("enum")
    if isinstance(choices, list) and isinstance(more, list):
        known["enum"] = list({json.dumps(choice, sort_keys=True): choice for choice in (*choices, *more)}.values())
    return known


def _alike(slot: Slot, schema: JsonSchema) -> bool:
    sent = column_type(schema)
    if slot.type == sent == "json" and {"array", "object"} <= type_names(slot.schema) ^ type_names(schema):
        return False  # an array is sent where answers show an object of that name, or the other way round
    untyped = not type_names(schema) and not (slot.schema.keys() | schema.keys()) & {"enum"}
    if slot.type == "text" and slot.shown and slot.path and untyped:
        return schema.keys() <= _SAYS_ANYTHING  # any JSON value is sent, and shown as text
    return slot.type == sent or (slot.type == "real" and sent == "integer")


def _counts(slot: Slot, schema: JsonSchema) -> bool:
    """Return whether a number is sent that answers show as a whole one."""
    return slot.type == "integer" and slot.shown and column_type(schema) == "real"


def written_otherwise(slot: Slot, name: str, schema: JsonSchema) -> bool:
    """Return whether a text is sent that answers show as a number, or a number for a key that they show as text.

    A form sends everything as text; and a key is the same key with or without quotes.
    """
    sent = column_type(schema)
    plain = not schema.keys() & {"enum", "const"} and schema.get("format") in (None, "int32", "int64")
    if not slot.shown or not slot.path or not plain:
        return False
    if slot.type == "integer" and sent == "text":
        said = f"{schema.get('description', '')} {slot.schema.get('description', '')}"
        return "\\d" in str(slot.schema.get("pattern", "")) or bool(_NUMBER.search(said))
    told = [str(each.get("description", "")) for each in (schema, slot.schema)]
    keyed = words(name)[-1:] == ["id"] or all(_KEY.search(said) for said in told)
    return slot.type == "text" and sent in ("integer", "real") and keyed


_ID = re.compile(r"\b(?:id|ids|identifier)\b", re.I)
_KEY = re.compile(r"\b(?:identifier|id) of\b", re.I)
_NUMBER = re.compile(r"\b(?:unix|epoch|timestamps?|seconds|number of)\b", re.I)
