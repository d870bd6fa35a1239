"""Filters: which column a query parameter narrows a list by, and how it compares."""

import re
from collections.abc import Sequence
from typing import Literal

from generator.description import JsonSchema
from generator.plan import Filter
from generator.rules.called import column_called, column_said, day_called
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.hidden import hidden_by
from generator.rules.insides import edge_of_square, filter_inside, is_array
from generator.rules.moments import is_day, is_moment, is_unix
from generator.rules.naming import first_word, squashed, words

Test = Literal["eq", "ne", "gt", "ge", "lt", "le", "in", "has", "has_any", "text", "prefix", "present", "pairs"]

# What a name ends in that takes several values, and the test that it makes of those of one column, or of an array.
_OF_SEVERAL: dict[str, dict[str, str]] = {
    **{word: {"in": "in", "has_any": "has_any"} for word in ("any", "in")},
    **{word: {"in": "not_in", "has_any": "has_none", "eq": "ne"} for word in ("not", "none", "nin", "ne", "neq")},
    "all": {"has_any": "has_all"},
}

_SEARCH = frozenset("q query search keyword keywords term searchterm searchtext text searchquery searchstring".split())
_LOWER = {"gte": "ge", "gt": "gt", "min": "ge", "after": "gt", "from": "ge", "since": "ge", "start": "ge",
          "minimum": "ge", "begin": "ge", "newer": "gt", "oldest": "gt", "earliest": "ge"}  # fmt: skip
_UPPER = {"lte": "le", "lt": "lt", "max": "le", "before": "lt", "to": "le", "until": "le", "end": "le",
          "maximum": "le",
          "older": "lt", "till": "le", "latest": "lt"}  # fmt: skip
_BOUNDS: dict[str, str] = {**_LOWER, **_UPPER}
_INCLUSIVE = re.compile(
    r"\b(on or (after|before)|at or (after|before)|or equal|inclusive|from or at|no (earlier|later))", re.I
)
_BEGINNINGS = frozenset("start starts begin begins date scheduled due happens occurs".split())
# What a name ends in that takes a part of a text.
_PARTS: dict[str, Test] = {
    **dict.fromkeys(("contains", "icontains", "containing", "like", "ilike", "substring"), "text"),
    **dict.fromkeys(("prefix", "startswith", "istartswith"), "prefix"),
}
# Words of any time, which tell none from another.
_ANY_TIME = frozenset({"date", "time", "datetime", "timestamp", "ts"})
_GROUPS = frozenset({"filter", "filters", "where", "query"})


_ASKS_TO_SEE = re.compile(
    r"\b(whether|if) (or not )?to (include|add|embed) (the|an?|its|their)\b|^\s*include (the|an?|its|their) ", re.I
)


def filter_of(name: str, schema: JsonSchema, text: str, draft: Draft) -> Filter | None:
    """Return how a query parameter narrows the list of an entity; None where it names nothing that is kept."""
    if (hiding := hidden_by(name, schema, draft)) is not None:
        return hiding
    if _ASKS_TO_SEE.search(text) and column_type(schema) in ("boolean", "text"):
        return None  # it chooses what an answer shows of each row, not which rows
    text = " ".join(text.split())  # prose breaks its lines anywhere
    schema = {"description": text, **schema}
    parts = [part for part in words(name) if part not in _GROUPS] or words(name)
    if not parts:  # a name without a letter or digit
        return None
    called = "".join(parts)
    if called in _SEARCH or (len(parts) == 2 and parts[0] == "search"):
        beginning = _search_beginning(draft, schema, text)
        return _search_in_named(draft, schema, text) or beginning or _search(draft, schema)
    if called in ("filter", "filterterm", "namefilter") and _SEARCHES.search(text):
        return _search_beginning(draft, schema, text) or _search(draft, schema)
    slot = column_called(parts, draft) or day_called(parts, schema, draft)
    if slot is not None and (test := test_of(slot, schema, text)):
        return Filter(column=slot.name, test=test, as_time=_as_time(slot, schema, test))
    if slot is not None and slot.path and parts[0] in ("has", "with") and column_type(schema) == "boolean":
        return Filter(column=slot.name, test="present") if slot.type in ("text", "integer") else None
    if (part := _of_part(parts, schema, text, draft)) is not None:
        return part
    edge = edge_of_square(parts, schema, draft)
    several = _of_several(parts, schema, text, draft)
    found = edge or several or filter_inside(parts, schema, draft) or _bound(parts, schema, text, draft)
    if found is None and (slot := column_said(text, draft)) is not None and (test := test_of(slot, schema, text)):
        return Filter(column=slot.name, test=test, as_time=_as_time(slot, schema, test))
    return found


