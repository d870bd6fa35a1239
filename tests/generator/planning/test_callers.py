"""Reads of the one who calls, which show one of the rows that are there."""

from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
SAILOR: Json = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {**TEXT, "readOnly": True}, "name": TEXT, "rank": TEXT},
}
FIELDS = parameter("fields", {"type": "array", "items": TEXT})


def sailors(path: str = "/sailors/me", row: str = "Sailor", **more: Json) -> Plan:
    look = {"responses": shows(ref(row))}
    making = {"requestBody": sends(ref("Sailor")), "responses": shows(ref("Sailor"), "201")}
    paths = {
        "/sailors": {"get": listing(ref("Sailor")), "post": making},
        "/sailors/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Sailor"))}},
        path: {"get": {**look, "parameters": [FIELDS]}, **more},
    }
    return plan_of(paths, Sailor=SAILOR, Captain={**SAILOR, "properties": {**SAILOR["properties"], "ship": TEXT}})


@pytest.mark.parametrize("path", ["/sailors/me", "/me"])
def test_whoever_calls_is_one_of_the_rows(path: str) -> None:
    plan = sailors(path)
    tool = tool_at(plan, f"GET {path}")
    files = render(plan)
    assert [each.check.name for each in prove(plan, files).result.outcomes if not each.passed] == []
    image = opened(plan, files)
    with Environment.open(image) as environment:
        rows = environment.call(tool_at(plan, "GET /sailors").name, {}).body
        assert environment.call(tool.name, {}).body == rows[0]
    with Environment.open(image, caller=rows[1]["id"]) as environment:
        assert environment.call(tool.name, {}).body == rows[1]
        assert environment.call(tool.name, {"fields": ["name"]}).body.keys() == {"id", "name"}
    with Environment.open(image, caller="nobody") as environment:
        assert environment.call(tool.name, {}).error == "not_found"
    assert any(f"GET {path} shows the first sailor" in said for said in plan.assumptions)


def test_what_shows_another_kind_of_row_is_a_thing_of_its_own() -> None:
    assert tool_at(sailors("/me", "Captain"), "GET /me").entity != "sailor"


def test_a_caller_who_may_be_changed_is_a_thing_of_its_own() -> None:
    change = {"requestBody": sends(ref("Sailor")), "responses": shows(ref("Sailor"))}
    assert tool_at(sailors("/me", patch=change), "GET /me").entity != "sailor"
