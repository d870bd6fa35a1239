"""Paging and order: parameters that choose a part of a list, and those that sort it."""

import re
from typing import Any

from generator.description import JsonSchema
from generator.plan import Direction, Order, Paging, Show
from generator.rules.drafts import Draft, column_type
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


_TOKEN = re.compile(r"\b(token|cursor|opaque|next page|previous (answer|response|request))\b", re.I)


def paging_of(name: str, schema: JsonSchema, text: str) -> Paging | None:
    """Return what a parameter chooses of a list, None where it chooses no part of it."""
    parts = words(name)
    called = "".join(parts)
    if len(parts) > 1 and parts[0] in _GROUPS and "[" in name:
        called = "".join(parts[1:]) if parts[1] != "number" else "page"
    types = type_names(schema) - {"null"}
    is_number = bool(types & {"integer", "number"})
    if called in _SIZE and is_number:
        return Paging(what="size", default=_size(schema, text), most=_most(schema, text))
    if called in _PAGE and is_number:
        least = schema.get("minimum", schema.get("default", 1))
        return Paging(what="page", first=0 if least == 0 else 1)
    if called in _OFFSET and is_number:
        return Paging(what="offset")
    if called in _OFFSET and column_type(schema) == "text" and not is_moment(schema) and _TOKEN.search(text):
        return Paging(what="cursor")
    if called in _AFTER:
        return Paging(what="after")
    if called in _BEFORE:
        return Paging(what="before")
    if called in _CURSOR and column_type(schema) == "text" and not is_moment(schema):
        return Paging(what="cursor")
    return None


def _size(schema: JsonSchema, text: str) -> int:
    default = schema.get("default")
    if isinstance(default, int) and default > 0:
        return default
    match = re.search(r"\bdefaults?(?: value)?(?: is| to|:|=)?[ `*]*(\d+)", text, re.I) or re.search(
        r"(\d+) by default", text, re.I
    )
    said = int(match.group(1)) if match else 0
    return said if 0 < said <= 10_000 else min(DEFAULT_SIZE, _most(schema, text) or DEFAULT_SIZE)


def _most(schema: JsonSchema, text: str) -> int | None:
    maximum = schema.get("maximum")
    if isinstance(maximum, int) and maximum > 0:
        return maximum
    match = re.search(r"\b(?:max(?:imum)?(?: value| is| of|:|=)*|up to|at most|no more than)[ `*]*(\d+)", text, re.I)
    said = int(match.group(1)) if match else 0
    return said if 0 < said <= 100_000 else None


def order_of(name: str, schema: JsonSchema, draft: Draft) -> Order | Direction | None:
    """Return how a parameter sorts a list: by what, or in which direction; None where its values are not documented."""
    called = squashed(name)
    choices = _choices(schema)
    if called in _DIRECTION and choices and {choice.lower() for choice in choices} <= _ASCENDING | _DESCENDING:
        descending = next((choice for choice in choices if choice.lower() in _DESCENDING), None)
        return Direction(descending=descending) if descending else None
    if called not in _SORT or not choices:
        return None
    by = {choice: columns for choice in choices if (columns := _sorted_by(choice, draft))}
    return Order(by=by) if len(by) == len(choices) else None


_ASCENDING = frozenset({"asc", "ascending", "1", "up"})
_DESCENDING = frozenset({"desc", "descending", "-1", "down"})


def _choices(schema: JsonSchema) -> list[str]:
    choices: Any = schema.get("enum")
    if not choices and isinstance(schema.get("items"), dict):
        return []
    return [str(choice) for choice in choices if choice is not None] if isinstance(choices, list) else []


def _sorted_by(choice: str, draft: Draft) -> tuple[str, ...] | None:
    """Return the columns that one value of a sort parameter sorts by: "created_desc", "-created", "created:asc"."""
    descending = choice.startswith("-")
    parts = words(choice)
    if len(parts) > 1 and parts[-1] in _ASCENDING | _DESCENDING:
        descending = parts[-1] in _DESCENDING
        parts = parts[:-1]
    called = "".join(parts)
    for spelling in (
        called,
        called + "at",
        called + "on",
        called + "date",
        called + "time",
        squashed(draft.name) + called,
    ):
        slot = draft.named(spelling)
        if slot is not None and slot.type != "json" and not slot.write_only:
            return (f"-{slot.name}" if descending else slot.name,)
    if called in ("id",) and draft.key:
        return (f"-{draft.key[-1]}" if descending else draft.key[-1],)
    return None


def show_of(name: str, schema: JsonSchema, template: Any) -> Show | None:
    """Return the totals that a boolean parameter asks for: ``total_required``, ``include_total``."""
    parts = words(name)
    if "boolean" not in type_names(schema) or not {"total", "totals", "count", "counts"} & set(parts):
        return None
    if not isinstance(template, dict):
        return None
    shown = tuple(key for key, value in template.items() if value in ("$total", "$page_count", "$count"))
    return Show(properties=shown) if shown else None
