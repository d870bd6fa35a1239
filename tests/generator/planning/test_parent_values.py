"""What a row shows of another one that it refers to is as that one has it: its name, or an object that tells of it."""

from pathlib import Path
from typing import Any

from generator.plan import Plan
from generator.render import render
from generator.verify import prove
from planning.servers import failed, opened
from planning.specs import in_path, listing, plan_of, ref, sends, shows

Json = Any

TEXT = {"type": "string"}
ID = {"type": "string", "readOnly": True}


def yard(sent: Json, **properties: Json) -> Plan:
    """Sheds, and the tools that hang in each."""
    shed = {"type": "object", "required": ["id"], "properties": {"id": ID, "name": TEXT, "colour": TEXT}}
    tool = {"type": "object", "required": ["id"], "properties": {"id": ID, "label": TEXT, **properties}}
    body = sends({"type": "object", "properties": {"label": TEXT, **sent}})
    made = {"requestBody": body, "responses": shows(ref("Tool"), "201")}
    shed_made = sends({"type": "object", "properties": {"name": TEXT}})
    return plan_of(
        {
            "/sheds": {
                "get": listing(ref("Shed")),
                "post": {"requestBody": shed_made, "responses": shows(ref("Shed"), "201")},
            },
            "/sheds/{shed_id}": {"parameters": [in_path("shed_id")], "get": {"responses": shows(ref("Shed"))}},
            "/sheds/{shed_id}/tools": {
                "parameters": [in_path("shed_id")], "get": listing(ref("Tool")), "post": made,
            },
            "/tools/{tool_id}": {
                "parameters": [in_path("tool_id")],
                "get": {"responses": shows(ref("Tool"))},
                "patch": {"requestBody": body, "responses": shows(ref("Tool"))},
            },
        },
        Shed=shed,
        Tool=tool,
    )  # fmt: skip


def test_a_row_shows_what_it_lies_below_as_that_row_is(tmp_path: Path) -> None:
    told = {"type": "object", "properties": {"id": TEXT, "name": TEXT}}
    plan = yard({}, shed=told)
    env = opened(plan, tmp_path)
    shed = env.call("create_sheds", {"name": "North"}).body
    tool = env.call("create_shed_tools", {"shed_id": shed["id"], "label": "rake"}).body
    assert tool["shed"] == {"id": shed["id"], "name": "North"}
    for shed in env.call("list_sheds", {}).body:
        for tool in env.call("list_shed_tools", {"shed_id": shed["id"]}).body:
            assert tool["shed"]["id"] == shed["id"]
    assert failed(plan) == []


def test_the_key_of_what_a_row_lies_below_is_checked_where_an_object_tells_of_it() -> None:
    plan = yard({}, shed={"type": "object", "properties": {"id": TEXT, "name": TEXT}})
    checks = [outcome.check for outcome in prove(plan, render(plan)).result.outcomes]
    made = [
        step for check in checks if check.law == "create" for step in check.steps if step.tool == "create_shed_tools"
    ]
    assert any(hold.at == "/shed/id" for step in made for hold in step.expect.holds)


def test_the_name_of_what_a_row_refers_to_follows_the_reference(tmp_path: Path) -> None:
    plan = yard({"default_shed_id": TEXT}, default_shed_id=TEXT, default_shed_name=TEXT)
    env = opened(plan, tmp_path)
    first, second = (env.call("create_sheds", {"name": name}).body for name in ("North", "South"))
    place = {"shed_id": first["id"], "label": "rake"}
    tool = env.call("create_shed_tools", {**place, "default_shed_id": first["id"]}).body
    assert tool["default_shed_name"] == "North"
    changed = env.call("update_tool", {"tool_id": tool["id"], "default_shed_id": second["id"]}).body
    assert changed["default_shed_name"] == "South"
    assert "default_shed_name" not in env.call("create_shed_tools", place).body
    assert failed(plan) == []


def test_an_object_of_another_role_is_no_copy_of_what_a_row_lies_below() -> None:
    told = {"type": "object", "properties": {"id": TEXT, "name": TEXT}}
    assert yard({}, borrowed_from=told).entity("tool").column("borrowed_from").made is None
    only = {**told, "description": "*Conditional*. The shed that it was moved to."}
    assert yard({}, shed=only).entity("tool").column("shed").made is None


def test_rows_that_no_call_makes_show_the_one_that_they_are_listed_below(tmp_path: Path) -> None:
    person = {"type": "object", "properties": {"id": TEXT, "name": TEXT}, "required": ["id", "name"]}
    seat = {"type": "object", "properties": {"id": TEXT, "person": ref("Person"), "row": {"type": "integer"}}}
    below = {"parameters": [in_path("person_id")], "get": listing(ref("Seat"))}
    plan = plan_of(
        {
            "/people": {"get": listing(ref("Person"))},
            "/people/{person_id}": {"parameters": [in_path("person_id")], "get": {"responses": shows(ref("Person"))}},
            "/people/{person_id}/seats": below,
            "/seats/{seat_id}": {"parameters": [in_path("seat_id")], "get": {"responses": shows(ref("Seat"))}},
        },
        Person=person,
        Seat=seat,
    )
    listed = {tool.path: tool.name for tool in plan.tools}
    env = opened(plan, tmp_path)
    people = env.call(listed["/people"], {}).body
    seats = {one["id"]: env.call(listed["/people/{person_id}/seats"], {"person_id": one["id"]}).body for one in people}
    assert any(seats.values())
    assert all(each["person"] == one for one in people for each in seats[one["id"]])
    assert failed(plan) == []
