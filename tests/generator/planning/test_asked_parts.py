"""Parts of an envelope that an argument of their own name asks for."""

from typing import Any

from generator.plan import Input, Plan
from generator.repair import mended
from generator.verify import opened
from planning.specs import in_path, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any
KITE: Json = {
    "type": "object",
    "properties": {"id": {"type": "integer"}, "tail": {"type": "string"}},
    "required": ["id"],
}
PAGE: Json = {
    "type": "object",
    "properties": {
        "data": {"type": "array", "items": KITE},
        "meta": {"type": "object", "properties": {"total_count": {"type": "integer"}}},
    },
}


def kites(text: str) -> Plan:
    asked = parameter("meta", {"type": "string"}, description=text)
    paths = {
        "/kites": {
            "get": {"parameters": [asked], "responses": shows(PAGE)},
            "post": {"requestBody": sends(ref("Kite")), "responses": shows(ref("Kite"), "201")},
        },
        "/kites/{id}": {"get": {"parameters": [in_path("id", "integer")], "responses": shows(ref("Kite"))}},
    }
    return plan_of(paths, Kite=KITE)


def test_what_an_argument_asks_to_return_in_the_answer_is_there_only_then() -> None:
    found = mended(kites("What metadata to return in the response."))
    tool = tool_at(found.plan, "GET /kites")
    assert (tool.argument("meta").does, tool.asked) == (Input(), {"/meta": "meta"})
    assert found.plan.dropped == ()
    with Environment.open(opened(found.plan, found.files)) as environment:
        plain, asked = (environment.call(tool.name, given).body for given in ({}, {"meta": "total_count"}))
    assert plain.keys() == {"data"}
    assert asked == {**plain, "meta": {"total_count": len(plain["data"])}}


def test_an_argument_that_says_something_else_asks_for_nothing() -> None:
    tool = tool_at(kites("Only kites whose metadata holds this."), "GET /kites")
    assert tool.asked == {}
