"""Marks: rows that show a thing of another kind as a whole, put into a list and taken out by what names the thing."""

from typing import Any

import pytest

from generator.plan import Key, Plan, Value
from generator.render import render
from generator.verify import opened
from planning.specs import parameter, plan_of, reason_of, ref, sends, shows, tool_at
from planning.test_calls import DONE, NOTE, ROOM, TEXT, answers, takes
from state_db.environment import Environment
from state_db.image import Image

Json = Any


def may_take(needs: tuple[str, ...] = (), **texts: str) -> Json:
    properties = {name: {**TEXT, "description": text} for name, text in texts.items()}
    return sends({"type": "object", "properties": properties, "required": list(needs)})


def post(body: Json) -> Json:
    return {"post": {"requestBody": body, "responses": shows(DONE)}}


def board() -> Plan:
    space = parameter("space", TEXT, required=True)
    kinds = {"type": "string", "enum": ["note", "room"]}
    flag = {
        "type": "object",
        "properties": {"kind": kinds, "created": {"type": "integer"}, "space": TEXT, "note": ref("Note")},
    }
    named = {"space": "Where the note is.", "moment": "The time of the note to flag.", "mood": "A word."}
    paths = {
        "/rooms.list": {"get": {"responses": answers(spaces={"type": "array", "items": ref("Room")})}},
        "/rooms.info": {"get": {"parameters": [space], "responses": answers(space=ref("Room"))}},
        "/rooms.log": {
            "get": {"parameters": [space], "responses": answers(notes={"type": "array", "items": ref("Note")})}
        },
        "/pen.postNote": {
            "post": {
                "requestBody": takes(space=TEXT, text=TEXT),
                "responses": answers(space=TEXT, stamp=TEXT, note=ref("Note")),
            }
        },
        "/pen.delete": post(takes(space=TEXT, stamp=TEXT)),
        "/flags.list": {"get": {"parameters": [space], "responses": answers(items={"type": "array", "items": flag})}},
        "/flags.add": post(may_take(("space",), **named)),
        "/flags.remove": post(may_take(("space",), **named)),
        "/tags.list": {"get": {"responses": answers(items={"type": "array", "items": flag})}},
        "/tags.add": post(may_take(("space", "mood"), **named)),
        "/tags.remove": post(may_take(("space",), **named)),
    }
    return plan_of(paths, Room=ROOM, Note=NOTE)


def test_inputs_that_name_the_thing_make_and_take_a_row() -> None:
    plan = board()
    adds, takes_out = tool_at(plan, "POST /flags.add"), tool_at(plan, "POST /flags.remove")
    assert (adds.pattern, takes_out.pattern) == ("create", "delete")
    assert adds.argument("moment").does == Value(column="moment")
    assert takes_out.argument("moment").does == Key(column="moment")
    assert all(argument.required for argument in (*adds.arguments, *takes_out.arguments))
    assert [left.input for left in adds.left_out] == ["mood"]


def test_what_the_row_shows_is_copied_from_the_thing() -> None:
    columns = {column.name: column for column in board().entity("flag").columns}
    assert (columns["note"].made, columns["note"].template) == ("copied", "moment")
    assert columns["moment"].path == ()
    assert columns["kind"].initial == "note"


def test_a_mark_that_must_be_told_more_than_the_thing_is_not_modelled() -> None:
    assert "tag" in reason_of(board(), "POST /tags.add")


@pytest.fixture(scope="module")
def image() -> Image:
    plan = board()
    return opened(plan, render(plan))


def test_a_thing_is_listed_while_it_is_marked_and_stays_when_it_is_not(image: Image) -> None:
    plan = board()
    names = {tool.path: tool.name for tool in plan.tools}
    rows = {"rooms": [{"id": "r1", "title": "Hall"}]}
    with Environment.open(image, scenario={image.name: rows}) as environment:
        stamp = environment.call(names["/pen.postNote"], {"space": "r1", "text": "hello"}).body["stamp"]
        named = {"space": "r1", "moment": stamp}

        def listed() -> list[str]:
            return [
                each["note"]["text"] for each in environment.call(names["/flags.list"], {"space": "r1"}).body["items"]
            ]

        assert environment.call(names["/flags.add"], named).status == 200
        assert listed() == ["hello"]
        assert environment.call(names["/flags.add"], {**named, "moment": "none"}).error is not None
        assert environment.call(names["/flags.remove"], named).status == 200
        assert listed() == []
        assert environment.call(names["/flags.remove"], named).error is not None
        assert environment.call(names["/rooms.log"], {"space": "r1"}).body["notes"][0]["text"] == "hello"
