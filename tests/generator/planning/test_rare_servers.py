"""Rare kinds of descriptions, first met in drawn ones: verification drops nothing of the servers made of them."""

import json
from pathlib import Path

from checking.conftest import written

from generator.check import Rows
from generator.laws import astray
from generator.plan import Filter, Input, Key, Paging
from generator.probe import Probe
from generator.render import render
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from planning.test_whole_servers import GONE, NUMBER, TEXT, keeps_all, thing
from state_db.image import Image

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


def test_a_number_that_only_paths_of_actions_name_is_the_key() -> None:
    note = thing(["number"], number=MADE, text=TEXT, archived={"type": "boolean", "readOnly": True})
    one = {"parameters": [in_path("note_number", "integer")], "post": {"responses": shows(note)}}
    plan = plan_of(
        {
            "/notes": {"get": listing(note), "post": {"requestBody": sends(note), "responses": shows(note, "201")}},
            "/notes/{note_number}/archive": one,
            "/notes/{note_number}/unarchive": one,
        }
    )
    assert keeps_all(plan).entity("note").key == ("number",)


def test_a_row_that_a_query_picks_among_those_of_its_parents_is_told_by_its_key() -> None:
    lead = thing(["name"], name=TEXT)
    order = thing(["id"], id=MADE, sum=NUMBER)
    part = thing(["id"], id=MADE, label=TEXT)
    leads, orders = [in_path("lead_name")], [in_path("lead_name"), in_path("order_id", "integer")]
    plan = plan_of(
        {
            "/leads": {"get": listing(lead), "post": {"requestBody": sends(lead), "responses": shows(lead, "201")}},
            "/leads/{lead_name}/orders": {"parameters": leads, "get": listing(order)},
            "/leads/{lead_name}/orders/{order_id}/parts/get": {
                "parameters": orders,
                "get": {"parameters": [{**parameter("id", NUMBER), "required": True}], "responses": shows(part)},
            },
            "/leads/{lead_name}/orders/{order_id}/parts/{part_id}": {
                "parameters": [*orders, in_path("part_id", "integer")],
                "patch": {"requestBody": sends(thing(label=TEXT)), "responses": shows(part)},
            },
        }
    )
    tool = tool_at(keeps_all(plan), "GET /leads/{lead_name}/orders/{order_id}/parts/get")
    assert tool.argument("id").does == Key(column="id")


def test_a_row_is_looked_up_by_a_property_only_where_it_has_one_that_no_other_has(tmp_path: Path) -> None:
    row = thing(["id"], id=MADE, nickname=TEXT)
    asked = {**parameter("nickname", TEXT), "required": True}
    plan = plan_of(
        {
            "/members": {"get": listing(row)},
            "/members/lookup": {"get": {"parameters": [asked], "responses": shows(row)}},
        }
    )
    tool = tool_at(keeps_all(plan), "GET /members/lookup")
    assert tool.argument("nickname").does == Filter(column="nickname")
    names = ["Ada", None, "Bo", "Bo"]
    rows = {"members": [{"id": number, "nickname": name} for number, name in enumerate(names, 1)]}
    probe = Probe(plan, Image.load(written(render(plan), tmp_path / "members")), rows)
    assert [row["id"] for row in probe.single(tool)] == [1]


def test_a_put_that_answers_with_nothing_tells_by_its_status_whether_it_made_the_row() -> None:
    tag = thing(["name"], name=TEXT, colour=TEXT)
    one = {
        "parameters": [in_path("name")],
        "get": {"responses": shows(tag)},
        "put": {
            "requestBody": sends(thing(colour=TEXT)),
            "responses": {"201": {"description": "Made"}, "204": {"description": "Replaced"}},
        },
    }
    plan = keeps_all(plan_of({"/tags": {"get": listing(tag)}, "/tags/{name}": one}))
    put = tool_at(plan, "PUT /tags/{name}")
    assert (put.pattern, put.status, put.created_status) == ("upsert", 204, 201)


def test_rows_that_are_embedded_beside_the_page_are_a_list() -> None:
    room = thing(["id"], id=MADE, title=TEXT)
    shown = thing(
        _embedded=thing(rooms={"type": "array", "items": room}),
        page=thing(totalElements=NUMBER, size=NUMBER),
        _links=thing(self=thing(href=TEXT)),
    )
    plan = keeps_all(plan_of({"/rooms": {"get": {"responses": shows(shown)}}}))
    tool = tool_at(plan, "GET /rooms")
    assert (tool.pattern, tool.answer["_embedded"]) == ("list", {"rooms": "$items"})
    assert tool.answer["page"]["totalElements"] == "$total"


def test_a_secret_that_another_row_shows_as_something_else_is_no_secret_to_look_for() -> None:
    kinds = ["open", "closed"]
    door = thing(
        ["id", "code"],
        id=MADE,
        code={**TEXT, "writeOnly": True, "enum": kinds},
        state={**TEXT, "enum": kinds},
        pin={**TEXT, "writeOnly": True},
    )
    many = {"get": listing(door), "post": {"requestBody": sends(door), "responses": shows(door, "201")}}
    plan = keeps_all(plan_of({"/doors": many}))
    secret = [column.name for column in plan.entity("door").columns if column.write_only]
    assert secret == ["code", "pin"]


