"""Members: actions that add to an array which the thing shows, or take from it (``/tasks/{id}/addFollowers``)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.description import JsonSchema
from generator.plan import Member
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.naming import last_word, plural_name, singular_name, squashed, without_filler, words
from generator.rules.paths import owner_names
from generator.rules.readings import Reading, is_many_in_one, required_names, sent_properties
from generator.rules.resources import own_parameters
from generator.rules.verbs import opposite, participle
from generator.schema import Schemas

ADDS = frozenset("add invite attach append include".split())
REMOVES = frozenset("remove kick detach uninvite exclude".split())
# What else puts a thing to another, or takes it away, where the action says no more than that.
_JOINS = ADDS | {"assign", "share"}
_PARTS = REMOVES | {"unassign", "disconnect", "unlink"}
# Whom an invitation is to, where the verb names no column.
COMPANY = ("members", "participants", "attendees", "users")


@dataclass(frozen=True, slots=True)
class Membership:
    """The property that names the members, how it changes the column, and whether it is a comma-separated text."""

    name: str
    does: Member
    split: bool


def membership_of(reading: Reading, draft: Draft, literal: str, schemas: Schemas) -> Membership | None:
    """Return how an action changes an array column; None where it names none, or no single property names members."""
    verb, *thing = words(literal.split("/")[-1]) or [""]
    if verb not in _JOINS | _PARTS:
        return None
    sent = sent_properties(reading, schemas)
    required = required_names(reading.body, schemas) & sent.keys()
    thing = without_filler(thing)
    slot = _column(thing, draft) if verb in ADDS | REMOVES else None
    if slot is None:
        thing, slot = _sent_column(verb, thing, required or sent, draft)
    if slot is None:
        return None
    names = [name for name in sent if _names_members(name, slot, thing)]
    if len(names) != 1 or not all(is_key_beside(name, schemas.resolve(sent[name])) for name in required - set(names)):
        return None
    does = _member(slot, "add" if verb in _JOINS else "remove", draft, schemas)
    schema = schemas.resolve(sent[names[0]])
    split = is_many_in_one(schema, str(schema.get("description", "")))
    if does is None or not _is_of_keys(schema, schemas):
        return None
    if slot.initial is None and not slot.sent:
        slot.initial = []
    return Membership(names[0], does, split)


def is_key_beside(name: str, schema: JsonSchema) -> bool:
    """Return whether an input names one other thing, beside what an action is about: in which team the members are."""
    owner, word = owner_names(name)
    return bool(owner) and word == "id" and last_word(name) == "id" and column_type(schema) in ("text", "integer")


def _column(thing: list[str], draft: Draft) -> Slot | None:
    called = "_".join(thing)
    return _array([plural_name(singular_name(called)), called] if thing else list(COMPANY), draft)


def _array(wanted: Iterable[str], draft: Draft) -> Slot | None:
    for name in wanted:
        slot = draft.slot_at((name,))
        if slot is not None and slot.shown and slot.type == "json" and type_names(slot.schema) - {"null"} == {"array"}:
            return slot
    return None


def _sent_column(verb: str, thing: list[str], sent: Iterable[str], draft: Draft) -> tuple[list[str], Slot | None]:
    """Return what an action puts to a thing or takes away by its only key, and the array that shows such keys.

    ``assign`` that is sent a ``team_id`` adds to ``teams``; ``disconnectShared`` that is sent ``leaving_team_ids``
    takes out of ``connected_team_ids``, for that is what its verb undoes.
    """
    if not thing and verb in _JOINS and (slot := _array(sent, draft)) is not None:
        return [singular_name(slot.path[-1])], slot
    keys = [parts for name in sent if (parts := words(name))[-1:] in (["id"], ["ids"]) and len(parts) > 1]
    if len(keys) != 1:
        return thing, None
    owner = keys[0][:-1]
    if not thing:
        return owner, _array((plural_name("_".join(owner)), "_".join([*owner, "ids"])), draft)
    undone = opposite(verb)
    done = [participle(undone)] if undone else []
    for length in range(1, len(owner) + 1) if done else ():
        if (slot := _array(("_".join([*done, *owner[-length:], "ids"]),), draft)) is not None:
            return owner, slot
    return thing, None


def _names_members(name: str, slot: Slot, thing: list[str]) -> bool:
    one = singular_name(slot.path[-1])
    names = {one, "_".join(thing), *([singular_name(each) for each in COMPANY] if not thing else ())}
    spellings = {squashed(form) for each in names for form in (each, plural_name(each), f"{each}_id", f"{each}_ids")}
    return squashed(name) in spellings


def _is_of_keys(schema: JsonSchema, schemas: Schemas) -> bool:
    """Return whether a value is one key or an array of keys."""
    items = schema.get("items")
    one = schemas.resolve(items) if isinstance(items, dict) else schema
    return column_type(one) in ("text", "integer")


def _member(slot: Slot, change: str, draft: Draft, schemas: Schemas) -> Member | None:
    """Return what an element of the column is: a key, or an object made of the row that the key names."""
    items = slot.schema.get("items")
    if not isinstance(items, dict):
        return None
    properties = schemas.properties(items)
    changes: dict[str, object] = {"column": slot.name, "change": change}
    if not properties:
        return Member.model_validate(changes) if column_type(schemas.resolve(items)) in ("text", "integer") else None
    target = _target(items, slot, draft, schemas)
    if target is None:
        return _by_key_alone(properties, changes)
    if len(target.key) != 1:
        return None
    key = target.slots[target.key[0]]
    if not key.path or key.path[-1] not in properties:
        return None
    shows = {
        name: found.name
        for name in properties
        if (found := target.slot_at((name,))) is not None and found.shown and not found.write_only
    }
    told = {"key": key.path[-1], "of": target.name, "by": key.name, "shows": shows}
    return Member.model_validate({**changes, **told})


def _by_key_alone(properties: Mapping[str, object], changes: dict[str, object]) -> Member | None:
    """Return a member whose elements say no more than a key, and its type: {"gid": …, "resource_type": …}."""
    keys = [name for name in properties if squashed(name) in ("id", "gid", "sid", "uuid", "guid")]
    more = [name for name in properties if name not in keys and words(name)[-1:] != ["type"]]
    return Member.model_validate({**changes, "key": keys[0]}) if len(keys) == 1 and not more else None


def _target(items: JsonSchema, slot: Slot, draft: Draft, schemas: Schemas) -> Draft | None:
    """Return the entity whose rows the elements show: the one that their schema, or else the column, is named after."""
    name = words(schemas.name(items) or "")
    for length in range(len(name), 0, -1):
        if (found := draft.peers.get("_".join(name[:length]))) is not None:
            return found
    found = draft.peers.get(singular_name(slot.path[-1]))
    stands_alone = found is not None and any(not path.parameters for path in found.resource.collections)
    return found if stands_alone else _picked_as(singular_name(slot.path[-1]), draft)


def _picked_as(called: str, draft: Draft) -> Draft | None:
    """Return the one entity whose rows calls pick by a parameter of this name: conversations by ``channel_id``."""
    names = {called, f"{called}_id"}
    picked = [
        peer
        for peer in draft.peers.values()
        if any(names & set(own_parameters(each, peer.resource)) for each in peer.resource.items)
    ]
    return picked[0] if len(picked) == 1 else None
