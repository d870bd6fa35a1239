"""Makers: who made a row, as the row shows it: by a property of its own, or in the list of those who may change it."""

import re
from collections.abc import Collection, Iterable

from generator.rules.beginnings import made_by_call
from generator.rules.drafts import Draft, Made, Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.insides import is_array
from generator.rules.naming import squashed, words
from generator.rules.references import can_exist
from generator.rules.tellings import shows_of, told_of
from generator.schema import Schemas

# Who made a row, and who changed it last, by what the property is called: created_by, createdByUserId, authorId.
_MADE = re.compile(
    r"^(?:created|added|uploaded|submitted|opened|authored|reported|posted|requested|invited|assigned)by"
    r"(?:user)?(?:id|uuid|guid|sid|key)?$|^(?:created|creator|author|requester)(?:by)?(?:user)?(?:id|uuid|guid|sid|key)$"
    r"|^(?:creator|author|requester)$"
)
_CHANGED = re.compile(
    r"^(?:last)?(?:updated|modified|edited|changed)by(?:user)?(?:id|uuid|guid|sid|key)?$"
    r"|^(?:last)?(?:updated|modified|edited|changed)user(?:id|uuid|guid|sid|key)$|^lasteditor$"
)
# Who owns a new thing is who made it; an object that tells of a person tells of that one.
_OWNS = re.compile(r"^(?:owner|ownedby)$")
_KEY_OF_OWNER = re.compile(r"^(?:owner|ownedby)(?:user)?(?:id|uuid|guid|sid|key)$")
_WHO = re.compile(
    r"^(?:the |an? )?(?:\[?\w+\]? ){0,2}?(?:user|person|member|author|account) (?:who|that) (?:\w+ )?"
    r"(created|made|added|left|posted|wrote|sent|submitted|uploaded|reported|requested|opened|invited|owns)\b",
    re.I,
)
_KEY_OF_WHO = re.compile(
    r"\b(?:id|identifier)`? of the (?:user|person|member) (?:who|that) "
    r"(?:created|made|added|uploaded|submitted|opened|owns|requested|invited)\b",
    re.I,
)
_PEOPLE = ("user", "member", "person", "people", "employee", "account_user", "me")
# Lists of who may do what, and the kinds of access that a list can be of; the first of _FULL is its maker's.
_LISTS = frozenset("permissions acl acls accesslist accesscontrol accesscontrollist grants".split())
_FULL = ("owner", "owners", "admin", "admins", "manage", "write", "edit", "editors", "writers")
_KINDS = frozenset({*_FULL, *"read readers view viewers create delete update execute share comment run".split()})


def add_makers(draft: Draft, schemas: Schemas) -> list[str]:
    """Mark the columns in which a row shows who made it, or changed it; return what is assumed of access lists."""
    assumptions = []
    for slot in draft.slots.values():
        if slot.made or slot.references or not slot.path or not slot.shown or slot.name in draft.key:
            continue
        if not slot.sent and made_by_call(slot) is None and (role := _role(slot, draft)) is not None:
            slot.made, slot.initial = role, None
        elif granted := _granted(slot, schemas):
            slot.made, slot.template = "caller", granted
            where = f"{draft.name}.{'.'.join(slot.path)}"
            assumptions.append(f"Who makes a {draft.name} stands in its {where}.{granted} where none is given.")
    return assumptions


def _role(slot: Slot, draft: Draft) -> Made | None:
    """Return whether the slot shows who made a row, or changed it last, and note of which entity that is a row."""
    called = squashed(slot.path[-1])
    made: Made | None = "caller" if _MADE.match(called) else "changer" if _CHANGED.match(called) else None
    if len(slot.path) != 1 or slot.schema.keys() & {"enum", "const", "default"}:
        return None
    if slot.type == "json":
        made = made or ("caller" if _OWNS.match(called) or _WHO.search(_said(slot)) else None)
        tells = made is not None and not _waits(called, draft) and _tells_of_person(slot, draft)
        return made if tells else None
    said_to = _KEY_OF_OWNER.match(called) or _KEY_OF_WHO.search(_said(slot))
    made = made or ("caller" if said_to else None)
    if made is None or slot.type not in ("text", "integer"):
        return None
    people = _people(draft, slot)
    if people is not None and _is_key(slot, called, people):
        slot.of = people.name
        return made
    return made if slot.type == "text" and not slot.schema.keys() & {"format", "pattern"} else None


