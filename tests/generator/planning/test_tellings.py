"""Objects that tell of a row of another entity: the row must be there, and is shown as it shows itself."""

from typing import Any

import pytest

from generator.plan import Plan, Value
from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
USER: Json = {
    "type": "object",
    "required": ["id", "type"],
    "properties": {"id": TEXT, "type": {"enum": ["user"]}, "name": TEXT},
}
FOLDER: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": TEXT, "type": {"enum": ["folder"]}, "name": TEXT},
}


def told(kind: Json) -> Json:
    """A short form of a row: its key, of what kind it is and its name."""
    return {"type": "object", "properties": {"id": TEXT, "type": kind, "name": TEXT}}


def tasks(owner: Json, sent: Json, folder: str = "The folder.") -> Plan:
    """Tasks with an owner, which callers send as ``sent``, and a folder; users and folders that stand alone."""
    place = told({"type": "string", "enum": ["folder"]})
    task = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": TEXT, "title": TEXT, "owner": owner, "place": place},
    }
    new = {"type": "object", "required": ["owner"], "properties": {"title": TEXT, "owner": sent, "place": place}}
    some = {"type": "object", "properties": {"title": TEXT, "owner": sent}}
    post = {"requestBody": sends(new), "responses": shows(ref("Task"), "201")}
    patch = {"requestBody": sends(some), "responses": shows(ref("Task"))}
    plain = {"requestBody": sends({"properties": {"name": TEXT}}), "responses": shows(ref("User"), "201")}
    paths: Json = {
        "/tasks": {"get": listing(ref("Task")), "post": post},
        "/tasks/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Task"))}, "patch": patch},
        "/users": {"get": listing(ref("User")), "post": plain},
        "/folders/{id}": {
            "parameters": [{**in_path("id"), "description": folder}],
            "get": {"responses": shows(ref("Folder"))},
        },
    }
    return plan_of(paths, Task=task, User=USER, Folder=FOLDER)


def proved(plan: Plan) -> Environment:
    """An environment of the plan, all of whose checks hold."""
    files = render(plan)
    assert [outcome.check.name for outcome in prove(plan, files).result.outcomes if not outcome.passed] == []
    return Environment.open(opened(plan, files))


OF_KIND = told({"type": "string", "enum": ["user"]})
BY_EXAMPLE = told({"type": "string", "example": "user"})
KEY = {"type": "string", "description": "The id of a user."}


@pytest.mark.parametrize(("owner", "sent", "given"), [(OF_KIND, OF_KIND, {"id": "{}"}), (BY_EXAMPLE, KEY, "{}")])
def test_what_names_a_row_must_name_one_that_is_there_and_shows_what_it_has(
    owner: Json, sent: Json, given: Json
) -> None:
    plan = tasks(owner, sent)
    for label in ("POST /tasks", "PATCH /tasks/{id}"):
        does = tool_at(plan, label).argument("owner").does
        assert isinstance(does, Value)
        assert (does.of, does.by, does.shows) == ("user", "id", {"type": "type", "name": "name"})

    def named(key: str) -> Json:
        return {"id": key} if isinstance(given, dict) else key

    env = proved(plan)
    first, second = (env.call("create_users", {"name": name}).body for name in ("Ann", "Ben"))
    made = env.call("create_tasks", {"owner": named(first["id"])})
    assert made.body["owner"] == first
    assert env.call("update_task", {"id": made.body["id"], "owner": named(second["id"])}).body["owner"] == second
    before = env.digest()
    refused = env.call("create_tasks", {"owner": named("nobody")})
    assert (refused.error, refused.message) == ("invalid_argument", "No user has the id nobody.")
    assert env.digest() == before


def test_a_key_or_the_word_for_whoever_calls_names_a_row() -> None:
    said = {**KEY, "description": 'A user id, or "me".'}
    argument = tool_at(tasks(BY_EXAMPLE, said), "POST /tasks").argument("owner")
    assert isinstance(argument.does, Value) and not argument.does.loose
    assert argument.person is not None and argument.person.own == "me"


@pytest.mark.parametrize("said", ["The id of a user or team.", "The id of the owner."])
def test_a_key_that_may_be_that_of_something_else_need_name_no_row(said: str) -> None:
    does = tool_at(tasks(BY_EXAMPLE, {**KEY, "description": said}), "POST /tasks").argument("owner").does
    assert isinstance(does, Value)
    assert does.loose


def test_what_is_always_there_needs_no_row() -> None:
    env = proved(tasks(OF_KIND, OF_KIND, "The folder. The root is always represented by the ID `0`."))
    owner = {"id": env.call("create_users", {"name": "Ann"}).body["id"]}
    assert env.call("create_tasks", {"owner": owner, "place": {"id": "0"}}).status == 201
    assert env.call("create_tasks", {"owner": owner, "place": {"id": "1"}}).error == "invalid_argument"


def test_what_is_listed_below_what_an_object_tells_of_is_listed_there_when_it_is_made() -> None:
    """Memberships are made at one place and listed at others, below those whom they tell of; so are seeded ones."""
    group = told({"type": "string", "enum": ["group"]})
    member = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "group": group, "role": TEXT}}
    note = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "text": TEXT}}
    plain = {"requestBody": sends({"properties": {"name": TEXT}}), "responses": shows(ref("Group"), "201")}
    new = {"type": "object", "required": ["group"], "properties": {"group": group, "role": TEXT}}
    about = {"type": "object", "required": ["group"], "properties": {"group": group, "text": TEXT}}
    post = {"requestBody": sends(new), "responses": shows(ref("GroupMember"), "201")}
    noted = {"requestBody": sends(about), "responses": shows(ref("GroupNote"), "201")}
    below = [in_path("group_id")]
    paths: Json = {
        "/groups": {"get": listing(ref("Group")), "post": plain},
        "/groups/{group_id}/members": {"parameters": below, "get": listing(ref("GroupMember"))},
        "/groups/{group_id}/notes": {"parameters": below, "get": listing(ref("GroupNote"))},
        "/group_members": {"post": post},
        "/group_members/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("GroupMember"))}},
        "/group_notes": {"post": noted},
        "/group_notes/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("GroupNote"))}},
    }
    plan = plan_of(paths, Group={**USER, "properties": {**USER["properties"], "type": {"enum": ["group"]}}},
                   GroupMember=member, GroupNote=note)  # fmt: skip
    env = proved(plan)
    made_at, listed_at = (tool_at(plan, label) for label in ("POST /group_members", "GET /groups/{group_id}/members"))
    assert made_at.entity == listed_at.entity
    for seeded in env.rows(plan.name, plan.entity(made_at.entity).table):
        assert seeded["group"] is None or seeded["group"].get("id") == seeded["group_id"]
    key = {"id": env.call("create_groups", {"name": "Choir"}).body["id"], "type": "group"}
    made = env.call(made_at.name, {"group": key}).body
    assert env.call(listed_at.name, {"group_id": key["id"]}).body == [made]
    noted_at, notes_at = (tool_at(plan, label).name for label in ("POST /group_notes", "GET /groups/{group_id}/notes"))
    kept = env.call(noted_at, {"group": key, "text": "Sing."}).body
    assert "group" not in kept
    assert env.call(notes_at, {"group_id": key["id"]}).body == [kept]
    assert env.call(noted_at, {"group": {"id": "none", "type": "group"}}).error == "invalid_argument"
