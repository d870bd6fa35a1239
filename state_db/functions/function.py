"""What a function of programs is, and what the impure ones may see."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

Value = None | int | float | str | bytes

# Text longer than this is not worked on: the answer is NULL.
LONGEST_TEXT = 1 << 20


class LimitExceeded(Exception):
    """A call went beyond a bound; the text says which."""


# What every function raises that would take longer than its values are worth.
MUCH_WORK = "the work that one call may make"


class Surroundings(Protocol):
    """What now(), caller() and new_id() read of the environment they are called in."""

    def now_text(self) -> str:
        """Return the clock's time as ISO text in UTC."""
        ...

    def now_seconds(self) -> int:
        """Return the clock's seconds since 1970."""
        ...

    def caller_key(self) -> str | int | None:
        """Return the acting user's key."""
        ...

    def new_key(self, table: str, *parent: Value) -> str | int:
        """Return a key of the table that was never given before, or the next number under a parent."""
        ...


@dataclass(frozen=True, slots=True)
class Function:
    """A function by name: ``counts`` are the numbers of arguments it takes, -1 any.

    ``version`` rises when equal arguments give another value than before. ``bind`` gives an impure function its
    environment; ``call`` is a pure function itself. ``long`` tells that its work grows with the length of its values:
    a call pays for that.
    """

    name: str
    version: int
    counts: tuple[int, ...]
    call: Callable[..., Value] | None = None
    bind: Callable[[Surroundings], Callable[..., Value]] | None = None
    text: str = ""
    long: bool = True

    @property
    def stamp(self) -> str:
        """The name with its version, as server.json lists it."""
        return f"{self.name}@{self.version}"


def text_of(value: Value) -> str | None:
    """Return a value as text that is short enough to work on, or None."""
    if value is None or isinstance(value, bytes):
        return None
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= LONGEST_TEXT else None


def json_of(value: Value) -> Any:
    """Return what a value's JSON text says; None where it is none, and for null."""
    text = text_of(value)
    if text is None:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
