"""A model may add an input that is documented and missing, and take away one that is not documented."""

from pathlib import Path
from typing import Any

import pytest

from generator.model.conditions import Refused
from generator.model.editing import Edited, edited
from generator.model.edits import PlanSaid
from generator.model.input_edits import NO_INPUT
from generator.plan import Filter, Input, Plan, Value

from .conftest import Run
from .lockers import answer


@pytest.fixture
def plan(run: Run) -> Plan:
    """The lockers' plan."""
    made, _ = run(answer)
    return made.plan.model_copy(update={"checks": ()})


def after(plan: Plan, *edits: dict[str, Any]) -> Edited:
    state = Edited(plan)
    said = [{"quotation": "With size only those", **each} for each in edits]
    for edit in PlanSaid.model_validate({"edits": said}).edits:
        state = edited(state, edit)
    return state


def test_an_input_is_added_to_what_a_list_filters_by_and_a_creation_writes(plan: Plan) -> None:
    state = after(
        plan,
        {"edit": "add_input", "operation": "list_lockers", "name": "renter", "place": "query", "column": "renter"},
        {"edit": "add_input", "operation": "create_locker", "name": "renter", "place": "body", "column": "renter"},
    )
    listed, created = state.plan.tool("list_lockers"), state.plan.tool("create_locker")
    assert listed.argument("renter").does == Filter(column="renter")
    assert created.argument("renter").does == Value(column="renter")


def test_an_input_without_a_column_is_for_a_program(plan: Plan) -> None:
    added = {"edit": "add_input", "operation": "list_lockers", "name": "near", "place": "query"}
    with pytest.raises(Refused, match="put write_program before this"):
        after(plan, added)
    write = {"edit": "write_program", "operation": "list_lockers", "entity": "locker", "why": "It is near."}
    state = after(plan, write, added)
    tool = state.inputs["GET /lockers"].of(state.plan.tool("list_lockers"))
    assert tool.argument("near").does == Input()


def test_an_input_that_is_not_documented_is_taken_away_with_the_reason(plan: Plan) -> None:
    state = after(plan, {"edit": "remove_input", "operation": "list_lockers", "input": "size"})
    tool = state.plan.tool("list_lockers")
    assert "size" not in {argument.name for argument in tool.arguments}
    assert ("size", NO_INPUT) in [(left.input, left.reason) for left in tool.left_out]
    with pytest.raises(Refused, match="stands in the path"):
        after(plan, {"edit": "remove_input", "operation": "get_locker", "input": "locker_id"})


def test_what_is_there_is_not_added_and_what_is_not_is_not_taken_away(plan: Plan, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="has an input size"):
        after(plan, {"edit": "add_input", "operation": "list_lockers", "name": "size", "place": "query",
                     "column": "size"})  # fmt: skip
    with pytest.raises(Refused, match="has no input color"):
        after(plan, {"edit": "remove_input", "operation": "list_lockers", "input": "color"})
