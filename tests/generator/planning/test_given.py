"""Given things: those that no call makes, so that only the world says which of them there are."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from generator.generate import Request, generate
from planning.specs import plan_of, reason_of, sends, shows
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
ROOM: Json = {"type": "object", "properties": {"id": TEXT, "title": TEXT}, "required": ["id"]}
CHAIR: Json = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "room_id": TEXT, "colour": TEXT},
    "required": ["id", "colour"],
}
NEW: Json = {"type": "object", "properties": {"colour": TEXT}, "required": ["colour"]}


def house(**more: Json) -> Json:
    """Return the description of rooms that are only read, with chairs that are made in them."""
    picks = [{"name": "room_id", "in": "path", "required": True, "schema": TEXT}]
    rooms, chairs = ({"type": "array", "items": each} for each in (ROOM, CHAIR))
    return {
        "openapi": "3.1.0",
        "info": {"title": "House", "version": "1"},
        "paths": {
            "/rooms": {"get": {"responses": shows(rooms)}, **more},
            "/rooms/{room_id}": {"parameters": picks, "get": {"responses": shows(ROOM)}},
            "/rooms/{room_id}/chairs": {
                "parameters": picks,
                "get": {"responses": shows(chairs)},
                "post": {"requestBody": sends(NEW), "responses": shows(CHAIR, "201")},
            },
        },
    }


@contextmanager
def opened(folder: Path, scenario: str, **more: Json) -> Iterator[tuple[Environment, dict[str, str]]]:
    source = folder / "house.json"
    source.write_text(json.dumps(house(**more)), encoding="utf-8")
    image = Image.load(generate(Request(str(source), "house", folder / "servers")).folder)
    tools = {f"{route.method} {route.path}": name for name, route in image.routes.tools.items()}
    with Environment.open(image, scenario=scenario) as environment:
        yield environment, tools


def test_in_a_world_that_has_none_whichever_is_named_is_there(tmp_path: Path) -> None:
    with opened(tmp_path, "empty") as (rooms, tools):
        made = rooms.call(tools["POST /rooms/{room_id}/chairs"], {"room_id": "kitchen", "colour": "red"})
        assert made.status == 201
        listed = rooms.call(tools["GET /rooms/{room_id}/chairs"], {"room_id": "kitchen"})
        assert [chair["colour"] for chair in listed.body] == ["red"]
        assert rooms.call(tools["GET /rooms/{room_id}/chairs"], {"room_id": "cellar"}).body == []


def test_in_a_world_that_has_some_another_is_refused(tmp_path: Path) -> None:
    with opened(tmp_path, "seed") as (rooms, tools):
        known = rooms.call(tools["GET /rooms"], {}).body[0]["id"]
        chairs = tools["POST /rooms/{room_id}/chairs"]
        assert rooms.call(chairs, {"room_id": "nowhere", "colour": "red"}).status == 404
        assert rooms.call(chairs, {"room_id": known, "colour": "red"}).status == 201


def test_what_a_call_can_make_is_there_only_when_it_was_made(tmp_path: Path) -> None:
    makes = {"requestBody": sends(ROOM), "responses": shows(ROOM, "201")}
    with opened(tmp_path, "empty", post=makes) as (rooms, tools):
        chairs = tools["POST /rooms/{room_id}/chairs"]
        assert rooms.call(chairs, {"room_id": "kitchen", "colour": "red"}).status == 404
        rooms.call(tools["POST /rooms"], {"id": "kitchen"})
        assert rooms.call(chairs, {"room_id": "kitchen", "colour": "red"}).status == 201


@pytest.mark.parametrize("verb", ["delete", "archive"])
def test_names_that_are_sent_behind_one_thing_are_of_what_it_holds(verb: str) -> None:
    description = house()
    names = {"type": "object", "properties": {"chairs": {"type": "array", "items": TEXT}}, "required": ["chairs"]}
    act = {"requestBody": sends(names), "responses": {"204": {"description": ""}}}
    picks = description["paths"]["/rooms/{room_id}"]["parameters"]
    plan = plan_of(
        {**description["paths"], f"/rooms/{{room_id}}/{verb}": {"parameters": picks, "post": act}}, Room=ROOM
    )
    assert all(tool.pattern != "batch" for tool in plan.tools)
    assert reason_of(plan, f"POST /rooms/{{room_id}}/{verb}")
