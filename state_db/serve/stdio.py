"""MCP over a process's standard streams.

The SDK's own reader drops a line that it cannot parse, so that its sender waits for ever; JSON with a lone surrogate
(``"\\ud800"``, which JavaScript's JSON.stringify writes) is such a line. This reader passes those on, to be refused as
an argument, and answers what is no message at all with JSON-RPC's parse error. It reads in a daemon thread, so that
an interrupt ends the process although nothing more comes in.
"""

import asyncio
import contextlib
import io
import json
import os
import threading
from typing import Any

import anyio
from anyio.streams.memory import MemoryObjectSendStream
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.message import SessionMessage
from mcp_types import PARSE_ERROR, ErrorData, JSONRPCError, JSONRPCMessage, jsonrpc_message_adapter

STDIN = 0


def message_of(line: str) -> JSONRPCMessage | None:
    """Return the message that a line holds, or None."""
    try:
        return jsonrpc_message_adapter.validate_json(line, by_name=False)
    except ValueError:
        pass
    try:
        message = jsonrpc_message_adapter.validate_python(json.loads(line), by_name=False)
        # An id is sent back, so it has to have a UTF-8 form.
        str(getattr(message, "id", "")).encode()
    except (ValueError, RecursionError):
        return None
    return message


def serve_stdio(server: Server[Any]) -> None:
    """Serve on this process's standard input and output until the input ends; stdout belongs to the protocol."""
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(server))


async def _serve(server: Server[Any]) -> None:
    # The SDK guards stdout (stray prints go to stderr) and writes it; its reader gets an input that is at its end.
    async with stdio_server(stdin=anyio.wrap_file(io.StringIO())) as (ended, write):
        ended.close()
        send, receive = anyio.create_memory_object_stream[SessionMessage | Exception](0)
        loop = asyncio.get_running_loop()

        async def accept(line: str) -> None:
            message = message_of(line)
            if message is None:
                failure = ErrorData(code=PARSE_ERROR, message="This line is no JSON-RPC message.")
                await write.send(SessionMessage(JSONRPCError(jsonrpc="2.0", id=None, error=failure)))
            else:
                await send.send(SessionMessage(message))

        def read() -> None:
            # A closed loop or stream means that the process is on its way out; nobody waits for this line then.
            with contextlib.suppress(RuntimeError, anyio.BrokenResourceError, anyio.ClosedResourceError):
                with os.fdopen(os.dup(STDIN), encoding="utf-8", errors="replace") as lines:
                    for line in lines:
                        if line.strip():
                            asyncio.run_coroutine_threadsafe(accept(line), loop).result()
                asyncio.run_coroutine_threadsafe(_close(send), loop).result()

        threading.Thread(target=read, name="stdin", daemon=True).start()
        await server.run(receive, write, server.create_initialization_options())


async def _close(send: MemoryObjectSendStream[SessionMessage | Exception]) -> None:
    await send.aclose()
