"""Moments: which text schemas hold a time or a date, and which number schemas hold seconds."""

import re

from generator.description import JsonSchema
from generator.moments import is_dotnet
from generator.rules.envelopes import type_names

_PATTERN = re.compile(r"\^?\(?\[?(0-9\]|\\d)\{4\}")
_WRITTEN = re.compile(r"\d{4}-[01]\d-[0-3]\d(?:[T ][0-2]\d:[0-5]\d|$)")
_SAID = re.compile(
    r"^\W*(?:the )?(?:date|time|day)\b.*\b(?:YYYY-MM-DD|ISO[- ]?8601)"
    r"|^\W*ISO[- ]?8601(?! (?:duration|interval|period))",
    re.I | re.S,
)
_DAY = re.compile(r"\d{4}-[01]\d-[0-3]\d")
_SAID_DAY = re.compile(r"\bYYYY-MM-DD\b(?![T _]?\W?(?:hh|T\b))", re.I)
_UNIX_PATTERN = re.compile(r"\^(?:\\d|\[0-9\])\{10\}")
_UNIX = re.compile(r"\bunix (?:epoch|time)|\bepoch\b|\bseconds since\b", re.I)


def is_moment(schema: JsonSchema) -> bool:
    """Return whether a resolved schema is text that holds a time or a date.

    Its format tells, or a pattern of one, or where it has neither, its examples or its words ("Date … as YYYY-MM-DD").
    """
    if type_names(schema) - {"null"} != {"string"}:
        return False
    form = schema.get("format")
    if isinstance(form, str):
        return form in ("date-time", "date") or "date_time" in form or "datetime" in form.lower() or "timestamp" in form
    pattern = schema.get("pattern")
    if isinstance(pattern, str):
        return _PATTERN.match(pattern) is not None
    return "enum" not in schema and "const" not in schema and (_is_shown(schema) or _is_said(schema))


def _is_shown(schema: JsonSchema) -> bool:
    """Return whether the examples, of which there is one at least, are times or dates."""
    examples = [each for each in schema.get("examples", ()) if each is not None]
    return is_dotnet(schema) or (
        bool(examples) and all(isinstance(each, str) and _WRITTEN.match(each) for each in examples)
    )


def _is_said(schema: JsonSchema) -> bool:
    """Return whether the words of a text that has no examples say that it is a date, and how it is written."""
    said = schema.get("description")
    return not schema.get("examples") and isinstance(said, str) and _SAID.search(said) is not None


def is_day(schema: JsonSchema, said: str = "") -> bool:
    """Return whether a text names a day and no time of it: by its format, its examples, or what is said of it."""
    if "format" in schema:
        return bool(schema["format"] == "date")
    examples = [str(each) for each in schema.get("examples", ())]
    if examples:
        return all(_DAY.fullmatch(each) for each in examples)
    return _SAID_DAY.search(f"{said} {schema.get('description', '')}") is not None


def is_unix(schema: JsonSchema) -> bool:
    """Return whether a resolved schema holds seconds since 1970, as a number or as text: by its digits or its words."""
    types = type_names(schema) - {"null"}
    pattern = str(schema.get("pattern", ""))
    if types == {"string"}:
        return _UNIX_PATTERN.match(pattern) is not None
    said = f"{schema.get('title', '')} {schema.get('description', '')}"
    numbers = bool(types) and types <= {"integer", "number"}
    return numbers and (_UNIX_PATTERN.match(pattern) or _UNIX.search(said)) is not None
