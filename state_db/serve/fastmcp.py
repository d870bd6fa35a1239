"""An environment as a FastMCP server, for those who compose, inspect or extend servers in FastMCP's ways.

The tools do not go through FastMCP's function wrappers: schemas are sent verbatim, arguments reach the environment as
they came, and results are the same bytes as on every other transport.
"""

from pathlib import Path
from typing import Any

from fastmcp import FastMCP
from fastmcp.exceptions import NotFoundError, ToolError
from fastmcp.server.middleware import CallNext, Middleware, MiddlewareContext
from fastmcp.tools import Tool, ToolResult
from mcp.shared.exceptions import MCPError
from mcp_types import CallToolRequestParams
from mcp_types import Tool as WireTool
from pydantic import PrivateAttr

from state_db.environment import Environment
from state_db.scenario import Scenario
from state_db.serve.identity import identity_of
from state_db.serve.tools import Served, call_result, mcp_tool

Json = Any


class ServedTool(Tool):
    """A tool of an environment, as tools.json has it."""

    _served: Served = PrivateAttr()
    _wire: WireTool = PrivateAttr()

    @classmethod
    def of(cls, served: Served, wire: WireTool) -> "ServedTool":
        """Return the tool that calls ``served``."""
        tool = cls(
            name=wire.name,
            title=wire.title,
            description=wire.description,
            parameters=wire.input_schema,
            output_schema=wire.output_schema,
            annotations=wire.annotations,
        )
        tool._served, tool._wire = served, wire
        return tool

    def to_mcp_tool(self, **overrides: Any) -> WireTool:
        """Return the tool as MCP sends it, without the additions that FastMCP makes to its own tools."""
        if overrides.keys() <= {"name"} and self._is_untouched():
            return self._wire.model_copy(update=overrides)
        return super().to_mcp_tool(**overrides)

    def _is_untouched(self) -> bool:
        """Whether no transform or mount has given the tool another title, text or schema."""
        wire = self._wire
        return (self.title, self.description, self.parameters) == (wire.title, wire.description, wire.input_schema)

    async def run(self, arguments: dict[str, Any]) -> ToolResult:
        """Return the environment's answer."""
        return ToolResult.from_mcp_result(await call_result(self._served, self._wire.name, arguments))


class Answers(Middleware):
    """Keeps FastMCP from wording failures itself: unknown tools get our answer, crashes stay internal errors."""

    def __init__(self, served: Served) -> None:
        self._served = served

    async def on_call_tool(
        self,
        context: MiddlewareContext[CallToolRequestParams],
        call_next: CallNext[CallToolRequestParams, ToolResult],
    ) -> ToolResult:
        """Return the call's result. Raises: MCPError where we crash."""
        try:
            return await call_next(context)
        except NotFoundError:
            message = context.message
            return ToolResult.from_mcp_result(await call_result(self._served, message.name, message.arguments))
        except ToolError as error:
            if isinstance(error.__cause__, MCPError):
                raise error.__cause__ from error
            raise


def fastmcp_server(
    environment: Environment | Path | str,
    scenario: Scenario = "seed",
    seed: int = 0,
) -> FastMCP[Any]:
    """Return an environment, or a server folder opened as one, as a FastMCP server.

    Raises: StateError for a folder that cannot be opened.
    """
    if not isinstance(environment, Environment):
        environment = Environment.open(environment, scenario=scenario, seed=seed)
    identity = identity_of(environment.images)
    return FastMCP(
        identity.name,
        instructions=identity.instructions or None,
        version=identity.version or None,
        tools=[ServedTool.of(environment, mcp_tool(name, spec)) for name, spec in environment.tools.items()],
        middleware=[Answers(environment)],
        dereference_schemas=False,
    )