def test_a_text_that_is_called_like_a_parent_is_not_its_key_where_it_is_bound_otherwise() -> None:
    order = thing(["name"], name=TEXT)
    user = thing(["uid"], uid=TEXT, order={**TEXT, "maxLength": 4})
    parents = [in_path("order_name")]
    plan = plan_of(
        {
            "/orders": {"get": listing(order), "post": {"requestBody": sends(order), "responses": shows(order, "201")}},
            "/orders/{order_name}/users": {
                "parameters": parents,
                "get": listing(user),
                "post": {"requestBody": sends(user), "responses": shows(user, "201")},
            },
            "/orders/{order_name}/users/{user_uid}": {
                "parameters": [*parents, in_path("user_uid")],
                "put": {"requestBody": sends(user), "responses": shows(user)},
            },
        }
    )
    users = keeps_all(plan).entity("user")
    assert (users.column("order").references, users.column("order_name").path) == (None, ())


def test_a_row_is_looked_for_under_each_of_its_parents_where_some_must_be_made_first(tmp_path: Path) -> None:
    member = thing(["id"], id=TEXT, nickname=TEXT)
    badge = thing(["id"], id={**TEXT, "readOnly": True}, archived={"type": "boolean", "readOnly": True})
    team = [in_path("team_id", "integer")]
    plan = plan_of(
        {
            "/teams/{team_id}": {"parameters": team, "get": {"responses": shows(thing(["id"], id=MADE, title=TEXT))}},
            "/teams/{team_id}/members": {
                "parameters": team,
                "get": listing(member),
                "post": {"requestBody": sends(thing(nickname=TEXT)), "responses": shows(member, "201")},
            },
            "/teams/{team_id}/members/{member_id}/badges": {
                "parameters": [*team, in_path("member_id")],
                "get": listing(badge),
            },
            "/teams/{team_id}/members/{member_id}/badges/{badge_id}/archive": {
                "parameters": [*team, in_path("member_id"), in_path("badge_id")],
                "post": {"responses": shows(badge)},
            },
        }
    )
    rows: Rows = {
        "teams": [{"id": 1, "title": "North"}, {"id": 2, "title": "South"}],
        "members": [{"id": "ada", "nickname": "Ada", "team_id": 1}],
        "badges": [{"id": "gold", "archived": False, "team_id": 1, "member_id": "ada"}],
    }
    probe = Probe(plan, Image.load(written(render(plan), tmp_path / "teams")), rows)
    (steps,) = [check.steps for check in astray.checks(plan, probe) if check.tool == "archive_member_badge"]
    makers = [number for number, step in enumerate(steps) if step.tool == "create_team_members"]
    assert makers == [1]
    assert steps[2].arguments["member_id"] == {"$step": 1, "pointer": "/id"}


def test_things_that_are_put_to_another_are_not_deleted_when_they_are_taken_away() -> None:
    news = thing(["id"], id=MADE, title=TEXT)
    board = thing(["id"], id=MADE, name=TEXT)
    news_id, board_id = in_path("news_id", "integer"), in_path("board_id", "integer")
    plan = plan_of(
        {
            "/news": {
                "get": listing(ref("News")),
                "post": {"requestBody": sends(news), "responses": shows(news, "201")},
            },
            "/news/{news_id}": {"parameters": [news_id], "get": {"responses": shows(ref("News"))}},
            "/boards": {"get": listing(board), "post": {"requestBody": sends(board), "responses": shows(board, "201")}},
            "/boards/{board_id}/news": {"parameters": [board_id], "get": listing(ref("News"))},
            "/boards/{board_id}/news/{news_id}": {"parameters": [board_id, news_id], "put": GONE, "delete": GONE},
        },
        News=news,
    )
    taken = tool_at(keeps_all(plan), "DELETE /boards/{board_id}/news/{news_id}")
    assert (taken.pattern, taken.entity) != ("delete", "news")


def test_a_key_that_counts_in_each_scope_may_still_be_listed_where_one_row_of_it_was_deleted() -> None:
    person = thing(["uid", "name"], uid=TEXT, name=TEXT)
    above = [in_path("box_id", "integer")]
    plan = plan_of(
        {
            "/people": {"get": listing(ref("Person"))},
            "/boxes": {"get": listing(thing(["id"], id=MADE, label=TEXT))},
            "/boxes/{box_id}/people": {
                "parameters": above,
                "get": listing(ref("Person")),
                "post": {"requestBody": sends(ref("Person")), "responses": shows(ref("Person"), "201")},
            },
            "/boxes/{box_id}/people/{person_uid}": {
                "parameters": [*above, in_path("person_uid")],
                "get": {"responses": shows(ref("Person"))},
                "delete": GONE,
            },
        },
        Person=person,
    )
    assert keeps_all(plan).entity("person").key == ("box_id", "uid")


