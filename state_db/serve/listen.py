"""Running an ASGI app under uvicorn on a socket of ours, so that the address is known before the first request."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from state_db.errors import StateError
from state_db.serve.limits import Limits

# How long open connections may go on after the order to stop.
GRACE_SECONDS = 5
# An agent thinks for long between two calls: a connection that ends meanwhile may end as its next request is sent.
KEEP_ALIVE_SECONDS = 75


def url_of(host: str, port: int) -> str:
    """Return the base URL of a server that listens here; every interface is reached through loopback."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{reached}:{port}"


def bound(host: str, port: int) -> socket.socket:
    """Return a listening socket; port 0 takes any free one. Raises: StateError."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise StateError(
            f"Cannot listen: {error.strerror or error}.",
            where=f"{host}:{port}",
            next="Choose another --host or --port (0 takes any free one).",
        ) from error
    # Accepted connections inherit this. asyncio sets it only on sockets made with IPPROTO_TCP, which create_server does
    # not do, and without it every answer waits 40 ms for the client's delayed acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


@contextlib.contextmanager
def bound_in_a_row(host: str, port: int, count: int) -> Iterator[list[socket.socket]]:
    """Give listening sockets on ports one after the other, or on any free ones for port 0. Raises: StateError."""
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(bound(host, port + index if port else 0)) for index in range(count)]


def listen(app: ASGIApp, listener: socket.socket, limits: Limits | None = None) -> None:
    """Serve on a socket until interrupted; requests that are under way are then given ``GRACE_SECONDS``."""
    limits = limits or Limits()
    config = uvicorn.Config(
        app,
        http=patient(limits.header_seconds),
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        limit_concurrency=limits.connections,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    server = uvicorn.Server(config)

    def end(*_: object) -> None:
        server.should_exit = True

    # uvicorn raises the signal again after it has shut down in good order; there is nothing more to end then. One that
    # comes before uvicorn listens to signals must not be lost either.
    before = signal.signal(signal.SIGTERM, end)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
    finally:
        signal.signal(signal.SIGTERM, before)


def patient(seconds: float) -> type[H11Protocol]:
    """Return uvicorn's protocol, which also ends connections whose request's head is not there after so long.

    uvicorn itself only limits how long a connection may be idle between requests: one byte now and then keeps it open.
    """

    class Patient(H11Protocol):
        _hurry: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self._watch()

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            self._watch()

        def on_response_complete(self) -> None:
            super().on_response_complete()
            self._watch()

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            if self._hurry is not None:
                self._hurry.cancel()

        def _watch(self) -> None:
            """Begin to count while a head is on its way; stop where one is there, or nothing has come of it yet."""
            waiting = self.cycle is None or self.cycle.response_complete
            idle = self.timeout_keep_alive_task is not None
            if not waiting or idle:
                if self._hurry is not None:
                    self._hurry.cancel()
                self._hurry = None
            elif self._hurry is None:
                self._hurry = self.loop.call_later(seconds, self.timeout_keep_alive_handler)

    return Patient
