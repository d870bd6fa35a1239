"""Makers: rows show who made them, and who changed them last."""

from pathlib import Path
from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from planning.servers import failed
from planning.specs import in_path, listing, plan_of, ref, sends, shows
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
PEOPLE = {"type": "array", "items": TEXT}


def plan_with(**properties: Json) -> Any:
    sheet = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT, **properties}}
    sent = {
        "type": "object",
        "properties": {"name": TEXT, **{k: v for k, v in properties.items() if k == "permissions"}},
    }
    paths = {
        "/sheets": {"post": {"requestBody": sends(sent), "responses": shows(ref("Sheet"), "201")}},
        "/sheets/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Sheet"))}},
    }
    return plan_of(paths, Sheet=sheet)


def made(plan: Any, name: str) -> tuple[str | None, str]:
    column = plan.entity("sheet").column(name)
    return column.made, column.template


def test_who_made_a_row_is_who_acts() -> None:
    assert made(plan_with(created_by=TEXT), "created_by") == ("caller", "")
    assert made(plan_with(author=TEXT), "author") == ("caller", "")
    assert made(plan_with(author={**TEXT, "format": "email"}), "author") == (None, "")
    assert made(plan_with(approved_by=TEXT), "approved_by") == (None, "")


def test_who_makes_a_row_stands_among_those_who_may_change_it() -> None:
    plan = plan_with(permissions={"type": "object", "properties": {"read": PEOPLE, "write": PEOPLE}})
    assert made(plan, "permissions") == ("caller", "write")
    assert plan.assumptions == ("Who makes a sheet stands in its sheet.permissions.write where none is given.",)
    others = {"type": "object", "properties": {"read": PEOPLE, "colour": PEOPLE}}
    assert made(plan_with(permissions=others), "permissions") == (None, "")
    readers = {"type": "object", "properties": {"read": PEOPLE}}
    assert made(plan_with(permissions=readers), "permissions") == (None, "")


PERSON = {"type": "object", "properties": {"id": TEXT, "name": TEXT}}


def staffed(me: bool = False, **properties: Json) -> Plan:
    """A desk of people and their notes; with ``me`` only the one who calls can be read."""
    user = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT, "login": TEXT}}
    note = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "text": TEXT, **properties}}
    sent = sends({"type": "object", "properties": {"text": TEXT}})
    people = {
        "/users": {"get": listing(ref("User"))},
        "/users/{user_id}": {"parameters": [in_path("user_id")], "get": {"responses": shows(ref("User"))}},
    }
    return plan_of(
        {
            **({"/me": {"get": {"responses": shows(ref("User"))}}} if me else people),
            "/notes": {
                "get": listing(ref("Note")),
                "post": {"requestBody": sent, "responses": shows(ref("Note"), "201")},
            },
            "/notes/{note_id}": {
                "parameters": [in_path("note_id")],
                "get": {"responses": shows(ref("Note"))},
                "patch": {"requestBody": sent, "responses": shows(ref("Note"))},
            },
        },
        User=user,
        Note=note,
    )


def opened(plan: Plan, folder: Path, **more: Json) -> Environment:
    for name, text in render(plan).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return Environment.open(folder, **more)


def test_an_object_that_tells_who_made_a_row_tells_of_the_row_of_who_acts(tmp_path: Path) -> None:
    plan = staffed(created_by=PERSON, modified_by=PERSON)
    env = opened(plan, tmp_path)
    *_, last = env.call("list_users", {}).body
    env = opened(plan, tmp_path, caller=last["id"])
    note = env.call("create_notes", {"text": "a"}).body
    assert note["created_by"] == note["modified_by"] == {"id": last["id"], "name": last["name"]}
    assert failed(plan) == []


