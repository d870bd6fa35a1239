"""What the server itself writes: times, addresses, first states, and values that a new row must have to be shown."""

import re

from generator.rules.beginnings import first_value, set_to
from generator.rules.drafts import Draft, Made, Slot
from generator.rules.envelopes import type_names
from generator.rules.keys import id_shape
from generator.rules.moments import is_moment
from generator.rules.naming import squashed
from generator.rules.references import scope_columns
from generator.rules.wholes import first_object
from generator.schema import Schemas

_CREATED = re.compile(
    r"^(created|createdat|createdon|createddate|createddateutc|createdtime|createtime|creationtime|creationdate|datecreated"
    r"|datecreatedutc|createdutc|dateadded|addedat|insertedat|createdtimestamp|creationtimestamp|timecreated|createtimestamp"
    r"|submittedat|createddatetime)$"
)
_UPDATED = re.compile(
    r"^(updated|updatedat|updatedon|updateddate|updateddateutc|updatedtime|updatetime|dateupdated|dateupdatedutc"
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
        if slot.made or slot.sent or slot.references or slot.name in draft.key or not slot.path:
            slot.initial = _documented_default(slot) if slot.sent else None
            assumptions += _emptiness(slot, draft, schemas)
            continue
        if made := _time(slot):
            slot.made = made
        elif draft.id is None and _is_second_key(slot, draft):
            slot.made, draft.id = "id", id_shape(slot, draft.name, {})
        elif squashed(slot.path[-1]) in _ADDRESS and slot.type == "text" and len(slot.path) == 1:
            slot.made, slot.template = _address(draft, base_url)
        else:
            assumptions += first_value(slot, draft) or _emptiness(slot, draft, schemas)
    return assumptions


def _emptiness(slot: Slot, draft: Draft, schemas: Schemas) -> list[str]:
    """Give a list, map or object that is shown and never null its beginning; return what is assumed."""
    types = type_names(slot.schema)
    plain = slot.shown and bool(slot.path) and not slot.always_sent and not slot.made and (slot.sent or slot.required)
    barred = slot.schema.get("minItems") or slot.schema.get("minProperties")
    if not plain or slot.initial is not None or barred or types not in ({"array"}, {"object"}):
        return []
    if types == {"array"}:
        slot.initial = []
    else:
        slot.initial = first_object(slot.schema, schemas) if slot.schema.get("properties") else {}
    if slot.initial is None and _stands_beside(slot, draft) and not schemas.resolve(slot.schema).get("required"):
        slot.initial = {}
    if slot.initial is None:
        return []
    where = f"{draft.name}.{'.'.join(slot.path)}"
    return [f"A new {draft.name}'s {where} is {slot.initial!r} where none is given: it is documented as never null."]


def _stands_beside(slot: Slot, draft: Draft) -> bool:
    """Return whether answers show a slot beside the row, where it cannot be left out."""
    return slot.shown and bool(draft.forms) and not any(slot.name in form for form in draft.forms.values())


def _is_second_key(slot: Slot, draft: Draft) -> bool:
    """Return whether a slot is an id of the server's making beside the key that callers choose (name and uuid)."""
    if slot.type != "text" or draft.resource.singleton or not draft.creatable or not slot.required:
        return False
    called = squashed(slot.path[-1]) if len(slot.path) == 1 else ""
    return called in ("id", "uuid", "guid") and slot.schema.get("format") in ("uuid", "guid")


def _documented_default(slot: Slot) -> object:
    default = slot.schema.get("default")
    return default if default is not None else set_to(slot)


def is_stamp(name: str) -> bool:
    """Return whether a property is called after the time at which a row was made or last changed."""
    called = squashed(name)
    return bool(_CREATED.match(called) or _UPDATED.match(called))


def _time(slot: Slot) -> Made | None:
    """Return whether the slot is a time of creation or change, by its name and a type that can hold one."""
    may_be_moment = slot.type == "text" and ("format" not in slot.schema or is_moment(slot.schema))
    if not may_be_moment and slot.type != "integer":
        return None
    called = squashed(slot.path[-1])
    if _CREATED.match(called):
        return "created"
    return "updated" if _UPDATED.match(called) else None


def _address(draft: Draft, base_url: str) -> tuple[Made | None, str]:
    """Return an address made of the item's own path, where one operation shows the item."""
    for reading in draft.resource.items:
        if reading.method == "GET" and reading.shape.kind == "row":
            columns = scope_columns(reading, draft)
            template = base_url + reading.operation.path
            for parameter, column in columns.items():
                template = template.replace("{" + parameter + "}", "{" + column + "}")
            known = set(re.findall(r"\{([^{}]+)\}", template)) <= set(draft.slots)
            return ("url", template) if known else (None, "")
    return None, ""
