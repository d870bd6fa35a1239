"""Conditions: parameters that take an expression about a row, in a language that their examples show."""

import html
import re
from collections.abc import Callable, Iterator
from typing import Literal

from generator.description import JsonSchema
from generator.plan import Filter
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.moments import is_moment
from generator.rules.naming import squashed
from state_db.functions.conditions import BadFilter, Condition
from state_db.functions.odata import read_odata
from state_db.functions.where import read_where

Language = Literal["where", "odata"]

_NAMES = frozenset("where filter filters query q condition conditions search".split())
_LANGUAGES: dict[Language, tuple[Callable[[str], Condition], str]] = {
    "odata": (read_odata, r"^\s*\w+ (?:eq|ne|gt|ge|lt|le) "),
    "where": (read_where, r"^\s*\w+\s*(?:==|!=|<=|>=|=|<|>)\s*[\"'\w-]"),
}
# Properties that checks write conditions about.
_MOST_FIELDS = 6


def condition_of(name: str, schema: JsonSchema, text: str, draft: Draft) -> Filter | None:
    """Return the condition that a parameter takes; None where no example shows it in a language that is known."""
    if squashed(name) not in _NAMES or column_type(schema) != "text" or not draft.key:
        return None
    shown = {slot.path[0]: slot for slot in draft.slots.values() if slot.path and slot.shown and not slot.write_only}
    for said in _said(schema, text):
        language = _language(said)
        if language is not None and said.split()[0].split("=")[0].strip("!<> ").split(".")[0] in shown:
            fields = {name: slot.name for name, slot in shown.items() if _is_compared(slot)}
            plain = dict(list(fields.items())[:_MOST_FIELDS])
            return Filter(column=next(iter(plain.values())), test=language, fields=plain) if plain else None
    return None


def _said(schema: JsonSchema, text: str) -> Iterator[str]:
    """The expressions that a parameter's examples show, and those in its text."""
    yield from as_written(schema)
    yield from (html.unescape(found) for found in re.findall(r"`([^`]{3,200})`", text))


def as_written(schema: JsonSchema) -> list[str]:
    """Return a schema's examples as a caller writes them: some pages hold them with their quotes escaped."""
    return [html.unescape(each) for each in schema.get("examples", ()) if isinstance(each, str)]


def _language(said: str) -> Language | None:
    for language, (read, begins) in _LANGUAGES.items():
        if re.search(begins, said):
            try:
                read(said)
            except BadFilter:
                continue
            return language
    return None


def _is_compared(slot: Slot) -> bool:
    """Return whether a property can be compared with what it holds: a plain value that stands at the top, no time."""
    if len(slot.path) != 1 or not re.fullmatch(r"[A-Za-z_]\w*", slot.path[0]) or is_moment(slot.schema):
        return False
    return slot.type in ("text", "integer", "boolean") and slot.made not in ("created", "updated", "url")
