"""Keys that bodies send: what is put or deleted by them, and what is to happen where there is such a row."""

from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import opened, prove
from planning.specs import listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
SHELF: Json = {
    "type": "object",
    "required": ["shelf_id", "label"],
    "properties": {"shelf_id": {"type": "string", "format": "uuid"}, "label": TEXT},
}
JAR: Json = {"type": "object", "required": ["key", "holds"], "properties": {"key": TEXT, "holds": TEXT}}
GONE: Json = {"204": {"description": ""}}
ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


def body(*required: str, **properties: Json) -> Json:
    return sends({"type": "object", "required": list(required), "properties": properties})


def larder(choices: Json) -> Plan:
    new = body("label", shelf_id={"type": "string", "format": "uuid"}, label=TEXT, if_exists=choices)
    shelf = {"get": listing(ref("Shelf")), "post": {"requestBody": new, "responses": shows(ref("Shelf"), "201")}}
    jars = {
        "put": {"summary": "Store a jar.", "requestBody": body("key", "holds", **JAR["properties"]), "responses": GONE},
        "get": {"parameters": [parameter("key", TEXT, required=True)], "responses": shows(ref("Jar"))},
        "delete": {"requestBody": body("key", key=TEXT, room=TEXT), "responses": GONE},
    }
    one = {"parameters": [parameter("id", TEXT, "path")], "get": {"responses": shows(ref("Shelf"))}}
    paths = {"/shelves": shelf, "/shelves/{id}": one, "/store/jars": jars}
    return plan_of(paths, Shelf=SHELF, Jar=JAR)


PLAN = larder({"type": "string", "enum": ["raise", "do_nothing"], "default": "raise"})


@pytest.fixture(scope="module")
def image() -> Image:
    return opened(PLAN, render(PLAN))


def test_all_that_is_made_of_sent_keys_is_proved() -> None:
    outcomes = prove(PLAN, render(PLAN)).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []


def test_what_is_put_to_a_collection_by_its_key_is_made_or_replaced_and_goes_by_its_key(image: Image) -> None:
    put, get, delete = (tool_at(PLAN, f"{method} /store/jars").name for method in ("PUT", "GET", "DELETE"))
    with Environment.open(image, scenario="empty") as environment:
        for holds in ("salt", "tea"):
            assert environment.call(put, {"key": "a", "holds": holds}).status == 204
        assert environment.call(get, {"key": "a"}).body == {"key": "a", "holds": "tea"}
        assert environment.call(delete, {"key": "a"}).status == 204
        assert environment.call(get, {"key": "a"}).error == "not_found"


def test_a_choice_to_do_nothing_gives_the_row_that_is_there_and_without_it_a_second_is_refused(image: Image) -> None:
    create = tool_at(PLAN, "POST /shelves")
    assert (create.existing, create.existing_if, create.existing_when) == (("shelf_id",), "if_exists", "do_nothing")
    with Environment.open(image, scenario="empty") as environment:
        made = environment.call(create.name, {"shelf_id": ID, "label": "top"}).body
        again = environment.call(create.name, {"shelf_id": ID, "label": "low", "if_exists": "do_nothing"})
        assert (again.status, again.body) == (201, made)
        assert environment.call(create.name, {"shelf_id": ID, "label": "low"}).error == "conflict"
        assert environment.call(create.name, {"shelf_id": ID, "label": "low", "if_exists": "raise"}).error == "conflict"
        fresh = environment.call(create.name, {"label": "low", "if_exists": "do_nothing"}).body
        assert fresh["shelf_id"] != ID


def test_a_choice_that_gives_nothing_back_asks_for_no_row() -> None:
    tool = tool_at(larder({"type": "string", "enum": ["raise", "rename"]}), "POST /shelves")
    assert (tool.existing, tool.existing_if) == ((), "")


def test_a_post_that_is_said_to_get_rows_is_a_search() -> None:
    note = {"type": "object", "required": ["id", "text"], "properties": {"id": {"type": "integer"}, "text": TEXT}}
    asked = {"requestBody": body(text=TEXT), "responses": shows({"type": "array", "items": ref("Note")})}
    paths: Json = {"/notes": {"get": listing(ref("Note")), "post": {"summary": "Get notes by what they say", **asked}}}
    tool = tool_at(plan_of(paths, Note=note), "POST /notes")
    assert tool.pattern == "search"
