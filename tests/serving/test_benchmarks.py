"""Small shares of the soak and of the kills under load; the whole of them is in docs/serving.md."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

BENCHMARKS = Path(__file__).parent.parent.parent / "benchmarks"


def found(script: str, *options: str) -> dict[str, Any]:
    """Run a benchmark and return what it found."""
    command = [sys.executable, str(BENCHMARKS / script), "--json", *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, timeout=600)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_clients_that_hang_up_do_not_make_an_answer_wrong() -> None:
    told = found("soak.py", "--environments", "6", "--clients", "3", "--seconds", "2", "--idle", "8")
    assert (told["wrong answers"], told["unexpected errors"], told["problems"]) == (0, 0, [])
    assert told["open files at the end"] <= told["open files before"]


def test_a_killed_gateway_loses_no_answered_call() -> None:
    told = found("kill.py", "--times", "2", "--port", "0")
    assert (told["killed"], told["lost_or_wrong"]) == (2, "")
    assert told["compared"] > 0
