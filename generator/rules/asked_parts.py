"""Asked parts: what an answer shows of each row only where the caller asks for it: ``include_notes``, ``with=tags``."""

import re

from generator.description import JsonSchema
from generator.plan import Parts
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.entities import form_of, shows_entity
from generator.rules.envelopes import type_names
from generator.rules.naming import plural, singular, squashed, words
from generator.rules.readings import Reading, is_many_in_one
from generator.schema import Schemas

_ASKS = frozenset({"include", "includes", "with", "show", "fetch", "return", "embed", "add"})
_WORDS = re.compile(r"^(include|includes|with|additional|extra)(_?(fields|details|data|parts|properties))?$", re.I)
# What a flag is said to show: "includes the text in the `body` property of the response".
_IN_PROPERTY = re.compile(r"\bin(?:cludes?)? the [`'\"](\w+)[`'\"] (?:property|field|attribute)\b", re.I)
_INCLUDES = re.compile(r"\b(includ|return|retriev|show|fetch|embed|expand|add)", re.I)
_RELATED = re.compile(r"\brelationship", re.I)


def parts_asked(
    name: str, schema: JsonSchema, text: str, reading: Reading, draft: Draft, schemas: Schemas
) -> Parts | None:
    """Return what an input of this name adds to each row of the answer; None where it adds nothing that a row shows."""
    if not any(mark in str(reading.shape.template) for mark in ("$row", "$items")):
        return None
    if not shows_entity(reading, draft, schemas):
        return None
    shown = {slot.path[0]: slot for slot in _optional(reading, draft, schemas)}
    if column_type(schema) == "boolean":
        return None if schema.get("default") is True else _by_flag(name, text, shown)
    if "array" not in type_names(schema) and not is_many_in_one(schema, text):
        return None
    if _WORDS.match(name) and not _RELATED.search(text):
        return _by_words(schema, shown)
    own = shown.get(name)
    if own is not None and _is_map(own) and _INCLUDES.search(text):
        return Parts(keyed=name)
    return None


def _optional(reading: Reading, draft: Draft, schemas: Schemas) -> list[Slot]:
    """Return the columns, each a property of its own, that a row of the answer need not show by its schema."""
    needed = set(schemas.union(reading.shape.row or {}).get("required", ()))
    columns = [draft.slots[column] for column in draft.forms[form_of(reading, draft, schemas)]]
    identity = {draft.slots[column].name for column in draft.key}
    found = [slot for slot in columns if len(slot.path) == 1 and slot.name not in identity]
    return [slot for slot in found if slot.path[0] not in needed and not slot.write_only and slot.shown]


def _by_flag(name: str, text: str, shown: dict[str, Slot]) -> Parts | None:
    first, *rest = words(name) or [""]
    if first not in _ASKS or not rest:
        return None
    said = {squashed(called) for called in _IN_PROPERTY.findall(text)}
    last = rest[-1]
    wanted = said or {"".join([*rest[:-1], word]) for word in (last, singular(last), plural(last))}
    found = [called for called in shown if squashed(called) in wanted]
    return Parts(words={"": found[0]}) if len(found) == 1 else None


def _by_words(schema: JsonSchema, shown: dict[str, Slot]) -> Parts | None:
    """Return the properties that are chosen by their names, where each choice is one."""
    items = schema.get("items")
    choices = (items if isinstance(items, dict) else {}).get("enum") or schema.get("enum")
    if not isinstance(choices, list) or not choices:
        return None
    by = {squashed(called): called for called in shown}
    found = {str(choice): by[squashed(str(choice))] for choice in choices if squashed(str(choice)) in by}
    return Parts(words=found) if len(found) == len(choices) else None


def _is_map(slot: Slot) -> bool:
    return slot.type == "json" and not slot.inside and isinstance(slot.schema.get("additionalProperties"), dict)
