"""Formats: what texts may be said to hold, beside those formats that the validator knows itself, or more freely."""

import json
import re
from collections.abc import Callable
from datetime import datetime

# RFC 3339, but for the zone: most services take a time without one, and keep it so.
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:)(\d\d)(?:\.\d+)?(?:Z|[+-]([01]\d|2[0-3]):[0-5]\d)?", re.ASCII | re.I)
_LEAP = "60"


def holds_json(text: str) -> bool:
    """Return whether the text is JSON, as the standard has it: no NaN and no infinity."""
    try:
        json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        return False
    return True


def is_moment(text: str) -> bool:
    """Return whether the text is a date with a time, in a zone or in none.

    >>> [is_moment(text) for text in ("2026-03-01T08:00:00", "2026-03-01T08:00:00+01:00", "2026-02-30T08:00:00Z")]
    [True, True, False]
    """
    found = _MOMENT.fullmatch(text)
    if found is None:
        return False
    seconds = "59" if found[2] == _LEAP else found[2]
    try:
        datetime.fromisoformat(found[1].upper() + seconds)
    except ValueError:
        return False
    return True


def _refuse(constant: str) -> None:
    raise ValueError(constant)


FORMATS: dict[str, Callable[[str], bool]] = {"json": holds_json, "date-time": is_moment}
