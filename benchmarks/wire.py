"""A client of a gateway on bare sockets: cheap enough to be many, and able to hang up in the middle of a request."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlsplit

Json = Any
Era = Literal["modern", "handshake"]
MODERN = "2026-07-28"
HANDSHAKE = "2025-11-25"
ENVELOPE = {
    "io.modelcontextprotocol/protocolVersion": MODERN,
    "io.modelcontextprotocol/clientInfo": {"name": "wire", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {},
}
LONGEST_HEAD = 1 << 20


class HungUp(Exception):
    """The connection ended before the answer was there: what was asked may have been done, or not."""


@dataclass(frozen=True)
class Reply:
    """An HTTP response."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Json:
        """The body parsed."""
        return json.loads(self.body)


class Wire:
    """One connection, opened when it is needed."""

    def __init__(self, base: str, token: str = "") -> None:
        parts = urlsplit(base)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._token = token
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def request(
        self, method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None, cut: float | None = None
    ) -> Reply:
        """Return the response; with ``cut`` hang up after that share of the request is sent (1.0 is all of it).

        Raises: HungUp, OSError where nothing listens.
        """
        path = urlsplit(url).path + (f"?{urlsplit(url).query}" if urlsplit(url).query else "")
        named = {"Host": f"{self._host}:{self._port}", "Content-Length": str(len(body)), **(headers or {})}
        if self._token:
            named["Authorization"] = f"Bearer {self._token}"
        head = "".join([f"{method} {path} HTTP/1.1\r\n", *(f"{name}: {text}\r\n" for name, text in named.items())])
        message = head.encode() + b"\r\n" + body
        reader, writer = await self._connected()
        try:
            writer.write(message if cut is None else message[: max(1, int(len(message) * cut))])
            await writer.drain()
            if cut is not None:
                raise HungUp
            return await _reply(reader)
        except (OSError, asyncio.IncompleteReadError) as error:
            self.hang_up()
            raise HungUp from error
        except HungUp:
            self.hang_up()
            raise

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None or self._streams[0].at_eof():
            self.hang_up()
            self._streams = await asyncio.open_connection(self._host, self._port, limit=LONGEST_HEAD)
        return self._streams

    def hang_up(self) -> None:
        """End the connection."""
        if self._streams is not None:
            self._streams[1].close()
        self._streams = None

    async def call(
        self, url: str, tool: str, arguments: Json, era: Era = "modern", cut: float | None = None
    ) -> tuple[bool, str]:
        """Return whether a tool call over MCP failed, and its text. Raises: HungUp; RuntimeError without a result."""
        params: dict[str, Json] = {"name": tool, "arguments": arguments}
        headers = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
        if era == "modern":
            params["_meta"] = ENVELOPE
            headers |= {"MCP-Protocol-Version": MODERN, "Mcp-Method": "tools/call", "Mcp-Name": tool}
        else:
            headers |= {"MCP-Protocol-Version": HANDSHAKE}
        message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
        reply = await self.request("POST", url, json.dumps(message).encode(), headers, cut)
        if reply.status != 200 or "result" not in reply.json:
            raise RuntimeError(f"{tool}: {reply.status} {reply.body[:300]!r}")
        result = reply.json["result"]
        return bool(result.get("isError")), str(result["content"][0]["text"])


async def _reply(reader: asyncio.StreamReader) -> Reply:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.LimitOverrunError as error:
        raise HungUp from error
    first, *lines = head.decode("latin-1").rstrip().split("\r\n")
    headers = {name.lower(): text.strip() for name, _, text in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Reply(int(first.split()[1]), headers, body)
