"""The fleet's gateway: many servers in one process, each shared under its name, and private environments by id.

    /                                      the servers, as JSON or as a page
    /healthz  /readyz  /metrics            whether the process answers, whether it serves, its counters
    /openapi.json                          the control interface, described
    /SERVER/mcp  /SERVER/rest/…            a shared environment of each server
    /mcp                                   MCP for the environment that a header or _meta names
    /environments…                         the control interface (state_db.serve.control)
    /environments/ID/mcp                   all its servers, tools named server__tool where there are several
    /environments/ID/SERVER/mcp            one of them, under the tools' plain names
    /environments/ID/SERVER/rest/…         the same as the API is documented

State belongs to the environment that a request names and never to an MCP session.
"""

import logging
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
from anyio.abc import TaskGroup
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from state_db.errors import StateError
from state_db.image import Image
from state_db.serve.addresses import Addresses
from state_db.serve.alone import healthz
from state_db.serve.bodies import Bodies
from state_db.serve.control import Control
from state_db.serve.description import control_description
from state_db.serve.faces import SCOPE_KEY, Asked, Faces, Pace
from state_db.serve.front import front_page
from state_db.serve.guard import Guard, Tokens, security
from state_db.serve.keeping import StateDirectory
from state_db.serve.ledger import Entry, Ledger, Noting, entry_of
from state_db.serve.limits import Level, Limits
from state_db.serve.neighbours import Neighbours
from state_db.serve.refusal import refusal, too_many
from state_db.serve.rest import RestFace
from state_db.serve.seats import Seat, Seats

logger = logging.getLogger("fleetwright")

ENVIRONMENT_HEADER = "fleetwright-environment"
RESERVED_NAME = "environments"
LEAST_SECONDS_BETWEEN_SWEEPS = 0.5
MOST_SECONDS_BETWEEN_SWEEPS = 15.0
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]


@dataclass(frozen=True, slots=True)
class Settings:
    """How a gateway is to be run. ``hosts`` are the host names that clients may use."""

    hosts: tuple[str, ...]
    tokens: Tokens = field(default_factory=Tokens)
    limits: Limits = field(default_factory=Limits)
    log: Level = "info"
    neighbours: Neighbours = field(default_factory=Neighbours)


