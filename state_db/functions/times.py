"""Arithmetic with times: strict ISO text with a zone, answered in UTC; NULL for what is no such time."""

import re
from datetime import date, timedelta

from state_db.clock import BEGINNING, LAST_SECOND, seconds_of, text_of
from state_db.functions.function import Function, Value

SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
MONTHS = {"month": 1, "year": 12}
DATE = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _seconds(value: Value) -> int | None:
    if isinstance(value, int):
        return value if abs(value) <= LAST_SECOND else None
    if not isinstance(value, str):
        return None
    return seconds_of(f"{value}T00:00:00Z" if DATE.fullmatch(value) else value)


def _written(seconds: int, like: Value) -> Value:
    """The time in the form that the value it was made from has."""
    if isinstance(like, int):
        return seconds
    try:
        text = text_of(seconds)
    except OverflowError:
        return None
    return text[:10] if isinstance(like, str) and DATE.fullmatch(like) else text


def _time_add(value: Value, amount: Value, unit: Value) -> Value:
    seconds = _seconds(value)
    if seconds is None or not isinstance(amount, int) or not isinstance(unit, str):
        return None
    name = unit.removesuffix("s")
    if name in SECONDS:
        return _written(seconds + amount * SECONDS[name], value)
    if name in MONTHS:
        moved = _months_later(seconds, amount * MONTHS[name])
        return None if moved is None else _written(moved, value)
    return None


def _months_later(seconds: int, months: int) -> int | None:
    """The same day and time of day so many months later, or the month's last day where it is shorter."""
    days, rest = divmod(seconds, SECONDS["day"])
    day = (BEGINNING + timedelta(days=days)).date()
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year < 9999:
        return None
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    moved = date(year, month + 1, min(day.day, last))
    return (moved - BEGINNING.date()).days * SECONDS["day"] + rest


def _time_between(start: Value, end: Value, unit: Value) -> Value:
    first, last = _seconds(start), _seconds(end)
    size = SECONDS.get(unit.removesuffix("s")) if isinstance(unit, str) else None
    if first is None or last is None or size is None:
        return None
    span = abs(last - first) // size
    return span if last >= first else -span


def _time_unix(value: Value) -> Value:
    return _seconds(value)


def _time_text(value: Value) -> Value:
    seconds = _seconds(value)
    if seconds is None:
        return None
    try:
        return text_of(seconds)
    except OverflowError:
        return None


def _time_date(value: Value) -> Value:
    text = _time_text(value)
    return text[:10] if isinstance(text, str) else None


FUNCTIONS = (
    Function(
        "time_add", 1, (3,), _time_add, long=False,
        text="time_add(time, amount, unit): second … year; keeps the time's form.",
    ),
    Function(
        "time_between", 1, (3,), _time_between, long=False,
        text="time_between(start, end, unit): whole seconds … weeks.",
    ),
    Function("time_unix", 1, (1,), _time_unix, text="Seconds since 1970 of an ISO time or date.", long=False),
    Function("time_text", 1, (1,), _time_text, text="The time in UTC as ISO text with whole seconds.", long=False),
    Function("time_date", 1, (1,), _time_date, text="The time's date in UTC.", long=False),
)  # fmt: skip
