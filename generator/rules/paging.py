"""Paging and order: parameters that choose a part of a list, and those that sort it."""

import re
from typing import Any

from generator.description import JsonSchema
from generator.plan import Direction, Input, Order, Paging, Show
from generator.rules.drafts import Draft, Slot, column_type
from generator.rules.envelopes import type_names
from generator.rules.moments import is_moment
from generator.rules.naming import squashed, words

# What a list gives at most where its documentation names no number.
DEFAULT_SIZE = 20

_SIZE = frozenset(
    """limit perpage pagesize size maxresults maxitems take top first count resultsperpage itemsperpage pagelimit
    numresults rows maxrecords recordsperpage pagecount max""".split()
)
_PAGE = frozenset("page pagenumber pageno pageindex currentpage pagenum p".split())
_OFFSET = frozenset("offset skip start startindex startat startposition from pageoffset".split())
_CURSOR = frozenset(
    """cursor pagetoken nexttoken nextpagetoken continuationtoken continuation marker pagecursor nextcursor after
    startcursor token aftercursor bookmark starttoken scrollid""".split()
)
_AFTER = frozenset("startingafter afterid sinceid lastid startafter".split())
_BEFORE = frozenset("endingbefore beforeid maxid".split())
_SORT = frozenset("sort sortby orderby ordering sortfield sortkey order sorting sortcolumn".split())
_DIRECTION = frozenset(
    "direction sortorder sortdirection orderdirection sortdir orderdir dir order ascending sorttype".split()
)
_GROUPS = frozenset({"page", "pagination", "paging"})


# A place in a list that is told by the row that stands there.
_OF_A_ROW = re.compile(
    r"\breference to an? (list |\w+ )?(entry|item|object|row|element)\b"
    r"|\b(id|identifier|key) (for|of) (one of the|an?|the) [^.]*(\. [^.]*)*\bpaginat",
    re.I,
)
_TOKEN = re.compile(r"\b(token|cursor|opaque|next page|previous (answer|response|request))\b", re.I)


def paging_of(name: str, schema: JsonSchema, text: str) -> Paging | None:
    """Return what a parameter chooses of a list, None where it chooses no part of it."""
    parts = words(name)
    called = "".join(parts)
    if len(parts) > 1 and parts[0] in _GROUPS and "[" in name:
        called = "".join(parts[1:]) if parts[1] != "number" else "page"
    types = type_names(schema) - {"null"}
    is_number = bool(types & {"integer", "number"})
    is_number = is_number or is_number_as_text(called, schema, text)
    if called in _SIZE and is_number:
        return Paging(what="size", default=_size(schema, text), most=_most(schema, text))
    if called in _PAGE and is_number:
        least = schema.get("minimum", schema.get("default", 1))
        return Paging(what="page", first=0 if least == 0 else 1)
    if called in _OFFSET and is_number:
        return Paging(what="offset", from_one=_counts_from_one(schema, text))
    if called in _OFFSET and column_type(schema) == "text" and not is_moment(schema) and _TOKEN.search(text):
        return Paging(what="cursor")
    to_a_row = not is_moment(schema) and _OF_A_ROW.search(text) is not None
    if called in _AFTER or (called == "after" and to_a_row):
        return Paging(what="after")
    if called in _BEFORE or (called == "before" and to_a_row):
        return Paging(what="before")
    if called in _CURSOR and column_type(schema) == "text" and not is_moment(schema):
        return Paging(what="cursor")
    return None


def _counts_from_one(schema: JsonSchema, text: str) -> bool:
    """Return whether the first row is number 1 to an offset: by its least or usual value, or in words."""
    least = schema.get("minimum", schema.get("default"))
    return least == 1 or (least is None and re.search(r"\b(1|one)-based\b", text, re.I) is not None)


def is_number_as_text(called: str, schema: JsonSchema, text: str) -> bool:
    """Return whether a parameter that chooses a part of a list is a number which is only declared as text."""
    if type_names(schema) - {"null"} != {"string"} or "enum" in schema or _TOKEN.search(text):
        return False
    example = str((schema.get("examples") or ["0"])[0])
    return example.isdigit() and (called in _SIZE or called in _PAGE)


