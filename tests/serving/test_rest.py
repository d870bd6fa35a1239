"""The REST face: the API as its documentation has it."""

from typing import Any

import httpx2
import pytest

from state_db.environment import Environment
from state_db.http import Router
from state_db.image import Image

from .running import Running
from .samples import ADA, SHOP

Json = Any
IMAGE = Image.load(SHOP.folder)
ROUTER = Router(IMAGE.routes, {name: spec.input_schema for name, spec in IMAGE.tools.items()})


@pytest.fixture
def rest(fleet: Running) -> str:
    """The base URL of a fresh shop's API."""
    return str(fleet.new("shop")["servers"]["shop"]["rest"])


def test_every_call_is_answered_as_the_tool_answers_it(rest: str) -> None:
    base = rest.removesuffix(IMAGE.routes.base_path)
    calls = [one for one in SHOP.calls if "\x00" not in str(one)]
    with Environment.open(IMAGE) as environment:
        for tool, arguments in calls:
            expected = environment.call(tool, arguments)
            asked = ROUTER.request(tool, arguments)
            answer = httpx2.request(asked.method, base + asked.target, content=asked.body, headers=dict(asked.headers))
            assert (answer.status_code, answer.text) == (expected.status, expected.text), tool
            assert (answer.headers.get("content-type") == "application/json") == bool(expected.text)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/bananas", 404), ("GET", "/customers/a/b/c", 404), ("PUT", "/customers", 405), ("GET", "/", 404)],
)
def test_what_the_api_does_not_have_is_said_with_what_it_has(rest: str, method: str, path: str, status: int) -> None:
    answer = httpx2.request(method, rest + path)
    assert answer.status_code == status
    assert answer.json()["error"]["message"]
    assert ("allow" in answer.headers) == (status == 405)


def test_options_and_head_are_answered_as_http_has_them(rest: str) -> None:
    options = httpx2.options(f"{rest}/customers")
    assert (options.status_code, options.headers["allow"]) == (204, "GET, HEAD, OPTIONS, POST")
    head = httpx2.head(f"{rest}/customers/{ADA}")
    assert (head.status_code, head.content) == (200, b"")
    assert int(head.headers["content-length"]) == len(httpx2.get(f"{rest}/customers/{ADA}").content)


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff", b'{"name": NaN}'])
def test_a_body_that_cannot_be_read_is_the_apis_own_refusal(rest: str, body: bytes) -> None:
    answer = httpx2.post(f"{rest}/customers", content=body, headers={"Content-Type": "application/json"})
    usual = httpx2.post(f"{rest}/customers", json={"name": 7, "email": "a@example.com"})
    assert answer.status_code == usual.status_code < 500
    assert answer.json().keys() == usual.json().keys()


def test_inputs_that_are_not_modelled_are_named_and_change_nothing(rest: str) -> None:
    plain = httpx2.get(f"{rest}/customers")
    answer = httpx2.get(f"{rest}/customers?verbose=1&expand=x")
    assert (answer.text, answer.headers["fleetwright-unused"]) == (plain.text, "verbose, expand")
    assert "fleetwright-unused" not in plain.headers


@pytest.mark.parametrize("name", ["", " ", " a ", "a\r\nb: c", "é", "\x00", "a" * 2000])
def test_a_name_that_no_header_can_hold_is_left_out(rest: str, name: str) -> None:
    answer = httpx2.post(f"{rest}/customers", json={"name": "N", "email": f"{len(name)}@example.com", name: 1})
    assert answer.status_code == 201
    assert "b: c" not in answer.headers.get("fleetwright-unused", "")


def test_a_slash_inside_of_a_key_is_none_of_the_path(rest: str) -> None:
    answer = httpx2.get(f"{rest}/customers/{ADA}%2Forders")
    assert answer.status_code == 404
    assert f"{ADA}/orders" in answer.json()["error"]["message"]


def test_the_shared_environment_has_a_rest_face(fleet: Running) -> None:
    assert httpx2.get(f"{fleet.url}/shop/rest/v1/customers/{ADA}").json()["id"] == ADA
    assert httpx2.get(f"{fleet.url}/bank/rest/v1/customers").status_code == 404
    assert httpx2.get(f"{fleet.url}/shop/restless").status_code == 404
    # A path of the control interface is none of a server's, even where an id begins like one.
    assert (
        fleet.control("GET", "/environments/rest/state").json()["error"]["message"] == "There is no such environment."
    )


def test_a_clients_own_authorization_does_not_disturb(rest: str) -> None:
    assert httpx2.get(f"{rest}/customers", headers={"Authorization": "Bearer sk_of_the_api"}).status_code == 200