def _said(slot: Slot) -> str:
    return " ".join(str(slot.schema.get("description", "")).split())


def _waits(called: str, draft: Draft) -> bool:
    """Return whether a row shows who assigned it, but may be assigned to nobody yet, and is no assignment itself."""
    if words(draft.name)[-1:] == ["assignment"]:
        return False
    to = [slot for slot in draft.slots.values() if slot.path and squashed(slot.path[-1]) in ("assignee", "assignedto")]
    return called.startswith("assigned") and bool(to) and not any(slot.always_sent for slot in to)


def forget_others(drafts: Iterable[Draft]) -> None:
    """Let rows show nobody as their maker whose entity is none of these: no call reads the people."""
    kept = tuple(drafts)
    names = {draft.name for draft in kept}
    for draft in kept:
        for slot in draft.slots.values():
            if slot.of is not None and slot.of not in names:
                others = _people(draft, slot, names) if slot.type != "json" and slot.made is not None else None
                slot.of, slot.shows = others.name if others is not None else None, {}
                slot.made = slot.made if slot.type == "text" or slot.of is not None else None


def _is_key(slot: Slot, called: str, people: Draft) -> bool:
    """Return whether a value is documented as the key of a person, and not as a name or an address."""
    said = str(slot.schema.get("description", ""))
    pattern = slot.schema.get("pattern")
    if pattern is not None and pattern == people.slots[people.key[0]].schema.get("pattern"):
        return True
    return bool(re.search(r"(?:id|uuid|guid|sid|key)$", called) or re.search(r"\bids?\b|\bidentifier\b", said, re.I))


def _people(draft: Draft, slot: Slot, names: Collection[str] = _PEOPLE) -> Draft | None:
    """Return the entity of the people who may act, called so, where one key of the slot's type tells them apart."""
    for name in (each for each in _PEOPLE if each in names):
        peer = draft.peers.get(name)
        if peer is None or peer is draft or not can_exist(peer) or len(peer.key) != 1 or peer.resource.singleton:
            continue
        return peer if peer.slots[peer.key[0]].type == slot.type else None
    return None


def _tells_of_person(slot: Slot, draft: Draft) -> bool:
    """Return whether an object tells of one of the people, and note what it shows of their row."""
    target, _ = told_of(slot, draft)
    peers = [target] if target is not None else [draft.peers[name] for name in _PEOPLE if name in draft.peers]
    for peer in peers:
        key = _shown_key(peer, slot)
        if key is not None and peer is not draft and not is_array(slot):
            slot.of, slot.shows = peer.name, {key.path[-1]: key.name, **shows_of(slot, peer, key.path[-1])}
            return True
    return False


def _shown_key(people: Draft, slot: Slot) -> Slot | None:
    """Return the column of the people's key, or of the id of the only one, that the object shows."""
    if not can_exist(people) or len(people.key) > 1:
        return None
    key = people.slots[people.key[0]] if people.key else people.slot_at(("id",))
    fits = key is not None and bool(key.path) and key.path[-1] in slot.inside and key.type in ("text", "integer")
    return key if fits and key is not None and column_type(slot.inside[key.path[-1]]) == key.type else None


def _granted(slot: Slot, schemas: Schemas) -> str:
    """Return the property of an access list in which those stand who may do most; "" where it is no such list."""
    parts = schemas.properties(slot.schema) if slot.type == "json" else {}
    names = {squashed(name): name for name in parts}
    known = all((words(name) or [""])[-1] in _KINDS for name in parts)  # also "collection:create"
    if squashed(slot.path[-1]) not in _LISTS or not names or not known or slot.always_sent:
        return ""
    held = next((names[word] for word in _FULL if word in names), "")
    resolved = schemas.resolve(parts[held]) if held else {}
    items = schemas.resolve(resolved.get("items", {}))
    return held if type_names(resolved) == {"array"} and type_names(items) == {"string"} else ""
