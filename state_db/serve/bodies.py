"""Request bodies: whole before anything reads them, no larger than they may be, and not for ever on their way."""

import asyncio
from collections import deque
from collections.abc import Callable

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LimitOf = Callable[[Scope], int]


class TooLarge(Exception):
    """The body is larger than it may be."""


class LeftOff(Exception):
    """The client went away before the body was there."""


class Bodies:
    """Reads each request's body before it passes the request on; ``limit_of`` says how many bytes it may have."""

    def __init__(self, app: ASGIApp, limit_of: LimitOf, seconds: float) -> None:
        self._app = app
        self._limit_of = limit_of
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it: 413 where the body is too large, 408 where it takes too long."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit_of(scope)
        try:
            async with asyncio.timeout(self._seconds):
                body = await _read(scope, receive, limit)
        except LeftOff:
            return
        except TooLarge:
            await _refusal(413, f"The body is larger than {limit} bytes.")(scope, receive, send)
            return
        except TimeoutError:
            await _refusal(408, f"The body was not there after {self._seconds:g} seconds.")(scope, receive, send)
            return
        pending: deque[Message] = deque([{"type": "http.request", "body": body, "more_body": False}])

        async def replay() -> Message:
            return pending.popleft() if pending else await receive()

        await self._app(scope, replay, send)


async def _read(scope: Scope, receive: Receive, limit: int) -> bytes:
    """Return the whole body. Raises: TooLarge, LeftOff."""
    declared = Headers(scope=scope).get("content-length", "")
    if declared.isdecimal() and int(declared) > limit:
        raise TooLarge
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise LeftOff
        body += message.get("body", b"")
        if len(body) > limit:
            raise TooLarge
        if not message.get("more_body", False):
            return bytes(body)


def _refusal(status: int, message: str) -> JSONResponse:
    """Return a refusal that ends the connection, because the rest of the body may still be on its way."""
    return JSONResponse({"error": {"message": message}}, status, {"Connection": "close"})
