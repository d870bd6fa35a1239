"""The fleet's gateway: many servers in one process, each shared under its name, and private environments by id.

    /                                      the servers, as JSON or as a page
    /healthz
    /SERVER/mcp                            a shared environment that lives as long as the process
    POST /environments                     {servers, scenario, seed, caller} → 201 with the environment's URLs
    /environments/ID/mcp                   all its servers, tools named server__tool where there are several
    /environments/ID/SERVER/mcp            one of them, under the tools' plain names
    DELETE /environments/ID                204

State belongs to the environment in the URL and never to an MCP session. Managing environments takes the control token.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

import anyio
from anyio.abc import TaskGroup
from mcp.server.transport_security import RequestBodyLimitMiddleware
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from state_db.environment import Environment
from state_db.errors import FleetError, StateError
from state_db.image import Image
from state_db.serve.alone import healthz
from state_db.serve.front import front_page
from state_db.serve.guard import Guard, Tokens, security, unauthorized
from state_db.serve.seats import Seat, Seats

MOST_BODY_BYTES = 4 * 1024 * 1024


class Order(BaseModel):
    """What a private environment is to be: the body of POST /environments."""

    model_config = ConfigDict(extra="forbid", strict=True)

    servers: list[str] = Field(min_length=1)
    scenario: str | dict[str, dict[str, list[dict[str, object]]]] = "seed"
    seed: int = Field(default=0, ge=0, lt=2**63)
    caller: str | int | dict[str, str | int] | None = None


class Fleet:
    """The servers of one process and the environments that run on them. Raises: StateError for names that collide."""

    def __init__(self, images: Sequence[Image], tokens: Tokens) -> None:
        self.images: Mapping[str, Image] = {image.name: image for image in images}
        if len(self.images) < len(images) or "environments" in self.images:
            raise StateError(
                "Two servers have one name, or one is named environments.", next="Rename it in server.json."
            )
        self.tokens = tokens
        self._shared: dict[str, Seat] = {}
        self._private = Seats()
        self._tasks: TaskGroup | None = None

    def app(self, hosts: Sequence[str]) -> Starlette:
        """Return the ASGI app, for a fleet that is reached under these host names."""
        return Starlette(
            routes=[
                Route("/", self._front),
                Route("/healthz", healthz),
                Route("/environments", self._create, methods=["POST"]),
                Route("/environments/{id}", self._delete, methods=["DELETE"]),
                Route("/environments/{id}/mcp", _Asgi(self._serve_private)),
                Route("/environments/{id}/{server}/mcp", _Asgi(self._serve_private)),
                Route("/{server}/mcp", _Asgi(self._serve_shared)),
            ],
            middleware=[
                Middleware(Guard, settings=security(hosts), tokens=self.tokens),
                Middleware(RequestBodyLimitMiddleware, max_body_size=MOST_BODY_BYTES),
            ],
            lifespan=self._lifespan,
        )

    @asynccontextmanager
    async def _lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        async with anyio.create_task_group() as tasks:
            self._tasks = tasks
            try:
                yield
            finally:
                self._private.close()
                for seat in self._shared.values():
                    seat.close()
                self._shared.clear()
                tasks.cancel_scope.cancel()

    async def _front(self, request: Request) -> Response:
        return front_page(list(self.images.values()), request)

    async def _create(self, request: Request) -> Response:
        if not self.tokens.may_control(request):
            return unauthorized()
        try:
            order = Order.model_validate_json(await request.body())
            environment = self._environment(order)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            return refusal(422, f"{'.'.join(str(part) for part in first['loc']) or 'body'}: {first['msg']}.")
        except FleetError as error:
            return refusal(422, str(error))
        identity = self._private.add(environment)
        base = f"{request.base_url}environments/{identity}"
        servers = {image.name: {"mcp": f"{base}/{image.name}/mcp"} for image in environment.images}
        return JSONResponse({"id": identity, "mcp": f"{base}/mcp", "servers": servers}, status_code=201)

    def _environment(self, order: Order) -> Environment:
        for name in order.servers:
            if name not in self.images:
                raise FleetError(f"There is no server {name}.", next=f"There are: {', '.join(self.images)}.")
        if len(set(order.servers)) != len(order.servers):
            raise FleetError("A server is named twice.")
        images = [self.images[name] for name in order.servers]
        return Environment.open(images, scenario=order.scenario, seed=order.seed, caller=order.caller)

    async def _delete(self, request: Request) -> Response:
        if not self.tokens.may_control(request):
            return unauthorized()
        if self._private.remove(request.path_params["id"]):
            return Response(status_code=204)
        return refusal(404, "There is no such environment.")

    async def _serve_private(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = scope["path_params"]
        await self._answer(self._private.get(asked["id"]), asked.get("server"), scope, receive, send)

    async def _serve_shared(self, scope: Scope, receive: Receive, send: Send) -> None:
        name = scope["path_params"]["server"]
        if name in self.images and name not in self._shared:
            self._shared[name] = Seat(Environment.open(self.images[name]))
        await self._answer(self._shared.get(name), name, scope, receive, send)

    async def _answer(self, seat: Seat | None, server: str | None, scope: Scope, receive: Receive, send: Send) -> None:
        assert self._tasks is not None, "the app's lifespan has not begun"
        endpoint = await seat.endpoint(server, self._tasks) if seat is not None else None
        if endpoint is None:
            await refusal(404, "There is no such environment or server.")(scope, receive, send)
        else:
            await endpoint(scope, receive, send)


class _Asgi:
    """An ASGI function as an object: Starlette takes a plain function for a request handler."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


def refusal(status: int, message: str) -> JSONResponse:
    """Return an error of the control interface."""
    return JSONResponse({"error": {"message": message}}, status_code=status)