def _size(schema: JsonSchema, text: str) -> int:
    return said_size(schema, text) or min(DEFAULT_SIZE, _most(schema, text) or DEFAULT_SIZE)


def said_size(schema: JsonSchema, text: str) -> int | None:
    """Return how many rows a page has where the caller does not say it, as a size's own words name it."""
    default = schema.get("default")
    if isinstance(default, int) and default > 0:
        return default
    match = re.search(r"\bdefaults?(?: value)?(?: is| to|:|=)?[ `*]*(\d+)", text, re.I) or re.search(
        r"(\d+)(?: by default|[`*]* \(default\))", text, re.I
    )
    said = int(match.group(1)) if match else 0
    return said if 0 < said <= 10_000 else None


_PER_ANSWER = re.compile(
    r"\b(?:up to|a maximum of|at most) (\d{1,4}) [\w -]{1,40}? (?:will be|are|is) (?:returned|shown|listed)\b"
    r"|\b(\d{1,4}) (?:\w+ ){0,3}per (?:page|call|request|response)\b",
    re.I,
)


def size_per_answer(text: str) -> int | None:
    """Return how many rows one answer holds at most by what is said of a list's pages: "Up to 100 are returned"."""
    found = {int(one or other) for one, other in _PER_ANSWER.findall(" ".join(text.split()))} - {0}
    return found.pop() if len(found) == 1 else None


def _most(schema: JsonSchema, text: str) -> int | None:
    maximum = schema.get("maximum")
    if isinstance(maximum, int) and maximum > 0:
        return maximum
    match = re.search(r"\b(?:max(?:imum)?(?: value| is| of|:|=)*|up to|at most|no more than)[ `*]*(\d+)", text, re.I)
    said = int(match.group(1)) if match else 0
    return said if 0 < said <= 100_000 else None


def order_of(name: str, schema: JsonSchema, draft: Draft, text: str = "") -> Order | Direction | None:
    """Return how a parameter sorts a list: by what, or in which direction; None where its values are not documented."""
    called = squashed(name)
    choices = _choices(schema)
    if type_names(schema) - {"null"} == {"boolean"} and called in _UPWARD | _DOWNWARD:
        return Direction(descending=called in _DOWNWARD)
    if called in _DIRECTION and choices and {choice.lower() for choice in choices} <= _ASCENDING | _DESCENDING:
        descending = next((choice for choice in choices if choice.lower() in _DESCENDING), None)
        return Direction(descending=descending) if descending else None
    group, bracket, inner = name.partition("[")
    if bracket and squashed(group) in _SORT and {choice.lower() for choice in choices} <= _ASCENDING | _DESCENDING:
        columns = _sorted_by(inner.rstrip("]"), draft)
        by = {choice: _directed(choice, columns) for choice in choices} if columns else {}
        return Order(by=by) if by else None
    if called not in _SORT:
        return None
    choices = choices or _choices_of_each(schema) or _choices_said(text)
    if not choices or column_type(schema) not in ("text", "json"):
        return free_order(schema, text, draft)
    return _chosen_order(choices, draft)


def _chosen_order(choices: list[str], draft: Draft) -> Order | None:
    """Return the order by choices; by what no row shows, or by relevance, any order is right: that of insertion."""
    by = {choice: columns for choice in choices if (columns := _sorted_by(choice, draft))}
    inner = {squashed(name) for slot in draft.slots.values() for name in slot.inside}
    others = [choice for choice in choices if choice not in by]
    hidden = [choice for choice in others if squashed(choice) in _RELEVANCE or not _is_among(choice, inner)]
    known = len(by) + sum(squashed(choice) in _RELEVANCE for choice in others)
    if not by or len(hidden) < len(others) or 2 * known < len(choices):
        return None
    return Order(by={choice: by.get(choice, ()) for choice in choices})


