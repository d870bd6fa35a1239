"""What the server itself writes: times, addresses, first states, and values that a new row must have to be shown."""

import re

from generator.rules.addresses import address_below, addresses_of, is_whole_name, links_of, own_address, whole_name
from generator.rules.beginnings import begins_somewhere, begun_as, first_value, set_to
from generator.rules.drafts import Draft, Made, Slot
from generator.rules.envelopes import type_names
from generator.rules.house import plain_name
from generator.rules.keys import id_shape, shape_of_example
from generator.rules.moments import is_moment
from generator.rules.naming import squashed, words
from generator.rules.occasions import is_of_making
from generator.rules.tokens import add_token
from generator.rules.wholes import first_object
from generator.schema import Schemas

_CREATED = re.compile(
    r"^(created|datecreate|createdat|createat|createdon|createddate|createddateutc|createdtime|createtime|creationtime|creationdate|datecreated"
    r"|datecreatedutc|createdutc|dateadded|addedat|insertedat|createdtimestamp|creationtimestamp|timecreated|createtimestamp"
    r"|submittedat|createddatetime)$"
)
_UPDATED = re.compile(
    r"^(updated|updatedat|updateat|updatedon|updateddate|updateddateutc|updatedtime|updatetime|dateupdated|dateupdatedutc"
    r"|lastupdated|lastupdatedat|modified|modifiedat|modifiedon|modifieddate|datemodified|lastmodified|lastmodifiedat"
    r"|lastmodifieddatetime|lastmodifieddate|lastmodifiedtime|modifiedtime|timeupdated|updatetimestamp|lastupdatetime"
    r"|modificationdate|updateddatetime|editedat|lastedited)$"
)
_ADDRESS = frozenset("url uri self href link selflink htmlurl resourceurl location".split())


def add_made(draft: Draft, base_url: str, schemas: Schemas) -> list[str]:
    """Mark the slots that the server writes; return the assumptions that were made where nothing is documented."""
    assumptions = []
    for slot in draft.slots.values():
        if slot.open:
            slot.initial = {}
            continue
        add_token(slot, draft)
        if slot.made or slot.sent or slot.references or slot.name in draft.key or not slot.path:
            slot.initial = _documented_default(slot) if slot.sent else None
            if _may_be_sent(slot, draft) and slot.initial is None:
                slot.made = _time(slot, draft) or _begins_now(slot)
            if slot.sent and not slot.sent_first and slot.initial is None and begins_somewhere(slot):
                assumptions += first_value(slot, draft)  # only changes send it, so that nothing else begins it
            assumptions += _emptiness(slot, draft, schemas)
            continue
        if made := _time(slot, draft):
            slot.made = made
        elif _is_second_key(slot, draft):
            slot.made, draft.id = "id", draft.id or id_shape(slot, draft.name, {})
        elif _is_name_of_its_own(slot, draft):
            assumptions += first_value(slot, draft)
        elif (address := _address(slot, draft, base_url)) is not None:
            slot.made, slot.template = address
        else:
            assumptions += first_value(slot, draft) or _emptiness(slot, draft, schemas)
    return assumptions


def _emptiness(slot: Slot, draft: Draft, schemas: Schemas) -> list[str]:
    """Give a list, map or object that is shown and never null its beginning; return what is assumed."""
    types = type_names(slot.schema)
    plain = slot.shown and bool(slot.path) and not slot.always_sent and not slot.made and (slot.sent or slot.required)
    barred = slot.schema.get("minItems") or slot.schema.get("minProperties")
    if not plain or slot.initial is not None or barred or types not in ({"array"}, {"object"}, {"boolean"}):
        return []
    if _of_some_variants(slot, draft, schemas):
        return []
    if types == {"boolean"}:
        slot.initial = _first_flag(slot)
    elif types == {"array"}:
        slot.initial = []
    else:
        slot.initial = _first_whole(slot, schemas) if slot.schema.get("properties") else {}
    if slot.initial is None and _stands_beside(slot, draft) and not schemas.resolve(slot.schema).get("required"):
        slot.initial = {}
    if slot.initial is None:
        return []
    where = f"{draft.name}.{'.'.join(slot.path)}"
    return [f"A new {draft.name}'s {where} is {slot.initial!r} where none is given: it is documented as never null."]


