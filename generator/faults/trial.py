"""Planting every fault in a server, and running its checks on each: what was caught, and by which law."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.check import Check
from generator.faults import FAULTS
from generator.faults.fault import Fault, Planted, Subject
from generator.plan import Plan
from generator.runner import Outcome, Runner
from state_db.image import Image

BROKE = "the server broke"


@dataclass(frozen=True, slots=True)
class Caught:
    """A planted fault and the checks that found something.

    ``laws`` are their families in the order of the checks; a check in which the server itself broke does not count.
    """

    planted: Planted
    laws: tuple[str, ...]
    checks: tuple[str, ...]
    broke: bool

    @property
    def noticed(self) -> bool:
        """Return whether any check found it."""
        return bool(self.laws)

    @property
    def named(self) -> bool:
        """Return whether a law that may name it did."""
        return any(law in self.planted.fault.laws for law in self.laws)


def planted(plan: Plan, image: Image, faults: Iterable[Fault] = FAULTS) -> Iterator[Planted]:
    """Yield every fault at every site of the server where it can be observed, one at a time."""
    subject = Subject(plan, image)
    try:
        for fault in faults:
            for site in fault.sites(subject):
                yield Planted(fault, site, image)
    finally:
        subject.close()


def caught(fault: Planted, checks: Sequence[Check]) -> Caught:
    """Return what the checks find on the server with the fault; they must hold on the sound one.

    Raises: ProgramError or StateError where the fault makes a server that cannot be opened.
    """
    runner = Runner(fault.image())
    try:
        outcomes = [runner.outcome(check) for check in concerned(fault, checks)]
    finally:
        runner.close()
    failed = [outcome for outcome in outcomes if not outcome.passed]
    told = [outcome for outcome in failed if not is_broken(outcome)]
    laws = dict.fromkeys(outcome.check.law for outcome in told)
    names = tuple(outcome.check.name for outcome in told)
    return Caught(fault, tuple(laws), names, len(told) < len(failed))


def concerned(fault: Planted, checks: Sequence[Check]) -> list[Check]:
    """Return the checks that the fault can change: all, where it is in the schema, else those that call its tools."""
    if fault.site.schema is not None:
        return list(checks)
    return [check for check in checks if not check.tools.isdisjoint(fault.site.programs)]


def is_broken(outcome: Outcome) -> bool:
    """Return whether a check failed only since the server broke, which no planted fault is meant to bring about."""
    return all(breach.what.startswith(BROKE) for breach in outcome.breaches)
