"""Hidden: rows that lists leave out, or show only when they are asked to."""

from typing import Any

from generator.meaning import passes
from generator.plan import Filter, Parts, Plan
from generator.render import render
from generator.verify import opened
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any
TEXT: Json = {"type": "string"}
FLAG: Json = {"type": "boolean"}
STALL: Json = {
    "type": "object",
    "properties": {"id": TEXT, "title": TEXT, "is_archived": FLAG, "bells": {"type": "integer"}},
    "required": ["id", "title"],
}


def stalls(**more: Json) -> Plan:
    act = {"post": {"parameters": [in_path("stallId")], "responses": shows(ref("Stall"))}}
    asked = [
        parameter("exclude_archived", FLAG),
        parameter("include_disabled", FLAG),
        parameter("include_bells", FLAG, description="Include the number of bells."),
    ]
    body = {
        "type": "object",
        "properties": {"title": TEXT, "include_bells": {**FLAG, "description": "Include the number of bells."}},
    }
    paths = {
        "/stalls": {
            "get": listing(ref("Stall"), *asked),
            "post": {"requestBody": sends(body), "responses": shows(ref("Stall"), "201")},
        },
        "/stalls/{stallId}": {"get": {"parameters": [in_path("stallId")], "responses": shows(ref("Stall"))}},
        "/stalls/{stallId}/disable": act,
        "/stalls/{stallId}/enable": act,
    }
    return plan_of(paths, Stall={**STALL, "properties": {**STALL["properties"], **more}})


def test_what_a_list_shows_only_when_asked_to_is_kept_where_an_action_makes_it() -> None:
    plan = stalls()
    shown = tool_at(plan, "GET /stalls").argument("include_disabled")
    assert (shown.does, shown.value["default"]) == (Filter(column="disabled", test="with"), False)
    assert tool_at(plan, "POST /stalls/{stallId}/disable").set == {"disabled": True}
    assert tool_at(plan, "POST /stalls/{stallId}/enable").set == {"disabled": False}
    column = next(each for each in plan.entity("stall").columns if each.name == "disabled")
    assert (column.path, column.initial) == ((), False)


def test_what_a_list_leaves_out_is_what_the_rows_show() -> None:
    assert tool_at(stalls(), "GET /stalls").argument("exclude_archived").does == Filter(
        column="is_archived", test="without"
    )


def test_a_state_that_rows_show_is_not_kept_beside_it() -> None:
    plan = stalls(disabled_at=TEXT)
    assert all(column.name != "disabled" for column in plan.entity("stall").columns)


def test_what_only_chooses_what_is_shown_is_neither_a_filter_nor_kept() -> None:
    plan = stalls()
    lists, makes = tool_at(plan, "GET /stalls"), tool_at(plan, "POST /stalls")
    assert lists.argument("include_bells").does == Parts(words={"": "bells"})
    assert "include_bells" in [left.input for left in makes.left_out]
    assert all(column.name != "include_bells" for column in plan.entity("stall").columns)


def test_rows_in_a_state_are_shown_only_when_asked_for_by_its_name() -> None:
    row = {
        "type": "object",
        "properties": {"id": TEXT, "title": TEXT, "pen_status": {**TEXT, "enum": ["OPEN", "ARCHIVED"]}},
        "required": ["id", "title"],
    }
    plan = plan_of({"/pens": {"get": listing(row, parameter("includeArchived", FLAG), parameter("showSold", FLAG))}})
    tool = tool_at(plan, "GET /pens")
    archived = Filter(column="pen_status", test="with", state="ARCHIVED")
    assert tool.argument("include_archived").does == archived
    assert [left.input for left in tool.left_out] == ["showSold"]
    image = opened(plan, render(plan))
    pens = [{"id": state, "title": state, "pen_status": state} for state in ("OPEN", "ARCHIVED")]
    with Environment.open(image, scenario={image.name: {"pens": pens}}) as environment:
        shown = [environment.call(tool.name, given).body for given in ({}, {"include_archived": True})]
    assert [[pen["id"] for pen in some] for some in shown] == [["OPEN"], ["OPEN", "ARCHIVED"]]
    assert [[passes(archived, pen, asked) for pen in pens] for asked in (False, True)] == [[True, False], [True, True]]


def test_others_are_shown_whatever_is_asked() -> None:
    shows_hidden, hides = Filter(column="off", test="with"), Filter(column="off", test="without")
    assert [passes(shows_hidden, {"off": off}, asked) for off in (True, False) for asked in (True, False)] == [
        True, False, True, True,
    ]  # fmt: skip
    assert [passes(hides, {"off": off}, asked) for off in (True, None) for asked in (True, False)] == [
        False, True, True, True,
    ]  # fmt: skip
