"""Running an ASGI app under uvicorn on a socket of ours, so that the address is known before the first request."""

import contextlib
import socket
from collections.abc import Callable

import uvicorn
from starlette.types import ASGIApp

from state_db.errors import StateError

# How long open connections may go on after the order to stop.
GRACE_SECONDS = 2


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


def listen(app: ASGIApp, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted. ``announce`` is given the base URL once connections are accepted."""
    with bound(host, port) as listener:
        announce(url_of(host, listener.getsockname()[1]))
        config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS)
        # uvicorn raises the interrupt again after it has shut down in good order.
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])
