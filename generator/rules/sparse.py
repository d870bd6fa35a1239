"""Sparse answers: parameters by which a caller names the properties that an answer shows of each row."""

import re
from typing import Any

from generator.description import JsonSchema
from generator.plan import Fields
from generator.rules.drafts import Draft, column_type
from generator.rules.entities import form_of, shows_entity
from generator.rules.envelopes import type_names
from generator.rules.naming import squashed
from generator.rules.readings import Reading
from generator.schema import Schemas

_NAMES = re.compile(
    r"^\$?(_?fields|field|opt_?fields|select|_?selected_?fields|properties|attributes|include_?fields|return_?fields"
    r"|fields?\[(?P<of>[^\]]+)\])$",
    re.I,
)
_MANY = re.compile(r"\b(comma|list of|separated|array of)\b", re.I)
# It names a property itself: "ask for the `link` fields to be returned".
_ASKED_FOR = re.compile(r"`(\w+)`\s+fields\s+to\s+be\s+(?:returned|included|shown)", re.I)
_BESIDES = re.compile(r"\b(additional|additionally|extra|besides|in addition|as well)\b", re.I)
# items(id,owner(name)): names of the whole answer, in brackets, which one array of names cannot say.
_GROUPED = re.compile(r"\w\(\w+[.,(][\w.,!()]*\)")
_ALONE = re.compile(r"\b(only|instead|none of|limit|subset|exact)", re.I)


def fields_of(
    name: str, schema: JsonSchema, text: str, reading: Reading, draft: Draft, schemas: Schemas
) -> Fields | None:
    """Return the choice of properties that an input of this name makes; None where it names none that a row shows."""
    match = _NAMES.match(name)
    if match is None or not _is_list_of_names(schema, text, draft) or not _shows_rows(reading, draft, schemas):
        return None
    if _GROUPED.search(text):
        return None
    if (of := match.group("of")) and squashed(of) not in _names_of(draft):
        return None
    used = form_of(reading, draft, schemas)
    columns = draft.forms[used]
    usual = tuple(dict.fromkeys(draft.slots[name].path[0] for name in columns))
    within = _inner_object(name, draft, columns)
    default = schema.get("default")
    every = default if isinstance(default, str) and default in ("all", "*") else ""
    if within:
        return Fields(within=within, form=used, every=every)
    form = "full" if set(columns) <= set(draft.forms["full"]) else used
    always = _identity(draft, usual)
    if not _names_shown(schema, {draft.slots[name].path[0] for name in draft.forms[form]}.difference(always)):
        return None
    adds = _BESIDES.search(text) is not None and _ALONE.search(text) is None
    return Fields(always=usual if adds else _identity(draft, usual), form=form, every=every)


def _is_list_of_names(schema: JsonSchema, text: str, draft: Draft) -> bool:
    if "array" in type_names(schema):
        items = schema.get("items")
        return isinstance(items, dict) and column_type(items) in ("text", "json")
    said = _ASKED_FOR.search(text)
    names_one = said is not None and any(slot.shown and slot.path[:1] == (said[1],) for slot in draft.slots.values())
    return column_type(schema) == "text" and (names_one or _MANY.search(text) is not None)


def _shows_rows(reading: Reading, draft: Draft, schemas: Schemas) -> bool:
    template: Any = reading.shape.template
    return any(mark in str(template) for mark in ("$row", "$items")) and shows_entity(reading, draft, schemas)


def _names_of(draft: Draft) -> set[str]:
    return {squashed(draft.name), squashed(draft.table)}


def _inner_object(name: str, draft: Draft, columns: tuple[str, ...]) -> str:
    """Return the object of the row that the parameter is called after: ``properties`` of {"id", "properties": {…}}."""
    if name.lower().startswith("field"):
        groups = {draft.slots[column].path[0] for column in columns if len(draft.slots[column].path) > 1}
        return next((group for group in groups if group == "attributes"), "")
    return next((draft.slots[column].path[0] for column in columns if draft.slots[column].path == (name,)), "")


def _names_shown(schema: JsonSchema, shown: set[str]) -> bool:
    """Return whether any of the documented choices, where there are any, is a property of the row: others show nothing.

    What is always shown is no choice.
    """
    items = schema.get("items")
    choices = (items if isinstance(items, dict) else {}).get("enum") or schema.get("enum")
    if not isinstance(choices, list) or not choices:
        return bool(shown)
    return any(str(choice).partition(".")[0] in shown for choice in choices)


def _identity(draft: Draft, usual: tuple[str, ...]) -> tuple[str, ...]:
    """Return what tells which row it is, and is shown whatever is asked for: its key, and a type that never differs."""
    found = [draft.slots[name].path[0] for name in draft.key if draft.slots[name].path]
    for slot in draft.slots.values():
        same = "const" in slot.schema or len(slot.schema.get("enum", ())) == 1
        if slot.path[:1] and slot.path[0] in usual and same and squashed(slot.path[-1]) in ("type", "object", "kind"):
            found.append(slot.path[0])
    return tuple(dict.fromkeys(found))
