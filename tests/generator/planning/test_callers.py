"""Reads of the one who calls, which show one of the rows that are there."""

from typing import Any

import pytest

from generator.plan import Key, Plan
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


EITHER = 'A sailor: the string "me", an email, or the id of a sailor.'


def known(said: str = EITHER) -> Plan:
    path = "/sailors/{id}"
    one: Json = {"parameters": [{**in_path("id"), "description": said}]}
    sailor: Json = {**SAILOR, "properties": {**SAILOR["properties"], "email": TEXT}}
    change = {"requestBody": sends({"type": "object", "properties": {"rank": TEXT}})}
    making = {"requestBody": sends(ref("Sailor")), "responses": shows(ref("Sailor"), "201")}
    knot = {"type": "object", "properties": {"id": {**TEXT, "readOnly": True}, "label": TEXT}}
    paths = {
        "/sailors": {"get": listing(ref("Sailor")), "post": making},
        path: {
            **one,
            "get": {"responses": shows(ref("Sailor"))},
            "patch": {**change, "responses": shows(ref("Sailor"))},
        },
        f"{path}/knots": {
            **one,
            "get": listing(ref("Knot")),
            "post": {"requestBody": sends(ref("Knot")), "responses": shows(ref("Knot"), "201")},
        },
    }
    return plan_of(paths, Sailor=sailor, Knot=knot)


def test_a_word_stands_for_the_key_of_whoever_calls_in_every_path_that_names_one() -> None:
    plan = known()
    looks, changes, lists, makes = (
        tool_at(plan, label)
        for label in ("GET /sailors/{id}", "PATCH /sailors/{id}", "GET /sailors/{id}/knots", "POST /sailors/{id}/knots")
    )
    files = render(plan)
    assert [each.check.name for each in prove(plan, files).result.outcomes if not each.passed] == []
    image = opened(plan, files)
    with Environment.open(image) as environment:
        rows = environment.call(tool_at(plan, "GET /sailors").name, {}).body
        assert environment.call(looks.name, {"id": "me"}).body == rows[0]
        assert environment.call(looks.name, {"id": rows[2]["email"]}).body == rows[2]
    with Environment.open(image, caller=rows[1]["id"]) as environment:
        assert environment.call(looks.name, {"id": "me"}).body == rows[1]
        assert environment.call(looks.name, {"id": rows[2]["id"]}).body == rows[2]
        assert environment.call(changes.name, {"id": "me", "rank": "mate"}).body == {**rows[1], "rank": "mate"}
        knot = environment.call(makes.name, {"id": "me", "label": "bowline"}).body
        assert knot in environment.call(lists.name, {"id": "me"}).body
        assert environment.call(looks.name, {"id": "you"}).error == "not_found"


def test_a_path_that_names_no_word_for_the_caller_takes_none() -> None:
    tool = tool_at(known(said="The id of a sailor, which is no email."), "GET /sailors/{id}")
    assert tool.argument("id").does == Key(column="id")
