"""The clients by name: the configuration file each of them reads, and the entry of a server in it.

Sources: the clients' own documentation on MCP servers. Each expands the variable that holds a token in its own way.
"""

import os
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from state_db.connect.snippets import langchain_snippet, openai_snippet
from state_db.connect.target import Reached, Started, Target
from state_db.errors import StateError

Json = Any
Entry = dict[str, Json]


@dataclass(frozen=True, slots=True)
class FileClient:
    """A client that reads its servers from a JSON file: where, under which ``key``, and as what."""

    title: str
    place: Callable[[], Path]
    key: str
    entry: Callable[[Target], Entry]
    inputs: Callable[[Target], list[Entry]] = lambda _target: []
    reaches_urls: bool = True
    starts_one_per_call: bool = False


@dataclass(frozen=True, slots=True)
class CodeClient:
    """A client that is a Python package: ``code`` is a program that uses the server of a name."""

    title: str
    code: Callable[[str, Target], str]


Client = FileClient | CodeClient


def _claude_code(target: Target) -> Entry:
    kind = {"type": "http"} if isinstance(target, Reached) else {"type": "stdio"}
    return {**kind, **_plain(target, "${%s}")}


def _cursor(target: Target) -> Entry:
    return _plain(target, "${env:%s}")


def _vscode(target: Target) -> Entry:
    kind = {"type": "http"} if isinstance(target, Reached) else {"type": "stdio"}
    return {**kind, **_plain(target, "${input:%s}")}


def _vscode_inputs(target: Target) -> list[Entry]:
    if isinstance(target, Started) or not target.token:
        return []
    asked = {"type": "promptString", "id": target.token, "description": "The agents' token", "password": True}
    return [asked]


def _inspector(target: Target) -> Entry:
    if isinstance(target, Started):
        return {"type": "stdio", **_plain(target, "")}
    if target.token:
        raise StateError(
            "MCP Inspector's file would have to hold the token itself.", next="Use the command that is printed."
        )
    return {"type": "streamable-http", **_plain(target, "")}


def _plain(target: Target, variable: str) -> Entry:
    """The parts that all clients share; ``variable`` is how this one writes an environment variable."""
    if isinstance(target, Started):
        return {"command": target.command, "args": list(target.args)}
    if not target.token:
        return {"url": target.url}
    return {"url": target.url, "headers": {"Authorization": f"Bearer {variable % target.token}"}}


def _desktop_file() -> Path:
    match sys.platform:
        case "darwin":
            base = Path.home() / "Library" / "Application Support"
        case "win32":
            base = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
        case _:
            base = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return base / "Claude" / "claude_desktop_config.json"


def inspector_command(target: Target) -> str:
    """Return the shell command by which MCP Inspector's command line lists a server's tools."""
    program = "npx @modelcontextprotocol/inspector --cli"
    if isinstance(target, Started):
        return f"{program} --method tools/list -- {shlex.join((target.command, *target.args))}"
    header = f' --header "Authorization: Bearer ${target.token}"' if target.token else ""
    return f"{program} {shlex.quote(target.url)} --transport http{header} --method tools/list"


CLIENTS: Mapping[str, Client] = MappingProxyType(
    {
        "claude-code": FileClient("Claude Code", lambda: Path(".mcp.json"), "mcpServers", _claude_code),
        "claude-desktop": FileClient(
            "Claude Desktop", _desktop_file, "mcpServers", lambda target: _plain(target, ""), reaches_urls=False
        ),
        "cursor": FileClient("Cursor", lambda: Path(".cursor", "mcp.json"), "mcpServers", _cursor),
        "vscode": FileClient("VS Code", lambda: Path(".vscode", "mcp.json"), "servers", _vscode, _vscode_inputs),
        "inspector": FileClient(
            "MCP Inspector", lambda: Path("mcp.json"), "mcpServers", _inspector, starts_one_per_call=True
        ),
        "openai-agents": CodeClient("the OpenAI Agents SDK", openai_snippet),
        "langchain": CodeClient("LangChain", langchain_snippet),
    }
)
