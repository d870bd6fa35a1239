"""Actions that put a thing below another one, or take it from there."""

from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import opened
from planning.specs import in_path, listing, plan_of, reason_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
THING: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT}, "required": ["id"]}
MOVES = "Adds a chair to a row. This removes the chair from other rows."


def hall(said: str = MOVES) -> Plan:
    one = {"parameters": [in_path("id")]}
    named = sends({"type": "object", "properties": {"chair": TEXT, "before": TEXT}, "required": ["chair"]})
    done = {"204": {"description": ""}}
    paths = {
        "/chairs/{id}": {**one, "get": {"responses": shows(ref("Chair"))}},
        "/rows/{id}": {**one, "get": {"responses": shows(ref("Row"))}},
        "/rows/{id}/chairs": {"get": listing(ref("Chair"), in_path("id"))},
        "/rows/{id}/addChair": {**one, "post": {"description": said, "requestBody": named, "responses": done}},
        "/rows/{id}/removeChair": {**one, "post": {"requestBody": named, "responses": done}},
    }
    return plan_of(paths, Chair=THING, Row=THING)


PLAN = hall()
ROWS: Json = {
    "rows": [{"id": "r1", "name": "First"}, {"id": "r2", "name": "Second"}],
    "chairs": [{"id": "c1", "name": "One", "row_id": "r1"}, {"id": "c2", "name": "Two", "row_id": "r2"}],
}


@pytest.fixture(scope="module")
def image() -> Image:
    return opened(PLAN, render(PLAN))


def test_a_thing_is_listed_where_it_was_put_last(image: Image) -> None:
    add, remove, look = (tool_at(PLAN, label).name for label in LABELS)
    with Environment.open(image, scenario={image.name: ROWS}) as environment:

        def chairs(row: str) -> list[str]:
            return [each["id"] for each in environment.call(look, {"id": row}).body]

        assert environment.call(add, {"id": "r2", "chair": "c1"}).status == 204
        assert (chairs("r1"), chairs("r2")) == ([], ["c1", "c2"])
        environment.call(remove, {"id": "r1", "chair": "c1"})
        assert chairs("r2") == ["c1", "c2"]
        assert environment.call(remove, {"id": "r2", "chair": "c1"}).status == 204
        assert chairs("r2") == ["c2"]
        for row, chair in (("r1", "none"), ("none", "c1")):
            assert environment.call(add, {"id": row, "chair": chair}).error == "not_found"


LABELS = ("POST /rows/{id}/addChair", "POST /rows/{id}/removeChair", "GET /rows/{id}/chairs")


def test_what_may_stand_in_several_places_is_not_moved() -> None:
    assert "addChair" in reason_of(hall("Adds a chair to a row."), "POST /rows/{id}/addChair")
