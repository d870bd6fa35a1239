"""How much a gateway lets others take, and how much it tells."""

from dataclasses import dataclass
from typing import Literal

# What is logged: errors alone, what happens to environments, every request, or what was said in it too.
Level = Literal["error", "info", "requests", "payloads"]

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one gateway. ``calls_per_second`` is each environment's; 0 is no bound, as for ``idle_seconds``."""

    environments: int = 2000
    idle_seconds: float = 3600.0
    calls_per_second: float = 0.0
    body_bytes: int = 4 * MEGABYTE
    snapshot_bytes: int = 512 * MEGABYTE
    header_seconds: float = 10.0
    body_seconds: float = 30.0
    connections: int = 4096


class Bucket:
    """Lets ``rate`` calls a second through, and a second's worth of them at once."""

    __slots__ = ("_at", "_full", "_left", "_rate")

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._full = max(1.0, rate)
        self._left = self._full
        self._at = 0.0

    def wait(self, now: float) -> float:
        """Take one call; return 0.0 where it may be made, else in how many seconds one may. ``now`` is in seconds."""
        if not self._rate:
            return 0.0
        self._left = min(self._full, self._left + max(0.0, now - self._at) * self._rate)
        self._at = now
        if self._left < 1.0:
            return (1.0 - self._left) / self._rate
        self._left -= 1.0
        return 0.0
