"""Regular expressions and globs in linear time, by RE2."""

import re
from functools import lru_cache
from typing import Any

import re2

from state_db.functions.function import MUCH_WORK, Function, LimitExceeded, Value, text_of

LONGEST_PATTERN = 1000
MEMORY_BYTES = 1 << 20
MOST_WORK = 1 << 28  # the text's length times the size of the compiled pattern: half a second at worst
LONG_TEXT = MOST_WORK >> 18  # no compiled pattern is larger
NEVER = r"[^\x00-\x{10FFFF}]"


def _compiled(pattern: str) -> Any | None:
    options = re2.Options()
    options.max_mem = MEMORY_BYTES
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error:
        return None


@lru_cache(maxsize=256)
def _expression(pattern: str) -> Any | None:
    return _compiled(pattern)


@lru_cache(maxsize=256)
def _glob_expression(pattern: str) -> Any | None:
    return _compiled(glob_regex(pattern))


def glob_regex(pattern: str) -> str:
    """Return the RE2 expression of an SQLite glob: * any text, ? one character, [a-z] and [^a-z] one of a set."""
    out, at = ["(?s)^"], 0
    while at < len(pattern):
        character = pattern[at]
        end = pattern.find("]", at + (3 if pattern[at + 1 : at + 2] == "^" else 2)) if character == "[" else -1
        if character == "*":
            out.append(".*")
        elif character == "?":
            out.append(".")
        elif end > 0:
            negated = pattern[at + 1] == "^"
            inside = pattern[at + 1 + negated : end]
            out.append("[" + "^" * negated + _members(inside) + "]")
            at = end
        elif character == "[":
            return NEVER  # as in SQLite, a set that is not closed matches nothing
        else:
            out.append(re2.escape(character))
        at += 1
    return "".join([*out, "$"])


def _members(inside: str) -> str:
    """Return a set's members for RE2 as SQLite reads them: a range that runs backwards holds only its first end."""
    out, at, before = [], 0, ""
    while at < len(inside):
        character = inside[at]
        if character == "-" and before and at + 1 < len(inside):
            at += 1
            if before < inside[at]:
                out.append(f"-{_escaped(inside[at])}")
            before = ""
        else:
            out.append(_escaped(character))
            before = character
        at += 1
    return "".join(out)


def _escaped(character: str) -> str:
    return re.sub(r"([\\\[\]^&~-])", r"\\\1", character)


def _regexp(pattern: Value, value: Value) -> Value:
    text, wanted = text_of(value), text_of(pattern)
    if text is None or wanted is None or len(wanted) > LONGEST_PATTERN:
        return None
    return _found(_expression(wanted), text)


def found_in(pattern: str, text: str) -> Value:
    """Return whether the text holds the pattern, which may be longer than a caller's; None for a bad one."""
    return _found(_expression(pattern), text)


def _is_regexp(pattern: Value) -> Value:
    wanted = text_of(pattern)
    return int(wanted is not None and len(wanted) <= LONGEST_PATTERN and _expression(wanted) is not None)


def _glob(pattern: Value, value: Value) -> Value:
    text, wanted = text_of(value), text_of(pattern)
    if text is None or wanted is None or len(wanted) > LONGEST_PATTERN:
        return None
    return _found(_glob_expression(wanted), text)


def _found(expression: Any | None, text: str) -> Value:
    if expression is None:
        return None
    if len(text) > LONG_TEXT and len(text) * expression.programsize > MOST_WORK:
        raise LimitExceeded(MUCH_WORK)
    return int(expression.search(text) is not None)


FUNCTIONS = (
    Function(
        "regexp", 1, (2,), _regexp, text="regexp(pattern, text), also text REGEXP pattern; NULL for a bad pattern."
    ),
    Function("is_regexp", 1, (1,), _is_regexp, text="Whether the text is a pattern that regexp can use."),
    Function("glob", 1, (2,), _glob, text="glob(pattern, text), also text GLOB pattern."),
)
