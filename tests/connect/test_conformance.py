"""The official conformance suite: what applies to any server passes. See test_clients.py for how it is installed."""

import os
from pathlib import Path

import pytest

from .conformance import PAGE, Outcome, measured, said, suite_tables


def test_every_scenario_that_applies_passes() -> None:
    folder = os.environ.get("FLEETWRIGHT_CLIENTS")
    if not folder or not (Path(folder) / "node_modules" / ".bin" / "conformance").exists():
        pytest.skip("FLEETWRIGHT_CLIENTS is not set: fill a folder with tests/connect/install.py, and set it to that")
    found = measured(Path(folder).absolute())
    assert all(len(by_name) > 20 for by_name in found.values())
    applying, others = suite_tables(found)
    assert not [row for row in applying if "**" in row]
    shown = PAGE.read_text(encoding="utf-8")
    assert all(row in shown for row in (*applying, *others))


def test_a_check_that_fails_is_shown_and_one_that_cannot_apply_is_not() -> None:
    assert said("ping", Outcome(1, frozenset({"ping"}))) == "**1 fail**"
    assert said("caching", Outcome(4, frozenset({"sep-2549-prompts-list-caching-hints"}))) == "4 pass"
    assert said("ping", None) == ""
