"""What a generated test_NAME.py runs on: a folder's checks as pytest cases, failing like bug reports."""

import json
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from generator.check import Check, read_checks
from generator.runner import Call, Outcome, Runner
from state_db.image import Image

if TYPE_CHECKING:
    from _pytest.mark import ParameterSet

MOST_SHOWN = 2000


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


def report(outcome: Outcome) -> str:
    """Return what a failed check found, with the calls to see it again."""
    check = outcome.check
    lines = [f"{check.tool} breaks the law {check.law}: {check.because}", "", "What was found:"]
    lines += [f"  step {breach.step} ({breach.tool}): {breach.what}" for breach in outcome.breaches]
    lines += ["", f'To see it again, from the scenario "{check.scenario}":']
    for number, call in enumerate(outcome.calls):
        lines.append(f"  {number}. {_call_line(call)}")
    return "\n".join(lines)


def _call_line(call: Call) -> str:
    arguments = json.dumps(call.arguments, ensure_ascii=False)
    text = call.answer.text if len(call.answer.text) <= MOST_SHOWN else call.answer.text[:MOST_SHOWN] + "…"
    return f"{call.tool} {arguments}\n     → {call.answer.status} {text}".rstrip()
