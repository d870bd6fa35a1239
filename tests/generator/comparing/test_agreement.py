"""Bodies: what a schema declares is compared, and nothing else."""

from typing import Any

import pytest

from generator.compare.agreement import Comparer
from generator.compare.mapping import Names
from generator.compare.recording import NO_BODY
from generator.schema import Schemas

Json = Any


def places(expected: Json, got: Json, schema: Json, *, error: bool = False) -> list[str]:
    comparer = Comparer(Schemas({}), Names())
    return [each.at for each in comparer.disagreements(expected, got, schema, {}, error=error)]


def objects(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


ANY: dict[str, Json] = {}


@pytest.mark.parametrize(
    ("expected", "got", "schema", "found"),
    [
        ({"a": 1, "b": 2}, {"a": 1, "b": 3}, objects(a=ANY), []),
        ({"a": 1}, {"a": 2}, objects(a=ANY), ["/a"]),
        ({"a": None}, {}, objects(a=ANY), ["/a"]),
        ({}, {"a": None}, objects(a=ANY), ["/a"]),
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


def test_the_prose_of_an_error_is_compared_by_presence_and_its_numbers_by_value() -> None:
    schema = objects(message={"type": "string"}, code={"type": "integer"}, kind={"type": "string"})
    assert not places({"message": "Gone.", "code": 4}, {"message": "It is lost.", "code": 4}, schema, error=True)
    assert places({"message": "Gone."}, {}, schema, error=True) == ["/message"]
    assert places({"code": 4}, {"code": 5}, schema, error=True) == ["/code"]
    assert places({"kind": "lost"}, {"kind": "gone"}, schema, error=True) == ["/kind"]
    assert places({"message": "Gone."}, {"message": "It is lost."}, schema) == ["/message"]
