"""Checks that were run, and what they found in numbers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from generator.check import Check
from generator.runner import Outcome, Runner
from generator.verification import CheckCount, FamilyCount
from state_db.image import Image

Expect = Callable[[int], None]
Done = Callable[[], None]


@dataclass(frozen=True)
class Result:
    """Checks that were run, in their order."""

    outcomes: tuple[Outcome, ...]

    @cached_property
    def failed(self) -> tuple[Outcome, ...]:
        """The checks that found a fault."""
        return tuple(outcome for outcome in self.outcomes if not outcome.passed)

    @property
    def passed(self) -> bool:
        """Return whether no check found a fault."""
        return not self.failed

    @property
    def count(self) -> CheckCount:
        """Return how many checks were run, and how they went."""
        run, failed = len(self.outcomes), len(self.failed)
        return CheckCount(run=run, passed=run - failed, failed=failed)

    @property
    def families(self) -> dict[str, FamilyCount]:
        """Return the counts by law, laws in alphabetical order."""
        laws = sorted({outcome.check.law for outcome in self.outcomes})
        return {law: self._family(law) for law in laws}

    def _family(self, law: str) -> FamilyCount:
        outcomes = [outcome for outcome in self.outcomes if outcome.check.law == law]
        return FamilyCount(run=len(outcomes), failed=sum(not outcome.passed for outcome in outcomes))


def called(result: Result) -> frozenset[str]:
    """Return the tools of which at least one call went through."""
    calls = (call for outcome in result.outcomes for call in outcome.calls)
    return frozenset(call.tool for call in calls if call.answer.error is None)


def run_checks(image: Image, checks: Iterable[Check], done: Done = lambda: None) -> Result:
    """Return what the checks find on the image, each in a trial of its own; ``done`` is told after each."""
    runner = Runner(image)
    outcomes: list[Outcome] = []
    try:
        for check in checks:
            outcomes.append(runner.outcome(check))
            done()
    finally:
        runner.close()
    return Result(tuple(outcomes))
