"""What a call costs through MCP in memory: a keyed read of a server folder against a no-op tool of a bare server.

    python benchmarks/mcp_call.py                          the test suite's shop
    python benchmarks/mcp_call.py servers/petstore get_pet '{"pet_id": 1}' --calls 2000

Every row is the best of rounds that take turns, so that what else the machine does counts as little as it can. The
client checks an answer against an output schema by itself; what that costs shows in the no-op that has one.
"""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import fastmcp
from mcp import Client
from mcp.server.lowlevel import Server
from mcp_types import (
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    TextContent,
    Tool,
)

from state_db.answer import Answer
from state_db.environment import Environment
from state_db.image import Image
from state_db.serve.fastmcp import fastmcp_server
from state_db.serve.identity import identity_of
from state_db.serve.lowlevel import Context, served_as
from state_db.tools import ToolSpec

SHOP = Path(__file__).parent.parent / "tests" / "servers" / "shop"
ROUNDS = 20
Call = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Reworded:
    """An environment whose one measured tool has, or has not, this output schema."""

    environment: Environment
    tool: str
    output_schema: dict[str, Any] | None

    @property
    def tools(self) -> Mapping[str, ToolSpec]:
        """The tools as they are served."""
        spec = replace(self.environment.tools[self.tool], output_schema=self.output_schema)
        return {**self.environment.tools, self.tool: spec}

    def call(self, tool: str, arguments: Mapping[str, Any]) -> Answer:
        """Return the environment's answer."""
        return self.environment.call(tool, arguments)


def no_op_server(output_schema: dict[str, Any] | None = None, body: Any = None) -> Server[dict[str, Any]]:
    """Return a server of the mcp package alone, with one tool that does nothing but answer with this body."""
    tool = Tool(name="no_op", input_schema={"type": "object", "properties": {}}, output_schema=output_schema)
    text = json.dumps(body or {})

    async def list_tools(_context: Context, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[tool])

    async def call_tool(_context: Context, _params: CallToolRequestParams) -> CallToolResult:
        return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=body)

    return Server("no-op", on_list_tools=list_tools, on_call_tool=call_tool)


def fastmcp_no_op() -> fastmcp.FastMCP[Any]:
    """Return a FastMCP server with one tool that does nothing."""
    server: fastmcp.FastMCP[Any] = fastmcp.FastMCP("no-op")

    @server.tool
    def no_op() -> str:
        """Do nothing."""
        return "{}"

    return server


async def cases(stack: AsyncExitStack, image: Image, tool: str, arguments: dict[str, Any]) -> dict[str, Call]:
    """Return what is measured by its name: each a call over a client that is connected already."""
    environment = stack.enter_context(Environment.open(image))
    identity = identity_of([image])
    schema = image.tools[tool].output_schema or {"type": "object"}

    async def sdk(server: Server[dict[str, Any]], name: str, given: dict[str, Any]) -> Call:
        client = await stack.enter_async_context(Client(server))
        await client.list_tools()
        return lambda: client.call_tool(name, given)

    async def fast(server: fastmcp.FastMCP[Any], name: str, given: dict[str, Any]) -> Call:
        client = await stack.enter_async_context(fastmcp.Client(server))
        await client.list_tools()
        return lambda: client.call_tool(name, given)

    async def direct() -> object:
        return environment.call(tool, arguments)

    body = environment.call(tool, arguments).body
    return {
        "no-op, bare low-level server": await sdk(no_op_server(), "no_op", {}),
        f"{tool}, no output schema": await sdk(served_as(Reworded(environment, tool, None), identity), tool, arguments),
        "no-op with the same answer and schema": await sdk(no_op_server(schema, body), "no_op", {}),
        f"{tool}, output schema": await sdk(served_as(Reworded(environment, tool, schema), identity), tool, arguments),
        "no-op, FastMCP on both sides": await fast(fastmcp_no_op(), "no_op", {}),
        f"{tool}, FastMCP on both sides": await fast(fastmcp_server(environment), tool, arguments),
        f"{tool}, without MCP": direct,
    }


async def microseconds(call: Call, times: int) -> float:
    """Return the mean time of one call."""
    start = time.perf_counter()
    for _ in range(times):
        await call()
    return (time.perf_counter() - start) / times * 1e6


async def measured(image: Image, tool: str, arguments: dict[str, Any], calls: int) -> dict[str, float]:
    """Return the best round's time of a call in microseconds, by case."""
    async with AsyncExitStack() as stack:
        made = await cases(stack, image, tool, arguments)
        rounds: dict[str, list[float]] = {name: [] for name in made}
        for _ in range(ROUNDS):
            for name, call in made.items():
                rounds[name].append(await microseconds(call, max(1, calls // ROUNDS)))
    return {name: min(times) for name, times in rounds.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SHOP)
    parser.add_argument("tool", nargs="?", default="get_customer")
    parser.add_argument("arguments", nargs="?", type=json.loads, default=None)
    parser.add_argument("--calls", type=int, default=4000, help="calls of each case (default: %(default)s)")
    options = parser.parse_args()
    image = Image.load(options.folder)
    arguments = options.arguments or {"customer_id": image.seed["customers"][0]["id"]}
    times = asyncio.run(measured(image, options.tool, arguments, options.calls))
    base = next(iter(times.values()))
    print(f"{'call in memory':<44} {'µs':>8} {'ratio':>7}")
    for name, spent in times.items():
        print(f"{name:<44} {spent:>8.0f} {spent / base:>7.2f}")


if __name__ == "__main__":
    main()
