"""The fleet's gateway: shared servers, private environments, and who may do what."""

import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest

from state_db.errors import StateError
from state_db.image import Image
from state_db.serve.gateway import Gateway, Settings

from .running import Running
from .samples import ADA
from .ways import MODES, Mode, Way, linked, serving

Json = Any
NEW = {"name": "New", "email": "new@example.com"}


@pytest.mark.anyio
@pytest.mark.parametrize("mode", MODES)
async def test_a_server_is_shared_under_its_name_by_all_clients(fleet: Running, mode: Mode) -> None:
    guest = {"name": "Guest", "email": f"{mode}@example.com"}
    async with linked(Way("mcp", "http", mode), f"{fleet.url}/shop/mcp") as link:
        made = await link.call("create_customer", guest)
        assert not made.is_error
    async with linked(Way("fastmcp", "http", mode), f"{fleet.url}/shop/mcp") as link:
        assert (await link.call("get_customer", {"customer_id": made.structured["id"]})).structured == made.structured


@pytest.mark.anyio
async def test_a_private_environment_is_shared_with_nobody(fleet: Running) -> None:
    first, second = fleet.new("shop"), fleet.new("shop")
    assert first["id"] != second["id"]
    assert len(bytes.fromhex(first["id"])) == 16
    async with linked(Way("mcp", "http", "auto"), first["mcp"]) as link:
        made = await link.call("create_customer", NEW)
        customer = {"customer_id": made.structured["id"]}
        assert not (await link.call("delete_customer", customer)).is_error
    async with linked(Way("mcp", "http", "auto"), second["mcp"]) as link:
        assert await link.call("create_customer", NEW) == made
        assert not (await link.call("get_customer", customer)).is_error


@pytest.mark.anyio
@pytest.mark.parametrize("mode", MODES)
async def test_an_environment_of_two_servers_is_reached_together_and_one_by_one(fleet: Running, mode: Mode) -> None:
    environment = fleet.new("shop", "market")
    async with linked(Way("mcp", "http", mode), environment["mcp"]) as link:
        names = [tool["name"] for tool in await link.tools()]
        assert names[0] == "shop__list_customers"
        assert len(names) == 22
        made = await link.call("market__create_customer", NEW)
        customer = {"customer_id": made.structured["id"]}
        assert (await link.call("shop__get_customer", customer)).is_error
    async with linked(Way("mcp", "http", mode), environment["servers"]["market"]["mcp"]) as link:
        assert (await link.tools())[0]["name"] == "list_customers"
        assert (await link.call("get_customer", customer)).structured == made.structured
        unknown = await link.call("get_custmer", customer)
        assert unknown.is_error
        assert "get_customer" in unknown.text
        assert "__" not in unknown.text


@pytest.mark.anyio
async def test_scenario_seed_and_caller_are_those_that_were_asked_for(fleet: Running) -> None:
    rows = {"id": "cus_1", "name": "N", "email": "n@example.com", "active": True, "address": None}
    scenario = {"shop": {"customers": [{**rows, "created_at": "2026-01-01T00:00:00Z"}]}}
    environment = fleet.new("shop", scenario=scenario, seed=7, caller="cus_1")
    async with linked(Way("mcp", "http", "auto"), environment["mcp"]) as link:
        assert not (await link.call("get_customer", {"customer_id": "cus_1"})).is_error
        assert (await link.call("get_customer", {"customer_id": ADA})).is_error


def test_a_deleted_environment_is_gone(fleet: Running) -> None:
    environment = fleet.new("shop")
    path = f"/environments/{environment['id']}"
    headers = {"Accept": "application/json, text/event-stream"}
    ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    assert httpx2.post(environment["mcp"], json=ping, headers=headers).status_code == 200
    assert fleet.control("DELETE", path).status_code == 204
    assert httpx2.post(environment["mcp"], json=ping, headers=headers).status_code == 404
    assert fleet.control("DELETE", path).status_code == 404


