"""One or many: bodies that are a row or an array of such rows."""

from typing import Any

from generator.plan import Plan, Value
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at

Json = Any
JAR: Json = {
    "type": "object",
    "properties": {"id": {"type": "integer", "readOnly": True}, "label": {"type": "string"}},
    "required": ["label"],
}
EITHER: Json = {"oneOf": [{"type": "array", "items": ref("Jar")}, ref("Jar")]}


def jars(answer: Json, sent: Json = EITHER) -> Plan:
    paths = {
        "/jars": {"get": listing(ref("Jar")), "post": {"requestBody": sends(sent), "responses": shows(answer, "201")}},
        "/jars/{jarId}": {
            "parameters": [in_path("jarId", "integer")],
            "get": {"responses": shows(ref("Jar"))},
            "patch": {"requestBody": sends(sent), "responses": shows(ref("Jar"))},
        },
    }
    return plan_of(paths, Jar=JAR)


def test_what_is_sent_as_a_row_or_an_array_of_rows_makes_the_one() -> None:
    tool = tool_at(jars(EITHER), "POST /jars")
    assert (tool.pattern, tool.answer) == ("create", "$row")
    assert tool.argument("label").does == Value(column="label")
    assert tool.argument("label").required


def test_its_answer_is_the_one_row_though_no_type_is_written_beside_the_elements() -> None:
    tool = tool_at(jars({"type": "object", "properties": {"data": {"items": ref("Jar")}}}), "POST /jars")
    assert tool.answer == {"data": "$row"}


def test_one_row_is_changed_by_what_may_be_an_array_elsewhere() -> None:
    tool = tool_at(jars(ref("Jar")), "PATCH /jars/{jarId}")
    assert (tool.pattern, tool.argument("label").does) == ("update", Value(column="label"))
