"""The OpenAPI document of the control interface, made of its operations and forms."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from state_db.serve.operations import OPERATIONS, Operation, paths
from state_db.serve.orders import ErrorAnswer

Json = Any
REFERENCE = "#/components/schemas/{model}"
REFUSALS = {
    "401": "The control token is missing or wrong.",
    "404": "There is no such environment.",
    "413": "The body is too large.",
    "422": "The order cannot be followed; the message says why.",
    "503": "There are as many environments as there may be.",
}


def control_description(server: str) -> dict[str, Json]:
    """Return the document for a gateway at this URL."""
    forms = _forms(OPERATIONS)
    _, schemas = models_json_schema([(form, "validation") for form in forms], ref_template=REFERENCE)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Fleetwright control interface",
            "version": version("fleetwright"),
            "description": "Makes, shows, changes and ends environments. Agents never see it.",
        },
        "servers": [{"url": server}],
        "security": [{"control": []}],
        "paths": {
            path: {one.method.lower(): _operation(one) for one in operations} | _parameters(path)
            for path, operations in paths().items()
        },
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {"control": {"type": "http", "scheme": "bearer"}},
        },
    }


def _forms(operations: Sequence[Operation]) -> list[type[BaseModel]]:
    found: dict[type[BaseModel], None] = {ErrorAnswer: None}
    for operation in operations:
        for form in (*operation.takes, operation.gives):
            if isinstance(form, type):
                found[form] = None
    return list(found)


def _parameters(path: str) -> dict[str, Json]:
    if "{id}" not in path:
        return {}
    schema = {"type": "string"}
    return {"parameters": [{"name": "id", "in": "path", "required": True, "schema": schema}]}


def _operation(operation: Operation) -> dict[str, Json]:
    refused = [status for status in REFUSALS if status != "404" or "{id}" in operation.path]
    described: dict[str, Json] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "responses": {
            str(operation.status): _answer(operation),
            **{status: {"description": REFUSALS[status], **_content((ErrorAnswer,))} for status in refused},
        },
    }
    if operation.takes:
        described["requestBody"] = {"required": operation.needs_body, **_content(operation.takes)}
    if operation.query:
        described["parameters"] = [
            {"name": name, "in": "query", "description": text, "schema": {"type": "string"}}
            for name, text in operation.query
        ]
    return described


def _answer(operation: Operation) -> dict[str, Json]:
    if operation.gives is None:
        return {"description": "Done."}
    return {"description": "Done.", **_content((operation.gives,))}


def _content(forms: Sequence[type[BaseModel] | str]) -> dict[str, Mapping[str, Json]]:
    content: dict[str, Json] = {}
    for form in forms:
        if isinstance(form, str):
            content[form] = {"schema": {"type": "string", "format": "binary"}}
        else:
            content["application/json"] = {"schema": {"$ref": REFERENCE.format(model=form.__name__)}}
    return {"content": content}
