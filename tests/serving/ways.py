"""Every way on which a client reaches a server: two clients, two eras, and five transports."""

import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any, Literal, Protocol, get_args

import fastmcp
from fastmcp.client.transports import StdioTransport
from mcp import Client, StdioServerParameters
from mcp_types import CallToolResult, ContentBlock, TextContent

from state_db.environment import Environment
from state_db.serve.fastmcp import fastmcp_server
from state_db.serve.lowlevel import mcp_server

Json = Any
ClientName = Literal["mcp", "fastmcp"]
Transport = Literal["memory", "fastmcp in memory", "stdio", "http", "fastmcp run"]
Mode = Literal["auto", "legacy"]
FASTMCP_COMMAND = Path(sys.executable).parent / "fastmcp"


@dataclass(frozen=True)
class Way:
    """One way: which client, over what, in which era of the protocol."""

    client: ClientName
    transport: Transport
    mode: Mode

    def __str__(self) -> str:
        return f"{self.client}, {self.transport}, {self.mode}"


CLIENTS: tuple[ClientName, ...] = get_args(ClientName)
TRANSPORTS: tuple[Transport, ...] = get_args(Transport)
MODES: tuple[Mode, ...] = get_args(Mode)
ALL_WAYS = [
    Way(client, transport, mode)
    for client, transport, mode in product(CLIENTS, TRANSPORTS, MODES)
    if (client, transport) != ("fastmcp", "memory")  # FastMCP's client takes FastMCP's servers only
]
IN_MEMORY = [way for way in ALL_WAYS if "memory" in way.transport]
PROTOCOL_VERSIONS: dict[Mode, str] = {"auto": "2026-07-28", "legacy": "2025-11-25"}


@dataclass(frozen=True)
class Reply:
    """What a client was answered."""

    text: str
    structured: Json
    is_error: bool


class Link(Protocol):
    """A connected client of either package."""

    async def version(self) -> str:
        """Return the protocol's version that was agreed on."""

    async def tools(self) -> list[dict[str, Json]]:
        """Return the tools as they came."""

    async def call(self, tool: str, arguments: dict[str, Json]) -> Reply:
        """Return the reply to a call."""


def reply_of(content: Sequence[ContentBlock], structured: Json, is_error: bool) -> Reply:
    (block,) = content
    assert isinstance(block, TextContent)
    return Reply(block.text, structured, is_error)


@dataclass(frozen=True)
class McpLink:
    client: Client

    async def version(self) -> str:
        return self.client.protocol_version

    async def tools(self) -> list[dict[str, Json]]:
        listed = await self.client.list_tools()
        return [tool.model_dump(by_alias=True, exclude_none=True) for tool in listed.tools]

    async def call(self, tool: str, arguments: dict[str, Json]) -> Reply:
        result: CallToolResult = await self.client.call_tool(tool, arguments)
        return reply_of(result.content, result.structured_content, result.is_error)


@dataclass(frozen=True)
class FastMcpLink:
    client: fastmcp.Client[Any]

    async def version(self) -> str:
        version = self.client.session.protocol_version
        assert version is not None
        return version

    async def tools(self) -> list[dict[str, Json]]:
        return [tool.model_dump(by_alias=True, exclude_none=True) for tool in await self.client.list_tools()]

    async def call(self, tool: str, arguments: dict[str, Json]) -> Reply:
        result = await self.client.call_tool(tool, arguments, raise_on_error=False)
        return reply_of(result.content, result.structured_content, result.is_error)


@asynccontextmanager
async def connected(way: Way, folder: Path, *options: str) -> AsyncIterator[Link]:
    """Connect to a fresh server of the folder; it ends with the connection."""
    script = str(folder / "server.py")
    match way.transport:
        case "memory":
            with Environment.open(folder) as environment:
                async with linked(way, mcp_server(environment)) as link:
                    yield link
        case "fastmcp in memory":
            with Environment.open(folder) as environment:
                async with linked(way, fastmcp_server(environment)) as link:
                    yield link
        case "stdio":
            async with linked(way, [sys.executable, "-W", "error", script, *options]) as link:
                yield link
        case "fastmcp run":
            async with linked(way, [str(FASTMCP_COMMAND), "run", script, "--no-banner"]) as link:
                yield link
        case "http":
            with serving(sys.executable, "-W", "error", script, "--http", "--port", "0", *options) as process:
                async with linked(way, process.line("err").split()[0]) as link:
                    yield link


@asynccontextmanager
async def linked(way: Way, target: Any) -> AsyncIterator[Link]:
    """Connect the way's client to a server object, a command or a URL."""
    if way.client == "mcp":
        if isinstance(target, fastmcp.FastMCP):
            target = target._mcp_server
        if isinstance(target, list):
            target = StdioServerParameters(command=target[0], args=target[1:])
        async with Client(target, mode=way.mode) as client:
            yield McpLink(client)
    else:
        if isinstance(target, list):
            target = StdioTransport(target[0], target[1:], keep_alive=False)
        async with fastmcp.Client(target, mode=way.mode) as fast:
            yield FastMcpLink(fast)


@dataclass(frozen=True)
class Process:
    """A server's process, and the lines that it says."""

    popen: "subprocess.Popen[str]"

    def line(self, stream: Literal["out", "err"]) -> str:
        """Return the next line; it is waited for, and its absence is an error."""
        pipe = self.popen.stdout if stream == "out" else self.popen.stderr
        assert pipe is not None
        line = pipe.readline()
        assert line, f"the process ended with {self.popen.wait()}"
        return line

    def say(self, line: str) -> None:
        """Send a line to its standard input."""
        assert self.popen.stdin is not None
        self.popen.stdin.write(line + "\n")
        self.popen.stdin.flush()


@contextmanager
def serving(*command: str, env: Mapping[str, str] | None = None) -> Iterator[Process]:
    """Run a command while the block lasts."""
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, encoding="utf-8", env=env) as popen:
        try:
            yield Process(popen)
        finally:
            popen.terminate()
            popen.communicate()
