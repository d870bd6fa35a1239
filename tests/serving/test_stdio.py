"""A server on standard streams: what goes over the wire, line by line."""

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from state_db.serve.stdio import message_of

from .samples import ADA
from .ways import Process, serving

Json = Any
MODERN = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}


def ask(process: Process, id: int, method: str, **params: Json) -> Json:
    """Send a request of the sessionless era and return its response."""
    params["_meta"] = MODERN
    process.say(json.dumps({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))
    response = json.loads(process.line("out"))
    assert response["id"] == id
    return response


def call(process: Process, id: int, tool: str, arguments: Json) -> Json:
    return ask(process, id, "tools/call", name=tool, arguments=arguments)["result"]


def test_a_lone_surrogate_is_refused_as_an_argument_and_the_server_goes_on(shop: Path) -> None:
    with serving(sys.executable, str(shop / "server.py")) as process:
        refused = call(process, 1, "get_customer", {"customer_id": "\ud800"})
        assert refused["isError"] is True
        assert "customer_id" in refused["content"][0]["text"]
        assert call(process, 2, "get_customer", {"customer_id": ADA})["isError"] is False
        assert call(process, 3, "\ud800", {})["isError"] is True
        assert call(process, 4, "list_customers", {"query": "\ud83c\udfe0"})["isError"] is False


@pytest.mark.parametrize("line", ["{", "[]", '{"id": 1}', "\x00", '"' + "[" * 100_000])
def test_a_line_that_is_no_message_is_answered_with_a_parse_error(shop: Path, line: str) -> None:
    with serving(sys.executable, str(shop / "server.py")) as process:
        process.say(line)
        response = json.loads(process.line("out"))
        assert response["id"] is None
        assert response["error"]["code"] == -32700
        assert call(process, 1, "get_customer", {"customer_id": ADA})["isError"] is False


def test_the_server_introduces_itself_and_ends_with_its_input(shop: Path) -> None:
    with serving(sys.executable, "-W", "error", str(shop / "server.py")) as process:
        discovered = ask(process, 1, "server/discover")["result"]
        written = json.loads((shop / "server.json").read_text(encoding="utf-8"))
        introduced = discovered["_meta"]["io.modelcontextprotocol/serverInfo"]
        assert introduced == {name: written[name] for name in ("name", "title", "version")}
        assert discovered["instructions"] == (shop / "instructions.md").read_text(encoding="utf-8")
        out, err = process.popen.communicate()
        assert (process.popen.returncode, out, err) == (0, "", "")


def test_an_interrupt_ends_the_server_although_its_input_is_open(shop: Path) -> None:
    with serving(sys.executable, str(shop / "server.py")) as process:
        ask(process, 1, "server/discover")
        process.popen.send_signal(signal.SIGINT)
        assert process.popen.wait(timeout=30) == 0
        assert process.popen.stderr is not None
        assert process.popen.stderr.read() == ""


def test_json_that_only_python_reads_is_still_a_message() -> None:
    assert message_of('{"jsonrpc": "2.0", "id": 1, "method": "ping", "params": {"a": "\\ud800"}}') is not None
    assert message_of('{"jsonrpc": "2.0", "id": "\\ud800", "method": "ping"}') is None
