"""Equality of JSON values, as texts that can be held in sets and put in order."""

import json
import re

from generator.plan import Json

_WHOLE_FLOAT = re.compile(r"[0-9]\.0(?![0-9])|[0-9]e\+")
_sorted_json = json.JSONEncoder(sort_keys=True).encode


def json_key(value: Json) -> str:
    """Return a text that is the same for equal JSON values alone (1 and 1.0 are equal, true and 1 are not)."""
    if type(value) is str:
        return "'" + value
    if type(value) is int:
        return str(value)
    text = _sorted_json(value)
    # A whole number that is a float is written 1.0 or 1e+16; without such a thing the text is plain already.
    return _sorted_json(_loaded(text)) if _WHOLE_FLOAT.search(text) else text


def _plain(digits: str) -> Json:
    number = float(digits)
    return int(number) if number.is_integer() else number


_loaded = json.JSONDecoder(parse_float=_plain).decode
