"""A share of the fuzzed calls of benchmarks/fuzzed_calls.py, small enough for every run of the tests."""

from pathlib import Path

import pytest

from benchmarks.fuzzed_calls import CALLS_A_COURSE, Fuzz, fuzz

ROOT = Path(__file__).parent.parent
SERVERS = [*sorted(path.parent for path in (ROOT / "servers").glob("*/plan.json")), ROOT / "tests" / "servers" / "shop"]


@pytest.mark.parametrize("folder", SERVERS, ids=lambda folder: "/".join(folder.parts[-2:]))
def test_whatever_is_called_is_answered_and_failures_leave_no_trace(folder: Path) -> None:
    found: Fuzz = fuzz(folder, 500, seed=1)
    assert found.answered.total() >= 500 and found.answered.total() % CALLS_A_COURSE == 0
    assert found.answered["done"] > 100 and found.answered["invalid_argument"] > 50 and found.answered["not_found"] > 10
