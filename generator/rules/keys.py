"""Keys: which column tells the rows of an entity apart, and what keys the server makes look like."""

import re

from generator.description import JsonSchema
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.key_patterns import shape_within
from generator.rules.naming import squashed, words
from generator.rules.paths import names_key_of, owner_names

_KEY_NAMES = ("id", "uuid", "guid", "sid", "gid", "uid", "key", "code", "slug", "number", "name", "token", "login")
_TELLING = frozenset({"format", "pattern", "examples", "minLength", "maxLength"})
_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")


def key_slot(draft: Draft, parameter: str, schema: JsonSchema) -> Slot:
    """Return the slot of the entity's key: what the item path's parameter names, or else what looks like a key.

    Where nothing shown is the key, a column that is never shown holds it.
    """
    _make_whole(draft, parameter)
    if column_type(schema) == "real":
        schema = {**schema, "type": "integer"}  # no key is a fraction
    plain = [slot for slot in draft.slots.values() if slot.type in ("text", "integer") and (slot.path or slot.sent)]
    if parameter:
        # What answers show goes first: a body may name another row's key by the same word (a reply's comment_id).
        for slots in ([slot for slot in plain if slot.shown], plain):
            able = [slot for slot in slots if not _is_word(slot, schema)]
            rated = [(names_key_of(parameter, draft.name, _called(slot)), slot) for slot in able]
            best = max((rate for rate, _ in rated), default=0)
            if best == _WEAKEST and (natural := _natural_key(draft, parameter, schema, rated)) is not None:
                return natural
            if best:
                return next(slot for rate, slot in rated if rate == best)
        # /warehouses/{wid}: a name of its own for what the rows show as their id, if both are of one type.
        found = looks_like_key([slot for slot in plain if slot.shown], draft.name)
        if found is not None and found.type == column_type(schema) and ("enum" not in schema or "enum" in found.schema):
            return found
        if (named := _only_name(draft, parameter, schema)) is not None:
            return named
        return draft.add(parameter, (), schema)
    found = looks_like_key(plain, draft.name)
    return found if found is not None else draft.add("id", (), {"type": "integer"})


def _is_word(slot: Slot, asked: JsonSchema) -> bool:
    """Return whether a slot holds a name where the path takes a number: no name is the key that is asked for."""
    numbers = bool(type_names(asked)) and type_names(asked) <= {"integer", "number"}
    return numbers and holds_name(slot)


def holds_name(slot: Slot) -> bool:
    """Return whether a slot holds a name that people give, by what it is called."""
    return slot.type == "text" and words(_called(slot))[-1:] in (["name"], ["username"], ["slug"], ["login"])


def _make_whole(draft: Draft, parameter: str) -> None:
    """Let a number that is shown as the id, or that the path names, be a whole one: no key is a fraction."""
    for slot in draft.slots.values():
        called = squashed(_called(slot))
        named = called == squashed(parameter) or called in ("id", f"{squashed(draft.name)}id")
        if slot.type == "real" and slot.shown and named:
            slot.type, slot.schema = "integer", {**slot.schema, "type": "integer"}


# How surely {database} names the ``id`` of a database: one that is called after the thing alone may mean its name.
_WEAKEST = 2


def _natural_key(draft: Draft, parameter: str, asked: JsonSchema, rated: list[tuple[int, Slot]]) -> Slot | None:
    """Return the name that callers give a thing, where the path takes any text and the id is none: {database}, {repo}.

    An id that is a uuid or a number is no text of any form.
    """
    ids = [slot for rate, slot in rated if rate == _WEAKEST]
    numbers = bool(ids) and all(slot.type == "integer" for slot in ids)
    if squashed(parameter) != squashed(draft.name) or not (
        numbers or all(slot.schema.get("format") == "uuid" for slot in ids)
    ):
        return None
    names = [slot for _, slot in rated if squashed(_called(slot)) == "name" and slot.sent]
    names = [slot for slot in names if slot.always_sent or (numbers and slot.required)]
    return names[0] if names and column_type(asked) == "text" and "format" not in asked else None


def _only_name(draft: Draft, parameter: str, asked: JsonSchema) -> Slot | None:
    """Return the name that every row shows, where the path picks a thing by "its id" or itself and no row shows an id.

    Otherwise nobody could know what to ask for: /terminals/{terminal_id} of {"name", "last_activity"}.
    """
    owner, word = owner_names(parameter)
    thing = draft.name.split("_")[-1]
    if squashed(owner) not in ("", squashed(draft.name), squashed(thing)) or word not in ("", "id"):
        return None
    called = ("name", squashed(draft.name) + "name")
    shown = [slot for slot in draft.slots.values() if slot.shown and slot.path and squashed(_called(slot)) in called]
    fitting = [slot for slot in shown if slot.required and slot.type == "text" == column_type(asked)]
    return fitting[0] if fitting and "format" not in asked else None


def _called(slot: Slot) -> str:
    return slot.path[-1] if slot.path else slot.name


def looks_like_key(slots: list[Slot], thing: str) -> Slot | None:
    """Return the slot whose name is that of a key, with the thing's name before it or without; ``id`` goes first."""
    by_name = {squashed(slot.path[-1]): slot for slot in slots if slot.path}
    for name in _KEY_NAMES[:6]:
        for spelling in (name, squashed(thing) + name, squashed(thing.split("_")[-1]) + name):
            if spelling in by_name:
                return by_name[spelling]
    return None


