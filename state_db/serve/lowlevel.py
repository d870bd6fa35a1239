"""An environment as a server of the mcp package's low level: fast to start, schemas verbatim."""

from typing import Any

from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams

from state_db.environment import Environment
from state_db.serve.identity import Identity, identity_of
from state_db.serve.tools import Served, call_result, mcp_tool, schemas_with_headers

Context = ServerRequestContext[Any]


def mcp_server(environment: Environment) -> Server[dict[str, Any]]:
    """Return the environment as an MCP server. The caller keeps the environment and closes it."""
    return served_as(environment, identity_of(environment.images))


def served_as(served: Served, identity: Identity) -> Server[dict[str, Any]]:
    """Return what is served as an MCP server with this identity."""
    tools = [mcp_tool(name, spec) for name, spec in served.tools.items()]

    async def list_tools(_context: Context, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=tools)

    async def call_tool(_context: Context, params: CallToolRequestParams) -> CallToolResult:
        return await call_result(served, params.name, params.arguments)

    return Server(
        identity.name,
        version=identity.version,
        title=identity.title,
        instructions=identity.instructions or None,
        get_tool_input_schema=schemas_with_headers({one.name: one.input_schema for one in tools}).get,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )
