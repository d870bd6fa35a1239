"""A figure of the table, and how the time of a call is taken."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

ROUNDS = 15
Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    ``ours`` and ``base`` are in ``unit``; ``against`` names the base. ``aim`` bounds their ratio, or ``ours`` itself
    where there is no base; None asks nothing. ``peer`` is the same work by an in-memory dict, behind FastMCP where the
    line goes through MCP.
    """

    name: str
    unit: str
    ours: float
    against: str = ""
    base: float | None = None
    aim: float | None = None
    peer: float | None = None
    sense: Literal["most", "least"] = "most"

    @property
    def measured(self) -> float:
        """What the aim is held against."""
        return self.ours / self.base if self.base else self.ours

    @property
    def holds(self) -> bool:
        """Whether the aim is reached; true where there is none."""
        if self.aim is None:
            return True
        return self.measured <= self.aim if self.sense == "most" else self.measured >= self.aim


def microseconds(calls: Mapping[str, Call], repeats: int | Mapping[str, int], rounds: int = ROUNDS) -> dict[str, float]:
    """Return the least processor microseconds that each call took in any round; the rounds take turns.

    Processor time and the best of rounds leave out what else the machine does. Each call is made once before.
    """
    for call in calls.values():
        call()
    best = dict.fromkeys(calls, float("inf"))
    for _ in range(rounds):
        for name, call in calls.items():
            times = repeats if isinstance(repeats, int) else repeats[name]
            start = time.thread_time()
            for _ in range(times):
                call()
            best[name] = min(best[name], (time.thread_time() - start) / times * 1e6)
    return best


def in_groups(figures: Sequence[Figure]) -> str:
    """Return the figures as lines of text, for a terminal."""
    lines = [f"{'':52}{'ours':>10}{'base':>10}{'ratio':>8}{'aim':>7}{'dict':>10}"]
    for one in figures:
        base = f"{one.base:10.2f}{one.measured:8.2f}" if one.base else " " * 18
        aim = f"{one.aim:7g}" if one.aim is not None else " " * 7
        peer = f"{one.peer:10.2f}" if one.peer is not None else ""
        lines.append(
            f"{one.name + ', ' + one.unit:52}{one.ours:10.2f}{base}{aim}{peer}{'' if one.holds else '  misses'}"
        )
    return "\n".join(lines)
