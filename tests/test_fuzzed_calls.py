"""A share of the fuzzed calls of benchmarks/fuzzed_calls.py, small enough for every run of the tests."""

import multiprocessing
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from benchmarks.fuzzed_calls import CALLS_A_COURSE, fuzz

ROOT = Path(__file__).parent.parent
SERVERS = [*sorted(path.parent for path in (ROOT / "servers").glob("*/plan.json")), ROOT / "tests" / "servers" / "shop"]


@pytest.mark.parametrize("folder", SERVERS, ids=lambda folder: "/".join(folder.parts[-2:]))
def test_whatever_is_called_is_answered_and_failures_leave_no_trace(folder: Path) -> None:
    # Hypothesis draws constants of the modules that are loaded: in a process of its own, those are always the same.
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        answered = pool.submit(answers, folder).result()
    assert answered.total() >= 500 and answered.total() % CALLS_A_COURSE == 0
    assert answered["done"] > 100 and answered["invalid_argument"] > 50 and answered["not_found"] > 10


def answers(folder: Path) -> Counter[str]:
    return fuzz(folder, 500, seed=1).answered
