"""A new row begins as documented answers show it, or in a state that things begin in."""

from typing import Any

import pytest

from .specs import plan_of, ref, sends, shows


def first_status(choices: list[str], example: str | None = None) -> Any:
    task = {
        "type": "object",
        "required": ["id", "title"],
        "properties": {
            "id": {"type": "integer"},
            "title": {"type": "string"},
            "importStatus": {"type": "string", "enum": choices},
            "latest_run_status": {"type": "string", "enum": choices},
        },
    }
    answer = shows(ref("Task"), "201")
    if example is not None:
        answer["201"]["content"]["application/json"]["example"] = {"id": 1, "title": "A", "importStatus": example}
    new = {"type": "object", "required": ["title"], "properties": {"title": {"type": "string"}}}
    paths = {
        "/tasks": {
            "get": {"responses": shows({"type": "array", "items": ref("Task")})},
            "post": {"operationId": "createTask", "requestBody": sends(new), "responses": answer},
        },
    }
    entity = plan_of(paths, Task=task).entity("task")
    assert entity.column("latest_run_status").initial is None  # there was no run yet
    return entity.column("import_status").initial


@pytest.mark.parametrize(
    ("choices", "first"),
    [
        (["draft", "sent"], "draft"),
        (["FAILED", "IN_PROGRESS", "SUCCESSFUL"], "IN_PROGRESS"),
        (["closed", "waiting_for_reply", "open"], "open"),
        (["completed", "assigned"], "assigned"),
        (["failed", "closed"], "failed"),
    ],
)
def test_a_row_does_not_begin_at_an_end_where_another_state_is_documented(choices: list[str], first: str) -> None:
    assert first_status(choices) == first


def test_the_documented_answer_of_a_creation_tells_the_first_state() -> None:
    assert first_status(["draft", "sent", "paid"], "sent") == "sent"
    assert first_status(["draft", "sent", "paid"], "unknown") == "draft"


def pots(asked: str) -> Any:
    """Pots of three glazes, and a read that picks them by glaze, with a default, at the path that is asked."""
    glaze = {"type": "string", "enum": ["matt", "default_glaze", "gloss"]}
    finish = {"type": "string", "enum": ["raw", "polished"]}
    pot = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "integer"}, "glaze": glaze, "finish": finish},
    }
    new = {"type": "object", "properties": {"glaze": glaze, "finish": finish}}
    by_finish = {"name": "finish", "in": "query", "schema": {**finish, "default": "polished"}}
    every = {"type": "array", "items": ref("Pot")}
    made = {"requestBody": sends(new), "responses": shows(ref("Pot"), "201")}
    reads: dict[str, Any] = {"/pots": {"get": {"responses": shows(every)}, "post": made}}
    reads.setdefault(asked, {})["get"] = {"parameters": [by_finish], "responses": shows(every)}
    return plan_of(reads, Pot=pot).entity("pot")


def test_the_one_choice_that_is_called_a_default_is_the_first() -> None:
    assert pots("/pots").column("glaze").initial == "default_glaze"


def test_rows_begin_as_lists_pick_them_and_not_as_searches_do() -> None:
    assert pots("/pots").column("finish").initial == "polished"
    assert pots("/pots/search").column("finish").initial is None


@pytest.mark.parametrize(
    ("more", "first"),
    [
        ({}, ""),
        ({"pattern": "^[a-z]+$", "example": "lamp"}, "lamp"),
        ({"pattern": "^[a-z]+$"}, None),
        ({"format": "date-time", "example": "2026-01-05T09:00:00Z"}, None),
    ],
)
def test_text_that_is_always_shown_begins_empty_or_in_its_form_as_the_example_shows(more: Any, first: Any) -> None:
    kind = {"type": "string", "readOnly": True, **more}
    task = {"type": "object", "required": ["id", "kind"], "properties": {"id": {"type": "integer"}, "kind": kind}}
    made = {"requestBody": sends({"type": "object", "properties": {"title": {"type": "string"}}})}
    listed = {"responses": shows({"type": "array", "items": ref("Task")})}
    plan = plan_of({"/tasks": {"get": listed, "post": {**made, "responses": shows(ref("Task"), "201")}}}, Task=task)
    assert plan.entity("task").column("kind").initial == first
