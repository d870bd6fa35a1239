"""The type of a column or an input can be mended, in planning and where checks show that it is wrong."""

import copy
import json
from typing import Any

import pytest

from generator.model.conditions import Refused
from generator.model.editing import Edited, edited
from generator.model.edits import PlanSaid
from generator.plan import Plan

from .conftest import Run
from .endpoints import stage_of
from .lockers import PLANNING, READING, answer

Json = Any


@pytest.fixture
def plan(run: Run) -> Plan:
    """The lockers' plan."""
    made, _ = run(answer)
    return made.plan.model_copy(update={"checks": ()})


def after(plan: Plan, **edit: Any) -> Plan:
    said = PlanSaid.model_validate({"edits": [{"quotation": "label", **edit}]})
    return edited(Edited(plan), said.edits[0]).plan


def test_a_column_takes_another_type_with_the_inputs_that_give_it(plan: Plan) -> None:
    found = after(plan, edit="set_type", entity="locker", column="label", type="integer")
    assert found.entity("locker").column("label").type == "integer"
    assert found.tool("create_locker").argument("label").value["type"] == "integer"


@pytest.mark.parametrize(("column", "why"), [("id", "a part of the key"), ("colour", "has no column colour")])
def test_a_type_that_must_stay_stays(plan: Plan, column: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        after(plan, edit="set_type", entity="locker", column=column, type="text")


def test_an_input_of_a_program_takes_another_type(plan: Plan) -> None:
    found = after(plan, edit="set_input_type", operation="rent_locker", input="renter", type="array", items="string")
    assert found.tool("rent_locker").argument("renter").value["items"] == {"type": "string"}
    with pytest.raises(Refused, match="use set_type"):
        after(plan, edit="set_input_type", operation="create_locker", input="label", type="integer")


def settling(edit: Json) -> Any:
    """Answers of a run in which the count of rents was read as a text, and settling blames the plan."""
    wrong = copy.deepcopy(READING)
    wrong["objects"][0]["fields"][2]["type"] = "string"
    planning = {"edits": PLANNING["edits"][1:]}
    verdict = {"check": "documented_rent_counts", "wrong": "plan", "why": "rents is a number.",
               "quotation": '"rents": 1', "edit": edit}  # fmt: skip
    own = {"reading": wrong, "planning": planning, "settling": {"verdicts": [verdict]}}
    return lambda body: json.dumps(own[stage_of(body)]) if stage_of(body) in own else answer(body)


def test_a_check_that_shows_a_wrong_type_mends_the_plan(run: Run) -> None:
    edit = {"edit": "set_type", "entity": "locker", "column": "rents", "type": "integer", "quotation": '"rents": 1'}
    made, _ = run(settling(edit))
    assert made.plan.entity("locker").column("rents").type == "integer"
    assert made.account is not None
    assert (made.account.rounds, made.account.unresolved) == (1, ())
    assert {tool.name for tool in made.plan.tools} == {"create_locker", "list_lockers", "get_locker", "rent_locker"}
    assert made.verification.checks.failed == 0


def test_what_the_plan_cannot_do_is_reported_and_its_check_is_not_asked_about_again(run: Run) -> None:
    made, asked = run(settling(None))
    assert made.account is not None
    assert made.account.unresolved == ("documented_rent_counts: rents is a number.",)
    assert len([body for body in asked.requests if stage_of(body) == "settling"]) == 1
    assert [(each.operation, each.reason) for each in made.plan.unmodelled] == [
        ("POST /lockers/{locker_id}/rent", "The plan has no way to answer as documented: rents is a number.")
    ]