def test_a_copy_that_takes_the_next_number_of_its_scope_makes_no_check_wrong() -> None:
    group = thing(["number"], number=MADE, note=TEXT)
    above = [in_path("box_code")]
    box = thing(["code"], code=TEXT, label=TEXT)
    plan = plan_of(
        {
            "/boxes": {"get": listing(box), "post": {"requestBody": sends(box), "responses": shows(box, "201")}},
            "/boxes/{box_code}/groups": {
                "parameters": above,
                "get": listing(ref("Group")),
                "post": {"requestBody": sends(ref("Group")), "responses": shows(ref("Group"), "201")},
            },
            "/boxes/{box_code}/groups/{group_number}": {
                "parameters": [*above, in_path("group_number", "integer")],
                "get": {"responses": shows(ref("Group"))},
            },
            "/boxes/{box_code}/groups/{group_number}/copy": {
                "parameters": [*above, in_path("group_number", "integer")],
                "post": {"responses": shows(ref("Group"), "201")},
            },
        },
        Group=group,
    )
    assert tool_at(keeps_all(plan), "POST /boxes/{box_code}/groups/{group_number}/copy").copies


def test_a_copy_has_no_value_that_is_unique_in_its_scope() -> None:
    unique = {**TEXT, "description": "Must be unique."}
    lead = thing(["id"], id={**TEXT, "readOnly": True}, entry_id=NUMBER, handle=unique)
    entry = thing(["id"], id=MADE, title=TEXT)
    above = [in_path("entry_id", "integer")]
    taken = {"409": {"description": "A lead with this handle exists already."}}
    plan = plan_of(
        {
            "/entries": {
                "get": listing(entry),
                "post": {"requestBody": sends(entry), "responses": shows(entry, "201")},
            },
            "/entries/{entry_id}/leads": {
                "parameters": above,
                "get": listing(ref("Lead")),
                "post": {"requestBody": sends(ref("Lead")), "responses": shows(ref("Lead"), "201") | taken},
            },
            "/entries/{entry_id}/leads/{lead_id}/copy": {
                "parameters": [*above, in_path("lead_id")],
                "post": {"responses": shows(ref("Lead"), "201")},
            },
        },
        Lead=lead,
    )
    assert keeps_all(plan).entity("lead").single == {"handle"}


def test_a_number_that_is_given_where_no_parent_is_named_tells_the_row_alone() -> None:
    tag = thing(["number"], number=MADE, label=TEXT)
    note = thing(["id"], id=MADE, text=TEXT)
    above = [in_path("note_id", "integer")]
    one = in_path("tag_number", "integer")
    address = thing(street=TEXT)
    plan = plan_of(
        {
            "/notes": {"get": listing(note), "post": {"requestBody": sends(note), "responses": shows(note, "201")}},
            "/tags": {"post": {"requestBody": sends(ref("Tag")), "responses": shows(ref("Tag"), "201")}},
            "/tags/{tag_number}/address": {"parameters": [one], "get": {"responses": shows(address)}},
            "/notes/{note_id}/tags": {"parameters": above, "get": listing(ref("Tag"))},
            "/notes/{note_id}/tags/{tag_number}": {
                "parameters": [*above, one],
                "get": {"responses": shows(ref("Tag"))},
                "delete": GONE,
            },
        },
        Tag=tag,
    )
    assert keeps_all(plan).entity("tag").key == ("number",)


def test_a_row_does_not_leave_what_its_own_parent_stands_in() -> None:
    box = thing(["id"], id=MADE, label=TEXT)
    index = thing(["number"], number=MADE, title=TEXT)
    person = thing(["id"], id=MADE, nickname=TEXT, box_id=NUMBER)
    boxes = [in_path("box_id", "integer")]
    indices = [*boxes, in_path("index_number", "integer")]
    plan = plan_of(
        {
            "/boxes": {"get": listing(box), "post": {"requestBody": sends(box), "responses": shows(box, "201")}},
            "/boxes/{box_id}/indices": {
                "parameters": boxes,
                "get": listing(index),
                "post": {"requestBody": sends(index), "responses": shows(index, "201")},
            },
            "/boxes/{box_id}/indices/{index_number}": {"parameters": indices, "get": {"responses": shows(index)}},
            "/boxes/{box_id}/indices/{index_number}/people": {
                "parameters": indices,
                "get": listing(ref("Person")),
                "post": {"requestBody": sends(ref("Person")), "responses": shows(ref("Person"), "201")},
            },
            "/boxes/{box_id}/indices/{index_number}/people/{person_id}": {
                "parameters": [*indices, in_path("person_id", "integer")],
                "get": {"responses": shows(ref("Person"))},
                "patch": {"requestBody": sends(ref("Person")), "responses": shows(ref("Person"))},
            },
        },
        Person=person,
    )
    tool = tool_at(keeps_all(plan), "PATCH /boxes/{box_id}/indices/{index_number}/people/{person_id}")
    assert isinstance(tool.argument("body_box_id").does, Input)
