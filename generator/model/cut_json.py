"""JSON that was cut off: what of it is whole."""

import json
import re
from typing import Any

Json = Any

_CLOSING = {"{": "}", "[": "]"}
# Whole texts, so that nothing within them is taken for a mark; a quotation mark alone begins one that is cut off.
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|["{}\[\],]', re.DOTALL)
# Behind an element of these something whole ends: properties, and elements of their lists.
_LISTING = (["{"], ["{", "["])


def whole_part(text: str) -> tuple[Json, bool]:
    """Return the object with the properties, and the elements of its lists, that are whole; None where none is.

    With it, whether the text ends in the middle of an object.
    """
    start = text.find("{")
    if start < 0:
        return None, False
    end, stack, closers = start, [], ""
    for token in _TOKEN.finditer(text, start):
        mark = token[0]
        if mark == '"':
            break
        if mark in _CLOSING:
            stack.append(mark)
        elif mark in ("}", "]") and (_CLOSING[stack.pop()] != mark or not stack):
            return None, False
        if mark in ("}", "]", ",") and stack in _LISTING:
            end, closers = token.end() - (mark == ","), "".join(_CLOSING[each] for each in reversed(stack))
    return (_read(text[start:end] + closers) if closers else None), True


def _read(text: str) -> Json:
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