def _of_part(parts: list[str], schema: JsonSchema, text: str, draft: Draft) -> Filter | None:
    """Return the filter by a part of a text: ``name_contains``, ``title__startswith``, a ``name_pattern`` so told."""
    test = _PARTS.get(parts[-1]) or ("text" if parts[-1] == "pattern" and _CONTAINS.search(text) else None)
    slot = column_called(parts[:-1], draft) if test is not None and len(parts) > 1 else None
    plain = slot is not None and slot.type == "text" and slot.references is None and "enum" not in slot.schema
    if slot is None or test is None or not plain or column_type(schema) != "text":
        return None
    return Filter(column=slot.name, test=test)


_CONTAINS = re.compile(r"\b(?:contain(?:s|ing)?|substring)\b", re.I)


def _of_several(parts: list[str], schema: JsonSchema, text: str, draft: Draft) -> Filter | None:
    """Return the filter by any, all or none of the values: ``tags.all``, ``assignee.not``, ``status[in]``."""
    tests = _OF_SEVERAL.get(parts[-1]) if len(parts) > 1 else None
    if tests is None:
        return None
    slot = column_called(parts[:-1], draft)
    test = test_of(slot, schema, text) if slot is not None else None
    found = Filter(column=slot.name, test=test) if slot is not None and test else None
    found = found or filter_inside(parts[:-1], schema, draft)
    if found is None or found.test not in tests:
        return None
    return Filter.model_validate({**found.model_dump(), "test": tests[found.test]})


_SEARCHES = re.compile(r"\b(search|contain|begin|start|match)", re.I)
_BEGINNING = re.compile(r"\b(beginning|begins?|start(s|ing)?) (with|of)\b(?! (an?|any|each|every) words?\b)", re.I)


_IN_NAMED = re.compile(r"\bin (?:the|its|their) (?:\w+ )?`(\w+)` (?:field|property|attribute|column)\b", re.I)


def _search_in_named(draft: Draft, schema: JsonSchema, text: str) -> Filter | None:
    """A search is said to look into named properties alone: "that contain the text in their `name` field"."""
    found = _search(draft, schema)
    named = [slot for name in _IN_NAMED.findall(text) if (slot := draft.slot_at((name,))) is not None]
    said = tuple(slot.name for slot in named if found is not None and slot.name in found.columns)
    return Filter(column=said[0], test="text", columns=said) if said else None


def _search_beginning(draft: Draft, schema: JsonSchema, text: str) -> Filter | None:
    """A search for the beginning of a name looks into the names alone."""
    found = _search(draft, schema) if _BEGINNING.search(text) else None
    if found is None:
        return None
    names = tuple(name for name in found.columns if words(name)[-1:] in (["name"], ["title"], ["email"], ["login"]))
    said = tuple(name for name in names if " ".join(words(name)[-1:]) in text.lower()) or names
    return Filter(column=said[0], test="prefix", columns=said) if said else None


def _as_time(slot: Slot, schema: JsonSchema, test: str) -> Literal["second", "day", "unix"] | None:
    """Return how finely times are compared: by the day where the parameter is a date, and the column more than that.

    Seconds that the column writes as text are compared as the numbers that they are.
    """
    if slot.type == "text" and is_unix(slot.schema) and test in ("gt", "ge", "lt", "le"):
        return "unix"
    is_time = slot.type == "text" and (is_moment(slot.schema) or slot.made in ("created", "updated"))
    if not is_time or test not in ("eq", "ne", "gt", "ge", "lt", "le") or slot.schema.get("format") == "date":
        return None
    return "day" if is_day(schema) else "second"


def _search(draft: Draft, schema: JsonSchema) -> Filter | None:
    """A search looks into every text that a person wrote: not keys, references, choices, times or addresses."""
    columns = tuple(
        slot.name
        for slot in draft.slots.values()
        if slot.type == "text"
        and slot.path
        and not slot.write_only
        and slot.made is None
        and slot.references is None
        and "enum" not in slot.schema
        and slot.schema.get("format") in (None, "email", "markdown", "html")
        and slot.name not in draft.key
    )
    if not columns or column_type(schema) != "text":
        return None
    return Filter(column=columns[0], test="text", columns=columns)


def test_of(slot: Slot, schema: JsonSchema, text: str) -> Test | None:
    """Return how a value of the parameter's type is compared with the column; None where they cannot be."""
    types = type_names(schema) - {"null"}
    given = column_type(schema)
    if "array" in types:
        return _test_of_many(slot)
    if slot.type == "json":
        if given == "json" and not is_array(slot) and "object" in types:
            return "pairs"
        return "has" if is_array(slot) and not slot.inside and given in ("text", "integer") else None
    if slot.type == "boolean":
        return "eq" if given == "boolean" else None
    if slot.type == given or {slot.type, given} == {"integer", "real"}:
        if given == "text" and "enum" not in slot.schema and slot.references is None:
            if re.search(r"\b(contain|partial|substring|fuzzy|like|match(es|ing) any part)", text, re.I):
                return "text"
            if re.search(r"\b(start(s|ing)? with|prefix|begin)", text, re.I):
                return "prefix"
        return "eq"
    if given == "boolean" and slot.type == "text" and is_moment(slot.schema):
        return "present"
    return None