class Gateway:
    """The servers of one process and the environments that run on them. Raises: StateError for names that collide."""

    def __init__(self, images: Sequence[Image], settings: Settings, directory: StateDirectory | None = None) -> None:
        self.images: Mapping[str, Image] = {image.name: image for image in images}
        if len(self.images) < len(images) or RESERVED_NAME in self.images:
            said = f"Two servers have one name, or one is named {RESERVED_NAME}."
            raise StateError(said, next="Rename it in server.json.")
        self._settings = settings
        self._ledger = Ledger(settings.log)
        self._addresses = Addresses(settings.neighbours, list(self.images))
        self.seats = Seats(
            self.images, settings.limits, directory, settings.neighbours.new_identity, self._addresses.is_mine
        )
        pace = Pace(threads=directory is not None and directory.fsync)
        self._faces = Faces(self.images, self.seats.get, self._ledger, pace)
        self._rest = RestFace(self.images, self._ledger, pace)
        self._tasks: TaskGroup | None = None

    def app(self) -> Starlette:
        """Return the ASGI app."""
        settings = self._settings
        control = Control(self.seats, settings.tokens, self._addresses)
        return Starlette(
            routes=[
                # What is asked for most often goes first; a server's own paths go after all others that begin so, but
                # for POST, which no other path of this shape takes.
                Route("/environments/{id}/{server}/mcp", _Asgi(self._serve_mcp)),
                Route("/environments/{id}/mcp", _Asgi(self._serve_mcp)),
                Route("/{server}/mcp", _Asgi(self._serve_mcp), methods=["POST"]),
                *self._rest_routes("/environments/{id}/{server}/rest"),
                *control.routes(),
                Route("/", self._front),
                Route("/healthz", healthz),
                Route("/readyz", self._ready),
                Route("/metrics", self._metrics),
                Route("/openapi.json", self._described),
                Route("/mcp", _Asgi(self._serve_mcp)),
                Route("/{server}/mcp", _Asgi(self._serve_mcp)),
                *self._rest_routes("/{server}/rest"),
            ],
            middleware=[
                Middleware(Noting, ledger=self._ledger),
                Middleware(Guard, settings=security(settings.hosts), tokens=settings.tokens),
                Middleware(Bodies, limit_of=self._limit_of, seconds=settings.limits.body_seconds),
            ],
            lifespan=self._lifespan,
        )

    def _rest_routes(self, path: str) -> list[Route]:
        return [Route(one, self._serve_rest, methods=METHODS) for one in (path, f"{path}/{{path:path}}")]

    def _limit_of(self, scope: Scope) -> int:
        """How large a request's body may be: what carries snapshots may be larger, once its token is shown."""
        limits = self._settings.limits
        carries = scope["path"].startswith("/environments") and not scope["path"].endswith("/mcp")
        trusted = carries and "/rest" not in scope["path"] and self._settings.tokens.may_control(Request(scope))
        return limits.snapshot_bytes if trusted else limits.body_bytes

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            self._tasks = tasks
            tasks.start_soon(self._sweep)
            logger.info("started", extra={"said": {"servers": list(self.images), "environments": len(self.seats)}})
            try:
                yield
            finally:
                self._tasks = None
                with anyio.CancelScope(shield=True):
                    await self.seats.close()
                logger.info("stopped")
                tasks.cancel_scope.cancel()

    async def _sweep(self) -> None:
        """Now and then end what nobody uses, and give back the memory of what has ended."""
        idle = self._settings.limits.idle_seconds or MOST_SECONDS_BETWEEN_SWEEPS
        while True:
            await anyio.sleep(min(MOST_SECONDS_BETWEEN_SWEEPS, max(LEAST_SECONDS_BETWEEN_SWEEPS, idle / 4)))
            if ended := await self.seats.expire():
                self._ledger.expired(ended)
                logger.info("expired", extra={"said": {"environments": ended}})
            await self.seats.tidy()

    async def _front(self, request: Request) -> Response:
        return front_page(list(self.images.values()), request, self._addresses)

    async def _ready(self, _request: Request) -> Response:
        if self._tasks is None:
            return refusal(503, "The gateway is not serving.")
        return PlainTextResponse("ready\n")

    async def _metrics(self, _request: Request) -> Response:
        text = self._ledger.text(self.seats.awake, len(self.seats))
        return Response(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    async def _described(self, request: Request) -> Response:
        return JSONResponse(control_description(self._addresses.base(request)))

    async def _serve_mcp(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        found = await self._found(request, "mcp")
        if isinstance(found, Response):
            await found(scope, receive, send)
            return
        server: str | None = scope["path_params"].get("server")
        identity = self._named(request)
        scope[SCOPE_KEY] = Asked(identity, server)
        if server is not None:
            names: tuple[str, ...] = (server,)
        else:
            names = tuple(image.name for image in found.environment.images) if found is not None else ()
        assert self._tasks is not None, "the app's lifespan has not begun"
        endpoint = await self._faces.endpoint(names, self._tasks)
        await endpoint(scope, receive, send)

    async def _serve_rest(self, request: Request) -> Response:
        found = await self._found(request, "rest")
        if isinstance(found, Response):
            return found
        server = request.path_params["server"]
        seat = found or await self.seats.get(server)
        assert seat is not None, "a shared environment is made when it is asked for"
        # The part of the raw path after …/rest, because a percent-encoded slash in it is none between parts.
        begins = 5 if "id" in request.path_params else 3
        tail = request.scope["raw_path"].decode("ascii").split("/", begins)[begins:]
        return await self._rest.answer(seat, server, f"/{''.join(tail)}", request)

    def _named(self, request: Request) -> str | None:
        """The environment that the URL names, or else the header."""
        return request.path_params.get("id") or request.headers.get(ENVIRONMENT_HEADER)

    async def _found(self, request: Request, kind: str) -> Seat | Response | None:
        """Return the environment that a request names, None where it names none, or why it is not served."""
        server, identity = request.path_params.get("server"), self._named(request)
        entry = entry_of(request.scope) or Entry()
        entry.kind, entry.environment = kind, identity or ""
        in_url, in_header = request.path_params.get("id"), request.headers.get(ENVIRONMENT_HEADER)
        if in_url and in_header and in_url != in_header:
            return refusal(400, f"The header {ENVIRONMENT_HEADER} names another environment than the URL.")
        if server is not None and server not in self.images:
            return refusal(404, f"There is no server {server[:40]}.")
        if elsewhere := self._addresses.elsewhere(request, identity or server):
            return elsewhere
        if identity is None:
            return None
        try:
            seat = await self.seats.get(identity)
        except StateError as error:
            return refusal(503, str(error))
        if seat is None or (server is not None and seat.served(server) is None):
            return refusal(404, "There is no such environment or server.")
        if wait := seat.bucket.wait(time.monotonic()):
            return too_many(wait)
        return seat


class _Asgi:
    """An ASGI function as an object: Starlette takes a plain function for a request handler."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)
