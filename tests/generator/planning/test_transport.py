"""Inputs that say who is asking, in which version or in which form are no arguments, and keep no operation out."""

from typing import Any

import pytest

from generator.plan import Filter, Plan

from .specs import NEW_TASK, TASK, plan_of, ref, sends, shows

KEY = {"name": "taskId", "in": "path", "required": True, "schema": {"type": "integer"}}


def asked(name: str, place: str = "query", **schema: Any) -> dict[str, Any]:
    return {"name": name, "in": place, "required": True, "schema": schema or {"type": "string"}}


def plan_asking(*parameters: dict[str, Any], path: str = "") -> Plan:
    tasks = {
        "parameters": list(parameters),
        "get": {"operationId": "listTasks", "responses": shows({"type": "array", "items": ref("Task")})},
        "post": {"operationId": "createTask", "requestBody": sends(ref("NewTask")), "responses": shows(ref("Task"))},
    }
    task = {
        "parameters": [KEY, *parameters],
        "get": {"operationId": "getTask", "responses": shows(ref("Task"))},
        "delete": {"operationId": "deleteTask", "responses": {"204": {"description": ""}}},
    }
    return plan_of({f"{path}/tasks": tasks, f"{path}/tasks/{{taskId}}": task}, Task=TASK, NewTask=NEW_TASK)


@pytest.mark.parametrize(
    "parameter",
    [
        asked("api-version"),
        asked("access_token"),
        asked("alt", type="string", enum=["json", "proto"]),
        asked("X-Amz-Date", "header"),
        asked("Action", type="string", enum=["Go"]),
        asked("key"),
        asked("v", type="integer"),
        asked("workshop_auth"),
        asked("authtoken"),
        asked("login"),
        asked("Workshop-DevToken", "header"),
        asked("Consent-ID", "header"),
    ],
    ids=lambda parameter: parameter["name"],
)
def test_an_input_of_the_transport_is_neither_an_argument_nor_left_out(parameter: dict[str, Any]) -> None:
    plan = plan_asking(parameter)
    assert len(plan.tools) == 4 and not plan.unmodelled
    wires = {argument.wire[-1] for tool in plan.tools for argument in tool.arguments}
    assert parameter["name"] not in wires | {left.input for tool in plan.tools for left in tool.left_out}


def test_a_choice_of_one_call_is_still_asked_for() -> None:
    paths = {"/tasks": {"get": {"operationId": "listTasks", "parameters": [asked("key")],
                                "responses": shows({"type": "array", "items": ref("Task")})}}}  # fmt: skip
    assert plan_of(paths, Task=TASK).unmodelled[0].reason.startswith("It needs the input key")


@pytest.mark.parametrize(("name", "place"), [("pageToken", "query"), ("next-token", "header")])
def test_what_tells_where_a_list_goes_on_is_no_credential(name: str, place: str) -> None:
    more = {**asked(name, place), "required": False}
    paths = {"/tasks": {"get": {"operationId": "listTasks", "parameters": [more],
                                "responses": shows({"type": "array", "items": ref("Task")})}}}  # fmt: skip
    (tool,) = plan_of(paths, Task=TASK).tools
    told = {argument.wire[-1] for argument in tool.arguments} | {left.input for left in tool.left_out}
    assert told == {name}


def test_a_form_that_the_path_chooses_is_json() -> None:
    plan = plan_asking(asked("format", "path", type="string", enum=["XML", "JSON"]), path="/{format}")
    assert plan.tool("get_task").path == "/JSON/tasks/{taskId}"


def test_an_answer_in_xml_with_properties_is_modelled() -> None:
    answer = {"200": {"description": "", "content": {"text/xml": {"schema": {"type": "array", "items": ref("Task")}}}}}
    plan = plan_of({"/tasks": {"get": {"operationId": "listTasks", "responses": answer}}}, Task=TASK)
    assert plan.tool("list_tasks").pattern == "list"


def test_a_fixed_value_of_what_rows_show_tells_which_are_listed() -> None:
    place = {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "mood": {"type": "string"}}}
    fixed = [asked("mood", type="string", enum=["calm"]), asked("action", type="string", enum=["list"])]
    listing = {"parameters": fixed, "responses": shows({"type": "array", "items": ref("Place")})}
    (tool,) = plan_of({"/places": {"get": listing}}, Place=place).tools
    assert [(argument.name, argument.required, argument.does) for argument in tool.arguments] == [
        ("mood", True, Filter(column="mood"))
    ]
    assert tool.left_out == ()
