"""Checks that a model writes are taken only where they can be run."""

from typing import Any

import pytest

from generator.model.blind import CheckSaid, Examiner
from generator.model.quotations import Passages
from generator.plan import Plan

from .conftest import Run
from .lockers import PAGE, answer


@pytest.fixture
def plan(run: Run) -> Plan:
    """The lockers' plan."""
    made, _ = run(answer)
    return made.plan


def fault(plan: Plan, arguments: dict[str, Any], hold: dict[str, Any]) -> str:
    """What is wrong with a check of a creation and a reading of it, with this hold on the reading."""
    steps = [
        {"tool": "create_locker", "arguments": {"label": "N-1", "size": "small"}},
        {"tool": "get_locker", "arguments": arguments, "holds": [hold]},
    ]
    said = {"name": "c", "because": "So.", "quotation": "answers with one locker", "steps": steps}
    return Examiner(plan, Passages(PAGE)).fault(CheckSaid.model_validate(said))


CREATED = {"locker_id": {"$step": 0, "pointer": "/id"}}
LABEL = {"at": "/label", "value": "N-1"}


@pytest.mark.parametrize(
    "hold",
    [LABEL, {"at": "/id", "value": {"$step": 1, "pointer": "/id"}}, {"at": "", "test": "nowhere", "value": "ada"},
     {"at": "/since", "test": "since", "value": {"$clock": 0, "after": 60}}, {"at": "", "test": "same", "value": []}],
)  # fmt: skip
def test_a_check_that_refers_to_what_was_answered_is_taken(plan: Plan, hold: dict[str, Any]) -> None:
    assert fault(plan, CREATED, hold) == ""


def test_a_check_that_refers_to_what_is_yet_to_be_answered_is_refused(plan: Plan) -> None:
    own = {"locker_id": {"$step": 1, "pointer": "/id"}}
    assert "step 1 is no earlier step" in fault(plan, own, LABEL)
    assert "step 2 is no earlier step" in fault(plan, CREATED, {"at": "/id", "value": {"$clock": 2}})


def test_same_wants_a_list(plan: Plan) -> None:
    assert "the value of same is a list" in fault(plan, CREATED, {"at": "", "test": "same", "value": 1})
