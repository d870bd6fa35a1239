"""What is refused before it reaches any environment, and that nobody else notices."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest

from .running import Running
from .samples import ADA
from .ways import Process, serving

Json = Any
HASTY = """
import sys
from pathlib import Path
from state_db.serve.gateway import Settings
from state_db.serve.guard import LOOPBACK, Tokens
from state_db.serve.limits import Limits
from state_db.serve.listen import bound, url_of
from state_db.serve.workers import Plan, run
limits = Limits(header_seconds=0.4, body_seconds=0.4, body_bytes=100_000)
tokens = Tokens(control="c" * 32, agents="a" * 32)
with bound("127.0.0.1", 0) as listener:
    print(url_of("127.0.0.1", listener.getsockname()[1]), flush=True)
    run(Plan((Path(sys.argv[1]),), Settings(LOOPBACK, tokens, limits, "requests")), [listener])
"""
ANSWERS = {"Accept": "application/json, text/event-stream"}


@contextmanager
def hasty(folder: Path) -> Iterator[tuple[str, Process]]:
    """A gateway that asks for agents' tokens and waits for nobody."""
    import sys

    with serving(sys.executable, "-W", "error", "-c", HASTY, str(folder)) as process:
        yield process.line("out").strip(), process


@pytest.fixture(scope="module")
def gateway(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    from .conftest import runnable
    from .samples import SHOP

    with hasty(runnable(SHOP, tmp_path_factory.mktemp("hasty"))) as (url, _):
        yield url


def get(gateway: str, **headers: str) -> httpx2.Response:
    """Read a customer over the shared REST face."""
    return httpx2.get(f"{gateway}/shop/rest/v1/customers/{ADA}", headers=headers)


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer b", "Basic " + "a" * 32, "Bearer " + "a" * 31, "Bearer " + "a" * 33, "a" * 32],
)
@pytest.mark.parametrize("path", ["/", "/shop/mcp", "/shop/rest/v1/customers", "/environments", "/metrics"])
def test_a_bad_token_reaches_nothing(gateway: str, path: str, authorization: str) -> None:
    headers = {"Authorization": authorization} if authorization else {}
    refused = httpx2.get(gateway + path, headers=headers)
    assert (refused.status_code, refused.headers["www-authenticate"]) == (401, "Bearer")


def test_the_agents_token_reaches_servers_and_no_control(gateway: str) -> None:
    assert get(gateway, Authorization="Bearer " + "a" * 32).status_code == 200
    # A client of the API sends the API's own key as its Authorization.
    own = {"Authorization": "Bearer sk_of_the_api", "Fleetwright-Token": "a" * 32}
    assert httpx2.get(f"{gateway}/shop/rest/v1/customers/{ADA}", headers=own).status_code == 200
    for token in ("a" * 32, "c" * 31):
        refused = httpx2.get(f"{gateway}/environments", headers={"Authorization": f"Bearer {token}"})
        assert refused.status_code == 401
    assert httpx2.get(f"{gateway}/environments", headers={"Authorization": "Bearer " + "c" * 32}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:80", ""])
def test_a_foreign_host_is_refused(gateway: str, host: str) -> None:
    assert get(gateway, Host=host, Authorization="Bearer " + "a" * 32).status_code in (400, 421)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", "http://localhost@x"]
)
def test_a_foreign_origin_is_refused(gateway: str, origin: str) -> None:
    assert get(gateway, Origin=origin, Authorization="Bearer " + "a" * 32).status_code == 403


@pytest.mark.parametrize("path", ["/shop/mcp", "/shop/rest/v1/customers"])
@pytest.mark.parametrize("declared", [True, False])
def test_a_large_body_is_refused_whether_it_says_so_or_not(gateway: str, path: str, declared: bool) -> None:
    headers = {"Authorization": "Bearer " + "a" * 32, "Content-Type": "application/json"}
    body = b" " * 200_000
    content: Any = body if declared else iter([body[:90_000], body[:90_000]])
    try:
        refused = httpx2.post(gateway + path, content=content, headers=headers)
        assert (refused.status_code, refused.headers["connection"]) == (413, "close")
    except (httpx2.WriteError, httpx2.ReadError):
        # The connection may be closed while the rest of the body is still being sent.
        pass
    assert get(gateway, Authorization="Bearer " + "a" * 32).status_code == 200


