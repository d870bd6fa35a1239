"""One environment over HTTP at /mcp: what a server's own ``server.py --http`` serves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from state_db.environment import Environment
from state_db.serve.bodies import Bodies
from state_db.serve.endpoint import Endpoint
from state_db.serve.guard import Guard, Tokens, security
from state_db.serve.limits import Limits
from state_db.serve.lowlevel import mcp_server


def environment_app(environment: Environment, hosts: list[str], agents_token: str | None = None) -> Starlette:
    """Return the ASGI app of one environment, which is reached under these host names."""
    endpoint = Endpoint(mcp_server(environment))
    limits = Limits()

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            await endpoint.start(tasks)
            yield
            tasks.cancel_scope.cancel()

    return Starlette(
        routes=[Route("/mcp", endpoint), Route("/healthz", healthz)],
        middleware=[
            Middleware(Guard, settings=security(hosts), tokens=Tokens(agents=agents_token)),
            Middleware(Bodies, limit_of=lambda _scope: limits.body_bytes, seconds=limits.body_seconds),
        ],
        lifespan=lifespan,
    )


async def healthz(_request: Request) -> PlainTextResponse:
    """Answer that the process serves."""
    return PlainTextResponse("ok\n")
