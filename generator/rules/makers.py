"""Makers: who made a row, as the row shows it: by a property of its own, or in the list of those who may change it."""

import re

from generator.rules.drafts import Draft, Slot
from generator.rules.envelopes import type_names
from generator.rules.naming import squashed, words
from generator.schema import Schemas

_BY = re.compile(r"^(created|added|uploaded|submitted|opened|authored|reported|posted|requested)by$|^(creator|author)$")
# Lists of who may do what, and the kinds of access that a list can be of; the first of _FULL is its maker's.
_LISTS = frozenset("permissions acl acls accesslist accesscontrol accesscontrollist grants".split())
_FULL = ("owner", "owners", "admin", "admins", "manage", "write", "edit", "editors", "writers")
_KINDS = frozenset({*_FULL, *"read readers view viewers create delete update execute share comment run".split()})


def add_makers(draft: Draft, schemas: Schemas) -> list[str]:
    """Mark the columns in which a row shows who made it; return what is assumed of access lists."""
    assumptions = []
    for slot in draft.slots.values():
        if slot.made or slot.references or not slot.path or not slot.shown or slot.name in draft.key:
            continue
        if not slot.sent and _is_maker(slot):
            slot.made, slot.initial = "caller", None
        elif granted := _granted(slot, schemas):
            slot.made, slot.template = "caller", granted
            where = f"{draft.name}.{'.'.join(slot.path)}"
            assumptions.append(f"Who makes a {draft.name} stands in its {where}.{granted} where none is given.")
    return assumptions


def _is_maker(slot: Slot) -> bool:
    plain = slot.type == "text" and not slot.schema.keys() & {"enum", "const", "format", "pattern", "default"}
    return plain and len(slot.path) == 1 and _BY.match(squashed(slot.path[-1])) is not None


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
