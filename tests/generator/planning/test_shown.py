"""Thin responses: what examples show beyond a schema that only says that the call went through."""

from typing import Any

from generator.description import Response
from generator.rules.shown import schema_shown_by, with_shown
from generator.schema import Schemas

Json = Any
OPEN: Json = {"type": "object", "properties": {"ok": {"type": "boolean"}}, "required": ["ok"]}


def shown(schema: Json, *examples: Json) -> Json:
    response = with_shown(Response("200", media_type="application/json", schema=schema, examples=examples), Schemas({}))
    assert response is not None
    return response.schema


def test_an_example_tells_what_an_open_schema_leaves_out() -> None:
    schema = shown(OPEN, {"ok": True, "lamps": [{"id": "L1", "lit": False}]})
    assert schema["properties"]["lamps"]["items"]["properties"]["lit"]["type"] == "boolean"
    assert schema["required"] == ["ok"]


def test_a_closed_or_full_schema_stays_as_it_is() -> None:
    closed = {**OPEN, "additionalProperties": False}
    full = {"type": "object", "properties": {"id": {"type": "string"}}}
    assert shown(closed, {"ok": True, "id": "L1"}) == closed
    assert shown(full, {"id": "L1", "lit": True}) == full


def test_the_name_of_a_type_stands_for_its_values() -> None:
    found = schema_shown_by([{"name": "string", "count": "integer"}])["properties"]
    assert (found["name"], found["count"]) == ({"type": "string"}, {"type": "integer"})


def test_values_of_several_types_say_nothing() -> None:
    assert schema_shown_by([1, "one"]) == {}
    assert schema_shown_by([1, None])["type"] == ["integer", "null"]
