"""Rows that calls name: made at their own path or from an array of names, told apart by what reads show of them."""

from typing import Any

import pytest

from generator.plan import Member, Plan, Value
from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
TEXTS: Json = {"type": "array", "items": TEXT}
GONE: Json = {"204": {"description": ""}}
CLUB: Json = {
    "type": "object",
    "properties": {"name": TEXT, "members": TEXTS, "secret": {"type": "boolean"}, "last_meeting": TEXT},
}


def body(**properties: Json) -> Json:
    return sends({"type": "object", "properties": properties})


def clubs() -> Plan:
    """Clubs that are made under names, whose members come and go, and of whose meetings it is told."""
    one, made = [in_path("name")], shows(ref("Club"), "201")
    many = {"201": shows({"type": "array", "items": ref("Club")}, "201")["201"]}
    members = {"parameters": one, "requestBody": body(members=TEXTS), "responses": shows(ref("Club"))}
    return plan_of(
        {
            "/clubs": {
                "get": listing(ref("Club")),
                "post": {"requestBody": body(names=TEXTS, secret={"type": "boolean"}), "responses": many},
            },
            "/clubs/{name}": {
                "get": {"parameters": one, "responses": shows(ref("Club"))},
                "post": {"summary": "Create a club", "parameters": one, "responses": made},
                "delete": {"parameters": one, "responses": GONE},
            },
            "/clubs/{name}/members": {"post": members, "delete": {**members, "responses": GONE}},
            "/clubs/{name}/meeting": {
                "post": {"parameters": one, "requestBody": body(last_meeting=TEXT, place=TEXT), "responses": GONE}
            },
        },
        Club=CLUB,
    )


@pytest.fixture(scope="module")
def image() -> Image:
    plan = clubs()
    return opened(plan, render(plan))


def called(environment: Environment, label: str, **arguments: Json) -> Any:
    return environment.call(tool_at(clubs(), label).name, arguments)


def test_a_post_on_an_item_that_answers_201_makes_the_row_of_that_name_once(image: Image) -> None:
    with Environment.open(image, scenario="empty") as environment:
        made = called(environment, "POST /clubs/{name}", name="chess")
        assert (made.status, made.body["name"]) == (201, "chess")
        assert called(environment, "POST /clubs/{name}", name="chess").status == 409
        assert called(environment, "GET /clubs/{name}", name="chess").body == made.body


def test_an_array_of_names_makes_a_row_of_each_with_what_stands_beside_it(image: Image) -> None:
    with Environment.open(image, scenario="empty") as environment:
        made = called(environment, "POST /clubs", names=["go", "chess"], secret=True)
        assert [(row["name"], row["secret"]) for row in made.body] == [("go", True), ("chess", True)]
        assert called(environment, "POST /clubs", names=["bridge", "go"]).status == 409
        assert len(called(environment, "GET /clubs").body) == 2


def test_an_array_that_a_thing_shows_is_added_to_and_taken_from_at_its_own_path(image: Image) -> None:
    assert tool_at(clubs(), "POST /clubs/{name}/members").argument("members").does == Member(
        column="members", change="add"
    )
    with Environment.open(image, scenario="empty") as environment:
        assert called(environment, "POST /clubs/{name}", name="go").body["members"] == []
        added = called(environment, "POST /clubs/{name}/members", name="go", members=["ann", "bob"])
        assert added.body["members"] == ["ann", "bob"]
        assert called(environment, "DELETE /clubs/{name}/members", name="go", members=["ann"]).status == 204
        assert called(environment, "GET /clubs/{name}", name="go").body["members"] == ["bob"]


def test_what_is_sent_under_its_own_name_is_set_where_the_path_ends_that_name() -> None:
    tool = tool_at(clubs(), "POST /clubs/{name}/meeting")
    assert (tool.pattern, tool.argument("last_meeting").does) == ("update", Value(column="last_meeting"))


def test_a_flag_that_nobody_set_is_off_and_one_that_puts_in_force_is_not_guessed() -> None:
    flag: Json = {"type": "boolean"}
    new = {"name": TEXT, "hidden": flag, "enabled": flag}
    room = {"type": "object", "properties": {"id": {"type": "integer"}, **new}}
    made = {"requestBody": body(**new), "responses": shows(ref("Room"), "201")}
    plan = plan_of({"/rooms": {"get": listing(ref("Room")), "post": made}}, Room=room)
    assert [plan.entity("room").column(name).initial for name in ("hidden", "enabled")] == [False, None]


def test_all_that_is_made_of_named_rows_is_proved() -> None:
    plan = clubs()
    assert [each.check.name for each in prove(plan, render(plan)).result.outcomes if not each.passed] == []


def test_a_secret_that_is_told_once_is_not_what_rows_are_told_apart_by() -> None:
    shown: Json = {"type": "object", "properties": {"id": TEXT, "note": TEXT}}
    new: Json = {"type": "object", "properties": {"token": TEXT, **shown["properties"]}}
    plan = plan_of(
        {
            "/tokens": {
                "get": listing(ref("Token")),
                "post": {"requestBody": body(note=TEXT), "responses": shows(ref("NewToken"), "201")},
            },
            "/tokens/{token_id}": {"get": {"parameters": [in_path("token_id")], "responses": shows(ref("Token"))}},
            "/tokens/check/{token}": {"get": {"parameters": [in_path("token")], "responses": shows(ref("Token"))}},
        },
        Token=shown,
        NewToken=new,
    )
    assert plan.entity("token").key == ("id",)


