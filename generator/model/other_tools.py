"""Tools that checks may call besides those which they are about: each with its inputs, in a line."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from generator.model.schema_told import beside
from generator.plan import Plan, Tool
from generator.render.interface import input_schema
from generator.schema import Schemas

Json = Any

# So much is said of other tools in one request; those that are further off are not named at all.
MOST_CHARACTERS = 8_000
_MOST_CHOICES = 8


def other_tools(plan: Plan, tools: Sequence[Tool], most: int = MOST_CHARACTERS) -> list[str]:
    """Return a line for each other tool, those of the same entities and of those beside them first."""
    own = {tool.entity for tool in tools}
    near = beside(plan, own)
    named = {tool.name for tool in tools}
    others = [tool for tool in plan.tools if tool.name not in named]
    others.sort(key=lambda tool: (tool.entity not in own) + (tool.entity not in near))
    schemas = Schemas(plan.schemas)
    lines: list[str] = []
    for tool in others:
        line = tool_in_line(tool, schemas)
        if sum(map(len, lines)) + len(line) > most:
            break
        lines.append(line)
    return lines


def tool_in_line(tool: Tool, schemas: Schemas) -> str:
    """Return the tool's name with its inputs and their types; those that may be left out have a question mark."""
    schema = input_schema(tool, schemas)
    required = schema.get("required", ())
    inputs = [
        f"{name}{'' if name in required else '?'}: {_type(part, schema.get('$defs', {}))}"
        for name, part in schema["properties"].items()
    ]
    return f"{tool.name}({', '.join(inputs)})"


def _type(part: Json, shared: Mapping[str, Json]) -> str:
    """The type of an input in a word or two: choices, or the kind, with that of an array's elements."""
    if not isinstance(part, dict):
        return "any"
    if "$ref" in part:
        return _type(shared.get(str(part["$ref"]).rpartition("/")[2]), {})
    if "enum" in part:
        shown = [json.dumps(value, ensure_ascii=False) for value in part["enum"][:_MOST_CHOICES]]
        return "|".join([*shown, *(["…"] if len(part["enum"]) > _MOST_CHOICES else [])])
    kinds = part.get("type", "any")
    said = "|".join(kinds) if isinstance(kinds, list) else str(kinds)
    if "array" in said and "items" in part:
        return f"{said} of {_type(part['items'], shared)}"
    if said == "object" and part.get("properties"):
        must = part.get("required", ())
        inside = [name if name in must else f"{name}?" for name in part["properties"]]
        return "object {" + ", ".join(inside) + "}"
    return said
