"""JSON laid out for reading: two spaces a level, the same bytes as ``json.dumps`` with an indent, and sooner.

Python's own encoder is written in Python where it indents, and yields every comma by itself.
"""

import json
from json.encoder import encode_basestring as quoted
from typing import Any

_STEP = "  "


def indented(value: Any) -> str:
    """Return the value as indented JSON, letters beyond ASCII as they are. Raises: TypeError for what is none."""
    return _indented(value, "\n")


def _indented(value: Any, line: str) -> str:
    """The value's text; ``line`` ends a line and indents the next one as deeply as the value stands."""
    if isinstance(value, str):
        return quoted(value)
    inner = line + _STEP
    if isinstance(value, dict):
        if not value:
            return "{}"
        parts = [f"{_name(name)}: {_indented(part, inner)}" for name, part in value.items()]
        return "{" + inner + f",{inner}".join(parts) + line + "}"
    if isinstance(value, list | tuple):
        if not value:
            return "[]"
        return "[" + inner + f",{inner}".join([_indented(part, inner) for part in value]) + line + "]"
    return json.dumps(value)


def _name(name: Any) -> str:
    if isinstance(name, str):
        return quoted(name)
    (text,) = json.loads(json.dumps({name: None}))  # numbers and constants are written as texts
    return quoted(text)
