"""Filters that are declared as texts over numbers and flags."""

from typing import Any

from generator.repair import mended
from generator.verify import opened
from planning.specs import listing, parameter, plan_of, ref, tool_at
from state_db.environment import Environment

Json = Any
TEXT: Json = {"type": "string"}
PORT: Json = {
    "type": "object",
    "properties": {
        "id": {"type": "integer"},
        "speed": {"type": "integer"},
        "cabled": {"type": "boolean"},
        "label": TEXT,
    },
    "required": ["id", "speed", "cabled"],
}


def test_a_text_in_a_query_filters_what_rows_keep_as_numbers_and_flags() -> None:
    asked = [parameter(name, TEXT) for name in ("speed", "speed__gte", "cabled", "label", "shelf")]
    found = mended(plan_of({"/ports": {"get": listing(ref("Port"), *asked)}}, Port=PORT))
    tool = tool_at(found.plan, "GET /ports")
    kinds = {each.name: each.value["type"] for each in tool.arguments}
    assert kinds == {"speed": "integer", "speed_gte": "integer", "cabled": "boolean", "label": "string"}
    assert [left.input for left in tool.left_out] == ["shelf"]
    with Environment.open(opened(found.plan, found.files)) as environment:
        rows = environment.call(tool.name, {}).body
        most = max(row["speed"] for row in rows)
        assert environment.call(tool.name, {"speed_gte": most}).body == [row for row in rows if row["speed"] == most]
        assert environment.call(tool.name, {"cabled": True}).body == [row for row in rows if row["cabled"]]


def test_a_text_of_a_documented_form_is_no_number() -> None:
    asked = parameter("speed", {**TEXT, "enum": ["fast", "slow"]})
    tool = tool_at(plan_of({"/ports": {"get": listing(ref("Port"), asked)}}, Port=PORT), "GET /ports")
    assert [left.input for left in tool.left_out] == ["speed"]
