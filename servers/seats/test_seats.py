"""The checks of checks.json, each as a test of its own."""

from pathlib import Path

import pytest

from generator.check import Check
from generator.testing import assert_check_holds, checked_cases

FOLDER = Path(__file__).parent


@pytest.mark.parametrize("case", checked_cases(FOLDER))
def test_seats_does_what_it_is_documented_to_do(case: Check) -> None:
    assert_check_holds(FOLDER, case)
