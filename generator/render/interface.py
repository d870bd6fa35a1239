"""tools.json and routes.json: what an agent sees of each tool, and how the tool maps to HTTP."""

import json
import re
from collections.abc import Collection, Mapping

import jsonschema_rs

from generator.errors import RenderError
from generator.plan import Argument, Filter, Json, JsonSchema, Key, Plan, Tool
from generator.render.promises import Promises
from generator.render.shown import LONGEST_DESCRIPTION, brief, input_shown, output_shown
from generator.schema import Schemas
from state_db.effects import Effects, effects_of
from state_db.parse import parse_program

_WRITES = re.compile(
    r"^\s*(?:INSERT|UPDATE|DELETE|REPLACE)\b|\b(?:INSERT\s+INTO|DELETE\s+FROM)\b", re.IGNORECASE | re.MULTILINE
)
_READING = frozenset({"list", "search", "get", "view"})
_DESTRUCTIVE = frozenset({"delete", "unlink", "replace", "upsert"})
_ONCE_IS_ENOUGH = frozenset({"update", "replace", "upsert", "delete", "transition", "link", "unlink", "singleton"})


def tools_json(plan: Plan, with_output: Collection[str], programs: Mapping[str, str]) -> Json:
    """Return the content of tools.json; the tools named in ``with_output`` promise what they answer.

    ``programs`` are the rendered programs by their file names: what they do is what the annotations say.
    """
    promises = Promises(plan)
    fragments = {
        name.removeprefix("programs/_").removesuffix(".sql"): text
        for name, text in programs.items()
        if name.startswith("programs/_")
    }

    def shown(tool: Tool) -> Json:
        program = parse_program(tool.name, programs[f"programs/{tool.name}.sql"], fragments)
        output = output_schema(tool, promises) if tool.name in with_output else None
        return {**_tool(tool, promises.schemas, output), "annotations": annotations(tool, effects_of(program))}

    return {"tools": [shown(tool) for tool in plan.tools]}


def tools_text(content: Json) -> str:
    """Return tools.json's text: a line for each part of a tool, its schemas on one line each."""
    tools = [
        "    {\n" + ",\n".join(f"      {_line(word)}: {_line(part)}" for word, part in tool.items()) + "\n    }"
        for tool in content["tools"]
    ]
    return '{\n  "tools": [\n' + ",\n".join(tools) + "\n  ]\n}\n"


def _line(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)


def _tool(tool: Tool, schemas: Schemas, output: JsonSchema | None) -> Json:
    shown = {
        "name": tool.name,
        "title": tool.title,
        "description": brief(tool.text or tool.title, LONGEST_DESCRIPTION),
        "inputSchema": input_schema(tool, schemas),
    }
    if output is not None:
        shown["outputSchema"] = output
    return shown


def input_schema(tool: Tool, schemas: Schemas) -> JsonSchema:
    """Return the schema of the tool's arguments: a plain object, with only the definitions that it needs."""
    schema: JsonSchema = {
        "type": "object",
        "properties": {argument.name: argument.value for argument in tool.arguments},
        "required": [argument.name for argument in tool.arguments if argument.required],
        "additionalProperties": False,
    }
    if not schema["required"]:
        del schema["required"]
    return enforceable(tool, _lenient(input_shown(schema, schemas)))


