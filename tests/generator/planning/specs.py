"""Small descriptions for tests of the rules, written as paths and schemas."""

import json
from typing import Any

from generator.document import Document
from generator.openapi.read import read_description
from generator.plan import Entity, Plan, Tool
from generator.rules.planner import plan_from

Json = Any


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def shows(schema: Json, status: str = "200") -> Json:
    return {status: {"description": "", "content": {"application/json": {"schema": schema}}}}


def sends(schema: Json) -> Json:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def parameter(name: str, schema: Json, place: str = "query", **more: Json) -> Json:
    return {"name": name, "in": place, "schema": schema, "required": place == "path", **more}


def in_path(name: str, kind: str = "string") -> Json:
    return parameter(name, {"type": kind}, "path")


def listing(schema: Json, *parameters: Json, **more: Json) -> Json:
    return {"parameters": list(parameters), "responses": shows({"type": "array", "items": schema}), **more}


def plan_of(paths: dict[str, Json], **schemas: Json) -> Plan:
    spec = {
        "openapi": "3.0.3",
        "info": {"title": "Things API", "version": "1"},
        "servers": [{"url": "https://things.example/v1"}],
        "paths": paths,
        "components": {"schemas": schemas},
    }
    return plan_from(read_description(Document("https://things.example/openapi.json", json.dumps(spec).encode())))


def tool_at(plan: Plan, label: str) -> Tool:
    method, path = label.split(" ")
    return next(tool for tool in plan.tools if (tool.method, tool.path) == (method, path))


def reason_of(plan: Plan, label: str) -> str:
    return next(each.reason for each in plan.unmodelled if each.operation == label)


def column_names(entity: Entity) -> list[str]:
    return [column.name for column in entity.columns]


TASK = {
    "type": "object",
    "required": ["id", "title", "status"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "title": {"type": "string"},
        "status": {"type": "string", "enum": ["open", "done", "archived"]},
        "labels": {"type": "array", "items": {"type": "string"}},
        "archived_at": {"type": "string", "format": "date-time", "readOnly": True},
        "created_at": {"type": "string", "format": "date-time", "readOnly": True},
        "due": {"type": "string", "format": "date"},
    },
}
NEW_TASK = {
    "type": "object",
    "required": ["title"],
    "properties": {"title": {"type": "string"}, "due": {"type": "string"}},
}
TASKS = {
    "/tasks": {
        "get": listing(ref("Task")),
        "post": {"requestBody": sends(ref("NewTask")), "responses": shows(ref("Task"), "201")},
    },
    "/tasks/{taskId}": {
        "parameters": [in_path("taskId", "integer")],
        "get": {"responses": shows(ref("Task"))},
        "patch": {"requestBody": sends(ref("NewTask")), "responses": shows(ref("Task"))},
        "delete": {"responses": {"204": {"description": ""}}},
    },
}


def tasks_with(**paths: Json) -> Plan:
    """The plan of the tasks API with more operations, by path with ``_`` for ``/tasks``."""
    return plan_of({**TASKS, **paths}, Task=TASK, NewTask=NEW_TASK)
