"""An ASGI application served on a loopback port of its own, by a thread, for as long as it is needed."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

STOP_SECONDS = 5.0


class _Server(uvicorn.Server):
    """A server that says when it is ready and leaves signals to the process."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.is_ready.set()


@contextmanager
def loopback(app: ASGIApp) -> Iterator[str]:
    """Serve the application and give its URL, without a slash at the end."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    config = uvicorn.Config(app, log_level="error", timeout_graceful_shutdown=1, lifespan="auto")
    server = _Server(config)
    # Signal handlers can only be set in the main thread; uvicorn leaves them alone elsewhere.
    thread = threading.Thread(target=server.run, args=([listener],), name=f"loopback-{port}", daemon=True)
    thread.start()
    try:
        while not server.is_ready.wait(0.1):
            if not thread.is_alive():
                raise OSError(f"nothing could be served on port {port}")
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(STOP_SECONDS)
        listener.close()
