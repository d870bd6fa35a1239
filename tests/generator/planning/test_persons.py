"""Inputs of queries and bodies that name someone by a key, by "me", or by an e-mail address."""

from pathlib import Path
from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.rules.selection import Selection, selected
from planning.servers import failed
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
EITHER = 'Whose it is: the string "me", an email, or the id of a user.'
SHOWN: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT, "type": {"enum": ["user"]}}}
USER: Json = {
    "type": "object",
    "required": ["id", "email"],
    "properties": {"id": {**TEXT, "readOnly": True}, "name": TEXT, "email": {**TEXT, "format": "email"}},
}
CHORE: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {**TEXT, "readOnly": True},
        "title": TEXT,
        "assignee": SHOWN,
        "helpers": {"type": "array", "items": ref("UserCompact")},
    },
}


def chores(said: str = EITHER) -> Plan:
    told = {"description": said}
    new = {"type": "object", "properties": {"title": TEXT, "assignee": {**TEXT, **told}}}
    helping = {
        "type": "object",
        "required": ["helpers"],
        "properties": {"helpers": {"type": "array", "items": TEXT, **told}},
    }
    one = {"parameters": [in_path("id")]}
    return plan_of(
        {
            "/users": {"get": listing(ref("User"))},
            "/users/{id}": {**one, "get": {"responses": shows(ref("User"))}},
            "/chores": {
                "get": listing(ref("Chore"), parameter("assignee", TEXT, **told)),
                "post": {"requestBody": sends(new), "responses": shows(ref("Chore"), "201")},
            },
            "/chores/{id}": {**one, "get": {"responses": shows(ref("Chore"))}},
            "/chores/{id}/addHelpers": {
                **one,
                "post": {"requestBody": sends(helping), "responses": shows(ref("Chore"))},
            },
        },
        User=USER,
        UserCompact=SHOWN,
        Chore=CHORE,
    )


@pytest.fixture
def env(tmp_path: Path) -> Environment:
    for name, text in render(chores()).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return Environment.open(tmp_path)


def test_a_row_is_given_to_whom_me_a_key_or_an_address_names(env: Environment) -> None:
    first, second = env.call("list_users", {}).body[:2]
    ways = [("me", first), (second["id"], second), (second["email"], second)]
    for given, user in ways:
        chore = env.call("create_chores", {"title": "a", "assignee": given}).body
        assert chore["assignee"]["id"] == user["id"]
    assert env.call("create_chores", {"title": "a", "assignee": "nobody@example.com"}).status == 400


def test_a_list_is_narrowed_to_whom_me_or_an_address_names(env: Environment) -> None:
    first = env.call("list_users", {}).body[0]
    made = env.call("create_chores", {"title": "a", "assignee": first["id"]}).body
    mine = env.call("list_chores", {"assignee": "me"}).body
    assert made["id"] in [chore["id"] for chore in mine]
    assert mine == env.call("list_chores", {"assignee": first["email"]}).body
    assert mine == env.call("list_chores", {"assignee": first["id"]}).body


def test_each_of_several_is_whom_it_names(env: Environment) -> None:
    first, second = env.call("list_users", {}).body[:2]
    chore = env.call("create_chores", {"title": "a"}).body
    tool = tool_at(chores(), "POST /chores/{id}/addHelpers").name
    body = env.call(tool, {"id": chore["id"], "helpers": ["me", second["email"], first["id"]]}).body
    assert [helper["id"] for helper in body["helpers"]] == [first["id"], second["id"]]


def test_whom_only_keys_name_is_named_in_no_other_way() -> None:
    plan = chores("Whose it is: the id of a user.")
    assert all(each.person is None for tool in plan.tools for each in tool.arguments)
    assert failed(chores()) == []


def test_nobody_is_named_otherwise_in_a_part_without_the_people() -> None:
    part = selected(chores(), Selection(tools=("list_chores",), most=1), {})
    assert part.tools[0].argument("assignee").person is None