def _is_among(choice: str, names: set[str]) -> bool:
    """Return whether a choice may be about one of the names: rows show something else by which they could be sorted."""
    parts = [part for part in words(choice) if part not in _ASCENDING | _DESCENDING]
    return any("".join(parts) in name or any(len(part) > 3 and part in name for part in parts) for name in names)


def _choices_said(text: str) -> list[str]:
    """Return the values that a text lists as the valid ones: "Valid values are: - `nameAsc`: … - `nameDesc`: …"."""
    listed = re.search(r"\b(?:valid|possible|allowed|supported) (?:values|fields|properties)(?: are|:)", text, re.I)
    found = re.findall(r"(?:^|[-*•]|,|\bor|\band)\s*`(-?\w+)`", text[listed.end() :]) if listed else []
    return list(dict.fromkeys(found))


_RELEVANCE = frozenset("relevance relevancy score rank bestmatch".split())


# Names of a boolean that says whether a list goes upwards, or downwards.
_UPWARD = frozenset("ascending asc sortascending sortasc orderascending orderasc isascending".split())
_DOWNWARD = frozenset(
    "descending desc sortdescending sortdesc orderdescending orderdesc isdescending reverse newestfirst".split()
)


def _directed(choice: str, columns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"-{name}" if choice.lower() in _DESCENDING else name for name in columns)


# How a value of a sort parameter says its direction, with what tells the spelling in an example or in words.
_SPELLINGS: tuple[tuple[str, str, str], ...] = (
    ("{} ASC", "{} DESC", r"\b\w+ (ASC|DESC)\b"),
    ("{} asc", "{} desc", r"\b\w+ (asc|desc)\b(?!ending)"),
    ("{}:asc", "{}:desc", r"\w:(asc|desc)\b|:Order\b|:\s?(asc|desc)"),
    ("{}.asc", "{}.desc", r"\w\.(asc|desc)\b"),
    ("{},asc", "{},desc", r"\w,(asc|desc)\b"),
    ("{}_asc", "{}_desc", r"\w_(asc|desc)\b"),
    ("{}", "-{}", r"(?<![\w-])-[A-Za-z_]{3,}|\bminus\b|\bhyphen\b|[`'\"(]-[`'\")]|prefix"),
)
# Properties that a list is offered to be sorted by.
_MOST_SORTED = 16


def free_order(schema: JsonSchema, text: str, draft: Draft) -> Order | None:
    """Return the order by any property that a row shows, where a text's spelling is documented by example or words."""
    items = schema.get("items")
    examples = [str(each) for each in (*schema.get("examples", ()), *((items or {}).get("examples", ())))]
    if "array" in type_names(schema) or column_type(schema) != "text":
        return None
    said = " ".join([*examples, text])
    spelling = next(((up, down) for up, down, mark in _SPELLINGS if re.search(mark, said)), None)
    if spelling is None:
        return None
    by: dict[str, tuple[str, ...]] = {}
    for name, slot in _sortable(said, draft):
        by |= {spelling[0].format(name): (slot.name,), spelling[1].format(name): (f"-{slot.name}",)}
    return Order(by=by) if by else None


def _sortable(said: str, draft: Draft) -> list[tuple[str, Slot]]:
    """Return the properties to sort by: those that the documentation names, else those of the row."""
    plain = [
        (slot.path[-1], slot)
        for slot in draft.slots.values()
        if slot.path and slot.shown and slot.type != "json" and not slot.write_only
    ]
    named = [
        (word, slot)
        for word in dict.fromkeys(re.findall(r"`([A-Za-z_]\w+)`", said))
        if (slot := draft.named(word)) is not None and any(slot is other for _, other in plain)
    ]
    return (named or plain)[:_MOST_SORTED]


_ASCENDING = frozenset({"asc", "ascending", "1", "up"})
_DESCENDING = frozenset({"desc", "descending", "-1", "down"})


def _choices(schema: JsonSchema) -> list[str]:
    choices: Any = schema.get("enum")
    if not choices and isinstance(schema.get("items"), dict):
        return []
    return [str(choice) for choice in choices if choice is not None] if isinstance(choices, list) else []


