"""Documents of free form: rows behind a wrapper, of which is said only that anything may stand in them."""

from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, parameter, plan_of, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any

NOTE: Json = {"type": "object", "additionalProperties": {}}
RIGHTS = {"type": "object", "properties": {"read": {"type": "array", "items": {"type": "string"}}}}
ONE = {"type": "object", "properties": {"data": NOTE, "rights": RIGHTS}}
MANY = {"type": "object", "properties": {"data": {"type": "array", "items": NOTE}}}


def notes(note: Json = ONE) -> Plan:
    asked = [parameter("id", {"type": "string"}), parameter("last_modified", {"type": "integer"})]
    kept = {**shows(note), **shows(note, "201")}
    return plan_of(
        {
            "/notes": {
                "get": {"parameters": asked, "responses": shows(MANY)},
                "post": {"requestBody": sends(note), "responses": shows(note, "201")},
            },
            "/notes/{id}": {
                "parameters": [in_path("id")],
                "get": {"responses": shows(note)},
                "put": {"requestBody": sends(note), "responses": kept},
                "patch": {"requestBody": sends(note), "responses": shows(note)},
                "delete": {"responses": shows(note)},
            },
        }
    )


@pytest.fixture(scope="module")
def image() -> Image:
    plan = notes()
    return opened(plan, render(plan))


def test_a_document_keeps_what_was_sent_and_shows_what_the_server_makes() -> None:
    plan = notes()
    entity = plan.entity("note")
    assert [column.name for column in entity.columns if column.open] == ["data"]
    assert entity.column("last_modified").made == "updated"
    assert tool_at(plan, "GET /notes/{id}").answer == {"data": "$row", "rights": "$column:rights"}
    assert tool_at(plan, "GET /notes").answer == {"data": "$items"}


def test_servers_of_documents_prove_all_laws() -> None:
    plan = notes()
    result = prove(plan, render(plan)).result
    assert [outcome.check.name for outcome in result.outcomes if not outcome.passed] == []


def test_a_document_names_its_own_key_and_a_patch_is_merged_into_it(image: Image) -> None:
    plan = notes()
    post, put, patch, get, gone = (
        tool_at(plan, label).name
        for label in ("POST /notes", "PUT /notes/{id}", "PATCH /notes/{id}", "GET /notes/{id}", "DELETE /notes/{id}")
    )
    with Environment.open(image, scenario="empty") as environment:
        made = environment.call(post, {"data": {"id": "n1", "title": "x", "n": 1}})
        assert (made.status, made.body["data"]["id"], made.body["rights"]) == (201, "n1", {})
        assert environment.call(post, {"data": {"title": "y"}}).body["data"]["id"] not in ("", "n1", None)
        changed = environment.call(patch, {"id": "n1", "data": {"n": None, "z": [3]}}).body["data"]
        assert {name: changed.get(name) for name in ("id", "title", "n", "z")} == {
            "id": "n1", "title": "x", "n": None, "z": [3],
        }  # fmt: skip
        assert "n" not in changed
        replaced = environment.call(put, {"id": "n1", "data": {"id": "other"}})
        assert (replaced.status, replaced.body["data"].keys()) == (200, {"id", "last_modified"})
        assert replaced.body["data"]["id"] == "n1"
        assert environment.call(gone, {"id": "n1"}).body["data"]["id"] == "n1"
        assert environment.call(get, {"id": "n1"}).status == 404


def test_an_object_that_declares_its_key_is_no_document() -> None:
    declared = {"type": "object", "properties": {"data": {**NOTE, "properties": {"id": {"type": "string"}}}}}
    assert not any(column.open for column in notes(declared).entity("note").columns)
