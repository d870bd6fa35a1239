"""What descriptions call things: by signs alone, by names that would meet, and one thing by two parameters' names."""

import re
from typing import Any

import pytest

from generator.plan import Key, Plan, Tool
from generator.render import render
from planning.specs import column_names, in_path, listing, parameter, plan_of, ref, sends, shows, tool_at

Json = Any
TEXT: Json = {"type": "string"}


def thing(**properties: Json) -> Json:
    return {"type": "object", "properties": properties}


def makes(schema: Json) -> Json:
    return {"requestBody": sends(schema), "responses": shows(schema, "201")}


def columns_of(tool: Tool) -> list[str]:
    """The columns by which a tool's arguments pick rows, in order."""
    return [argument.does.column for argument in tool.arguments if isinstance(argument.does, Key)]


@pytest.mark.parametrize("sign", ["$", "-", "*", "_", "~"])
def test_segments_properties_and_inputs_of_signs_alone_are_read(sign: str) -> None:
    node = {**thing(**{"id": TEXT, sign: TEXT, sign * 2: {"type": "array", "items": TEXT}}), "required": ["id", sign]}
    plan = plan_of(
        {
            "/nodes": {"get": listing(ref("Node"), parameter(sign, TEXT)), "post": makes(node)},
            "/nodes/{id}": {"get": {"parameters": [in_path("id")], "responses": shows(ref("Node"))}},
            f"/nodes/{{id}}/{sign}/restart": {"post": {"parameters": [in_path("id")], **makes(node)}},
            f"/nodes/{sign}/restart": {"post": makes(node)},
        },
        Node=node,
    )
    assert (tool_at(plan, "GET /nodes").pattern, tool_at(plan, "GET /nodes/{id}").pattern) == ("list", "get")


def test_calls_that_are_verbs_alone_are_read_beside_others() -> None:
    rooms = {f"/rooms.{verb}": {"post": makes(thing(room_id=TEXT, title=TEXT))} for verb in ("create", "close", "open")}
    plan = plan_of({"/follow": {"post": makes(thing(user_id=TEXT))}, "/join": {"post": makes(thing(id=TEXT))}, **rooms})
    assert {each.operation for each in plan.unmodelled} | {f"{tool.method} {tool.path}" for tool in plan.tools} == {
        f"POST {path}" for path in ("/follow", "/join", *rooms)
    }


def test_no_table_or_view_has_the_name_of_another() -> None:
    short = thing(id=TEXT, total=TEXT)
    plan = plan_of(
        {
            "/invoices": {"get": listing(short)},
            "/invoices/{id}": {"get": {"parameters": [in_path("id")], "responses": shows(ref("Invoice"))}},
            "/invoice_summary": {"get": listing(thing(id=TEXT, count=TEXT))},
            "/invoice_json": {"get": listing(thing(id=TEXT, text=TEXT))},
            "/invoice_full": {"get": listing(thing(id=TEXT, text=TEXT))},
        },
        Invoice=thing(id=TEXT, total=TEXT, note=TEXT),
    )
    assert len(plan.tools) == 5
    made = re.findall(r"CREATE (?:TABLE|VIEW) (\w+)", render(plan)["schema.sql"])
    assert len(made) == len(set(made)) >= 6


def zones() -> Plan:
    zone, key = thing(name=TEXT, dns=TEXT), thing(id=TEXT, kind=TEXT)
    zone_at, key_at = [in_path("project"), in_path("zone")], [in_path("projectId"), in_path("zone"), in_path("id")]
    return plan_of(
        {
            "/projects/{project}": {"get": {"parameters": [in_path("project")], "responses": shows(thing(id=TEXT))}},
            "/projects/{project}/zones/{zone}": {"get": {"parameters": zone_at, "responses": shows(zone)}},
            "/projects/{projectId}/zones": {"get": listing(zone, in_path("projectId"))},
            "/projects/{projectId}/zones/{zone}/keys/{id}": {"get": {"parameters": key_at, "responses": shows(key)}},
        }
    )


def test_parameters_of_two_names_at_one_place_pick_the_same_parent() -> None:
    plan = zones()
    lists = columns_of(tool_at(plan, "GET /projects/{projectId}/zones"))
    assert set(lists) <= set(columns_of(tool_at(plan, "GET /projects/{project}/zones/{zone}")))
    parents = [column.name for column in plan.entity("zone").columns if column.references is not None]
    assert len(parents) == 1


def test_two_parameters_of_a_path_never_name_one_column() -> None:
    advisor = thing(advisorId=TEXT, name=TEXT)
    both = {"parameters": [in_path("householdId"), in_path("clientId")], "responses": shows(advisor)}
    plan = plan_of(
        {
            "/advisors": {"get": listing(advisor)},
            "/advisors/{id}": {"get": {"parameters": [in_path("id")], "responses": shows(advisor)}},
            "/advisors/{householdId}/{clientId}": {"get": both},
        }
    )
    columns = columns_of(tool_at(plan, "GET /advisors/{householdId}/{clientId}"))
    assert len(columns) == len(set(columns)) == 2
    assert "household_id" in column_names(plan.entity("advisor"))


def test_a_call_at_the_root_that_answers_with_a_known_kind_of_row_is_read() -> None:
    plan = plan_of(
        {
            "/": {"post": makes(ref("Node"))},
            "/nodes": {"get": listing(ref("Node")), "post": makes(ref("Node"))},
            "/nodes/{id}": {"get": {"parameters": [in_path("id")], "responses": shows(ref("Node"))}},
        },
        Node=thing(id=TEXT, title=TEXT),
    )
    assert tool_at(plan, "GET /nodes/{id}").pattern == "get"
