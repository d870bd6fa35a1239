"""Actions that make a thing out of another one, and answer with the job that shows it."""

from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.rules.selection import Selection, selected
from generator.verify import opened
from planning.specs import in_path, listing, parameter, plan_of, reason_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
SHORT: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT}}
BOARD: Json = {
    "type": "object",
    "properties": {"id": TEXT, "name": TEXT, "color": TEXT, "notes": {"type": "string", "nullable": True}},
    "required": ["id", "name"],
}
SENT: Json = {"type": "object", "properties": {"name": TEXT, "color": TEXT}, "required": ["name"]}
STENCIL: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT, "color": TEXT}, "required": ["id"]}
JOB: Json = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "status": {"type": "string", "enum": ["waiting", "succeeded", "failed"]},
        "new_board": SHORT,
    },
    "required": ["id", "status"],
}
LISTED = ("Comma-separated parts that are copied: notes.", "Comma-separated: what to take when duplicating. - notes")
FIELDS: Json = parameter("fields", {"type": "array", "items": TEXT})


def boards(job: Json = JOB, listed: str = LISTED[0], **kinds: Json) -> Plan:
    named = {"type": "object", "properties": {"name": TEXT, "include": {**TEXT, "description": listed}}}
    one = {"parameters": [in_path("id")]}
    paths = {
        "/boards": {
            "get": listing(ref("Board")),
            "post": {"requestBody": sends(SENT), "responses": shows(ref("Board"), "201")},
        },
        "/boards/{id}": {**one, "get": {"responses": shows(ref("Board"))}},
        "/boards/{id}/duplicate": {
            "parameters": [in_path("id"), FIELDS],
            "post": {"requestBody": sends(named), "responses": shows(ref("Job"), "201")},
        },
        "/stencils/{id}": {**one, "get": {"responses": shows(ref("Stencil"))}},
        "/stencils/{id}/instantiateBoard": {
            **one,
            "post": {
                "requestBody": sends({"type": "object", "properties": {"name": TEXT, "color": TEXT}}),
                "responses": shows(ref("Job"), "201"),
            },
        },
        "/jobs/{id}": {**one, "get": {"responses": shows(ref("Job"))}},
    }
    return plan_of(paths, **{"Board": BOARD, "Stencil": STENCIL, "Job": job, **kinds})


@pytest.fixture(scope="module")
def image() -> Image:
    plan = boards()
    return opened(plan, render(plan))


ROWS: Json = {
    "boards": [{"id": "b1", "name": "First", "color": "red", "notes": "old"}],
    "stencils": [{"id": "s1", "name": "Plain", "color": "blue"}],
}


def test_a_copy_is_shown_by_the_job_that_makes_it(image: Image) -> None:
    copy = tool_at(boards(), "POST /boards/{id}/duplicate").name
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        made = environment.call(copy, {"id": "b1", "name": "Second"})
        assert made.status == 201
        job = environment.call(tool_at(boards(), "GET /jobs/{id}").name, {"id": made.body["id"]}).body
        assert job == made.body
        assert job["status"] == "succeeded"
        assert job["new_board"]["name"] == "Second"
        board = environment.call(tool_at(boards(), "GET /boards/{id}").name, {"id": job["new_board"]["id"]}).body
        assert (board["name"], board["color"], board.get("notes")) == ("Second", "red", None)
        assert len(environment.rows(image.name, "boards")) == 2


@pytest.mark.parametrize("listed", LISTED)
def test_only_what_is_listed_is_copied_too(listed: str) -> None:
    plan = boards(listed=listed)
    copy, look = (tool_at(plan, label).name for label in ("POST /boards/{id}/duplicate", "GET /boards/{id}"))
    image = opened(plan, render(plan))
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        for given, notes in (({"include": "color,notes"}, "old"), ({}, None)):
            made = environment.call(copy, {"id": "b1", **given}).body["new_board"]
            board = environment.call(look, {"id": made["id"]}).body
            assert (board["name"], board["notes"]) == ("First", notes)


def test_a_caller_names_the_properties_of_the_job(image: Image) -> None:
    copy = tool_at(boards(), "POST /boards/{id}/duplicate").name
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        assert environment.call(copy, {"id": "b1", "fields": ["status"]}).body.keys() == {"id", "status"}


def test_a_thing_of_another_kind_is_made_of_what_both_show(image: Image) -> None:
    make = tool_at(boards(), "POST /stencils/{id}/instantiateBoard").name
    with Environment.open(image, scenario={image.name: ROWS}) as environment:
        made = environment.call(make, {"id": "s1", "name": "Own"}).body["new_board"]
        board = environment.call(tool_at(boards(), "GET /boards/{id}").name, {"id": made["id"]}).body
        assert (board["name"], board["color"]) == ("Own", "blue")
        assert environment.call(make, {"id": "none", "name": "Own"}).error == "not_found"
        assert len(environment.rows(image.name, "boards")) == 2


def test_nothing_is_copied_that_what_is_made_may_not_hold() -> None:
    def colored(kind: Json, *choices: str) -> Json:
        return {**kind, "properties": {**kind["properties"], "color": {**TEXT, "enum": [*choices]}}}

    wider = boards(Board=colored(BOARD, "red", "blue"), Stencil=colored(STENCIL, "red", "blue", "none"))
    alike = boards(Board=colored(BOARD, "red", "blue"), Stencil=colored(STENCIL, "red"))
    texts = [tool_at(plan, "POST /stencils/{id}/instantiateBoard").steps for plan in (wider, alike)]
    assert ["s.color" in " ".join(steps) for steps in texts] == [False, True]


def test_tables_that_a_program_names_stay_with_a_selected_tool() -> None:
    part = selected(boards(), Selection(tools=("*duplicate*",)), {})
    assert {entity.name for entity in part.entities} == {"board", "job"}


def test_an_action_whose_job_shows_nothing_new_is_not_modelled() -> None:
    bare = {"type": "object", "properties": {"id": TEXT, "status": TEXT, "cause": TEXT, "done_at": TEXT}}
    plan = boards(bare)
    assert "duplicate" in reason_of(plan, "POST /boards/{id}/duplicate")
    assert "instantiateBoard" in reason_of(plan, "POST /stencils/{id}/instantiateBoard")
