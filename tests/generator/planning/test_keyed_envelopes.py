"""Answers that show a row beside its key and what tells how to show it, and lists that count all of their rows."""

from collections.abc import Iterator
from typing import Any

import pytest

from generator.plan import Key, Plan
from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, parameter, plan_of, ref, sends, shows, tool_at
from state_db.answer import Answer
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
WHOLE: Json = {"type": "integer"}
LABELS: Json = {"type": "object", "properties": {"column_name": TEXT}}
SENT: Json = {"name": TEXT, "slug": TEXT, "note": TEXT}
POSTER: Json = {"type": "object", "required": ["id", "name"], "properties": {"id": WHOLE, **SENT}}
NEW: Json = {"type": "object", "required": ["name"], "properties": SENT}


def beside(row: Json, **more: Json) -> Json:
    return {"type": "object", "properties": {"id": WHOLE, **more, "result": row}}


def posters(count: Json = WHOLE, **around: Json) -> Plan:
    rows = {"type": "array", "items": ref("Poster")}
    titled = {"label_columns": LABELS, "list_columns": {"type": "array", "items": TEXT}, "list_title": TEXT}
    listed = {"type": "object", "properties": {"count": count, **around, **titled, "result": rows}}
    sent = {"requestBody": sends(ref("New"))}
    pages = [parameter("page", WHOLE), parameter("page_size", WHOLE)]
    either = parameter("id_or_slug", TEXT, "path", description="Either the id of the poster, or its slug")
    look = {"responses": shows(beside(ref("Poster"), label_columns=LABELS, show_title=TEXT))}
    gone = {"responses": shows({"type": "object", "properties": {"message": TEXT}})}
    paths = {
        "/posters": {
            "get": {"parameters": pages, "responses": shows(listed)},
            "post": {**sent, "responses": shows(beside(ref("New")), "201")},
        },
        "/posters/{id_or_slug}": {"parameters": [either], "get": look},
        "/posters/{pk}": {
            "parameters": [parameter("pk", WHOLE, "path")],
            "put": {**sent, "responses": shows(beside(ref("New")))},
            "delete": gone,
        },
    }
    return plan_of(paths, Poster=POSTER, New=NEW)


PLAN = posters({"type": "number", "description": "The total record count"})


@pytest.fixture(scope="module")
def image() -> Image:
    return opened(PLAN, render(PLAN))


@pytest.fixture
def environment(image: Image) -> Iterator[Environment]:
    with Environment.open(image, scenario="empty") as environment:
        yield environment


def call(environment: Environment, label: str, **arguments: Json) -> Answer:
    return environment.call(tool_at(PLAN, label).name, arguments)


def test_all_that_is_made_of_such_answers_is_proved() -> None:
    outcomes = prove(PLAN, render(PLAN)).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []


def test_a_row_stands_beside_its_key(environment: Environment) -> None:
    made = call(environment, "POST /posters", name="Whales", slug="whales")
    assert (made.status, made.body) == (201, {"id": 1, "result": {"name": "Whales", "slug": "whales"}})
    seen = call(environment, "GET /posters/{id_or_slug}", id_or_slug=1).body
    assert seen == {"id": 1, "result": {"id": 1, "name": "Whales", "slug": "whales"}}
    changed = call(environment, "PUT /posters/{pk}", pk=1, name="Sharks").body
    assert (changed["id"], changed["result"]["name"]) == (1, "Sharks")


def test_a_number_is_the_key_and_another_text_the_other_property(environment: Environment) -> None:
    assert tool_at(PLAN, "GET /posters/{id_or_slug}").argument("id_or_slug").does == Key(column="id", other="slug")
    call(environment, "POST /posters", name="Whales", slug="whales")
    by_key, by_slug = (
        call(environment, "GET /posters/{id_or_slug}", id_or_slug=picked).body for picked in (1, "whales")
    )
    assert by_key == by_slug
    assert call(environment, "GET /posters/{id_or_slug}", id_or_slug="sharks").error == "not_found"


def test_a_list_that_tells_how_it_is_shown_is_a_list_and_says_how_many_rows_there_are(environment: Environment) -> None:
    for name in ("Whales", "Sharks", "Rays"):
        call(environment, "POST /posters", name=name)
    page = call(environment, "GET /posters", page=2, page_size=2).body
    assert (page["count"], [row["name"] for row in page["result"]]) == (3, ["Rays"])


def test_a_count_beside_the_addresses_of_the_pages_around_is_of_all_rows() -> None:
    address = {"type": "string", "format": "uri", "nullable": True}
    counted = tool_at(posters(next=address, previous=address), "GET /posters").answer
    alone = tool_at(posters(), "GET /posters").answer
    assert (counted["count"], alone["count"]) == ("$total", "$count")


def test_a_deletion_that_answers_with_a_message_alone_says_that_it_was_done(environment: Environment) -> None:
    call(environment, "POST /posters", name="Whales")
    assert call(environment, "DELETE /posters/{pk}", pk=1).body == {"message": "OK"}


def test_a_job_that_has_a_result_is_no_answer_around_it() -> None:
    job = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "state": TEXT, "result": ref("Poster")}}
    paths: Json = {
        "/jobs/{id}": {"parameters": [parameter("id", TEXT, "path")], "get": {"responses": shows(ref("Job"))}}
    }
    tool = tool_at(plan_of(paths, Job=job, Poster=POSTER), "GET /jobs/{id}")
    assert (tool.entity, tool.answer) == ("job", "$row")


def test_a_row_stands_beside_what_its_codes_mean() -> None:
    trip = {"type": "object", "properties": {"id": {"type": "string"}, "from": {"type": "string"}}}
    around = {
        "type": "object",
        "properties": {"meta": {"type": "object"}, "data": trip, "dictionaries": {"type": "object"}},
    }
    one = {"parameters": [in_path("trip-orderId")], "get": {"responses": shows(around)}}
    entity = plan_of({"/trip-orders/{trip-orderId}": one}).entities[0]
    assert entity.key == ("id",) and {column.name for column in entity.columns} == {"id", "from"}
