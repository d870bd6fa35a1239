"""What came of a comparison: each step, the shares that agree, and every difference with its cause."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

Json = Any


@dataclass(frozen=True, slots=True)
class Difference:
    """Something in which the server answered another way; ``why`` tells the cause as far as it is known."""

    expected: Json
    got: Json
    why: str


@dataclass(frozen=True, slots=True)
class Step:
    """One recorded call. ``declared``: the description declares its true status for the operation.

    ``open`` says what the service showed of its own, and was passed over, since the description leaves it so.
    """

    number: int
    call: str
    status: int
    declared: bool
    status_agrees: bool
    body_agrees: bool
    differences: tuple[Difference, ...] = ()
    open: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of some steps agree in their status, and in status and body."""

    steps: int
    status: int
    body: int

    def to_json(self) -> dict[str, Json]:
        """Return the number of steps, and the shares of them that agree (1.0 where there are none)."""
        return {
            "steps": self.steps,
            "status": round(self.status / self.steps, 4) if self.steps else 1.0,
            "body": round(self.body / self.steps, 4) if self.steps else 1.0,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """A server held against a recording."""

    server: str
    steps: tuple[Step, ...]

    @property
    def all(self) -> Tally:
        """Every step."""
        return _tally(self.steps)

    @property
    def declared(self) -> Tally:
        """The steps of which the description declares the true status: those a server made from it can be held to."""
        return _tally([step for step in self.steps if step.declared])

    @property
    def agrees(self) -> bool:
        """Return whether there is no difference."""
        return not any(step.differences for step in self.steps)

    def to_json(self) -> dict[str, Json]:
        """Return what ``fleetwright compare --json`` prints."""
        return {
            "server": self.server,
            "declared": self.declared.to_json(),
            "all": self.all.to_json(),
            "differences": [
                {
                    "step": step.number,
                    "expected": difference.expected,
                    "got": difference.got,
                    "why": f"{step.call}: {difference.why}",
                }
                for step in self.steps
                for difference in step.differences
            ],
            "open": [
                {"step": step.number, "what": f"{step.call}: {what}"} for step in self.steps for what in step.open
            ],
        }


def _tally(steps: Sequence[Step]) -> Tally:
    return Tally(len(steps), sum(step.status_agrees for step in steps), sum(step.body_agrees for step in steps))
