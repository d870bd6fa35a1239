"""Bodies: what a schema declares is compared, and nothing else."""

from typing import Any

import pytest

from generator.compare.agreement import Comparer
from generator.compare.mapping import Names
from generator.compare.marks import Mark
from generator.compare.recording import NO_BODY
from generator.compare.sent import Sent
from generator.schema import Schemas

Json = Any


def places(expected: Json, got: Json, schema: Json, *, error: int = 0, sent: str = "") -> list[str]:
    comparer = Comparer(Schemas({}), Names(), Sent(sent.split()))
    return [each.at for each in comparer.disagreements(expected, got, schema, {}, error=error)]


def objects(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


ANY: dict[str, Json] = {}


@pytest.mark.parametrize(
    ("expected", "got", "schema", "found"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, objects(a=ANY), []),
        ({"a": 1}, {"a": 2}, objects(a=ANY), ["/a"]),
        ({"a": "x"}, {}, objects(a=ANY), ["/a"]),
        ({}, {"a": "x"}, objects(a=ANY), ["/a"]),
        ({"a": 1}, {"a": 1.0}, objects(a=ANY), []),
        ({"a": True}, {"a": 1}, objects(a=ANY), ["/a"]),
        ({"a": {"x": 1}}, {"a": {"x": 2}}, objects(a={"type": "object"}), ["/a/x"]),
        ([{"a": 1}], [{"a": 1}, {"a": 2}], {"type": "array", "items": objects(a=ANY)}, [""]),
        ([2, 1], [1, 2], {"type": "array"}, ["/0", "/1"]),
        ({"x": 1}, {"x": 2}, ANY, []),
        ({"x": 1}, {"x": 2}, None, []),
        ({"x": 1}, {"x": 2}, {"type": "object", "additionalProperties": {"type": "integer"}}, ["/x"]),
        (NO_BODY, {"a": 1}, objects(a=ANY), [""]),
        (NO_BODY, NO_BODY, objects(a=ANY), []),
        ({"a": 1}, {"a": 2}, {"oneOf": [objects(a=ANY), objects(b=ANY)]}, ["/a"]),
    ],
)
def test_what_the_schema_declares_is_compared_in_structure_and_value(
    expected: Json, got: Json, schema: Json, found: list[str]
) -> None:
    assert places(expected, got, schema) == found


def test_a_moment_is_the_same_however_it_is_written() -> None:
    schema = objects(at={"type": "string", "format": "date-time"})
    assert not places({"at": "2024-01-01T02:00:00.000+02:00"}, {"at": "2024-01-01T00:00:00Z"}, schema)
    assert places({"at": "2024-01-01T00:00:00Z"}, {"at": "2024-01-01T00:00:01Z"}, schema)


@pytest.mark.parametrize("nothing", [None, "", [], {}, False, 0])
def test_what_no_call_has_set_may_be_left_out_null_or_empty(nothing: Json) -> None:
    assert not places({"a": nothing}, {}, objects(a=ANY))
    assert not places({"a": None}, {"a": nothing}, objects(a=ANY))
    assert places({"a": "fancy"}, {"a": nothing}, objects(a=ANY)) == ["/a"]


def test_what_no_call_has_set_may_be_left_out_null_or_its_default_where_it_has_one() -> None:
    schema = objects(a={"default": True})
    assert not places({"a": True}, {}, schema)
    assert not places({"a": None}, {"a": True}, schema)
    assert places({"a": False}, {"a": True}, schema) == ["/a"]


def test_what_calls_send_or_answers_must_show_is_left_out_by_neither_side() -> None:
    schema = objects(a={"type": "boolean"})
    assert places({"a": False}, {}, schema, sent="a") == ["/a"]
    assert places({"a": True}, {"a": None}, schema, sent="a") == ["/a"]
    assert not places({"a": None}, {}, schema, sent="a")
    assert places({}, {"a": False}, {**schema, "required": ["a"]}) == ["/a"]


def test_a_service_may_leave_out_a_number_of_its_own_that_the_server_shows_as_nothing() -> None:
    schema = {**objects(a={"type": "integer", "readOnly": True}), "required": ["a"]}
    assert not places({}, {"a": 0}, schema)
    assert places({}, {"a": 1}, schema) == ["/a"]
    assert places({"a": 1}, {}, schema) == ["/a"]


def test_of_an_object_of_free_form_only_what_calls_send_or_both_show_is_compared() -> None:
    schema = objects(data={"type": "object"})
    assert not places({"data": {"deleted": True}}, {"data": {}}, schema)
    assert places({"data": {"title": "Tides"}}, {"data": {}}, schema, sent="title") == ["/data/title"]
    assert places({"data": {"n": 1}}, {"data": {"n": 2}}, schema) == ["/data/n"]


def test_the_prose_of_an_error_is_compared_by_presence() -> None:
    schema = objects(message={"type": "string"}, hint={"type": "string"}, details=ANY)
    assert not places({"message": "Gone."}, {"message": "It is lost."}, schema, error=404)
    assert places({"message": "Gone."}, {}, schema, error=404) == ["/message"]
    assert places({"message": "Gone."}, {"message": "It is lost."}, schema) == ["/message"]
    assert not places({"details": {"id": 4}}, {"details": "It is lost."}, schema, error=404)


def test_an_error_may_say_more_than_the_service_did_or_say_it_elsewhere() -> None:
    schema = {**objects(message={"type": "string"}, hint={"type": "string"}), "required": ["message"]}
    assert not places({}, {"message": "It is lost."}, schema, error=404)
    assert not places({"message": "Gone.", "hint": "Look."}, {"message": "It is lost."}, schema, error=404)
    assert places({"message": "Gone.", "hint": "Look."}, {"hint": "Look."}, schema, error=404) == ["/message"]


def test_the_codes_of_errors_are_mapped_one_to_one_where_nothing_documents_them() -> None:
    comparer = Comparer(Schemas({}), Names())
    schema = objects(code={"type": "integer"}, kind={"enum": ["lost", "gone"]}, ok={"type": "boolean"})

    def found(expected: Json, got: Json) -> list[str]:
        return [each.at for each in comparer.disagreements(expected, got, schema, {}, error=404)]

    assert not found({"code": 110}, {"code": 7})
    assert not found({"code": 110}, {"code": 7})
    assert found({"code": 110}, {"code": 8}) == ["/code"]
    assert found({"code": 111}, {"code": 7}) == ["/code"]
    assert found({"code": 404}, {"code": 9}) == ["/code"]
    assert found({"kind": "lost", "ok": True}, {"kind": "gone", "ok": False}) == ["/kind", "/ok"]


def test_a_text_may_hold_what_the_services_made_elsewhere() -> None:
    names = Names()
    names.agree(Mark("book", "id"), "0b0c4f0e6f2c", "77aa88bb99cc")
    comparer = Comparer(Schemas({}), names)
    schema = objects(self=ANY)
    expected = {"self": "/books/0b0c4f0e6f2c"}
    assert not comparer.disagreements(expected, {"self": "/books/77aa88bb99cc"}, schema, {})
    assert comparer.disagreements(expected, {"self": "/books/66ff88bb99cc"}, schema, {})
