"""Addresses: the URL of a call, from its path's template and what was given."""

import json
import re
from typing import Any
from urllib.parse import quote

from state_db.functions.function import Function, Value, json_of, text_of

_PLACE = re.compile(r"\{([^{}]*)\}")


def _call_address(template: str, given: dict[str, Any]) -> str:
    """Return the URL: {names} of the template filled in, and the rest of what is given behind it as a query."""
    address = _PLACE.sub(lambda place: quote(_plain(given.get(place[1])), safe=""), template)
    named = set(_PLACE.findall(template))
    pairs = [pair for name, value in given.items() if name not in named for pair in _pairs(name, value)]
    query = "&".join(f"{quote(name, safe='[]$')}={quote(value, safe=':,')}" for name, value in pairs)
    return f"{address}?{query}" if query else address


def _pairs(name: str, value: Any) -> list[tuple[str, str]]:
    """The query's parameters for one input: an array repeats its name, an object has its properties in brackets."""
    if value is None:
        return []
    if isinstance(value, list):
        return [(name, _plain(each)) for each in value]
    if isinstance(value, dict):
        return [pair for key, inner in value.items() for pair in _pairs(f"{name}[{key}]", inner)]
    return [(name, _plain(value))]


def _plain(value: Any) -> str:
    """A value as a query has it."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _call_url(template: Value, given: Value) -> Value:
    address, values = text_of(template), json_of(given)
    if address is None or not isinstance(values, dict):
        return None
    try:
        return _call_address(address, values)
    except (RecursionError, UnicodeEncodeError):
        return None


FUNCTIONS = (
    Function(
        "call_url", 1, (2,), _call_url,
        text="call_url(template, object): the {names} of the template filled in, the object's other properties as its "
        "query; what is null is left out.",
    ),
)  # fmt: skip
