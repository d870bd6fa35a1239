"""Static checks of a program; what cannot be seen by preparing its statements."""

from collections.abc import Callable, Mapping, Sequence

from state_db.describe import Description
from state_db.program import Program
from state_db.schema import Table


def lint_program(
    program: Program, inputs: Sequence[str], tables: Mapping[str, Table], describe: Callable[[str, str], Description]
) -> None:
    """Check a program. Raises: ProgramError for the first fault."""
