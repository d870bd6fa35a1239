"""tools.json, typed: what an agent sees of a server."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from state_db.errors import StateError

Json = Any
JsonSchema = dict[str, Any]

RESERVED_TOOL_NAMES = frozenset({"reset", "step", "state", "close"})
ARGUMENT_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
ROOT_COMBINATORS = ("allOf", "anyOf", "oneOf", "not", "if", "$ref")


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """One tool as MCP sends it."""

    name: str
    title: str
    description: str
    input_schema: JsonSchema
    output_schema: JsonSchema | None
    annotations: Mapping[str, bool]


class ToolForm(BaseModel):
    """One tool as tools.json has it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    title: str
    description: str
    inputSchema: JsonSchema
    outputSchema: JsonSchema | None = None
    annotations: dict[str, bool] = Field(default_factory=dict)


class ToolsForm(BaseModel):
    """The file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    tools: tuple[ToolForm, ...]


def read_tools(text: str, where: str) -> dict[str, ToolSpec]:
    """Return the tools that tools.json's text holds, in its order. Raises: StateError."""
    try:
        forms = ToolsForm.model_validate(json.loads(text)).tools
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        pointer = "/".join(str(part) for part in first["loc"])
        raise StateError(f"{first['msg']}.", where=f"{where}#/{pointer}", next="Render the server again.") from error
    except (ValueError, RecursionError) as error:
        raise StateError(f"It is no JSON: {error}.", where=where) from error
    tools: dict[str, ToolSpec] = {}
    for form in forms:
        if form.name in tools or form.name in RESERVED_TOOL_NAMES:
            raise StateError(f'No tool may have the name "{form.name}" (again).', where=where)
        _check_input_schema(form.inputSchema, f"{where}: {form.name}")
        tools[form.name] = ToolSpec(
            form.name, form.title, form.description, form.inputSchema, form.outputSchema, form.annotations
        )
    return tools


def _check_input_schema(schema: JsonSchema, where: str) -> None:
    if schema.get("type") != "object" or any(word in schema for word in ROOT_COMBINATORS):
        raise StateError("The root of an input schema is a plain object.", where=where)
    if schema.get("additionalProperties") is not False:
        raise StateError("An input schema refuses what it does not name (additionalProperties: false).", where=where)
    properties, required = schema.get("properties", {}), schema.get("required", [])
    if not isinstance(properties, dict) or not isinstance(required, list):
        raise StateError("Properties are an object, and what is required is an array.", where=where)
    for name in properties:
        if not ARGUMENT_NAME.fullmatch(name):
            raise StateError(f'"{name}" is no name for an argument.', where=where)
    for name in required:
        if name not in properties:
            raise StateError(f"The required argument {name} is not declared.", where=where)
