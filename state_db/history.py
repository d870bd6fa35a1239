"""What was called, as far as it matters: enough to open the same environment again and go just as far.

A call that changed nothing is only counted: all that is left of it is the second that the clock moved on. So a history
costs a read nothing, and replaying it takes the writes alone.
"""

import marshal
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from state_db.clock import LAST_SECOND
from state_db.errors import StateError

Json = Any

MOST_BYTES = 16 << 20
WITHOUT_REFERENCES = 2  # the version of marshal that keeps no table of what it has written: half the work
SETTING_BYTES = 64  # about what one setting of the clock takes in memory


class Write(NamedTuple):
    """A call that changed the state: its number (from 0), the clock's seconds at it, the tool, and its arguments.

    The arguments are packed, which costs a call a fraction of what writing them as JSON does.
    """

    number: int
    seconds: int
    tool: str
    packed: bytes

    @property
    def arguments(self) -> dict[str, Json]:
        """The arguments as they were given."""
        given: dict[str, Json] = marshal.loads(self.packed)
        return given


@dataclass(frozen=True, slots=True)
class Setting:
    """The clock was set to ``seconds`` when ``number`` calls had been made."""

    number: int
    seconds: int


# How long a history was, to be cut to that length again: its calls, writes, settings and size, and how it was lost.
Mark = tuple[int, int, tuple[Setting, ...], int, str]


class History:
    """The calls of one environment since it was opened or last reset."""

    __slots__ = ("_lost", "_settings", "_size", "_writes", "calls")

    def __init__(self, seconds: int) -> None:
        self.clear(seconds)

    def clear(self, seconds: int) -> None:
        """Begin anew, with the clock at so many seconds."""
        self.calls = 0
        self._writes: list[Write] = []
        self._settings: tuple[Setting, ...] = (Setting(0, seconds),)
        self._size = 0
        self._lost = ""

    def lose(self, why: str) -> None:
        """Know that the calls so far cannot be made again."""
        self._lost = why
        self._writes.clear()

    def wrote(self, seconds: int, tool: str, arguments: Mapping[str, Json]) -> None:
        """Keep the call that is being made: it changed the state."""
        packed = marshal.dumps(arguments if type(arguments) is dict else dict(arguments), WITHOUT_REFERENCES)
        self._size += len(packed)
        if self._size > MOST_BYTES:
            self._full()
        if not self._lost:
            self._writes.append(Write(self.calls, seconds, tool, packed))

    def clock_set(self, seconds: int) -> None:
        """Keep that the clock was set before the next call."""
        self._size += SETTING_BYTES
        if self._size > MOST_BYTES:
            self._full()
        if not self._lost:
            kept = self._settings[:-1] if self._settings[-1].number == self.calls else self._settings
            self._settings = (*kept, Setting(self.calls, seconds))

    def marked(self) -> Mark:
        """Return what to go back to when what comes is undone."""
        return self.calls, len(self._writes), self._settings, self._size, self._lost

    def go_back(self, mark: Mark) -> None:
        """Forget everything since then."""
        self.calls, writes, self._settings, self._size, lost = mark
        if self._lost == lost:
            del self._writes[writes:]

    def until(self, calls: int) -> "History":
        """Return the history as it was just before call number ``calls`` (from 0) was made. Raises: StateError."""
        if not 0 <= calls <= self.calls:
            raise StateError(f"There is no call number {calls} to go back to.", next=f"{self.calls} have been made.")
        if self._lost and calls < self.calls:
            raise StateError(f"Earlier calls cannot be made again: {self._lost}.", next="Fork or snapshot instead.")
        found = History(0)
        found.calls, found._lost, found._size = calls, self._lost, self._size
        found._writes = self._writes[: bisect_left(self._writes, calls, key=lambda write: write.number)]
        found._settings = self._settings[: bisect_right(self._settings, calls, key=lambda setting: setting.number)]
        return found

    @property
    def writes(self) -> Sequence[Write]:
        """The calls that changed the state, in order."""
        return self._writes

    @property
    def seconds(self) -> int:
        """The clock's seconds after all these calls."""
        last = self._settings[-1]
        return min(LAST_SECOND, last.seconds + self.calls - last.number)

    def _full(self) -> None:
        if not self._lost:
            self.lose(f"they took more than {MOST_BYTES >> 20} MiB to keep")
