"""How a request names its environment: by its URL, by a header, or by _meta."""

from typing import Any, cast

import httpx2
import pytest
from fastmcp.client.transports import StreamableHttpTransport
from mcp import Client, MCPError
from mcp_types import RequestParamsMeta

from .running import Running
from .ways import MODES, Mode, Way, linked

Json = Any
HEADER = "Fleetwright-Environment"
META = "fleetwright/environment"
NEW = {"name": "New", "email": "new@example.com"}
FIND = {"query": "new@example.com"}


def named(identity: str) -> RequestParamsMeta:
    """The _meta that names an environment."""
    return cast(RequestParamsMeta, {META: identity})


pytestmark = pytest.mark.anyio


@pytest.fixture
def environment(fleet: Running) -> Json:
    """An environment in which a customer was made, and the shared one has none such."""
    made = fleet.new("shop", "market")
    assert httpx2.post(f"{made['servers']['shop']['rest']}/customers", json=NEW).status_code == 201
    return made


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", ["/shop/mcp", "/mcp"])
async def test_a_header_names_the_environment(fleet: Running, environment: Json, path: str, mode: Mode) -> None:
    target = StreamableHttpTransport(fleet.url + path, headers={HEADER: environment["id"]})
    tool = "list_customers" if path == "/shop/mcp" else "shop__list_customers"
    async with linked(Way("fastmcp", "http", mode), target) as link:
        assert tool in [one["name"] for one in await link.tools()]
        assert (await link.call(tool, FIND)).structured["total"] == 1
    target = StreamableHttpTransport(f"{fleet.url}/shop/mcp")
    async with linked(Way("fastmcp", "http", mode), target) as link:
        assert (await link.call("list_customers", FIND)).structured["total"] == 0


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("path", ["/shop/mcp", "/mcp"])
async def test_meta_names_the_environment_call_by_call(
    fleet: Running, environment: Json, path: str, mode: Mode
) -> None:
    tool = "list_customers" if path == "/shop/mcp" else "shop__list_customers"
    async with Client(fleet.url + path, mode=mode) as client:
        result = await client.call_tool(tool, FIND, meta=named(environment["id"]))
        assert result.structured_content == {"total": 1, **(result.structured_content or {})}
        with pytest.raises(MCPError, match="no environment"):
            await client.call_tool(tool, FIND, meta=named("0" * 32))


async def test_an_environment_must_be_named_where_no_server_is(fleet: Running) -> None:
    async with Client(f"{fleet.url}/mcp") as client:
        assert (await client.list_tools()).tools == []
        with pytest.raises(MCPError, match="Name an environment"):
            await client.call_tool("shop__list_customers", {})


async def test_names_that_contradict_each_other_are_refused(fleet: Running, environment: Json) -> None:
    other = fleet.new("shop")["id"]
    async with Client(environment["servers"]["shop"]["mcp"]) as client:
        with pytest.raises(MCPError, match="another environment"):
            await client.call_tool("list_customers", {}, meta=named(other))
    assert httpx2.post(environment["mcp"], json={}, headers={HEADER: other}).status_code == 400
    unknown = httpx2.post(f"{fleet.url}/shop/mcp", json={}, headers={HEADER: "0" * 32})
    assert unknown.status_code == 404


async def test_the_rest_face_takes_the_header_too(fleet: Running, environment: Json) -> None:
    url = f"{fleet.url}/shop/rest/v1/customers?query=new@example.com"
    assert httpx2.get(url, headers={HEADER: environment["id"]}).json()["total"] == 1
    assert httpx2.get(url).json()["total"] == 0


async def test_a_server_that_the_environment_does_not_hold_is_not_reached_through_it(fleet: Running) -> None:
    shop = fleet.new("shop")
    assert httpx2.post(f"{fleet.url}/market/mcp", json={}, headers={HEADER: shop["id"]}).status_code == 404
    async with Client(f"{fleet.url}/market/mcp") as client:
        with pytest.raises(MCPError, match="no server market"):
            await client.call_tool("list_customers", {}, meta=named(shop["id"]))
