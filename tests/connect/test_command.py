"""The command `fleetwright connect`: what it prints, what it writes, and what it refuses."""

import json
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from state_db.connect.clients import CLIENTS, CodeClient
from state_db.connect.command import connect
from state_db.errors import StateError

SHOP = Path(__file__).parents[2] / "servers" / "shop"
URL = "http://127.0.0.1:8765/shop/mcp"
FILES = [name for name, client in CLIENTS.items() if not isinstance(client, CodeClient)]
CODE = [name for name, client in CLIENTS.items() if isinstance(client, CodeClient)]


def invoke(client: str, *options: str) -> Result:
    return CliRunner().invoke(connect, ["shop", "--client", client, *options])


def said(client: str, *options: str) -> str:
    result = invoke(client, *options)
    assert result.exit_code == 0, result
    return result.stdout


def entry(client: str, *options: str) -> dict[str, Any]:
    (entries,) = (value for key, value in json.loads(said(client, *options)).items() if key != "inputs")
    found: dict[str, Any] = entries["shop"]
    return found


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory whose ./servers holds shop."""
    shutil.copytree(SHOP, tmp_path / "servers" / "shop")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("client", ["claude-code", "claude-desktop", "cursor", "vscode"])
def test_a_file_of_a_client_starts_the_server_by_its_own_program(client: str, work: Path) -> None:
    found = entry(client)
    assert (found["command"], found["args"]) == (sys.executable, [str(work / "servers" / "shop" / "server.py")])


def test_with_makes_uv_bring_what_the_server_needs(work: Path) -> None:
    script = str(work / "servers" / "shop" / "server.py")
    found = entry("cursor", "--with", "fleetwright==1.2", "--state", "run.db")
    assert found["command"] == "uv"
    begins = ["run", "--no-project", "--with", "fleetwright==1.2", "python", script]
    assert found["args"] == [*begins, "--state", str(work / "run.db")]


def test_a_requirement_that_is_a_file_is_named_from_anywhere(work: Path) -> None:
    (work / "dist").mkdir()
    wheel = Path("dist", "fleetwright-1-py3-none-any.whl")
    wheel.touch()
    assert str(work / wheel) in entry("cursor", "--with", str(wheel))["args"]


@pytest.mark.parametrize(
    ("client", "expected"),
    [
        ("claude-code", {"type": "http", "url": URL, "headers": {"Authorization": "Bearer ${TOKEN}"}}),
        ("cursor", {"url": URL, "headers": {"Authorization": "Bearer ${env:TOKEN}"}}),
        ("vscode", {"type": "http", "url": URL, "headers": {"Authorization": "Bearer ${input:TOKEN}"}}),
    ],
)
def test_each_client_reads_the_token_in_its_own_way(client: str, expected: dict[str, Any]) -> None:
    assert entry(client, "--http", "--token", "TOKEN") == expected
    del expected["headers"]
    assert entry(client, "--url", URL) == expected


def test_claude_desktop_reaches_a_url_through_a_process() -> None:
    found = entry("claude-desktop", "--http", "--with", "fleetwright")
    assert (found["command"], found["args"][-4:]) == ("uv", ["fastmcp", "run", URL, "--no-banner"])
    assert isinstance(invoke("claude-desktop", "--http", "--token", "TOKEN").exception, StateError)


def test_the_inspector_starts_a_process_per_call_so_the_state_is_kept(work: Path) -> None:
    result = invoke("inspector")
    words = shlex.split(result.stdout)
    assert words[words.index("--") + 1 :][1:] == [
        str(work / "servers" / "shop" / "server.py"), "--state", str(work / "shop.db"),
    ]  # fmt: skip
    assert "a process for every call" in result.stderr
    assert said("inspector", "--http", "--token", "TOKEN").endswith(
        f'{URL} --transport http --header "Authorization: Bearer $TOKEN" --method tools/list\n'
    )


@pytest.mark.parametrize("client", CODE)
@pytest.mark.parametrize("options", [(), ("--http",), ("--http", "--token", "TOKEN"), ("--state", "a \"b\\c'.db")])
def test_a_snippet_is_a_program(client: str, options: tuple[str, ...]) -> None:
    code = said(client, *options)
    compile(code, client, "exec")
    assert ("os.environ['TOKEN']" in code) == ("TOKEN" in options)


@pytest.mark.parametrize("client", list(CLIENTS))
@pytest.mark.parametrize("options", [(), ("--http",)])
def test_a_second_write_changes_nothing(client: str, options: tuple[str, ...], work: Path) -> None:
    first = invoke(client, "--write", "--file", "sub/file", *options)
    assert first.stdout == str(Path("sub", "file")) + "\n"
    written = (work / "sub" / "file").read_bytes()
    again = invoke(client, "--write", "--file", "sub/file", *options)
    assert "has it already" in again.stderr
    assert (work / "sub" / "file").read_bytes() == written


def test_a_file_with_comments_stays_as_it_is(work: Path) -> None:
    file = work / ".vscode" / "mcp.json"
    file.parent.mkdir()
    file.write_text('{\n  // mine\n  "servers": {}\n}\n', encoding="utf-8")
    refused = invoke("vscode", "--write").exception
    assert isinstance(refused, StateError)
    assert "comments" in str(refused) and str(Path(".vscode", "mcp.json")) in str(refused)
    assert "// mine" in file.read_text(encoding="utf-8")


def test_each_client_has_a_file_of_its_own(work: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(work / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(work / "home" / ".config"))
    monkeypatch.setenv("APPDATA", str(work / "home" / "appdata"))
    written = [said(client, "--write").strip() for client in CLIENTS]
    assert len(set(written)) == len(CLIENTS)
    assert all(Path(place).is_file() for place in written)


def test_another_program_is_not_written_over(work: Path) -> None:
    (work / "agent.py").write_text("mine\n", encoding="utf-8")
    assert isinstance(invoke("langchain", "--write", "--file", "agent.py").exception, StateError)
    assert (work / "agent.py").read_text(encoding="utf-8") == "mine\n"
    said("langchain", "--write", "--file", "agent.py", "--replace")
    assert "MultiServerMCPClient" in (work / "agent.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "options",
    [
        ("--http", "--url", URL),
        ("--token", "TOKEN"),
        ("--http", "--state", "x.db"),
        ("--http", "--with", "fleetwright"),
        ("--http", "--token", "s3cret-value"),
        ("--name", "No Name"),
    ],
)
def test_options_that_do_not_go_together_are_refused(options: tuple[str, ...]) -> None:
    result = invoke("cursor", *options)
    assert result.exit_code == 2
    assert "Error: --" in result.stderr


def test_a_server_without_a_program_cannot_be_started(work: Path) -> None:
    (work / "servers" / "shop" / "server.py").unlink()
    assert isinstance(invoke("cursor").exception, StateError)
    assert entry("cursor", "--http") == {"url": URL}
    assert isinstance(CliRunner().invoke(connect, ["nowhere", "--client", "cursor"]).exception, StateError)


def test_every_client_can_be_named_on_the_command_line() -> None:
    (option,) = (one for one in connect.params if one.name == "client")
    assert isinstance(option.type, click.Choice)
    names = "claude-code claude-desktop cursor vscode openai-agents langchain inspector"
    assert set(option.type.choices) == set(names.split())
