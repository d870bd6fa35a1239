"""Errors that tell each fault of the arguments: where in the request it stands, what it is, and what was sent."""

from typing import Any

from state_db.answer import error_answer
from state_db.inputs import InputRefused, Inputs
from state_db.refusals import faults_of
from state_db.routes import ErrorRoute, Route

Json = Any

ROUTE = Route.model_validate({
    "method": "POST", "path": "/notes/{id}", "statuses": [201],
    "arguments": {
        "id": {"in": "path", "name": "id"},
        "limit": {"in": "query", "name": "max"},
        "title": {"in": "body", "path": ["note", "title"]},
        "tags": {"in": "body", "path": ["tags"]},
    },
})  # fmt: skip
SCHEMA = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "limit": {"type": "integer"},
        "title": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["id", "title"],
    "additionalProperties": False,
}


def faults(given: dict[str, Json]) -> list[dict[str, Json]]:
    try:
        Inputs(SCHEMA, "test").bindings(given)
    except InputRefused as refused:
        return faults_of(ROUTE, given, refused.refusals)
    raise AssertionError("nothing was refused")


def test_a_fault_stands_where_the_request_has_it() -> None:
    found = faults({"id": "1", "limit": "many", "title": "a", "tags": ["a", 7]})
    assert [(each["location"], each["input"]) for each in found] == [
        (["query", "max"], "many"),
        (["body", "tags", 1], 7),
    ]


def test_of_what_is_missing_the_body_is_shown_that_should_hold_it() -> None:
    (fault,) = faults({"id": "1", "tags": []})
    assert fault["location"] == ["body", "note", "title"]
    assert (fault["rule"], fault["input"]) == ("missing", {"tags": []})


def test_a_list_of_one_object_stands_for_one_a_fault() -> None:
    body = {"detail": [{"loc": "$fault.location", "msg": "$fault.message", "type": "$fault.rule"}]}
    routes: Json = {"invalid_argument": ErrorRoute(status=422, body=body)}
    answer = error_answer("invalid_argument", "No.", routes, faults=faults({"limit": "x"}))
    assert [each["loc"] for each in answer.body["detail"]] == [
        ["path", "id"],
        ["body", "note", "title"],
        ["query", "max"],
    ]
    alone = error_answer("invalid_argument", "No.", routes)
    assert alone.body == {"detail": [{"loc": [], "msg": "No.", "type": "invalid_argument"}]}
