"""Runs the checks of a server, and says what they prove: of a folder on disk, or of a plan just rendered."""

import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import jsonschema_rs

from generator.check import Check, checks_text, read_checks
from generator.checks import generate_checks
from generator.errors import VerificationError
from generator.known import KnownPasses
from generator.plan import Plan, Tool, plan_text, read_plan
from generator.probe import Probe
from generator.render.interface import output_schema
from generator.render.promises import Promises
from generator.result import Done, Expect, Result, run_checks
from generator.runner import Call, Promise
from generator.usage import Usage, measured
from generator.verification import (
    VERIFICATION,
    Coverage,
    Inputs,
    Verification,
    Writes,
    claims_digest,
    read_verification,
    write_verification,
)
from state_db.errors import StateError
from state_db.files import folder_digest, folder_texts, plain_text
from state_db.image import Image

PLAN, CHECKS = "plan.json", "checks.json"


@dataclass(frozen=True)
class Proof:
    """What was found about a rendered plan; what only a sound one is asked for is measured when it is.

    ``outputs`` are the tools whose every answer was seen to match their output.
    """

    plan: Plan
    image: Image
    checks: tuple[Check, ...]
    result: Result
    outputs: frozenset[str]

    @cached_property
    def usage(self) -> Usage:
        """Which inputs are used and which writes are seen."""
        return usage_of(self.plan, self.image)

    @cached_property
    def verification(self) -> Verification:
        """What verification.json says."""
        claims = claims_digest(plan_text(self.plan), checks_text(self.checks))
        return verification_of(self.plan, self.image, self.result, self.usage, claims)


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """What running a folder's checks gave, or what an earlier run gave where nothing has changed (``skipped``)."""

    server: str
    verification: Verification
    result: Result
    seconds: float
    skipped: bool = False

    def to_json(self) -> dict[str, object]:
        """Return what ``fleetwright verify --json`` prints of the server."""
        mutants = self.verification.mutants
        said: dict[str, object] = {
            "server": self.server,
            "checks": self.verification.checks.model_dump(),
            "families": {law: count.model_dump() for law, count in self.verification.families.items()},
            "mutants": None if mutants is None else mutants.model_dump(include={"made", "killed", "equivalent"}),
            "seconds": round(self.seconds, 3),
        }
        return {**said, "skipped": True} if self.skipped else said


def prove(plan: Plan, files: Mapping[str, str], passes: KnownPasses | None = None) -> Proof:
    """Return what generated checks prove of a plan that was rendered to these files.

    With ``passes`` no check is run again that passed before on all that it touches. Raises: StateError where the files
    are no server folder, ProgramError where one of its programs is wrong.
    """
    return proof_of(plan, opened(plan, files), passes)


def proved_again(proof: Proof) -> Proof:
    """Return what the same checks prove when all of them are run."""
    return _proof(proof.plan, proof.image, proof.checks, None)


def proof_with_promises(proof: Proof, files: Mapping[str, str]) -> Proof:
    """Return the proof for files that differ from those proved only in the output schemas that were seen to hold.

    No answer depends on an output schema, so that nothing has to be run again.
    """
    return replace(proof, image=opened(proof.plan, files))


def opened(plan: Plan, files: Mapping[str, str]) -> Image:
    """Return the image of a plan that was rendered to these files. Raises: StateError; ProgramError."""
    with tempfile.TemporaryDirectory(prefix="fleetwright-") as place:
        folder = Path(place) / plan.name
        for name, text in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        return Image.load(folder)


def proof_of(plan: Plan, image: Image, passes: KnownPasses | None = None) -> Proof:
    """Return what generated checks prove of the plan's image."""
    return _proof(plan, image, tuple(generate_checks(plan, image)), passes)


def _proof(plan: Plan, image: Image, checks: tuple[Check, ...], passes: KnownPasses | None) -> Proof:
    promised = KeptPromises(plan)
    result = run_checks(image, checks, see=promised.see, passes=None if passes is None else passes.on(image))
    return Proof(plan, image, checks, result, promised.tools)


class KeptPromises:
    """The tools that may promise their output schema: each of their answers was seen to match it."""

    def __init__(self, plan: Plan) -> None:
        self._promises = Promises(plan)
        self._tools = {tool.name: tool for tool in plan.tools}
        self._made: dict[str, Promise | None] = {}
        self._kept: set[str] = set()
        self._broken: set[str] = set()

    @property
    def tools(self) -> frozenset[str]:
        """The names of the tools."""
        return frozenset(self._kept - self._broken)

    def see(self, call: Call) -> None:
        """Take notice of a call's answer, unless it is an error."""
        if call.answer.error is not None or call.tool in self._broken or call.tool not in self._tools:
            return
        if call.tool not in self._made:
            self._made[call.tool] = self._promise(self._tools[call.tool])
        promise = self._made[call.tool]
        matches = promise is not None and promise.is_valid(call.answer.body)
        (self._kept if matches else self._broken).add(call.tool)

    def _promise(self, tool: Tool) -> Promise | None:
        """Return what the tool's answers are held against; None without a schema, or with one that is no schema."""
        schema = output_schema(tool, self._promises)
        if schema is None:
            return None
        try:
            found: Promise = jsonschema_rs.validator_for(schema, offline=True)
        except (jsonschema_rs.ValidationError, ValueError):
            return None
        return found


