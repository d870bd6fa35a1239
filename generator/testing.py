"""What a generated test_NAME.py runs on: a folder's checks as pytest cases, failing like bug reports."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.check import Check, read_checks
from generator.report.bugs import bug_report as report
from generator.runner import Runner
from state_db.image import Image

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet


def checked_cases(folder: Path) -> "list[ParameterSet]":
    """Return the folder's checks as parameters for ``pytest.mark.parametrize``, their names as ids."""
    path = folder / "checks.json"
    return [pytest.param(check, id=check.name) for check in read_checks(path.read_text(encoding="utf-8"), str(path))]


def assert_check_holds(folder: Path, case: Check) -> None:
    """Run the check on the folder's server. Raises: AssertionError, with the calls that show the fault again."""
    outcome = _runner(folder).outcome(case)
    if not outcome.passed:
        pytest.fail(report(outcome), pytrace=False)


@lru_cache(maxsize=4)
def _runner(folder: Path) -> Runner:
    return Runner(Image.load(folder))


__all__ = ["assert_check_holds", "checked_cases", "report"]
