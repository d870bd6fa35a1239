"""Members: actions that add to an array which the thing shows, or take from it."""

from typing import Any

from generator.plan import Member, Plan
from generator.rules.selection import Selection, selected
from planning.specs import in_path, listing, plan_of, reason_of, ref, sends, shows, tool_at

Json = Any
TEXT: Json = {"type": "string"}
USER: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT, "email": TEXT}, "required": ["id", "name"]}
USER_COMPACT: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT}}
BOARD: Json = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "title": TEXT,
        "followers": {"type": "array", "items": ref("UserCompact")},
        "labels": {"type": "array", "items": TEXT},
    },
    "required": ["id", "title"],
}


def acts(**properties: Json) -> Json:
    body = {"type": "object", "properties": properties, "required": list(properties)[:1]}
    return {"post": {"parameters": [in_path("boardId")], "requestBody": sends(body), "responses": shows(ref("Board"))}}


def boards() -> Plan:
    keys = {"type": "array", "items": TEXT}
    paths = {
        "/users": {"get": listing(ref("User"))},
        "/users/{userId}": {"get": {"parameters": [in_path("userId")], "responses": shows(ref("User"))}},
        "/boards": {"get": listing(ref("Board"))},
        "/boards/{boardId}": {"get": {"parameters": [in_path("boardId")], "responses": shows(ref("Board"))}},
        "/boards/{boardId}/addFollowers": acts(followers=keys, quiet={"type": "boolean"}),
        "/boards/{boardId}/removeFollowers": acts(followers=keys),
        "/boards/{boardId}/add-label": acts(label=TEXT),
        "/boards/{boardId}/addGadget": acts(gadget=TEXT),
    }
    return plan_of(paths, User=USER, UserCompact=USER_COMPACT, Board=BOARD)


def test_elements_show_the_rows_that_the_keys_name() -> None:
    tool = tool_at(boards(), "POST /boards/{boardId}/addFollowers")
    assert tool.pattern == "update"
    assert tool.argument("followers").does == Member(
        column="followers", change="add", key="id", of="user", by="id", shows={"id": "id", "name": "name"}
    )
    assert [left.input for left in tool.left_out] == ["quiet"]


def test_what_is_removed_is_named_by_its_key() -> None:
    does = tool_at(boards(), "POST /boards/{boardId}/removeFollowers").argument("followers").does
    assert isinstance(does, Member)
    assert (does.change, does.key) == ("remove", "id")


def test_an_array_of_plain_values_holds_the_argument_itself() -> None:
    does = tool_at(boards(), "POST /boards/{boardId}/add-label").argument("label").does
    assert does == Member(column="labels", change="add")


def test_what_no_array_shows_is_not_modelled() -> None:
    assert "addGadget" in reason_of(boards(), "POST /boards/{boardId}/addGadget")


def test_a_part_of_the_plan_keeps_the_things_that_members_are() -> None:
    part = selected(boards(), Selection(tools=("*addFollowers",)), {})
    assert {entity.name for entity in part.entities} >= {"board", "user"}
    assert any(tool.entity == "user" for tool in part.tools)
