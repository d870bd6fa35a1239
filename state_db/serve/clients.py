"""Configurations that make MCP clients use a server."""

import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from state_db.errors import StateError

Json = Any

# Where each client reads its servers from. Sources: the clients' own documentation on MCP servers.
CLIENTS: Mapping[str, str] = MappingProxyType(
    {
        "claude-code": ".mcp.json in the project",
        "claude-desktop": "claude_desktop_config.json (Settings, Developer, Edit Config)",
        "cursor": ".cursor/mcp.json in the project, or ~/.cursor/mcp.json",
        "vscode": ".vscode/mcp.json in the workspace",
    }
)


def place_of(client: str) -> str:
    """Return the file that the client's configuration belongs into."""
    return CLIENTS[client]


def connection(client: str, folder: Path, url: str | None = None) -> dict[str, Json]:
    """Return the client's configuration for a server: started as a process, or reached at ``url``.

    Raises: StateError where the folder has no server.py, or the client reaches no URLs by its configuration.
    """
    name = folder.resolve().name
    if client == "vscode":
        kind = {"type": "http" if url else "stdio"}
        return {"servers": {name: {**kind, **_target(folder, url)}}}
    if url and client == "claude-desktop":
        raise StateError(
            "Claude Desktop's configuration file holds no URLs.", where=url, next="Leave --url out, or add a connector."
        )
    kind = {"type": "http"} if url and client == "claude-code" else {}
    return {"mcpServers": {name: {**kind, **_target(folder, url)}}}


def _target(folder: Path, url: str | None) -> dict[str, Json]:
    if url:
        return {"url": url}
    script = folder.resolve() / "server.py"
    if not script.is_file():
        raise StateError("There is no server.py to start.", where=str(folder), next="Render the server first.")
    return {"command": sys.executable, "args": [str(script)]}
