"""Defaults inside of arguments: properties that the caller left out of an object, or of the elements of an array."""

from collections.abc import Mapping
from typing import Any

Json = Any

# In a path, every element of an array.
EACH = "*"


def with_defaults(value: Json, defaults: Mapping[str, Json]) -> Json:
    """Return the value with what its objects lack; ``defaults`` are by path ("config/size", "*/enabled").

    Objects and arrays that are not there themselves are not made. Nothing that was given is changed in place.
    """
    for path, default in defaults.items():
        value = _filled(value, tuple(path.split("/")), default)
    return value


def _filled(value: Json, path: tuple[str, ...], default: Json) -> Json:
    first, *rest = path
    if first == EACH and isinstance(value, list):
        return [_filled(part, tuple(rest), default) for part in value]
    if not isinstance(value, dict):
        return value
    if not rest:
        return value if first in value else {**value, first: default}
    return {**value, first: _filled(value[first], tuple(rest), default)} if first in value else value
