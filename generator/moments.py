"""Times as APIs write them: ISO texts, dates, seconds and milliseconds since 1970, each compared as fine as it is."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from math import floor

from generator.plan import Json

# Numbers beyond this are milliseconds: as seconds they would lie in the year 5138 or later.
_MOST_SECONDS = 10**11

# Milliseconds in a text, as .NET's serialisers write times into JSON, with or without an offset that changes nothing.
_DOTNET = re.compile(r"/Date\((-?\d{1,15})(?:[+-]\d{4})?\)/")
DOTNET_CLOCK = "'/Date(' || (now('unix') * 1000) || ')/'"


def is_dotnet(schema: Mapping[str, Json]) -> bool:
    """Return whether a text holds times as .NET writes them: all of its examples are such."""
    shown = [each for each in schema.get("examples") or () if each is not None]
    return bool(shown) and all(isinstance(each, str) and _DOTNET.fullmatch(each) for each in shown)


def moment_of(value: Json) -> datetime | date | None:
    """Return the time that the value tells, a date where it tells no more, or None where it is no time."""
    if isinstance(value, bool):
        return None
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value / 1000 if abs(value) > _MOST_SECONDS else value, UTC)
        if not isinstance(value, str):
            return None
        if (written := _DOTNET.fullmatch(value)) is not None:
            return datetime.fromtimestamp(int(written[1]) / 1000, UTC)
        if len(value) == len("2026-01-05"):
            return date.fromisoformat(value)
        found = datetime.fromisoformat(value)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)


# Seconds.
DAY = 86_400


def seconds_of(text: str) -> int | None:
    """Return whole seconds since 1970 of a time with its zone, or of a date's beginning; None of any other text."""
    found = moment_of(text)
    if found is None or (_DOTNET.match(text) is None and isinstance(found, datetime) and not _has_zone(text)):
        return None
    begun = found if isinstance(found, datetime) else datetime(found.year, found.month, found.day, tzinfo=UTC)
    return floor(begun.timestamp())


def _has_zone(text: str) -> bool:
    return datetime.fromisoformat(text).tzinfo is not None


def falls(value: Json, wanted: Json, *, later: bool) -> bool:
    """Return whether the value is the same time as the wanted one, or with ``later`` not before it.

    Where one of them is a date, only the day counts; else whole seconds.
    """
    one, other = moment_of(value), moment_of(wanted)
    if one is None or other is None:
        return False
    if not isinstance(one, datetime) or not isinstance(other, datetime):
        mine, theirs = _day(one), _day(other)
        return mine >= theirs if later else mine == theirs
    seconds, from_ = int(one.timestamp()), int(other.timestamp())
    return seconds >= from_ if later else seconds == from_


def _day(moment: datetime | date) -> date:
    return moment.astimezone(UTC).date() if isinstance(moment, datetime) else moment
