"""What a keyed read costs through MCP, in memory and over HTTP, beside a tool that does nothing on a bare server."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from typing import Any

import fastmcp
from mcp import Client
from mcp.server.lowlevel import Server
from mcp_types import CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams, TextContent, Tool

from benchmarks.dictionary import dict_server
from benchmarks.engine import dict_shop
from benchmarks.figure import Figure
from benchmarks.processes import Served, served
from benchmarks.shop import first, shop
from state_db.answer import Answer
from state_db.environment import Environment
from state_db.serve.identity import identity_of
from state_db.serve.lowlevel import Context, served_as
from state_db.tools import ToolSpec

TOOL = "get_customer"
MEMORY_ROUNDS, MEMORY_CALLS = 25, 40
HTTP_ROUNDS, HTTP_CALLS = 10, 100
Call = Callable[[], Awaitable[object]]


@dataclass(frozen=True)
class Reworded:
    """An environment whose one measured tool has, or has not, an output schema."""

    environment: Environment
    output_schema: dict[str, Any] | None

    @property
    def tools(self) -> Mapping[str, ToolSpec]:
        """The tools as they are served."""
        spec = replace(self.environment.tools[TOOL], output_schema=self.output_schema)
        return {**self.environment.tools, TOOL: spec}

    def call(self, tool: str, arguments: Mapping[str, Any]) -> Answer:
        """Return the environment's answer."""
        return self.environment.call(tool, arguments)


def arguments() -> dict[str, Any]:
    """Return what the keyed read is given."""
    return {"customer_id": first("customers")["id"]}


def no_op_server(text: str, output_schema: dict[str, Any] | None, body: Any) -> Server[dict[str, Any]]:
    """Return a server of the mcp package alone, whose one tool does nothing but answer this."""
    tool = Tool(name="no_op", input_schema={"type": "object", "properties": {}}, output_schema=output_schema)

    async def list_tools(_context: Context, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[tool])

    async def call_tool(_context: Context, _params: CallToolRequestParams) -> CallToolResult:
        return CallToolResult(content=[TextContent(type="text", text=text)], structured_content=body)

    return Server("no-op", on_list_tools=list_tools, on_call_tool=call_tool)


async def memory_calls(stack: AsyncExitStack) -> dict[str, Call]:
    """Return the calls that are timed in memory, by name: each over a client that is connected already."""
    environment = stack.enter_context(Environment.open(shop()))
    identity, schema = identity_of([shop()]), shop().tools[TOOL].output_schema
    answer = environment.call(TOOL, arguments())

    async def sdk(server: Server[dict[str, Any]], name: str, given: dict[str, Any]) -> Call:
        client = await stack.enter_async_context(Client(server))
        await client.list_tools()
        return lambda: client.call_tool(name, given)

    fast = await stack.enter_async_context(fastmcp.Client(dict_server(dict_shop(shop()))))
    return {
        "no-op": await sdk(no_op_server(answer.text, None, answer.body), "no_op", {}),
        "plain": await sdk(served_as(Reworded(environment, None), identity), TOOL, arguments()),
        "no-op, schema": await sdk(no_op_server(answer.text, schema, answer.body), "no_op", {}),
        "schema": await sdk(served_as(Reworded(environment, schema), identity), TOOL, arguments()),
        "dict": lambda: fast.call_tool(TOOL, arguments()),
    }


async def in_memory() -> dict[str, float]:
    """Return the least processor milliseconds of a call in any round, by name; rounds take turns."""
    async with AsyncExitStack() as stack:
        made = await memory_calls(stack)
        best = dict.fromkeys(made, float("inf"))
        for _ in range(MEMORY_ROUNDS):
            for name, call in made.items():
                start = time.process_time()
                for _ in range(MEMORY_CALLS):
                    await call()
                best[name] = min(best[name], (time.process_time() - start) / MEMORY_CALLS * 1e3)
        return best


async def over_http(servers: Mapping[str, Served]) -> dict[str, float]:
    """Return the least processor milliseconds of a call, client and server together, by name; rounds take turns."""
    async with AsyncExitStack() as stack:
        clients = {}
        for name, server in servers.items():
            clients[name] = await stack.enter_async_context(Client(server.url))
            await clients[name].list_tools()
        best = dict.fromkeys(servers, float("inf"))
        for _ in range(HTTP_ROUNDS):
            for name, server in servers.items():
                start = time.process_time() + server.seconds()
                for _ in range(HTTP_CALLS):
                    await clients[name].call_tool(*server.call)
                spent = time.process_time() + server.seconds() - start
                best[name] = min(best[name], spent / HTTP_CALLS * 1e3)
        return best


def figures() -> list[Figure]:
    """Return the figures of calls through MCP, in memory and over HTTP."""
    memory = asyncio.run(in_memory())
    with served() as servers:
        http = asyncio.run(over_http(servers))
    low = "a no-op on the low-level server"
    return [
        Figure("keyed read through MCP in memory", "ms", memory["plain"], low, memory["no-op"], 1.25, memory["dict"]),
        Figure(
            "the same with an output schema", "ms", memory["schema"], f"{low}, same schema", memory["no-op, schema"],
            1.25, memory["dict"],
        ),
        Figure("keyed read over HTTP", "ms", http["plain"], f"{low} over HTTP", http["no-op"], 1.25, http["dict"]),
        Figure(
            "the same with an output schema, over HTTP", "ms", http["schema"], f"{low} over HTTP, same schema",
            http["no-op, schema"], 1.25, http["dict"],
        ),
    ]  # fmt: skip


def no_op_answer() -> tuple[str, Any]:
    """Return the text and the body that the no-op answers: those of the keyed read."""
    with Environment.open(shop()) as environment:
        answer = environment.call(TOOL, arguments())
    return json.dumps(answer.body), answer.body
