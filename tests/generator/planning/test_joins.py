"""Joins: actions that make a row of a collection behind a thing, or take one out of it."""

from typing import Any

import pytest

from generator.checks import generate_checks
from generator.plan import Filter, Key, Plan, Value
from generator.render import render
from generator.verify import opened, prove, run_checks
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

OF_LEAVING = "leave"
Json = Any
TEXT: Json = {"type": "string"}
CREW: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT}, "required": ["id", "name"]}
SAILOR: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT}, "required": ["id", "name"]}
ENROLMENT: Json = {
    "type": "object",
    "properties": {"id": TEXT, "sailor": ref("Sailor"), "is_mate": {"type": "boolean"}},
    "required": ["id"],
}
CHART: Json = {"type": "object", "properties": {"chartId": TEXT, "isNeeded": {"type": "boolean"}, "title": TEXT}}


def acts(properties: Json, answer: Json) -> Json:
    body = {"type": "object", "properties": properties, "required": list(properties)[:1]}
    return {"post": {"parameters": [in_path("crewId")], "requestBody": sends(body), "responses": answer}}


def crews(removed: Json = None) -> Plan:
    done = {"204": {"description": ""}}
    sailor = {"oneOf": [TEXT, ref("Sailor")]}
    paths = {
        "/crews": {"get": listing(ref("Crew"))},
        "/crews/{crewId}": {"get": {"parameters": [in_path("crewId")], "responses": shows(ref("Crew"))}},
        "/sailors": {"get": listing(ref("Sailor"))},
        "/sailors/{sailorId}": {"get": {"parameters": [in_path("sailorId")], "responses": shows(ref("Sailor"))}},
        "/crews/{crewId}/enrolments": {"get": listing(ref("EnrolmentCompact"), in_path("crewId"))},
        "/crews/{crewId}/charts": {"get": listing(ref("Chart"), in_path("crewId"))},
        "/crews/{crewId}/addSailor": acts(
            {"sailor": sailor, "is_mate": {"type": "boolean"}}, shows(ref("EnrolmentResponse"))
        ),
        "/crews/{crewId}/removeSailor": acts({"sailor": TEXT}, removed or done),
        "/crews/{crewId}/assign_chart": acts({"chartId": TEXT, "isNeeded": {"type": "boolean"}}, done),
        "/crews/{crewId}/unassign_chart/{chartId}": {
            "post": {"parameters": [in_path("crewId"), in_path("chartId")], "responses": done}
        },
        "/crews/{crewId}/addCargo": acts({"cargo": TEXT}, done),
    }
    return plan_of(
        paths, Crew=CREW, Sailor=SAILOR, EnrolmentCompact=ENROLMENT, EnrolmentResponse=ENROLMENT, Chart=CHART
    )


@pytest.fixture(scope="module")
def image() -> Image:
    plan = crews()
    return opened(plan, render(plan))


def test_an_action_that_answers_with_a_row_of_what_is_listed_behind_its_thing_makes_one() -> None:
    tool = tool_at(crews(), "POST /crews/{crewId}/addSailor")
    assert (tool.pattern, tool.entity) == ("create", "enrolment")
    assert tool.argument("crew_id").does == Key(column="crew_id")
    assert tool.argument("sailor").does == Value(column="sailor", inside="id")
    assert tool.argument("sailor").value["type"] == "string"


def test_its_counterpart_takes_out_what_the_body_names() -> None:
    tool = tool_at(crews(), "POST /crews/{crewId}/removeSailor")
    assert (tool.pattern, tool.entity) == ("custom", "enrolment")
    assert tool.argument("sailor").does == Filter(column="sailor", inside=("id",))


def test_what_is_assigned_and_unassigned_by_name_is_a_row_of_the_list_of_that_name() -> None:
    plan = crews()
    assert tool_at(plan, "POST /crews/{crewId}/assign_chart").pattern == "create"
    assert tool_at(plan, "POST /crews/{crewId}/unassign_chart/{chartId}").pattern == "delete"


def test_what_nothing_lists_is_not_modelled() -> None:
    assert [each.operation for each in crews().unmodelled] == ["POST /crews/{crewId}/addCargo"]


def test_who_is_added_is_listed_until_taken_out(image: Image) -> None:
    add, remove, look = (tool_at(crews(), f"{label}").name for label in LABELS)
    rows = {"crews": [{"id": "c1", "name": "Night watch"}], "sailors": [{"id": "s1", "name": "Ann"}]}
    with Environment.open(image, scenario={image.name: rows}) as environment:
        added = environment.call(add, {"crew_id": "c1", "sailor": "s1", "is_mate": True})
        assert (added.body["sailor"], added.body["is_mate"]) == ({"id": "s1"}, True)
        assert [row["id"] for row in environment.call(look, {"crew_id": "c1"}).body] == [added.body["id"]]
        assert environment.call(remove, {"crew_id": "c1", "sailor": "nobody"}).changes == 0
        assert environment.call(remove, {"crew_id": "c1", "sailor": "s1"}).status == 204
        assert environment.call(look, {"crew_id": "c1"}).body == []
        assert environment.call(remove, {"crew_id": "none", "sailor": "s1"}).status == 404


LABELS = ("POST /crews/{crewId}/addSailor", "POST /crews/{crewId}/removeSailor", "GET /crews/{crewId}/enrolments")


def test_taking_out_more_than_was_named_is_noticed(image: Image) -> None:
    plan = crews()
    checks = generate_checks(plan, image)
    assert run_checks(image, checks).passed
    name = tool_at(plan, LABELS[1]).name
    text = image.texts[f"programs/{name}.sql"]
    faulty = image.with_programs({name: text.replace(" AND sailor ->> 'id' = :sailor", "")})
    assert OF_LEAVING in {outcome.check.law for outcome in run_checks(faulty, checks).failed}


def test_what_is_taken_out_is_answered_with_the_empty_record_that_is_documented() -> None:
    plan = crews(shows({"type": "object", "properties": {"data": {"type": "object", "description": "Nothing."}}}))
    name = tool_at(plan, "POST /crews/{crewId}/removeSailor").name
    assert "SELECT json('{\"data\":{}}');" in render(plan)[f"programs/{name}.sql"]
    assert [each.check.name for each in prove(plan, render(plan)).result.outcomes if not each.passed] == []