def id_shape(slot: Slot, thing: str, asked: JsonSchema) -> str:
    """Return the shape of keys that the server makes, read from the key's type, format, pattern and examples.

    ``asked`` is the schema of the path parameter that names the key: it may say more than what answers show.
    """
    schema = {**{name: value for name, value in asked.items() if name in _TELLING}, **slot.schema}
    if slot.type == "integer":
        return "integer"
    if schema.get("format") in ("uuid", "guid"):
        return "uuid"
    told = _TELLING & slot.schema.keys()  # a number that is shown as text may be one with a point in it
    if type_names(asked) == {"integer"} or (type_names(asked) == {"number"} and not told):
        return "{digits:8}"  # answers show as text what paths take as a number
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and (shape := _shape_of_pattern(pattern) or shape_within(schema)):
        return shape
    for example in _examples(schema):
        if shape := shape_of_example(example):
            return shape
    return _shape_in_words(schema) or _shape_of_bounds(schema, slot, thing)


_BEGINS = re.compile(
    r"\b(?:prefixed (?:with|by)|(?:begins?|beginning|starts?|starting) with|with the prefix|prefix(?: is|:)) "
    r"(?:the (?:prefix|letters|characters|string) )?[`'\"“]?(?P<head>[A-Za-z][A-Za-z0-9]{0,11}[_-]|[A-Z]{2})(?![\w-])",
    re.I,
)
_LONG = re.compile(r"\b(\d{1,2})[ -](?:character|char|digit|letter)s?\b", re.I)


def _shape_in_words(schema: JsonSchema) -> str | None:
    """Return the shape that the description tells: "prefixed with `lnk_`", "a 24-character string", "a ULID"."""
    said = str(schema.get("description", ""))
    if re.search(r"\bULIDs?\b", said):
        return "01J{digits:23}"  # ULIDs leave out some letters, and no digit
    begins, long = _BEGINS.search(said), _LONG.search(said)
    is_number = re.search(r"\bdigits?\b|\bnumeric\b", said, re.I) is not None
    kind = "hex" if "hexadecimal" in said.lower() else "digits" if is_number else "alnum"
    if begins is not None:
        rest = int(long[1]) - len(begins["head"]) if long is not None else 12
        return f"{begins['head']}{{{kind}:{rest if 4 <= rest <= 64 else 12}}}"
    return f"{{{kind}:{long[1]}}}" if long is not None and 8 <= int(long[1]) <= 64 else None


def _examples(schema: JsonSchema) -> list[str]:
    given = schema.get("examples", [])
    return [example for example in given if isinstance(example, str) and example] if isinstance(given, list) else []


def _shape_of_pattern(pattern: str) -> str | None:
    """Return the shape of a pattern that is a fixed beginning and one class of characters: ``^AC[0-9a-f]{32}$``."""
    match = re.fullmatch(r"\^?([A-Za-z0-9_-]*)(?:\[([^\]]+)\]|(\\w|\\d))(?:\{(\d+)(?:,\d*)?\}|[+*])\$?", pattern)
    if not match:
        return None
    beginning, members = match.group(1), match.group(2) or {"\\w": "a-zA-Z0-9", "\\d": "0-9"}[match.group(3)]
    count = max(int(match.group(4) or 12), 4)
    return f"{beginning}{{{_KINDS.get(members) or _kind_of_class(members)}:{count}}}"


_KINDS = {"0-9": "digits", "\\d": "digits"} | dict.fromkeys(
    ("0-9a-fA-F", "0-9a-f", "a-f0-9", "A-Fa-f0-9", "a-fA-F0-9"), "hex"
)


def _kind_of_class(members: str) -> str:
    lower, upper = "a-z" in members or "\\w" in members, "A-Z" in members or "\\w" in members
    return "alnum" if lower and upper else "upper" if upper else "lower"


def shape_of_example(example: str) -> str | None:
    """Return the shape that an example key has, None where it looks like a word that a person chose."""
    if _UUID.fullmatch(example):
        return "uuid"
    match = re.fullmatch(r"((?:[A-Za-z]+[-_])*)([A-Za-z0-9]+)", example)
    if not match or not any(character.isdigit() for character in match.group(2)) or len(example) > 60:
        return None
    beginning, rest = match.group(1), match.group(2)
    if not beginning and (letters := re.fullmatch(r"([A-Z]{2})([0-9a-f]{32})", rest)):
        return f"{letters.group(1)}{{hex:32}}"
    if not beginning and (letters := re.fullmatch(r"([A-Za-z]{1,4})(\d{3,})", rest)):
        beginning, rest = letters.groups()
    return f"{beginning}{{{_kind(rest)}:{len(rest)}}}"


def _kind(text: str) -> str:
    if text.isdigit():
        return "digits"
    if re.fullmatch(r"[0-9a-f]+", text) and len(text) >= 8:
        return "hex"
    if not re.search(r"[a-z]", text):
        return "upper"
    return "lower" if not re.search(r"[A-Z]", text) else "alnum"


def _shape_of_bounds(schema: JsonSchema, slot: Slot, thing: str) -> str:
    called = words(slot.path[-1] if slot.path else slot.name)
    if called and called[-1] in ("uuid", "guid"):
        return "uuid"
    least, most = schema.get("minLength"), schema.get("maxLength")
    if isinstance(most, int) and isinstance(least, int) and least == most and 4 <= most <= 64:
        if most == 34:
            return f"{thing[:2].upper().ljust(2, 'X')}{{hex:32}}"
        return f"{{alnum:{most}}}"
    length = min(most, 12) if isinstance(most, int) and most >= 4 else 12
    return f"{{lower:{length}}}"
