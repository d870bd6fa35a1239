"""Tools and answers in MCP's form: the one place that decides which bytes a client sees, on every transport."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Protocol

import anyio
from mcp.shared.exceptions import MCPError
from mcp.shared.inbound import X_MCP_HEADER_KEY
from mcp_types import INTERNAL_ERROR, CallToolResult, ContentBlock, TextContent, Tool, ToolAnnotations
from pydantic_core import from_json

from state_db.answer import Answer
from state_db.tools import ToolSpec

logger = logging.getLogger(__name__)

Json = Any
CRASH_TEXT = "Fleetwright failed inside; this is no answer of the service. The server's log says more."


class Served(Protocol):
    """What can be served: an environment, or a part of one."""

    @property
    def tools(self) -> Mapping[str, ToolSpec]:
        """The tools by the names that an agent sees, in their fixed order."""

    def call(self, tool: str, arguments: Mapping[str, Json]) -> Answer:
        """Return the answer; a documented failure is an answer as well."""


def mcp_tool(name: str, spec: ToolSpec) -> Tool:
    """Return the tool as tools.json has it, under the name that an agent sees."""
    return Tool(
        name=name,
        title=spec.title,
        description=spec.description,
        input_schema=dict(spec.input_schema),
        output_schema=None if spec.output_schema is None else dict(spec.output_schema),
        annotations=ToolAnnotations.model_validate(dict(spec.annotations)),
    )


def schemas_with_headers(tools: Mapping[str, Mapping[str, Json]]) -> dict[str, dict[str, Json]]:
    """Return the input schemas, by tool, in which arguments name HTTP headers that repeat them.

    Of all others the SDK need not be told: it would walk through each at every call to find none.
    """
    return {name: dict(schema) for name, schema in tools.items() if X_MCP_HEADER_KEY in json.dumps(schema)}


def answer_text(answer: Answer) -> str:
    """Return the text block: the answer's JSON, or its status ("204 No Content") where it has no body."""
    if answer.text:
        return answer.text
    try:
        return f"{answer.status} {HTTPStatus(answer.status).phrase}"
    except ValueError:
        return str(answer.status)


def tool_result(answer: Answer) -> CallToolResult:
    """Return the answer as a result: its text, an object as structured content too, ``isError`` for failures."""
    content: list[ContentBlock] = [TextContent(type="text", text=answer_text(answer))]
    if answer.error is not None:
        return CallToolResult(content=content, is_error=True)
    return CallToolResult(content=content, structured_content=structured(answer.text))


def structured(text: str) -> Json:
    """Return the object that a text is, or None where it is something else."""
    if not text.startswith("{"):
        return None
    try:
        return from_json(text)
    except ValueError:
        # What the faster reader refuses, halves of surrogate pairs and deep nesting, is JSON still.
        return json.loads(text)


async def call_result(served: Served, tool: str, arguments: Mapping[str, Json] | None) -> CallToolResult:
    """Return the result of one call, after as long as an injection has it wait. Raises: MCPError where we crash."""
    answer = called(served, tool, arguments)
    if answer.wait_seconds:
        await waited(answer)
    return tool_result(answer)


async def waited(answer: Answer) -> None:
    """Wait for as long as an injection has the answer wait."""
    if answer.wait_seconds:
        await anyio.sleep(answer.wait_seconds)


def called(served: Served, tool: str, arguments: Mapping[str, Json] | None) -> Answer:
    """Return the answer to one call. Raises: MCPError (internal error) where we crash, never a documented failure."""
    try:
        return served.call(tool, arguments or {})
    except Exception as crash:
        logger.exception("the call of %s crashed", tool)
        raise MCPError(code=INTERNAL_ERROR, message=CRASH_TEXT) from crash