def _of_some_variants(slot: Slot, draft: Draft, schemas: Schemas) -> bool:
    """Return whether rows are one of several kinds of objects, of which some do not have what the slot holds."""
    rows = [each.shape.row for each in draft.resource.readings if each.shape.row is not None]
    kinds = [kind for row in rows for kind in schemas.alternatives(row) if schemas.properties(kind)]
    having = [kind for kind in kinds if slot.path[0] in schemas.properties(kind)]
    several = any(len(schemas.alternatives(row)) > 1 for row in rows)
    return several and 0 < len(having) < len(kinds)


def _first_flag(slot: Slot) -> bool | None:
    """Return what a flag begins as that callers may send; None where nothing tells.

    Of one that is always shown and that only changes send, nothing else says how it begins: what may be in force at
    once is, and any other is off.
    """
    if _is_off(slot):
        return False
    changed = slot.required and not slot.sent_first and "default" not in str(slot.schema.get("description", "")).lower()
    return bool({*words(slot.path[-1])} & _AT_ONCE) if changed else None


def _is_off(slot: Slot) -> bool:
    """Return whether a flag that nobody set is off, where nothing is said of a default.

    What may be in force at once, such as ``enabled``, may not be off.
    """
    said = str(slot.schema.get("description", "")).lower()
    return slot.sent_first and "default" not in said and not {*words(slot.path[-1])} & _AT_ONCE


_AT_ONCE = frozenset("enabled enable active activated visible available allowed allow on open public".split())


def _first_whole(slot: Slot, schemas: Schemas) -> object:
    """Return the object that a slot begins as: one that answers need not show only where all of it is known."""
    found = first_object(slot.schema, schemas)
    if found is None and slot.required and slot.sent and not schemas.resolve(slot.schema).get("required"):
        return {}
    whole = found is not None and found.keys() >= schemas.properties(slot.schema).keys()
    return found if slot.required or whole else None


def _stands_beside(slot: Slot, draft: Draft) -> bool:
    """Return whether answers show a slot beside the row, where it cannot be left out."""
    return slot.shown and bool(draft.forms) and not any(slot.name in form for form in draft.forms.values())


def _may_be_sent(slot: Slot, draft: Draft) -> bool:
    """Return whether callers may send a value that they may leave out as well, and that is no key or reference."""
    free = slot.made is None and slot.references is None and slot.name not in draft.key
    return slot.sent and slot.shown and bool(slot.path) and not slot.always_sent and free


_NOW = re.compile(
    r"\bdefaults? (?:to|is|value is)(?: be)? (?:the )?"
    r"(?:current (?:date|time|day)|today|now\b|(?:date|time) of creation)",
    re.I,
)


def _begins_now(slot: Slot) -> Made | None:
    """Return whether a time that is not sent is documented to be the present: "defaults to the current date"."""
    said = str(slot.schema.get("description", ""))
    return "created" if slot.type == "text" and _NOW.search(said) else None


def _is_name_of_its_own(slot: Slot, draft: Draft) -> bool:
    """Return whether a ``uri`` is no address on the web, which another property of the row is already."""
    plain = bool(slot.path) and squashed(slot.path[-1]) == "uri" and slot.schema.get("format") not in ("uri", "url")
    others = [other for other in draft.slots.values() if other is not slot and len(other.path) == 1 and other.shown]
    return plain and any(squashed(other.path[-1]) in ("href", "url", "self") for other in others)