@pytest.mark.parametrize(("required", "key"), [(["name"], "name"), ([], "terminal_id")])
def test_what_shows_no_id_is_picked_by_the_name_that_all_of_it_shows(required: list[str], key: str) -> None:
    terminal = {"type": "object", "required": required, "properties": {"name": TEXT, "started": TEXT}}
    plan = plan_of(
        {
            "/terminals": {"get": listing(ref("Terminal")), "post": {"responses": shows(ref("Terminal"), "201")}},
            "/terminals/{terminal_id}": {
                "get": {"parameters": [in_path("terminal_id")], "responses": shows(ref("Terminal"))}
            },
        },
        Terminal=terminal,
    )
    assert plan.entity("terminal").key == (key,)


def test_a_row_beside_the_version_of_its_form_is_the_row() -> None:
    tag = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "text": TEXT}}
    version = {"type": "integer", "description": "The version of the schema used to model the tag."}
    whole = {"type": "object", "properties": {"version": version, "tag": ref("Tag")}}
    page = {"type": "object", "properties": {"version": version, "tags": {"type": "array", "items": ref("Tag")}}}
    plan = plan_of(
        {
            "/tags": {
                "get": {"responses": shows(page)},
                "post": {"requestBody": body(text=TEXT), "responses": shows(whole, "201")},
            },
            "/tags/{id}": {"get": {"parameters": [in_path("id")], "responses": shows(whole)}},
        },
        Tag=tag,
    )
    assert tool_at(plan, "GET /tags/{id}").answer == {"version": 1, "tag": "$row"}
    assert tool_at(plan, "GET /tags").answer == {"version": 1, "tags": "$items"}


def test_what_only_some_kinds_of_a_thing_have_begins_as_nothing_in_the_others() -> None:
    kind: Json = {"type": "object", "required": ["id", "type", "size"], "properties": {"id": TEXT, "type": TEXT}}
    number, choice = ({**kind, "properties": {**kind["properties"], "size": TEXT}} for _ in range(2))
    choice["properties"] = {**choice["properties"], "values": TEXTS}
    sent = {"type": "object", "properties": {"type": TEXT, "size": TEXT, "values": TEXTS}}
    field = {"oneOf": [number, choice]}
    made = {"requestBody": sends(sent), "responses": shows(ref("Field"), "201")}
    plan = plan_of({"/fields": {"get": listing(ref("Field")), "post": made}}, Field=field)
    assert plan.entity("field").column("values").initial is None


def test_an_answer_that_is_called_after_its_own_path_is_no_row_of_another_collection() -> None:
    row: Json = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
    tag = {**row, "properties": {"id": TEXT, "name": TEXT}}
    link = {**row, "properties": {"id": TEXT, "tag_id": TEXT, "thing": TEXT}}
    plan = plan_of(
        {
            "/tags": {
                "get": listing(ref("TagResponse")),
                "post": {"requestBody": body(name=TEXT), "responses": shows(ref("TagResponse"), "201")},
            },
            "/tags/{tag_id}": {"get": {"parameters": [in_path("tag_id")], "responses": shows(ref("TagResponse"))}},
            "/tag_resources": {
                "post": {
                    "requestBody": body(tag_id=TEXT, thing=TEXT),
                    "responses": shows(ref("TagResourceResponse"), "201"),
                }
            },
        },
        TagResponse=tag,
        TagResourceResponse=link,
    )
    assert plan.entity("tag").key == ("id",)
    assert {tool.entity for tool in plan.tools} == {"tag"}


def helpers() -> Plan:
    """Helpers that always show settings of which none must be given, and whose notes are merged."""
    settings: Json = {"type": "object", "properties": {"tags": TEXTS, "limit": {"type": "integer"}}}
    notes: Json = {"type": "object", "description": "Notes to merge with those that are there."}
    shown = {"id": TEXT, "settings": settings, "notes": {"type": "object"}}
    helper = {"type": "object", "required": ["id", "settings", "notes"], "properties": shown}
    one = [in_path("id")]
    made = {"requestBody": body(settings=settings, notes={"type": "object"}), "responses": shows(ref("Helper"), "201")}
    changed = {"parameters": one, "requestBody": body(notes=notes), "responses": shows(ref("Helper"))}
    return plan_of(
        {
            "/helpers": {"post": made},
            "/helpers/{id}": {"get": {"parameters": one, "responses": shows(ref("Helper"))}, "patch": changed},
        },
        Helper=helper,
    )


def test_an_object_that_is_always_shown_and_needs_nothing_begins_empty() -> None:
    assert helpers().entity("helper").column("settings").initial == {}


def test_what_is_said_to_be_merged_keeps_what_a_change_does_not_name() -> None:
    assert tool_at(helpers(), "PATCH /helpers/{id}").merge
