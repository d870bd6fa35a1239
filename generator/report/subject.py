"""What a report is about: one server folder with its plan, its checks and what they proved, or one that is broken."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.check import Check, read_checks
from generator.fleet import Finding
from generator.plan import Plan, read_plan
from generator.runner import Outcome
from generator.verification import Verification
from generator.verify import CHECKS, PLAN, VerificationResult


@dataclass(frozen=True, slots=True)
class Subject:
    """A verified server. ``failed`` are the outcomes of checks that found a fault, by the check's name.

    ``seconds`` is wall clock; ``skipped`` tells that nothing was run, because nothing had changed.
    """

    plan: Plan
    checks: tuple[Check, ...]
    verification: Verification
    failed: Mapping[str, Outcome]
    seconds: float = 0.0
    skipped: bool = False

    @property
    def name(self) -> str:
        """Return the server's name."""
        return self.plan.name


@dataclass(frozen=True, slots=True)
class Broken:
    """A folder that could not be verified, and why."""

    name: str
    error: str


def subject_of(finding: Finding) -> Subject | Broken:
    """Return what to report of a finding. Raises: VerificationError or RenderError where a file was just spoilt."""
    if finding.result is None:
        return Broken(finding.folder.name, finding.error)
    return subject_from(finding, finding.result)


def subject_from(finding: Finding, result: VerificationResult) -> Subject:
    """Return what to report of a finding that has a result."""
    plan, checks = finding.folder / PLAN, finding.folder / CHECKS
    return Subject(
        read_plan(plan.read_text(encoding="utf-8"), str(plan)),
        read_checks(checks.read_text(encoding="utf-8"), str(checks)),
        result.verification,
        {outcome.check.name: outcome for outcome in result.result.failed},
        result.seconds,
        result.skipped,
    )