def _is_second_key(slot: Slot, draft: Draft) -> bool:
    """Return whether a slot is an id of the server's making beside the key that callers choose (name and uuid)."""
    if slot.type != "text" or draft.resource.singleton or not draft.creatable or len(slot.path) != 1:
        return False
    if draft.id is not None and not draft.slots[draft.key[-1]].sent:
        return False
    called = squashed(slot.path[-1])
    if called in ("id", "sid", "gid") and _IDENTIFIES.search(str(slot.schema.get("description", ""))):
        return "pattern" in slot.schema or _is_uuid(slot)
    return slot.required and called in ("id", "uuid", "guid", f"{squashed(draft.name)}id") and _is_uuid(slot)


def _is_uuid(slot: Slot) -> bool:
    """Return whether a text is documented as a UUID, by its format or by all of its examples."""
    shown = {shape_of_example(str(example)) for example in slot.schema.get("examples", ())}
    return slot.schema.get("format") in ("uuid", "guid") or shown == {"uuid"}


_IDENTIFIES = re.compile(r"\bunique\w* (?:string|identifier|id)\b|\buniquely identif", re.I)


def _documented_default(slot: Slot) -> object:
    default = slot.schema.get("default")
    return default if default is not None else set_to(slot) or begun_as(slot)


def is_stamp(name: str) -> bool:
    """Return whether a property is called after the time at which a row was made or last changed."""
    called = squashed(name)
    return bool(_CREATED.match(called) or _UPDATED.match(called))


def _time(slot: Slot, draft: Draft) -> Made | None:
    """Return whether the slot is a time of creation or change, by its name and a type that can hold one."""
    may_be_moment = slot.type == "text" and ("format" not in slot.schema or is_moment(slot.schema))
    if not may_be_moment and slot.type != "integer":
        return None
    called = plain_name(slot, draft)
    if _CREATED.match(called) or (_is_said_to_begin(slot) and not _is_of_another(slot, draft)):
        return "created"
    if not slot.sent and is_of_making(slot, draft):
        return "created"
    return "updated" if _UPDATED.match(called) else None


_BEGINNING = re.compile(
    r"\b(?:date|time|timestamp) of creation\b|\bcreation (?:date|time)\b"
    r"|\b(?:date|time|timestamp)\b[^.;,]{0,30}\b(?:was|is|has been) (?:first )?created\b"
    r"|^\s*when (?:the|this|an?) [^.;,]{1,60} (?:was|is|has been) (?:first )?created\b",
    re.I,
)
_TIMES = frozenset("date time datetime timestamp at on utc".split())


def _is_of_another(slot: Slot, draft: Draft) -> bool:
    """Return whether a time of creation is that of something else, which its name tells: ``draft_created_at``."""
    parts = {*words(slot.path[-1])} - _TIMES - {"created", "creation"}
    return bool({"created", "creation"} & {*words(slot.path[-1])}) and not parts <= {*words(draft.name)}


def _is_said_to_begin(slot: Slot) -> bool:
    """Return whether a time that callers only read, or one with a clock's format, is said to be that of creation."""
    plain = slot.type == "text" and (slot.schema.get("readOnly") is True or slot.schema.get("format") == "date-time")
    said = " ".join(str(slot.schema.get("description", "")).split())
    return plain and not _TIMES.isdisjoint(words(slot.path[-1])) and _BEGINNING.search(said) is not None


def _address(slot: Slot, draft: Draft, base_url: str) -> tuple[Made | None, str] | None:
    """Return what an address, or a map of addresses, is made of; None where the slot holds none."""
    if plain_name(slot, draft) in _ADDRESS and slot.type == "text" and len(slot.path) == 1:
        own = own_address(draft, base_url)
        return "url" if own else None, own
    if is_whole_name(slot, draft):
        own = whole_name(draft)
        return "url" if own else None, own
    addresses = addresses_of(slot, draft, base_url) or links_of(slot, draft, base_url)
    addresses = addresses or address_below(slot, draft, base_url)
    return ("url", addresses) if addresses else None