@pytest.mark.parametrize(
    "version", [{}, {"MCP-Protocol-Version": "2026-07-28"}, {"MCP-Protocol-Version": "1999-01-01"}]
)
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"jsonrpc": "1.0", "id": 1, "method": "ping"}',
        b'{"jsonrpc": "2.0", "id": {}, "method": "tools/call"}',
        b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": []}',
        b'{"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": 7}}',
        b'{"jsonrpc": "2.0", "id": 1, "method": "no/such"}',
        b'{"jsonrpc": "2.0", "id": 1e400, "method": "ping"}',
    ],
)
def test_malformed_json_rpc_is_an_error_of_the_protocol(gateway: str, body: bytes, version: dict[str, str]) -> None:
    headers = {**ANSWERS, **version, "Authorization": "Bearer " + "a" * 32, "Content-Type": "application/json"}
    answer = httpx2.post(f"{gateway}/shop/mcp", content=body, headers=headers)
    assert answer.status_code < 500, answer.text
    # In the handshake's era a message without a usable id is taken for a notification, which nobody answers.
    assert "error" in answer.json() if answer.content else answer.status_code == 202
    assert "Traceback" not in answer.text


def opened(gateway: str) -> socket.socket:
    parts = urlsplit(gateway)
    assert parts.hostname and parts.port
    return socket.create_connection((parts.hostname, parts.port), timeout=20)


HEAD = b"POST /shop/mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + b"a" * 32 + b"\r\n"


def test_clients_that_are_slow_on_purpose_are_let_go_and_disturb_nobody(gateway: str) -> None:
    with ExitStack() as stack:
        nothing = [stack.enter_context(opened(gateway)) for _ in range(50)]
        heads = [stack.enter_context(opened(gateway)) for _ in range(50)]
        bodies = [stack.enter_context(opened(gateway)) for _ in range(50)]
        for one in heads:
            one.sendall(HEAD[:40])
        for one in bodies:
            one.sendall(HEAD + b"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{")
        assert get(gateway, Authorization="Bearer " + "a" * 32).status_code == 200
        assert [one.recv(1000) for one in nothing] == [b""] * 50
        assert [one.recv(1000) for one in heads] == [b""] * 50
        assert {one.recv(1000).split(b"\r\n")[0] for one in bodies} == {b"HTTP/1.1 408 Request Timeout"}
    assert get(gateway, Authorization="Bearer " + "a" * 32).status_code == 200


def test_a_head_that_comes_byte_by_byte_gets_no_more_time(gateway: str) -> None:
    with opened(gateway) as one:
        one.settimeout(0.05)
        ended = False
        for byte in HEAD * 4:
            try:
                one.sendall(bytes([byte]))
                ended = ended or one.recv(100) == b""
            except TimeoutError:
                continue
            except OSError:
                ended = True
            if ended:
                break
        assert ended


def test_a_connection_that_was_used_may_be_quiet_for_longer(gateway: str) -> None:
    with httpx2.Client(headers={"Authorization": "Bearer " + "a" * 32}) as client, opened(gateway) as lazy:
        assert client.get(f"{gateway}/healthz").status_code == 200
        assert lazy.recv(100) == b""  # a whole header_seconds has gone by
        assert client.get(f"{gateway}/healthz").status_code == 200


@pytest.mark.parametrize(
    "path", ["/environments/../shop/mcp", "/environments/%2e%2e/state", "/environments/..%2f..%2fetc/state"]
)
def test_a_path_leads_to_no_file(fleet: Running, path: str) -> None:
    assert fleet.control("GET", path).status_code in (404, 405)


def test_logs_name_no_payload_and_no_whole_id(tmp_path: Path, shop: Path) -> None:
    with hasty(shop) as (url, process):
        headers = {"Authorization": "Bearer " + "c" * 32}
        made = httpx2.post(f"{url}/environments", json={"servers": ["shop"]}, headers=headers).json()
        secret = {"name": "A secret name", "email": "secret@example.com"}
        httpx2.post(f"{made['servers']['shop']['rest']}/customers", json=secret, headers=headers)
        process.popen.terminate()
        _, said = process.popen.communicate()
    assert process.popen.returncode == 0
    lines = [json.loads(line) for line in said.splitlines()]
    called = next(line for line in lines if line.get("tool") == "create_customer")
    assert (called["status"], called["server"], called["outcome"]) == (201, "shop", "ok")
    assert called["environment"] == made["id"][:8]
    assert "secret" not in said.lower().replace("secrets", "")
    assert made["id"] not in said
    assert "c" * 32 not in said
