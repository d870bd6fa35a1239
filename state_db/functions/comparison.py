"""Comparison: a value held against a test that is named at run time, as filters in search bodies name them."""

import re
from collections.abc import Callable

from state_db.functions.function import Function, Value, text_of
from state_db.functions.text import folded

_NUMBER = re.compile(r"[+-]?\d{1,300}(\.\d{1,300})?")
_TRUTH = {"true": 1, "false": 0}


def _pair(value: Value, wanted: Value) -> tuple[float, float] | tuple[str, str] | None:
    """Return both as numbers where both are, else both as texts; None where there is nothing to compare."""
    if value in (0, 1) and isinstance(wanted, str) and wanted.lower() in _TRUTH:
        wanted = _TRUTH[wanted.lower()]
    one, other = text_of(value), text_of(wanted)
    if one is None or other is None:
        return None
    if _NUMBER.fullmatch(one) and _NUMBER.fullmatch(other):
        return float(one), float(other)
    return one, other


def _has_token(value: Value, wanted: Value) -> bool | None:
    """Whether a word of the text is the wanted one; a star at its beginning or end stands for any letters."""
    text, part = text_of(value), text_of(wanted)
    if text is None or part is None:
        return None
    bare = folded(part).strip("*")
    words = re.findall(r"\w+", folded(text))
    if part.startswith("*") and part.endswith("*"):
        return any(bare in word for word in words)
    if part.endswith("*"):
        return any(word.startswith(bare) for word in words)
    if part.startswith("*"):
        return any(word.endswith(bare) for word in words)
    return bare in words or (bool(bare) and bare == folded(text).strip())


_ORDERED: dict[str, Callable[[float | str, float | str], bool]] = {
    "eq": lambda one, other: one == other,
    "ne": lambda one, other: one != other,
    "gt": lambda one, other: one > other,  # type: ignore[operator]
    "ge": lambda one, other: one >= other,  # type: ignore[operator]
    "lt": lambda one, other: one < other,  # type: ignore[operator]
    "le": lambda one, other: one <= other,  # type: ignore[operator]
}


def _satisfies(value: Value, test: Value, wanted: Value) -> Value:
    if test == "token":
        found = _has_token(value, wanted)
        return None if found is None else int(found)
    pair = _pair(value, wanted)
    compare = _ORDERED.get(str(test))
    return None if pair is None or compare is None else int(compare(*pair))


FUNCTIONS = (
    Function(
        "satisfies", 1, (3,), _satisfies,
        text="satisfies(value, test, wanted): eq, ne, gt, ge, lt, le (numbers as numbers) or token (a word of it).",
    ),
)  # fmt: skip
