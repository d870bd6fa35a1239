"""Paths that name a row by its key or by another property."""

from typing import Any

from generator.plan import Key, Plan, Value
from generator.render import render
from generator.verify import prove
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at

Json = Any

UUID = {"type": "string", "format": "uuid"}
BOX = {"type": "object", "required": ["id", "name"], "properties": {"id": UUID, "name": {"type": "string"}}}
NEW = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def boxes(text: str = "", **parameter: Json) -> Plan:
    picked = {**in_path("box_id"), **parameter}
    return plan_of(
        {
            "/boxes": {"get": listing(ref("Box")), "post": {"requestBody": sends(NEW), "responses": shows(ref("Box"))}},
            "/boxes/{box_id}": {
                "parameters": [picked],
                "get": {"description": text, "responses": shows(ref("Box"))},
                "put": {"requestBody": sends(NEW), "responses": shows(ref("Box"))},
                "delete": {"responses": {"204": {"description": ""}}},
            },
        },
        Box=BOX,
    )


def test_a_row_is_found_by_the_other_property_that_the_text_names() -> None:
    either = Key(column="id", other="name")
    for plan in (boxes("Returns a box by ID or name."), boxes(description="Name or ID of the box")):
        assert tool_at(plan, "GET /boxes/{box_id}").argument("box_id").does == either
        assert tool_at(plan, "DELETE /boxes/{box_id}").argument("box_id").does == either
        assert tool_at(plan, "PUT /boxes/{box_id}").argument("box_id").does == Key(column="id")
        outcomes = prove(plan, render(plan)).result.outcomes
        assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []
        assert "either" in {outcome.check.law for outcome in outcomes}


def test_a_new_name_that_is_sent_is_the_name_that_is_shown() -> None:
    renamed = {"type": "object", "properties": {"new_name": {"type": "string"}}}
    paths = {
        "/boxes": {"get": listing(ref("Box")), "post": {"requestBody": sends(NEW), "responses": shows(ref("Box"))}},
        "/boxes/{id}": {
            "parameters": [in_path("id")],
            "get": {"responses": shows(ref("Box"))},
            "patch": {"requestBody": sends(renamed), "responses": shows(ref("Box"))},
        },
    }
    plan = plan_of(paths, Box=BOX)
    assert tool_at(plan, "PATCH /boxes/{id}").argument("new_name").does == Value(column="name")


def test_a_text_that_names_nothing_else_leaves_the_key_alone() -> None:
    for text in ("Returns a box by ID.", "Returns a box by ID or colour."):
        assert tool_at(boxes(text), "GET /boxes/{box_id}").argument("box_id").does == Key(column="id")