def usage_of(plan: Plan, image: Image) -> Usage:
    """Return which inputs are used and which writes are seen, by execution."""
    probe = Probe(plan, image)
    try:
        return measured(plan, probe)
    finally:
        probe.close()


def verification_of(plan: Plan, image: Image, result: Result, usage: Usage, claims: str) -> Verification:
    """Return what verification.json says; ``claims`` is the digest of plan.json and checks.json."""
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
        claims=claims,
        checks=result.count,
        families=result.families,
        tools=tools,
        coverage=Coverage(operations=operations, tools=len(plan.tools), share=share),
        inputs=Inputs(declared=usage.declared + left_out, used=usage.used),
        writes=Writes(made=usage.made, observed=usage.observed),
        unused=_by_tool(usage.unused),
        unobserved=_by_tool(usage.unobserved),
        dropped=plan.dropped,
    )


def _by_tool(places: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for tool, name in places:
        found.setdefault(tool, []).append(name)
    return {tool: tuple(names) for tool, names in found.items()}


def verify_folder(folder: Path) -> VerificationResult:
    """Run the folder's checks.json, write its verification.json and return what was found.

    Raises: VerificationError, StateError or RenderError where the folder cannot be read.
    """
    found = examined(folder)
    write_verification(folder, found.verification)
    return found


def examined(folder: Path, expect: Expect = lambda _: None, done: Done = lambda: None) -> VerificationResult:
    """Run the folder's checks.json and return what was found.

    ``expect`` is told how many checks there are, ``done`` of each that was run.

    What an earlier run found of mutants is kept where nothing has changed since.

    Raises: VerificationError, StateError or RenderError where the folder cannot be read.
    """
    begun = time.perf_counter()
    texts = claim_texts(folder)
    plan = read_plan(texts[0], str(folder / PLAN))
    checks = read_checks(texts[1], str(folder / CHECKS))
    expect(len(checks))
    image = Image.load(folder)
    result = run_checks(image, checks, done)
    verification = verification_of(plan, image, result, usage_of(plan, image), claims_digest(*texts))
    known = known_verification(folder)
    if known is not None and result.passed and is_about(known, verification):
        verification = verification.model_copy(update={"mutants": known.mutants})
    return VerificationResult(plan.name, verification, result, time.perf_counter() - begun)


def unchanged(folder: Path) -> VerificationResult | None:
    """Return what an earlier run proved of the folder, where no check failed and no file has changed since, else None.

    Raises: VerificationError or StateError where the folder cannot be read.
    """
    begun = time.perf_counter()
    known = known_verification(folder)
    if known is None or known.checks.failed:
        return None
    now = known.model_copy(
        update={"files": folder_digest(folder_texts(folder)), "claims": claims_digest(*claim_texts(folder))}
    )
    if not is_about(known, now):
        return None
    return VerificationResult(known.server, known, Result(()), time.perf_counter() - begun, skipped=True)


def known_verification(folder: Path) -> Verification | None:
    """Return what the folder's verification.json says, None where there is none that can be read."""
    try:
        return read_verification(plain_text(folder / VERIFICATION, VERIFICATION), str(folder / VERIFICATION))
    except (StateError, VerificationError):
        return None


def is_about(known: Verification, other: Verification) -> bool:
    """Return whether both are about the same files, proved by the same checks."""
    return (known.files, known.claims) == (other.files, other.claims)


def claim_texts(folder: Path) -> tuple[str, str]:
    """Return the texts of the folder's plan and checks. Raises: VerificationError where one cannot be read."""
    return _text(folder / PLAN), _text(folder / CHECKS)


def _text(path: Path) -> str:
    try:
        return plain_text(path, path.name)
    except StateError as error:
        raise VerificationError(
            f"{path.name} is missing or no text.", where=str(path), next="Run fleetwright render again."
        ) from error


__all__ = [
    "Proof", "Result", "VerificationResult", "claim_texts", "examined", "opened", "proof_of", "prove",
    "run_checks", "unchanged", "usage_of", "verify_folder",
]  # fmt: skip
