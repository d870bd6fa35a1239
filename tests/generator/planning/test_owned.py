"""Rows that are listed at the path of an owner which is kept nowhere itself."""

from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import opened
from planning.specs import in_path, plan_of, ref, sends, shows, tool_at
from state_db.answer import Answer
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
TOPIC: Json = {"type": "integer"}
STATE: Json = {**TEXT, "enum": ["GIVEN", "WITHDRAWN"]}
CONSENT: Json = {
    "type": "object",
    "properties": {
        "email": TEXT,
        "topicId": TOPIC,
        "status": STATE,
        "at": {"type": "string", "format": "date-time", "description": "When it was last updated."},
        "origin": TEXT,
    },
    "required": ["email", "topicId", "status", "at", "origin"],
}


def results(schema: Json) -> Json:
    return shows({"type": "object", "properties": {"results": {"type": "array", "items": schema}}})


def several(schema: Json) -> Json:
    return sends(
        {"type": "object", "properties": {"inputs": {"type": "array", "items": schema}}, "required": ["inputs"]}
    )


def consents() -> Plan:
    one: Json = {"type": "object", "properties": {"topicId": TOPIC, "statusState": STATE}, "required": ["topicId"]}
    each: Json = {**one, "properties": {"email": TEXT, **one["properties"]}, "required": ["email", "topicId"]}
    grouped = {"type": "object", "properties": {"email": TEXT, "consents": {"type": "array", "items": ref("Consent")}}}
    paths = {
        "/consents/{email}": {
            "parameters": [in_path("email")],
            "get": {"responses": results(ref("Consent"))},
            "post": {"requestBody": sends(one), "responses": results(ref("Consent"))},
        },
        "/consents/{email}/withdraw": {
            "parameters": [in_path("email")],
            "post": {"responses": results(ref("Consent"))},
        },
        "/consents/batch/write": {"post": {"requestBody": several(each), "responses": results(ref("Consent"))}},
        "/consents/batch/read": {"post": {"requestBody": several(TEXT), "responses": results(grouped)}},
        "/consents/batch/withdraw": {"post": {"requestBody": several(TEXT), "responses": results(grouped)}},
    }
    return plan_of(paths, Consent=CONSENT)


PLAN = consents()
ROWS: Json = {
    "consents": [
        {"email": "a@x.example", "topic_id": 1, "status": "GIVEN", "at": "2026-01-01T00:00:00Z", "origin": "form"},
        {"email": "a@x.example", "topic_id": 2, "status": "GIVEN", "at": "2026-01-01T00:00:00Z", "origin": "form"},
        {"email": "b@x.example", "topic_id": 1, "status": "GIVEN", "at": "2026-01-01T00:00:00Z", "origin": "form"},
    ]
}


@pytest.fixture(scope="module")
def image() -> Image:
    return opened(PLAN, render(PLAN))


def call(environment: Environment, label: str, **arguments: Json) -> Answer:
    return environment.call(tool_at(PLAN, label).name, arguments)


def states(environment: Environment, email: str) -> dict[int, str]:
    rows = call(environment, "GET /consents/{email}", email=email).body["results"]
    return {row["topicId"]: row["status"] for row in rows}


def test_a_second_key_tells_which_of_the_rows_is_set_or_made(image: Image) -> None:
    assert PLAN.entity("consent").key == ("email", "topic_id")
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        given = {"email": "a@x.example", "topic_id": 2, "status_state": "WITHDRAWN"}
        (row,) = call(environment, "POST /consents/{email}", **given).body["results"]
        assert (row["topicId"], row["status"]) == (2, "WITHDRAWN")
        assert row["at"] != "2026-01-01T00:00:00Z"
        call(environment, "POST /consents/{email}", **{**given, "topic_id": 3})
        assert states(environment, "a@x.example") == {1: "GIVEN", 2: "WITHDRAWN", 3: "WITHDRAWN"}
        assert states(environment, "b@x.example") == {1: "GIVEN"}


def test_several_rows_are_set_or_made_at_once(image: Image) -> None:
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        inputs = [
            {"email": "b@x.example", "topicId": 1, "statusState": "WITHDRAWN"},
            {"email": "c@x.example", "topicId": 1, "statusState": "GIVEN"},
        ]
        rows = call(environment, "POST /consents/batch/write", inputs=inputs).body["results"]
        assert [(row["email"], row["status"]) for row in rows] == [
            ("b@x.example", "WITHDRAWN"),
            ("c@x.example", "GIVEN"),
        ]
        assert states(environment, "c@x.example") == {1: "GIVEN"}
        # What is always shown, and is known of a row that was there, begins empty in a new one.
        assert [row["origin"] for row in rows] == ["form", ""]


def test_an_action_changes_all_rows_of_the_owners_that_are_named(image: Image) -> None:
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        rows = call(environment, "POST /consents/{email}/withdraw", email="a@x.example").body["results"]
        assert [row["status"] for row in rows] == ["WITHDRAWN", "WITHDRAWN"]
        both = call(environment, "POST /consents/batch/read", inputs=["b@x.example", "a@x.example"]).body["results"]
        assert [(one["email"], len(one["consents"])) for one in both] == [("b@x.example", 1), ("a@x.example", 2)]
        assert states(environment, "b@x.example") == {1: "GIVEN"}
        call(environment, "POST /consents/batch/withdraw", inputs=["b@x.example"])
        assert states(environment, "b@x.example") == {1: "WITHDRAWN"}
