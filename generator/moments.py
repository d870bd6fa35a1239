"""Times as APIs write them: ISO texts, dates, seconds and milliseconds since 1970, each compared as fine as it is."""

from datetime import UTC, date, datetime
from math import floor

from generator.plan import Json

# Numbers beyond this are milliseconds: as seconds they would lie in the year 5138 or later.
_MOST_SECONDS = 10**11


def moment_of(value: Json) -> datetime | date | None:
    """Return the time that the value tells, a date where it tells no more, or None where it is no time."""
    if isinstance(value, bool):
        return None
    try:
        if isinstance(value, int | float):
            return datetime.fromtimestamp(value / 1000 if abs(value) > _MOST_SECONDS else value, UTC)
        if not isinstance(value, str):
            return None
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
    if found is None or (isinstance(found, datetime) and datetime.fromisoformat(text).tzinfo is None):
        return None
    begun = found if isinstance(found, datetime) else datetime(found.year, found.month, found.day, tzinfo=UTC)
    return floor(begun.timestamp())


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