def _lenient(schema: Json) -> Json:
    """Return the schema with every ``oneOf`` as ``anyOf``: services try one form after the other.

    Documented forms overlap more often than not (an integer is a number too), and what fits two of them is accepted.
    """
    if isinstance(schema, list):
        return [_lenient(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    named = isinstance(schema.get("oneOf"), list) and "anyOf" not in schema
    return {"anyOf" if named and name == "oneOf" else name: _lenient(part) for name, part in schema.items()}


def enforceable(tool: Tool, schema: JsonSchema) -> JsonSchema:
    """Return the schema as the engine can validate it: without patterns that cannot be matched in linear time.

    Raises: RenderError for a schema that cannot be validated at all.
    """
    if _fault(schema) is None:
        return schema
    kept: JsonSchema = _without_patterns(schema)
    fault = _fault(kept)
    if fault is not None:
        raise RenderError(
            f"The schema of its arguments cannot be used: {fault}.",
            where=f"plan.json#/tools/{tool.name}",
            next="Mend the arguments' schemas.",
        )
    return kept


def _fault(schema: JsonSchema) -> str | None:
    try:
        jsonschema_rs.validator_for(schema, pattern_options=jsonschema_rs.RegexOptions(), offline=True)
    except (jsonschema_rs.ValidationError, ValueError) as error:
        return str(error).splitlines()[0]
    return None


def _without_patterns(schema: Json) -> Json:
    """The schema without the patterns that the engine refuses."""
    if isinstance(schema, list):
        return [_without_patterns(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {}
    for word, part in schema.items():
        if word == "pattern" and isinstance(part, str) and _fault({"pattern": part}) is not None:
            continue
        if word == "patternProperties" and isinstance(part, dict):
            part = {pattern: one for pattern, one in part.items() if _fault({"pattern": pattern}) is None}
        kept[word] = _without_patterns(part)
    return kept


def unenforced_patterns(plan: Plan) -> list[str]:
    """Return an assumption for each tool of which a documented pattern is not enforced."""
    schemas = Schemas(plan.schemas)
    known: dict[str, bool] = {}  # most tools share the schemas of what their paths and pages take
    said = []
    for tool in plan.tools:
        for argument in tool.arguments:
            key = repr(argument.value)
            if key not in known:
                known[key] = _fault(schemas.bundle({"properties": {argument.name: argument.value}})) is not None
            if known[key]:
                said.append(
                    f"A documented pattern of {tool.name}'s {argument.name} is not enforced: "
                    "it cannot be matched in linear time."
                )
    return said


def output_schema(tool: Tool, promises: Promises) -> JsonSchema | None:
    """Return the schema that every answer of the tool fits, or None where that is not plainly an object."""
    promise = promises.of(tool)
    if promise is None:
        return None
    schema = output_shown(promise, promises.schemas)
    return schema if schema.get("type") == "object" else None


def is_read_only(tool: Tool) -> bool:
    """Return whether the tool changes nothing."""
    if tool.pattern == "singleton":
        return tool.method in ("GET", "HEAD")
    if tool.pattern == "batch":
        return tool.each in ("get", None)
    if tool.pattern == "custom":
        return not tool.copies and not _WRITES.search(
            "\n".join(line for line in tool.steps if not line.lstrip().startswith("--"))
        )
    return tool.pattern in _READING


def annotations(tool: Tool, effects: Effects) -> dict[str, bool]:
    """Return MCP's hints on what a call of the tool does: what its program can do, and what its pattern means."""
    reads = not effects.writes
    destroys = (
        tool.pattern in _DESTRUCTIVE
        or tool.each == "delete"
        or (tool.pattern == "custom" and (tool.method == "DELETE" or _removes(tool)))
    )
    repeats = tool.pattern in _ONCE_IS_ENOUGH or tool.each in ("update", "delete")
    if any(isinstance(value, str) and value.startswith("$append:") for value in tool.set.values()):
        repeats = False
    if tool.pattern == "custom":
        repeats = (tool.method in ("PUT", "DELETE") and not tool.piles) or takes_out(tool)
    return {
        "readOnlyHint": reads,
        "destructiveHint": destroys and effects.overwrites,
        "idempotentHint": reads or repeats,
        "openWorldHint": False,
    }


def _removes(tool: Tool) -> bool:
    return any(line.startswith("DELETE ") for line in tool.steps)


def takes_out(tool: Tool) -> bool:
    """Return whether a custom tool removes the rows that its keys and its filter leave, or that its keys alone do."""
    narrowed = any(isinstance(each.does, Filter) and each.required for each in tool.arguments)
    all_below = tool.method == "DELETE" and all(isinstance(each.does, Key) for each in tool.arguments)
    return tool.pattern == "custom" and ((narrowed and tool.method == "POST") or all_below) and _removes(tool)


def routes_json(plan: Plan) -> Json:
    """Return the content of routes.json."""
    return {"base_path": plan.base_path, "tools": {tool.name: _route(tool) for tool in plan.tools}}


def _route(tool: Tool) -> Json:
    statuses = [tool.status] if tool.created_status is None else [tool.created_status, tool.status]
    statuses += [tool.partial.status] if tool.partial is not None else []
    return {
        "method": tool.method,
        "path": tool.path,
        "statuses": sorted(set(statuses)),
        "pattern": tool.pattern,
        "entity": tool.entity,
        "source": tool.source,
        "media_type": tool.media_type,
        "arguments": {argument.name: _place(argument) for argument in tool.arguments},
        "errors": {
            code: {"status": failure.status, **({} if failure.body is None else {"body": failure.body})}
            for code, failure in tool.failures.items()
        },
    }


def _place(argument: Argument) -> Json:
    if argument.place == "body":
        whole: dict[str, Json] = {"in": "body", "path": list(argument.wire)}
        if not argument.wire and argument.value.get("contentEncoding") == "base64":
            whole["encoding"] = "base64"
        if argument.packed:
            whole["encoding"] = "json"
        if argument.columns:
            whole["columns"] = argument.columns
        if argument.defaults:
            whole["defaults"] = argument.defaults
        return {**whole, **({"split": True} if argument.split else {})}
    first, *rest = argument.wire or (argument.name,)
    place: dict[str, Json] = {"in": argument.place, "name": first + "".join(f"[{part}]" for part in rest)}
    if argument.style:
        place["style"] = argument.style
    place["explode"] = argument.explode
    return {**place, **({"split": True} if argument.split else {})}
