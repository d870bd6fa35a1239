"""Checks that were run, and what they found in numbers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property

from generator.check import Check
from generator.known import PassesOn
from generator.runner import Call, Outcome, Runner
from generator.verification import CheckCount, FamilyCount
from state_db.image import Image

Expect = Callable[[int], None]
Done = Callable[[], None]
See = Callable[[Call], None]


@dataclass(frozen=True)
class Result:
    """Checks that were run, in their order; ``answered`` are the tools of which at least one call went through.

    Of checks that passed the calls are not kept: there are tens of thousands. ``known`` tells that some were not run,
    as they had passed before on all that they touch.
    """

    outcomes: tuple[Outcome, ...]
    answered: frozenset[str] = frozenset()
    known: bool = False

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


def run_checks(
    image: Image,
    checks: Iterable[Check],
    done: Done = lambda: None,
    see: See = lambda _: None,
    passes: PassesOn | None = None,
) -> Result:
    """Return what the checks find on the image, each in a trial of its own; ``done`` is told after each.

    ``see`` is shown every call. What is in ``passes`` is not run again, and what passes goes there.
    """
    runner = Runner(image)
    outcomes: list[Outcome] = []
    answered: set[str] = set()
    known = False
    try:
        for check in checks:
            before = passes.found(check) if passes is not None else None
            outcome = Outcome(check, (), ()) if before is not None else runner.outcome(check)
            known = known or before is not None
            went = before if before is not None else _answered(outcome)
            answered |= went
            for call in outcome.calls:
                see(call)
            if outcome.passed and passes is not None:
                passes.keep(check, went)
            outcomes.append(outcome if outcome.breaches else replace(outcome, calls=()))
            done()
    finally:
        runner.close()
    return Result(tuple(outcomes), frozenset(answered), known)


def _answered(outcome: Outcome) -> frozenset[str]:
    """Return the tools of which a call went through."""
    return frozenset(call.tool for call in outcome.calls if call.answer.error is None)
