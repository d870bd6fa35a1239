"""What verification.json says: what was proved about a server folder, and by which check."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from generator.errors import VerificationError
from generator.form import Form
from generator.layout import indented
from generator.plan import Unmodelled

VERIFICATION = "verification.json"


class CheckCount(Form):
    """How many checks were run, and how they went."""

    run: int = 0
    passed: int = 0
    failed: int = 0


class FamilyCount(Form):
    """The same for the checks of one law."""

    run: int = 0
    failed: int = 0


class Coverage(Form):
    """Selected operations, those that are tools, and their share."""

    operations: int
    tools: int
    share: float


class Inputs(Form):
    """Documented inputs of the tools, offered or left out, and those whose value changes an answer or the state."""

    declared: int = 0
    used: int = 0


class Writes(Form):
    """Columns (and rows) that executed calls wrote, and those that another tool showed."""

    made: int = 0
    observed: int = 0


class MutantCount(Form):
    """Faults that were planted on purpose, those that a check noticed, and those that provably change nothing."""

    made: int
    killed: int
    equivalent: int = 0

    @property
    def share(self) -> float:
        """Return the share that was noticed of those that could be."""
        could = self.made - self.equivalent
        return self.killed / could if could else 1.0


class Survivor(Form):
    """A fault that no check noticed though one could; ``tool`` is empty where no single tool has it."""

    operator: str
    tool: str
    file: str
    line: int
    diff: str


class Mutants(MutantCount):
    """The same for the whole server, by the operator that planted them, and by the tool (or file) that had them."""

    operators: dict[str, MutantCount] = Field(default_factory=dict)
    tools: dict[str, MutantCount] = Field(default_factory=dict)
    survivors: tuple[Survivor, ...] = ()


class Verification(Form):
    """verification.json: ``tools`` are the checks by tool.

    ``files`` is the digest of the files that were verified, ``claims`` that of plan.json and checks.json, by which they
    were. ``unused`` are inputs by tool, ``unobserved`` written columns by tool ("" is the row itself).
    """

    format: Literal[1] = 1
    server: str
    files: str
    claims: str = ""
    checks: CheckCount
    families: dict[str, FamilyCount]
    tools: dict[str, tuple[str, ...]]
    coverage: Coverage
    inputs: Inputs
    writes: Writes
    unused: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    unobserved: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    dropped: tuple[Unmodelled, ...] = ()
    mutants: Mutants | None = Field(default=None)


def verification_text(verification: Verification) -> str:
    """Return verification.json's text: two-space JSON that ends in a newline."""
    return indented(verification.model_dump(mode="json")) + "\n"


def merged(parts: Iterable[Mutants]) -> Mutants:
    """Return what was found of the parts of a server's mutants as one."""
    found = tuple(parts)
    return Mutants(
        **_added(found).model_dump(),
        operators=_added_by_name(part.operators for part in found),
        tools=_added_by_name(part.tools for part in found),
        survivors=tuple(
            sorted(
                (survivor for part in found for survivor in part.survivors),
                key=lambda each: (each.file, each.line, each.operator, each.diff),
            )
        ),
    )


def _added(counts: Sequence[MutantCount]) -> MutantCount:
    return MutantCount(
        made=sum(count.made for count in counts),
        killed=sum(count.killed for count in counts),
        equivalent=sum(count.equivalent for count in counts),
    )


def _added_by_name(parts: Iterable[Mapping[str, MutantCount]]) -> dict[str, MutantCount]:
    found: dict[str, list[MutantCount]] = {}
    for part in parts:
        for name, count in part.items():
            found.setdefault(name, []).append(count)
    return {name: _added(found[name]) for name in sorted(found)}


def claims_digest(plan: str, checks: str) -> str:
    """Return the digest of the texts of plan.json and checks.json, which say what is to be proved."""
    return sha256(f"{sha256(plan.encode()).hexdigest()} {sha256(checks.encode()).hexdigest()}".encode()).hexdigest()


def write_verification(folder: Path, verification: Verification) -> None:
    """Write the folder's verification.json: whole, or not at all. Raises: VerificationError."""
    replace_file(folder / VERIFICATION, verification_text(verification))


def replace_file(path: Path, text: str) -> None:
    """Put the text in the place of the file in one step; a failure leaves the file as it was.

    Raises: VerificationError.
    """
    beside = Path()
    try:
        with tempfile.NamedTemporaryFile(
            "wb", prefix=f".{path.name}.", suffix=".new", dir=path.parent, delete=False
        ) as file:
            beside = Path(file.name)
            file.write(text.encode())
        beside.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o644)
        beside.replace(path)
    except OSError as error:
        raise VerificationError(f"It cannot be written: {error.strerror}.", where=str(path)) from error
    finally:
        if beside.name:
            beside.unlink(missing_ok=True)


def read_verification(text: str, where: str) -> Verification:
    """Return what verification.json's text says; ``where`` names the file in errors. Raises: VerificationError."""
    try:
        return Verification.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        pointer = "/".join(str(part) for part in first["loc"])
        raise VerificationError(
            f"{first['msg']}.", where=f"{where}#/{pointer}", next="Run fleetwright verify again."
        ) from error
