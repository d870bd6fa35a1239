"""What verification.json says: what was proved about a server folder, and by which check."""

import json
from typing import Literal

from pydantic import Field, ValidationError

from generator.errors import VerificationError
from generator.plan import Form, Unmodelled


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


class Mutants(Form):
    """Programs that were spoilt on purpose, and those that a check noticed."""

    made: int
    killed: int


class Verification(Form):
    """verification.json. ``files`` is the digest of the files that were verified; ``tools`` are the checks by tool."""

    format: Literal[1] = 1
    server: str
    files: str
    checks: CheckCount
    families: dict[str, FamilyCount]
    tools: dict[str, tuple[str, ...]]
    coverage: Coverage
    inputs: Inputs
    writes: Writes
    dropped: tuple[Unmodelled, ...] = ()
    mutants: Mutants | None = Field(default=None)


def verification_text(verification: Verification) -> str:
    """Return verification.json's text: two-space JSON that ends in a newline."""
    return json.dumps(verification.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


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