def _choices_of_each(schema: JsonSchema) -> list[str]:
    """Return what each element of an array of choices may be."""
    items = schema.get("items")
    return _choices(items) if isinstance(items, dict) else []


# Orders by words of their own: by a name, or by when rows were made.
_BY_NAME = frozenset("alphabetical alphabetically az atoz".split())
_NEWEST = frozenset("newest new latest recent mostrecent newestfirst".split())
_OLDEST = frozenset("oldest date oldestfirst".split())


def _in_words(choice: str, draft: Draft) -> tuple[str, ...] | None:
    called = squashed(choice)
    if called in _BY_NAME:
        found = [draft.slot_at((name,)) for name in ("name", "title", "display_name", "label")]
        return next(((slot.name,) for slot in found if slot is not None and slot.type == "text" and slot.shown), None)
    made = next((slot.name for slot in draft.slots.values() if slot.made == "created" and slot.path), None)
    if made is None or called not in _NEWEST | _OLDEST:
        return None
    return (f"-{made}" if called in _NEWEST else made,)


def _sorted_by(choice: str, draft: Draft) -> tuple[str, ...] | None:
    """Return the columns that one value of a sort parameter sorts by: "created_desc", "-created", "created:asc"."""
    descending = choice.startswith("-")
    parts = words(choice)
    if len(parts) > 1 and parts[-1] in _ASCENDING | _DESCENDING:
        descending = parts[-1] in _DESCENDING
        parts = parts[:-1]
    called = "".join(parts)
    bare = "".join(parts[:-1]) if len(parts) > 1 and parts[-1] in ("date", "time", "at", "on") else called
    for spelling in (
        called,
        *(bare + ending for ending in ("at", "on", "date", "time")),
        squashed(draft.name) + called,
        *(f"num{called}", f"{called}count", f"numberof{called}"),
    ):
        slot = draft.named(spelling)
        if slot is not None and slot.type != "json" and not slot.write_only:
            return (f"-{slot.name}" if descending else slot.name,)
    if called in ("id",) and draft.key:
        return (f"-{draft.key[-1]}" if descending else draft.key[-1],)
    return _in_words(choice, draft)


def show_of(name: str, schema: JsonSchema, template: Any) -> Show | None:
    """Return the totals that a boolean parameter asks for: ``total_required``, ``include_total``."""
    parts = words(name)
    if "boolean" not in type_names(schema) or not {"total", "totals", "count", "counts"} & set(parts):
        return None
    shown = _totals(template)
    return Show(properties=shown) if shown else None


def _totals(template: Any) -> tuple[str, ...]:
    if not isinstance(template, dict):
        return ()
    return tuple(key for key, value in template.items() if value in ("$total", "$page_count", "$count"))


def included_of(name: str, schema: JsonSchema, text: str, template: Any) -> Show | None:
    """Return the total that a parameter asks for by its name among others: ``include=["total_count"]``."""
    if squashed(name) not in ("include", "includes", "with") or "array" not in type_names(schema):
        return None
    totals = _totals(template)
    asked = [key for key in totals if re.search(rf"[`'\"=]{re.escape(key)}\b", text)]
    # A single word ("the count fields") may be meant otherwise.
    asked = asked or [key for key in totals if words(key)[1:] and re.search(rf"\b{re.escape(key)}\b", text)]
    return Show(properties=(asked[0],), word=asked[0]) if len(asked) == 1 else None


_IN_ANSWERS = re.compile(r"\b(?:return|includ|show|add)\w* (?:with|in|to) the (?:response|answer|result)\b", re.I)


def part_of_envelope(name: str, schema: JsonSchema, text: str, template: Any) -> Input | None:
    """Return the choice of the envelope's part of the parameter's name: "What metadata to return in the response".

    It is there only where the parameter is given (``asked`` of the tool).
    """
    known = isinstance(template, dict) and isinstance(template.get(name), dict)
    wordy = not type_names(schema) & {"integer", "number"}
    return Input() if known and wordy and _IN_ANSWERS.search(text) else None