def _test_of_many(slot: Slot) -> Test | None:
    if slot.type == "json":
        return "has_any" if is_array(slot) and not slot.inside else None
    return "in" if slot.type in ("text", "integer") else None


def _bound(parts: list[str], schema: JsonSchema, text: str, draft: Draft) -> Filter | None:
    """Return the comparison that a bound makes: ``created_after``, ``min_price``, ``price[lte]``, ``since``."""
    places = [number for number, part in enumerate(parts) if part in _BOUNDS]
    if not places:
        return None
    place = places[-1] if parts[-1] in _BOUNDS else places[0]
    word = parts[place]
    test = _BOUNDS[word]
    if word in ("after", "before", "since", "until", "oldest", "latest") and _INCLUSIVE.search(text):
        test = {"gt": "ge", "lt": "le"}.get(test, test)
    base = [part for number, part in enumerate(parts) if number != place and part != "if"]
    slot = _bounded_column(base, schema, text, draft)
    if slot is None:
        return None
    as_time = _as_time(slot, schema, test)
    return Filter.model_validate({"role": "filter", "column": slot.name, "test": test, "as_time": as_time})


def _ordered(slot: Slot, schema: JsonSchema) -> bool:
    """Return whether values of the parameter and the column can be put in order: both numbers, or both times."""
    given = column_type(schema)
    if given in ("integer", "real"):
        return is_unix(slot.schema) or (slot.type in ("integer", "real") and "enum" not in slot.schema)
    is_time = is_moment(slot.schema) or slot.made in ("created", "updated")
    return given == "text" and slot.type == "text" and is_time


def _is_seconds(slot: Slot) -> bool:
    """Return whether a number is a time: by its schema or its name (``created``, ``date_added``, ``expires_at``)."""
    called = words(slot.path[-1])
    named = called[-1:] in (["at"], ["timestamp"], ["ts"]) or called[:1] == ["date"] or slot.made is not None
    return named or is_unix(slot.schema) or called in (["created"], ["updated"], ["modified"])


def _written(comparable: Sequence[Slot], text: str) -> Slot | None:
    """Return the only time of the last change; of what has none, and is never changed, that of its creation."""
    changed = [slot for slot in comparable if slot.made == "updated"]
    if not changed and re.search(r"\bcreated or\b", text, re.I):
        changed = [slot for slot in comparable if slot.made == "created"]
    return changed[0] if len(changed) == 1 else None


_CHANGES = frozenset({"modified", "updated", "changed"})


def _bounded_column(base: list[str], schema: JsonSchema, text: str, draft: Draft) -> Slot | None:
    comparable = [slot for slot in draft.slots.values() if slot.path and _ordered(slot, schema)]
    own_time = next((slot for slot in comparable if slot.name in draft.key and is_unix(slot.schema)), None)
    comparable = [slot for slot in comparable if slot.name not in draft.key]
    meaningful = [part for part in base if part not in _ANY_TIME and part not in ("at", "on", "or", "than")]
    for spelling in ("".join(base), "".join(meaningful)):
        for slot in comparable:
            called = squashed(slot.path[-1])
            if spelling and spelling in (
                called,
                called.removesuffix("at"),
                called.removesuffix("on"),
                called.removesuffix("date"),
            ):
                return slot
    if {*meaningful} & _CHANGES and (written := _written(comparable, text)) is not None:
        return written
    if meaningful:
        starting = [slot for slot in comparable if squashed(slot.path[-1]).startswith("".join(meaningful))]
        return starting[0] if len(starting) == 1 else None
    if not is_moment(schema) and not re.search(r"\b(date|time|timestamp|day|created|updated|modified)\b", text, re.I):
        return None
    if own_time is not None:
        return own_time  # a row that is named by its time
    comparable = [slot for slot in comparable if slot.type == "text" or _is_seconds(slot)]
    firsts = [(slot, first_word(slot.path[-1])) for slot in comparable]
    named = [(slot, word) for slot, word in firsts if word not in _ANY_TIME]
    said = [slot for slot, word in named if re.search(rf"\b{re.escape(word)}", text, re.I)]
    if len(said) == 1:
        return said[0]
    # When a row was last written down anew is what a bound is about only where its words say so.
    comparable = [slot for slot in comparable if slot.made != "updated"]
    if len(comparable) == 1:
        return comparable[0]
    # What happens goes before when it was written down: an appointment's start before its creation; so does the
    # only time that whoever makes a row tells.
    own = [slot for slot in comparable if first_word(slot.path[-1]) in _BEGINNINGS and not slot.made]
    given = [slot for slot in comparable if slot.sent_first and not slot.made]
    own = own or (given if len(given) == 1 else [])
    created = [slot for slot in comparable if slot.made == "created"]
    return next(iter([*own, *created]), None) if not said else None
