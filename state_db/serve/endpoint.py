"""One MCP server under one path over streamable HTTP, in both eras of the protocol.

No MCP session is kept: state belongs to the environment behind the path, so every request stands alone. The handshake
era's stream for messages from the server (GET) is not offered, because our servers send none.
"""

from typing import Any

import anyio
from anyio.abc import TaskGroup, TaskStatus
from mcp.server.lowlevel import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.responses import Response
from starlette.types import Receive, Scope, Send


class Endpoint:
    """An ASGI app for one MCP server. It works from ``start`` on until the task group that it was given ends."""

    def __init__(self, server: Server[Any]) -> None:
        self._manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True)

    async def start(self, tasks: TaskGroup) -> None:
        """Begin to answer, with this task group as owner."""
        await tasks.start(self._run)

    async def _run(self, *, task_status: TaskStatus[None] = anyio.TASK_STATUS_IGNORED) -> None:
        async with self._manager.run():
            task_status.started()
            await anyio.sleep_forever()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one HTTP request."""
        if scope["method"] != "POST":
            await Response(status_code=405, headers={"Allow": "POST"})(scope, receive, send)
        else:
            await self._manager.handle_request(scope, receive, send)