def test_managing_environments_takes_the_control_token(fleet: Running) -> None:
    environment = fleet.new("shop")
    for token in ("wrong", environment["id"]):
        assert fleet.control("POST", "/environments", {"servers": ["shop"]}, token).status_code == 401
        assert fleet.control("DELETE", f"/environments/{environment['id']}", token=token).status_code == 401
    assert fleet.control("DELETE", f"/environments/{environment['id']}").status_code == 204


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "servers"),
        ({"servers": []}, "servers"),
        ({"servers": ["bank"]}, "There is no server bank"),
        ({"servers": ["shop", "shop"]}, "twice"),
        ({"servers": ["shop"], "scenario": "busy"}, "busy"),
        ({"servers": ["shop"], "scenario": {"shop": {"bananas": []}}}, "bananas"),
        ({"servers": ["shop"], "seed": 2**70}, "seed"),
        ({"servers": ["shop"], "colour": 1}, "colour"),
        ([], "body"),
    ],
)
def test_an_environment_that_cannot_be_made_is_refused_with_the_reason(fleet: Running, body: Json, said: str) -> None:
    response = fleet.control("POST", "/environments", body)
    assert response.status_code == 422
    assert said in response.json()["error"]["message"]


@pytest.mark.parametrize("path", ["/", "/shop/mcp", "/environments"])
@pytest.mark.parametrize(
    ("headers", "status"), [({"Host": "evil.example"}, 421), ({"Origin": "https://evil.example"}, 403)]
)
def test_foreign_hosts_and_origins_are_refused(fleet: Running, path: str, headers: dict[str, str], status: int) -> None:
    tokens = {"Authorization": f"Bearer {fleet.token}"}
    assert httpx2.post(fleet.url + path, json={}, headers=headers | tokens).status_code == status
    assert httpx2.get(f"{fleet.url}/healthz", headers=headers).text == "ok\n"


@pytest.mark.parametrize("path", ["/bank/mcp", "/environments/00/mcp", "/environments/00/shop/mcp", "/shop"])
def test_what_is_not_there_is_not_found(fleet: Running, path: str) -> None:
    assert httpx2.post(fleet.url + path, json={}).status_code == 404


def test_no_stream_from_the_server_is_offered_and_large_bodies_are_refused(fleet: Running) -> None:
    assert httpx2.get(f"{fleet.url}/shop/mcp", headers={"Accept": "text/event-stream"}).status_code == 405
    assert httpx2.post(f"{fleet.url}/shop/mcp", content=b" " * (5 << 20)).status_code == 413


def test_the_first_page_lists_the_servers_to_people_and_programs(fleet: Running) -> None:
    listed = httpx2.get(fleet.url).json()["servers"]
    assert [one["server"] for one in listed] == ["shop", "market"]
    assert listed[0]["mcp"] == f"{fleet.url}/shop/mcp"
    page = httpx2.get(fleet.url, headers={"Accept": "text/html"})
    assert page.headers["content-type"].startswith("text/html")
    assert f"{fleet.url}/market/mcp" in page.text


def test_names_that_collide_are_refused(shop: Path) -> None:
    image = Image.load(shop)
    with pytest.raises(StateError, match="one name"):
        Gateway([image, image], Settings(("127.0.0.1",)))


def test_agents_need_a_token_where_others_may_reach_the_fleet(shop: Path) -> None:
    program = "from state_db.commands import serve; serve()"
    options = [str(shop), "--host", "0.0.0.0", "--port", "0"]
    with serving(sys.executable, "-c", program, *options) as process:
        url = process.line("out").strip()
        process.line("err")
        token = process.line("err").split()[-1]
        headers = {"Accept": "application/json, text/event-stream"}
        ping = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
        assert httpx2.post(url, json=ping, headers=headers).status_code == 401
        allowed = {**headers, "Authorization": f"Bearer {token}"}
        assert httpx2.post(url, json=ping, headers=allowed).status_code == 200
        environments = url.replace("/shop/mcp", "/environments")
        assert httpx2.post(environments, json={"servers": ["shop"]}, headers=allowed).status_code == 401
