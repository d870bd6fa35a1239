"""An environment's clock: it stands still but for the one second that every call takes."""

import re
from datetime import UTC, datetime, timedelta

from state_db.errors import StateError

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
STRICT_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)", re.ASCII)
LAST_SECOND = 253_402_300_799  # 9999-12-31T23:59:59Z, the last that has four digits for its year


def seconds_of(text: str) -> int | None:
    """Return whole seconds since 1970 for a strict ISO time with a zone, or None for any other text."""
    if not STRICT_TIME.fullmatch(text):
        return None
    try:
        moment = datetime.fromisoformat(text)
        return (moment - BEGINNING) // timedelta(seconds=1)
    except (ValueError, OverflowError):
        return None


def text_of(seconds: int) -> str:
    """Return the time as text such as 2026-01-05T09:00:00Z. Raises: OverflowError outside the years 1 to 9999."""
    return (BEGINNING + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


class Clock:
    """Seconds since 1970 in UTC, and the same as text."""

    __slots__ = ("_text", "_text_of", "seconds")

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        self._text_of = seconds
        self._text = text_of(seconds)

    @property
    def text(self) -> str:
        """The time as ISO text with whole seconds in UTC."""
        if self._text_of != self.seconds:
            self._text, self._text_of = text_of(self.seconds), self.seconds
        return self._text

    def tick(self) -> None:
        """Move on by one second."""
        if self.seconds < LAST_SECOND:
            self.seconds += 1

    def set(self, text: str) -> None:
        """Set the clock. Raises: StateError for a text that is no ISO time with a zone."""
        seconds = seconds_of(text)
        if seconds is None or not 0 <= seconds <= LAST_SECOND:
            raise StateError(f'"{text}" is no time for a clock.', next="Write it like 2026-01-05T09:00:00Z.")
        self.seconds = seconds

    def step(self, seconds: int) -> None:
        """Move by so many seconds. Raises: StateError where that leaves the years 1970 to 9999."""
        if not 0 <= self.seconds + seconds <= LAST_SECOND:
            raise StateError(f"The clock cannot move by {seconds} seconds.", next="It goes from 1970 to 9999.")
        self.seconds += seconds
