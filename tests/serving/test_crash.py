"""A crash of ours is an internal error of the protocol and never an answer of the service."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastmcp import Client as FastMcpClient
from fastmcp import FastMCP
from mcp import Client, MCPError
from mcp_types import INTERNAL_ERROR

from state_db.answer import Answer
from state_db.environment import Environment
from state_db.serve.fastmcp import Answers, ServedTool
from state_db.serve.identity import identity_of
from state_db.serve.lowlevel import served_as
from state_db.serve.tools import CRASH_TEXT, answer_text, mcp_tool
from state_db.tools import ToolSpec

from .ways import MODES, Mode

pytestmark = pytest.mark.anyio


@dataclass(frozen=True)
class Broken:
    """An environment with a fault in one of its tools."""

    environment: Environment
    tool: str

    @property
    def tools(self) -> Mapping[str, ToolSpec]:
        return self.environment.tools

    def call(self, tool: str, arguments: Mapping[str, Any]) -> Answer:
        if tool == self.tool:
            raise RuntimeError("a secret of ours")
        return self.environment.call(tool, arguments)


@pytest.mark.parametrize("mode", MODES)
async def test_a_crash_is_an_internal_error_that_tells_no_secret(mode: Mode, shop: Path) -> None:
    with Environment.open(shop) as environment:
        broken = Broken(environment, "list_orders")
        async with Client(served_as(broken, identity_of(environment.images)), mode=mode) as client:
            with pytest.raises(MCPError) as raised:
                await client.call_tool("list_orders", {})
            assert (raised.value.error.code, raised.value.error.message) == (INTERNAL_ERROR, CRASH_TEXT)
            assert not (await client.call_tool("list_customers", {})).is_error


@pytest.mark.parametrize("mode", MODES)
async def test_fastmcp_does_not_word_a_crash_as_an_answer(mode: Mode, shop: Path) -> None:
    with Environment.open(shop) as environment:
        broken = Broken(environment, "list_orders")
        tools = [ServedTool.of(broken, mcp_tool(name, spec)) for name, spec in broken.tools.items()]
        server: FastMCP[Any] = FastMCP("shop", tools=tools, middleware=[Answers(broken)])
        async with FastMcpClient(server, mode=mode) as client:
            with pytest.raises(MCPError) as raised:
                await client.call_tool("list_orders", {})
            assert (raised.value.error.code, raised.value.error.message) == (INTERNAL_ERROR, CRASH_TEXT)


async def test_a_mounted_server_keeps_its_schemas_and_bytes(shop: Path) -> None:
    from state_db.serve.fastmcp import fastmcp_server

    with Environment.open(shop) as environment, Environment.open(shop) as other:
        top: FastMCP[Any] = FastMCP("top")
        top.mount(fastmcp_server(environment), namespace="mine")
        expected = other.call("list_customers", {})
        async with FastMcpClient(top) as client:
            listed = {tool.name: tool for tool in await client.list_tools()}
            assert listed["mine_list_customers"].input_schema == other.tools["list_customers"].input_schema
            result = await client.call_tool("mine_list_customers", {})
            assert result.content[0].model_dump()["text"] == expected.text


@pytest.mark.parametrize(("status", "text"), [(204, "204 No Content"), (202, "202 Accepted"), (299, "299")])
def test_an_answer_without_a_body_is_the_text_of_its_status(status: int, text: str) -> None:
    assert answer_text(Answer(status, "")) == text
