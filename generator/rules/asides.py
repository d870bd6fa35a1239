"""Asides: arrays that a thing has and that no row shows, but a read of their own: ``listChannels`` beside
``addChannels`` and ``removeChannels``, ``getTeams`` beside ``setTeams``; and objects that are set as texts of JSON.
"""

from collections.abc import Iterator

from generator.description import JsonSchema
from generator.rules.drafts import Draft, Slot
from generator.rules.envelopes import type_names
from generator.rules.members import ADDS
from generator.rules.naming import plural_name, singular_name, squashed, without_filler, words
from generator.rules.packed import is_packed
from generator.rules.readings import Reading, sent_properties
from generator.rules.resources import own_parameters
from generator.rules.shown import with_shown
from generator.schema import Schemas

_SHOWS = frozenset({"get", "list"})
_WRITES = ADDS | {"set"}


def add_asides(draft: Draft, schemas: Schemas) -> None:
    """Add a column for each array or object that a read behind the thing shows, and that an action beside it writes."""
    written = {_thing(literal) for literal, each in draft.resource.below if _verb(literal) in _WRITES and _writes(each)}
    for literal, reading in draft.resource.below:
        thing = _thing(literal)
        if not _shows(reading, draft, literal) or thing not in written or draft.slot_at((thing,)) is not None:
            continue
        schema = _array_shown(reading, thing, schemas)
        if schema is None and any(_sends_text(each, literal, thing, schemas) for literal, each in draft.resource.below):
            schema = _object_shown(reading, thing)
        if schema is not None:
            slot = draft.add(thing, (thing,), schemas.resolve(schema))
            slot.shown = slot.aside = True
            slot.initial = [] if "array" in type_names(slot.schema) else {}


def aside_of(reading: Reading, draft: Draft, literal: str) -> Slot | None:
    """Return the column that a read behind the thing shows, where nothing else shows it."""
    slot = draft.slot_at((_thing(literal),)) if _shows(reading, draft, literal) else None
    return slot if slot is not None and slot.aside else None


def _verb(literal: str) -> str:
    return (words(literal.split("/")[-1]) or [""])[0]


def _thing(literal: str) -> str:
    """Return what an action is about, in plural: ``addGroup`` and ``listGroups`` are about groups."""
    thing = without_filler(words(literal.split("/")[-1])[1:])
    return plural_name(singular_name("_".join(thing))) if thing else ""


def _writes(reading: Reading) -> bool:
    return reading.method in ("POST", "PUT", "PATCH") and reading.body is not None


def _shows(reading: Reading, draft: Draft, literal: str) -> bool:
    """Return whether a read picks one row by its key, and names what it shows."""
    picks = reading.path.parameters and own_parameters(reading, draft.resource)
    return reading.method == "GET" and bool(picks) and _verb(literal) in _SHOWS and bool(_thing(literal))


def _sends_text(reading: Reading, literal: str, thing: str, schemas: Schemas) -> bool:
    """Return whether a setter of the thing sends it as a text of JSON."""
    sent = sent_properties(reading, schemas).items() if _verb(literal) == "set" and _thing(literal) == thing else ()
    return any(words(name)[-1:] == words(thing)[-1:] and is_packed(schemas.resolve(schema)) for name, schema in sent)


def _object_shown(reading: Reading, thing: str) -> JsonSchema | None:
    """Return the schema of the object in the answer that is called after what is asked for, or its last word."""
    called = words(reading.shape.where[-1]) if reading.shape.kind == "row" and reading.shape.where else []
    return reading.shape.row if called and words(thing)[-len(called) :] == called else None


def _array_shown(reading: Reading, thing: str, schemas: Schemas) -> JsonSchema | None:
    """Return the schema of the one array in the answer that is called after what is asked for, or after its keys."""
    found = list(_arrays(reading, schemas))
    one = singular_name(thing)
    names = {squashed(name) for name in (thing, one, f"{one}_ids", f"{thing}_ids")}
    called = [schema for name, schema in found if squashed(name) in names]
    return called[0] if len(called) == 1 and len(found) == 1 else None


def _arrays(reading: Reading, schemas: Schemas) -> Iterator[tuple[str, JsonSchema]]:
    response = with_shown(reading.response, schemas)
    for name, schema in schemas.properties(response.schema).items() if response and response.schema else ():
        resolved = schemas.resolve(schema)
        if type_names(resolved) == {"array"}:
            yield name, resolved
