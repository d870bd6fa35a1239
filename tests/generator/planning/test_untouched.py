"""What has not happened to a new row yet: its counts and flags, and the times and people of its making."""

from pathlib import Path
from typing import Any

import pytest

from generator.plan import Column, Plan
from generator.render import render
from planning.servers import failed
from planning.specs import in_path, listing, plan_of, ref, sends, shows
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
FLAG = {"type": "boolean"}
WHOLE = {"type": "integer"}
TIME = {"type": "string", "format": "date-time"}


def letters(name: str, schema: Json, example: Json = None, summary: str = "", thing: str = "letter") -> Plan:
    letter = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "title": TEXT, name: schema}}
    answer = shows(ref("Letter"), "201")
    if example is not None:
        answer["201"]["content"]["application/json"]["example"] = {"id": "1", "title": "A", name: example}
    new = {"type": "object", "properties": {"title": TEXT}}
    paths = {
        f"/{thing}s": {
            "get": listing(ref("Letter")),
            "post": {"summary": summary, "requestBody": sends(new), "responses": answer},
        },
        f"/{thing}s/{{id}}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Letter"))}},
    }
    return plan_of(paths, Letter=letter)


def column(name: str, schema: Json, **more: Any) -> Column:
    plan = letters(name, schema, **more)
    return next(each for each in plan.entities[0].columns if each.path == (name,))


@pytest.mark.parametrize(
    ("name", "schema", "first"),
    [
        ("is_archived", FLAG, False),
        ("liked", {**FLAG, "description": "True if the reader likes it, false if not."}, False),
        ("sealed", {**FLAG, "description": "Whether the letter has been sealed."}, False),
        ("is_big", FLAG, None),
        ("manual", {**FLAG, "description": "Whether the letter has been created by hand."}, None),
        ("deleted", {**FLAG, "description": "Only returned if the letter was deleted."}, None),
        ("archived", {**FLAG, "nullable": True}, None),
        ("num_likes", {**WHOLE, "description": "The number of people who have liked it."}, 0),
        ("minutes_read", {**WHOLE, "description": "Total minutes which have been spent on it."}, 0),
        ("turn", {**WHOLE, "description": "This starts at `3` and grows."}, 3),
        ("pages", {**WHOLE, "description": "The number of pages of the letter."}, None),
        ("sheets", {**WHOLE, "minimum": 1, "description": "The number of sheets that have been used."}, None),
    ],
)
def test_what_can_only_happen_to_a_row_that_is_there_has_not_happened_to_a_new_one(
    name: str, schema: Json, first: Json
) -> None:
    assert column(name, schema).initial == first


@pytest.mark.parametrize(
    ("schema", "example", "first"),
    [
        (FLAG, True, True),
        (WHOLE, 0, 0),
        (WHOLE, 12, None),
        ({"type": "array", "items": TEXT}, [], []),
        ({"type": "array", "items": TEXT}, ["a"], None),
        (TEXT, "a", None),
        ({"type": "object"}, False, None),
    ],
)
def test_what_a_documented_answer_of_a_creation_shows_as_nothing_is_how_rows_begin(
    schema: Json, example: Json, first: Json
) -> None:
    assert column("mark", schema, example=example).initial == first


def test_a_row_that_lists_show_only_with_a_mark_begins_with_it_even_so() -> None:
    mark = {"name": "is_archived", "in": "query", "schema": {"type": "boolean", "default": True}}
    letter = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "title": TEXT, "is_archived": FLAG}}
    new = {"type": "object", "properties": {"title": TEXT}}
    made = {"requestBody": sends(new), "responses": shows(ref("Letter"), "201")}
    plan = plan_of({"/letters": {"get": listing(ref("Letter"), mark), "post": made}}, Letter=letter)
    assert plan.entity("letter").column("is_archived").initial is True


def test_what_a_new_row_begins_with_is_shown_and_stays_out_of_what_callers_may_send(tmp_path: Path) -> None:
    plan = letters("num_likes", {**WHOLE, "description": "The number of people who have liked it."})
    for name, text in render(plan).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    env = Environment.open(tmp_path, "empty")
    assert env.call("create_letters", {"title": "a"}).body["num_likes"] == 0
    assert env.call("create_letters", {"title": "a", "num_likes": 4}).status == 400
    assert failed(plan) == []


@pytest.mark.parametrize(
    ("name", "schema", "more", "made"),
    [
        ("assigned_at", TIME, {"thing": "assignment"}, "created"),
        ("mailed_date", TIME, {"summary": "Mail a letter"}, "created"),
        ("mailed_date", {**TIME, "nullable": True}, {"summary": "Mail a letter"}, None),
        ("mailed_date", {**TIME, "description": "Set once it left."}, {"summary": "Mail a letter"}, None),
        ("scheduled_at", TIME, {"summary": "Schedule a letter"}, None),
        ("opened_at", TIME, {"summary": "Mail a letter"}, None),
    ],
)
def test_the_time_of_making_may_be_called_after_what_the_making_is(
    name: str, schema: Json, more: Any, made: str | None
) -> None:
    assert column(name, schema, **more).made == made


def test_a_deletion_says_that_the_row_is_gone_though_rows_that_are_there_do_not(tmp_path: Path) -> None:
    gone = {**FLAG, "description": "Only returned if the letter has been deleted."}
    letter = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "title": TEXT, "deleted": gone}}
    receipt = {"type": "object", "properties": {"id": TEXT, "deleted": gone}}
    new = {"type": "object", "properties": {"title": TEXT}}
    paths = {
        "/letters": {
            "get": listing(ref("Letter")),
            "post": {"requestBody": sends(new), "responses": shows(ref("Letter"), "201")},
        },
        "/letters/{id}": {
            "parameters": [in_path("id")],
            "get": {"responses": shows(ref("Letter"))},
            "delete": {"responses": shows(receipt)},
        },
    }
    plan = plan_of(paths, Letter=letter)
    for name, text in render(plan).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    env = Environment.open(tmp_path)
    rows = env.call("list_letters", {}).body
    assert rows and all("deleted" not in row for row in rows)
    assert env.call("delete_letter", {"id": rows[0]["id"]}).body == {"id": rows[0]["id"], "deleted": True}
    assert failed(plan) == []
