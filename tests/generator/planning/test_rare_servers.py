"""Rare kinds of descriptions, first met in drawn ones: verification drops nothing of the servers made of them."""

import json

from generator.plan import Filter, Paging
from generator.render import render
from planning.specs import in_path, listing, parameter, plan_of, sends, shows, tool_at
from planning.test_whole_servers import GONE, NUMBER, TEXT, keeps_all, thing

MADE = {**NUMBER, "readOnly": True}


def test_a_row_that_a_query_picks_by_its_key_is_found_where_it_is_the_only_one() -> None:
    entry = thing(["id"], id=MADE, title=TEXT)
    asked = {**parameter("id", NUMBER), "required": True}
    plan = plan_of(
        {
            "/entries": {
                "get": listing(entry),
                "post": {"requestBody": sends(entry), "responses": shows(entry, "201")},
            },
            "/entries/{entry_id}": {"parameters": [in_path("entry_id", "integer")], "delete": GONE},
            "/entries/get": {"get": {"parameters": [asked], "responses": shows(entry)}},
        }
    )
    assert tool_at(keeps_all(plan), "GET /entries/get").argument("id").required


def test_rows_that_are_counted_in_each_scope_are_told_apart_by_it_when_many_go_at_once() -> None:
    box = thing(["number"], number=MADE, label=TEXT)
    shelf = thing(["id"], id=MADE, title=TEXT)
    above = [in_path("shelf_id", "integer")]
    many = sends(thing(["ids"], ids={"type": "array", "items": NUMBER}))
    plan = plan_of(
        {
            "/shelves": {
                "get": listing(shelf),
                "post": {"requestBody": sends(shelf), "responses": shows(shelf, "201")},
            },
            "/shelves/{shelf_id}/boxes": {
                "parameters": above,
                "get": listing(box),
                "post": {"requestBody": sends(box), "responses": shows(box, "201")},
            },
            "/shelves/{shelf_id}/boxes/{box_number}": {
                "parameters": [*above, in_path("box_number", "integer")],
                "get": {"responses": shows(box)},
            },
            "/shelves/{shelf_id}/boxes/batch-delete": {
                "parameters": above,
                "post": {"requestBody": many, "responses": {"204": {"description": ""}}},
            },
        }
    )
    assert plan.entity("box").key == ("shelf_id", "number")
    assert tool_at(keeps_all(plan), "POST /shelves/{shelf_id}/boxes/batch-delete").pattern == "batch"


def test_what_a_path_names_above_a_row_holds_of_every_row_below_which_others_lie() -> None:
    member = thing(["id"], id=MADE, team_id=NUMBER, nickname=TEXT)
    badge = thing(["id"], id=MADE, colour=TEXT)
    above = [in_path("team_id", "integer"), in_path("member_id", "integer")]
    team = thing(["id"], id=MADE, title=TEXT)
    plan = plan_of(
        {
            "/teams": {"get": listing(team), "post": {"requestBody": sends(team), "responses": shows(team, "201")}},
            "/teams/{team_id}/members/{member_id}": {
                "parameters": above,
                "patch": {"requestBody": sends(thing(nickname=TEXT)), "responses": shows(member)},
            },
            "/teams/{team_id}/members/{member_id}/badges": {
                "parameters": above,
                "get": listing(badge),
                "post": {"requestBody": sends(badge), "responses": shows(badge, "201")},
            },
        }
    )
    assert [each.operation for each in plan.unmodelled] == ["PATCH /teams/{team_id}/members/{member_id}"]
    keeps_all(plan)
    rows = json.loads(render(plan)["seed.json"])["members"]
    assert all(row["team_id"] is not None for row in rows)


def test_an_input_that_is_called_like_a_place_and_like_a_property_narrows_where_another_tells_the_place() -> None:
    train = thing(["id"], id=MADE, **{"from": NUMBER})
    asked = [parameter("limit", NUMBER), parameter("from", NUMBER), parameter("offset", NUMBER)]
    tool = tool_at(keeps_all(plan_of({"/trains": {"get": listing(train, *asked)}})), "GET /trains")
    assert isinstance(tool.argument("offset").does, Paging)
    assert tool.argument("from").does == Filter(column="from")
