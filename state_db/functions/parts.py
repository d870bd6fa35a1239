"""Parts of JSON objects: only the properties that a caller names."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from state_db.functions.function import Function, Value, json_of, text_of

# Below this depth everything is shown: nobody names properties deeper, and recursion stays bounded.
MOST_DEPTH = 20


def _json_fields(body: Value, names: Value, always: Value, within: Value = None) -> Value:
    whole, wanted, more = json_of(body), json_of(names), json_of(always)
    if not isinstance(whole, dict) or not isinstance(wanted, list) or not isinstance(more, list):
        return None
    paths = [str(name) for name in (*more, *wanted)]
    place = text_of(within)
    if place is None:
        whole = _only(whole, paths, 0)
    elif isinstance(whole.get(place), dict):
        whole[place] = _only(whole[place], paths, 0)
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _only(value: Any, paths: list[str], depth: int) -> Any:
    """The value without the properties that no path names; in an array, of each of its elements."""
    if isinstance(value, list):
        return [_only(item, paths, depth + 1) for item in value]
    if not isinstance(value, dict) or depth > MOST_DEPTH:
        return value
    kept: dict[str, Any] = {}
    below = _below(paths, value)
    for name, inner in value.items():
        if name in below:
            kept[name] = inner if not below[name] else _only(inner, below[name], depth + 1)
    return kept


def _below(paths: Iterable[str], value: Mapping[str, Any]) -> dict[str, list[str]]:
    """By property what the paths name inside of it; nothing where one names it as a whole."""
    found: dict[str, list[str]] = {}
    wholes: set[str] = set()
    for path in paths:
        # A name may hold dots itself: the property that is called so goes before the path.
        name, _, rest = (path, "", "") if path in value else path.partition(".")
        found.setdefault(name, []).append(rest)
        if not rest:
            wholes.add(name)
    return {name: [] if name in wholes else rest for name, rest in found.items()}


FUNCTIONS = (
    Function(
        "json_fields",
        1,
        (3, 4),
        _json_fields,
        text="json_fields(object, names, more): the object with only the properties that the two JSON arrays name; "
        "a dotted name goes into objects and arrays. With a fourth value, of the object in that property alone.",
    ),
)
