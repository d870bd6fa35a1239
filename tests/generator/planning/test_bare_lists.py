"""Lists whose rows are documented as objects of which nothing is said."""

from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any
TEXT: Json = {"type": "string"}
KITE: Json = {
    "type": "object",
    "required": ["id", "colour"],
    "properties": {"id": {"type": "integer", "readOnly": True}, "colour": TEXT},
}
BARE: Json = {"type": "array", "items": {"type": "object"}}
ANY: Json = {"type": "object", "properties": {"data": {"type": "array", "items": {"title": "Data"}}}}
COUNTED: Json = {"type": "object", "properties": {"count": {"type": "integer"}, "result": BARE}}


def kites(answer: Json) -> Plan:
    made = {"requestBody": sends(ref("Kite")), "responses": shows(ref("Kite"), "201")}
    one = {"parameters": [in_path("id", "integer")], "get": {"responses": shows(ref("Kite"))}}
    return plan_of({"/kites": {"get": {"responses": shows(answer)}, "post": made}, "/kites/{id}": one}, Kite=KITE)


@pytest.mark.parametrize("answer", [BARE, COUNTED, ANY])
def test_a_bare_list_shows_the_rows_that_a_look_shows(answer: Json) -> None:
    plan = kites(answer)
    outcomes = prove(plan, render(plan)).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []
    with Environment.open(opened(plan, render(plan)), scenario="empty") as environment:
        made = environment.call(tool_at(plan, "POST /kites").name, {"colour": "red"}).body
        shown = environment.call(tool_at(plan, "GET /kites").name, {}).body
        assert shown in ([made], {"count": 1, "result": [made]}, {"data": [made]})


def test_an_array_of_another_name_is_no_list_of_rows() -> None:
    plan = kites({"type": "object", "properties": {"winds": BARE}})
    assert [each.operation for each in plan.unmodelled] == ["GET /kites"]