def test_a_change_moves_who_changed_a_row_last_and_leaves_who_made_it(tmp_path: Path) -> None:
    plan = staffed(created_by=PERSON, last_modified_by=PERSON)
    env = opened(plan, tmp_path)
    first, other = env.call("list_users", {}).body[:2]
    note = next(note for note in env.call("list_notes", {}).body if note["created_by"]["id"] != first["id"])
    changed = env.call("update_note", {"note_id": note["id"], "text": "b"}).body
    assert changed["created_by"] == note["created_by"]
    assert changed["last_modified_by"] == {"id": first["id"], "name": first["name"]} != other


def test_the_only_one_who_can_be_read_is_who_acts(tmp_path: Path) -> None:
    plan = staffed(me=True, user={**PERSON, "description": "The user who left the note"})
    env = opened(plan, tmp_path)
    assert env.call("create_notes", {"text": "a"}).body["user"]["id"] == env.call("get_me", {}).body["id"]
    assert failed(plan) == []


@pytest.mark.parametrize("name", ["createdByUserId", "creator_id", "authorId"])
def test_the_id_of_who_made_a_row_is_that_of_a_row_of_the_people(name: str, tmp_path: Path) -> None:
    key: dict[str, Any] = {name: TEXT}
    env = opened(staffed(**key), tmp_path)
    assert env.call("create_notes", {"text": "a"}).body[name] == env.call("list_users", {}).body[0]["id"]


def test_what_is_assigned_to_nobody_was_assigned_by_nobody() -> None:
    plan = staffed(assigned_by=PERSON, assignee=PERSON)
    assert plan.entity("note").column("assigned_by").made is None
    assert staffed(assigned_by=PERSON).entity("note").column("assigned_by").made == "caller"


def test_an_assignment_was_assigned_by_who_made_it() -> None:
    note = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": TEXT, "assigned_by": PERSON, "assigned_to": TEXT},
    }
    user = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}
    new = sends({"type": "object", "properties": {"assigned_to": TEXT}})
    paths = {
        "/users": {"get": listing(ref("User"))},
        "/users/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("User"))}},
        "/desk_assignments": {
            "get": listing(ref("DeskAssignment")),
            "post": {"requestBody": new, "responses": shows(ref("DeskAssignment"), "201")},
        },
    }
    plan = plan_of(paths, User=user, DeskAssignment=note)
    assert plan.entity("desk_assignment").column("assigned_by").made == "caller"


@pytest.mark.parametrize(
    ("name", "schema"),
    [
        ("ownerUserId", {"type": "string", "description": "The user ID of the owner of this note."}),
        ("person", {"type": "string", "description": "The unique identifier of the user who owns the note."}),
        ("creator", {"type": "string", "pattern": "^[UW][0-9]+$"}),
    ],
)
def test_a_key_that_words_or_its_form_tell_to_be_the_makers_is_that_of_who_acts(name: str, schema: Json) -> None:
    user = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {**TEXT, "pattern": "^[UW][0-9]+$"}, "name": TEXT},
    }
    note = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "text": TEXT, name: schema}}
    paths = {
        "/users": {"get": listing(ref("User"))},
        "/users/{user_id}": {"parameters": [in_path("user_id")], "get": {"responses": shows(ref("User"))}},
        "/notes": {
            "get": listing(ref("Note")),
            "post": {
                "requestBody": sends({"type": "object", "properties": {"text": TEXT}}),
                "responses": shows(ref("Note"), "201"),
            },
        },
    }
    column = next(each for each in plan_of(paths, User=user, Note=note).entity("note").columns if each.path == (name,))
    assert (column.made, column.of) == ("caller", "user")


@pytest.mark.parametrize("way", ["created from the REST API", "created by using the API", "made through an API call"])
def test_what_calls_make_has_the_maker_that_words_tell_of_them(way: str) -> None:
    said = f"The name of who made it. If the sheet was {way}, the value is `system`."
    column = plan_with(created_by={**TEXT, "description": said}).entity("sheet").column("created_by")
    assert (column.made, column.initial) == (None, "system")
