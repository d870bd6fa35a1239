"""Filters that callers write in a language of their own, on rows given as JSON objects."""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from state_db.functions.conditions import BadFilter, Condition, Json, holds
from state_db.functions.function import MUCH_WORK, Function, LimitExceeded, Value, text_of
from state_db.functions.lucene import read_lucene
from state_db.functions.odata import read_odata
from state_db.functions.where import read_where

Reading = Callable[[str], Condition]
MOST_WORK = 1 << 26  # the length of the filter times that of the object


@lru_cache(maxsize=512)
def _condition(reading: Reading, text: str) -> Condition | None:
    try:
        return reading(text)
    except BadFilter:
        return None


def _every_term(text: str) -> Condition:
    return read_lucene(text, every=True)


def _matched(reading: Reading, value: Value, wanted: Value) -> Value:
    text, filter_text = text_of(value), text_of(wanted)
    if text is None or filter_text is None:
        return None
    if len(text) * len(filter_text) > MOST_WORK:
        raise LimitExceeded(MUCH_WORK)
    condition = _condition(reading, filter_text)
    if condition is None:
        return None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return int(holds(condition, found) is True)


def _odata_match(value: Value, wanted: Value) -> Value:
    return _matched(read_odata, value, wanted)


def _where_match(value: Value, wanted: Value) -> Value:
    return _matched(read_where, value, wanted)


def _lucene_match(value: Value, wanted: Value, joined: Value = "or") -> Value:
    text = text_of(value)
    try:
        whole: Json = json.loads(text) if text is not None else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(whole, dict):
        return None
    # Terms without a field look at every text, which stands under a name that no field can have.
    shown = json.dumps({**whole, "*": _texts(whole, 0)}, ensure_ascii=False)
    return _matched(_every_term if joined == "and" else read_lucene, shown, wanted)


def _texts(value: Any, depth: int) -> list[Any]:
    if depth > 20:
        return []
    if isinstance(value, dict):
        return [text for inner in value.values() for text in _texts(inner, depth + 1)]
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner, depth + 1)]
    return [] if value is None else [value]


def _is_odata(wanted: Value) -> Value:
    return _is_filter(read_odata, wanted)


def _is_where(wanted: Value) -> Value:
    return _is_filter(read_where, wanted)


def _is_lucene(wanted: Value) -> Value:
    return _is_filter(read_lucene, wanted)


def _is_filter(reading: Reading, wanted: Value) -> Value:
    text = text_of(wanted)
    return int(text is not None and _condition(reading, text) is not None)


FUNCTIONS = (
    Function(
        "odata_match", 1, (2,), _odata_match,
        text="odata_match(object, filter): whether the JSON object fulfils OData's $filter: eq … le, in, and, or, not,"
        " contains, startswith, endswith, tolower, any, all. NULL for a bad filter.",
    ),
    Function(
        "lucene_match", 1, (2, 3), _lucene_match,
        text="lucene_match(object, query, joined): terms, 'phrases' in double quotes, field:term, wor*, [1 TO 5], >=,"
        " AND, OR, NOT, + and -; terms side by side are joined by OR, or by 'and'. NULL for a bad query.",
    ),
    Function(
        "where_match", 1, (2,), _where_match,
        text="where_match(object, condition): a condition as SQL and its kin have it: = != < >= ~ AND, OR, NOT, IN,"
        " LIKE, BETWEEN, IS NULL. NULL for a bad one.",
    ),
    Function("is_odata", 1, (1,), _is_odata, text="Whether the text is a filter that odata_match can use."),
    Function("is_lucene", 1, (1,), _is_lucene, text="Whether the text is a query that lucene_match can use."),
    Function("is_where", 1, (1,), _is_where, text="Whether the text is a condition that where_match can use."),
)  # fmt: skip
