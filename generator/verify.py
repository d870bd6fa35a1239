"""Runs the checks of a server, and says what they prove: of a folder on disk, or of a plan just rendered."""

import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import jsonschema_rs

from generator.check import Check, read_checks
from generator.checks import generate_checks
from generator.errors import VerificationError
from generator.plan import Json, JsonSchema, Plan, read_plan
from generator.probe import Probe
from generator.render.interface import output_schema
from generator.runner import Outcome, Runner
from generator.schema import Schemas
from generator.usage import Usage, measured
from generator.verification import (
    CheckCount,
    Coverage,
    FamilyCount,
    Inputs,
    Verification,
    Writes,
    verification_text,
)
from state_db.image import Image


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


@dataclass(frozen=True, slots=True)
class Proof:
    """What was found about a rendered plan; ``outputs`` are the tools whose every answer matches their output."""

    checks: tuple[Check, ...]
    result: Result
    usage: Usage
    outputs: frozenset[str]
    verification: Verification


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """What running a folder's checks gave."""

    server: str
    verification: Verification
    result: Result
    seconds: float

    def to_json(self) -> dict[str, object]:
        """Return what ``fleetwright verify --json`` prints of the server."""
        return {
            "server": self.server,
            "checks": self.verification.checks.model_dump(),
            "families": {law: count.model_dump() for law, count in self.verification.families.items()},
            "mutants": None if self.verification.mutants is None else self.verification.mutants.model_dump(),
            "seconds": round(self.seconds, 3),
        }


def run_checks(image: Image, checks: Iterable[Check]) -> Result:
    """Return what the checks find on the image, each in a trial of its own."""
    runner = Runner(image)
    try:
        return Result(tuple(runner.outcome(check) for check in checks))
    finally:
        runner.close()


def prove(plan: Plan, files: Mapping[str, str]) -> Proof:
    """Return what generated checks prove of a plan that was rendered to these files.

    Raises: StateError where the files are no server folder, ProgramError where one of its programs is wrong.
    """
    with tempfile.TemporaryDirectory(prefix="fleetwright-") as place:
        folder = Path(place) / plan.name
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        return proof_of(plan, Image.load(folder))


def proof_of(plan: Plan, image: Image) -> Proof:
    """Return what generated checks prove of the plan's image."""
    checks = generate_checks(plan, image)
    result = run_checks(image, checks)
    usage = usage_of(plan, image)
    return Proof(tuple(checks), result, usage, kept_promises(plan, result), verification_of(plan, image, result, usage))


def kept_promises(plan: Plan, result: Result) -> frozenset[str]:
    """Return the tools that may promise their output schema: each of their answers was seen to match it."""
    schemas = Schemas(plan.schemas)
    bodies: dict[str, list[Json]] = {}
    for call in (call for outcome in result.outcomes for call in outcome.calls):
        if call.answer.error is None:
            bodies.setdefault(call.tool, []).append(call.answer.body)
    kept: set[str] = set()
    for tool in plan.tools:
        schema = output_schema(tool, schemas)
        if schema is not None and bodies.get(tool.name) and _all_match(schema, bodies[tool.name]):
            kept.add(tool.name)
    return frozenset(kept)


def _all_match(schema: JsonSchema, bodies: Iterable[Json]) -> bool:
    """Whether all bodies match; a schema that is no schema promises nothing."""
    try:
        validator = jsonschema_rs.validator_for(schema, offline=True)
    except (jsonschema_rs.ValidationError, ValueError):
        return False
    return all(validator.is_valid(body) for body in bodies)


def usage_of(plan: Plan, image: Image) -> Usage:
    """Return which inputs are used and which writes are seen, by execution."""
    probe = Probe(plan, image)
    try:
        return measured(plan, probe)
    finally:
        probe.close()


def verification_of(plan: Plan, image: Image, result: Result, usage: Usage) -> Verification:
    """Return what verification.json says."""
    left_out = sum(len(tool.left_out) for tool in plan.tools)
    operations = len(plan.tools) + len(plan.unmodelled) + len(plan.dropped)
    share = round(len(plan.tools) / operations, 4) if operations else 0.0
    tools = {
        tool.name: tuple(outcome.check.name for outcome in result.outcomes if tool.name in outcome.check.tools)
        for tool in plan.tools
    }
    return Verification(
        server=plan.name,
        files=image.folder_digest,
        checks=result.count,
        families=result.families,
        tools=tools,
        coverage=Coverage(operations=operations, tools=len(plan.tools), share=share),
        inputs=Inputs(declared=usage.declared + left_out, used=usage.used),
        writes=Writes(made=usage.made, observed=usage.observed),
        dropped=plan.dropped,
    )


def verify_folder(folder: Path) -> VerificationResult:
    """Run the folder's checks.json, write its verification.json and return what was found.

    Raises: VerificationError, StateError or RenderError where the folder cannot be read.
    """
    begun = time.perf_counter()
    plan = read_plan(_text(folder / "plan.json"), str(folder / "plan.json"))
    checks = read_checks(_text(folder / "checks.json"), str(folder / "checks.json"))
    image = Image.load(folder)
    result = run_checks(image, checks)
    verification = verification_of(plan, image, result, usage_of(plan, image))
    path = folder / "verification.json"
    path.write_text(verification_text(verification), encoding="utf-8", newline="\n")
    return VerificationResult(plan.name, verification, result, time.perf_counter() - begun)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise VerificationError(
            "The file cannot be read.", where=str(path), next="Run fleetwright render again."
        ) from error
