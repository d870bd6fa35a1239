"""The MCP servers of a gateway: one for each set of servers, whichever environment a request is for.

A request names its environment by the URL, by the header Fleetwright-Environment, or by ``fleetwright/environment`` in
the ``_meta`` of its parameters; the gateway has read the first two into the ASGI scope, and the third is read here.
"""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import anyio
from anyio.abc import TaskGroup
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListToolsResult,
    PaginatedRequestParams,
    Tool,
)

from state_db.answer import Answer
from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image
from state_db.offer import BETWEEN_NAMES
from state_db.serve.endpoint import Endpoint
from state_db.serve.identity import Identity, identity_of
from state_db.serve.ledger import Called, Ledger, entry_of
from state_db.serve.seats import Gone, Seat
from state_db.serve.tools import Served, called, mcp_tool, schemas_with_headers, tool_result, waited

Json = Any
Context = ServerRequestContext[Any]
Find = Callable[[str], Awaitable[Seat | None]]

META_KEY = "fleetwright/environment"
SCOPE_KEY = "fleetwright.asked"
Result = TypeVar("Result")

SLOW_SECONDS, SLOW_CALLS = 0.005, 3
UNNAMED = f'Name an environment: by its URL, by the header Fleetwright-Environment, or as "{META_KEY}" in _meta.'


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request's URL and headers say of its environment: its id if they do, and the one server that is meant."""

    identity: str | None = None
    server: str | None = None


class Pace:
    """Which tools take long: their calls are made in a thread, all others at once, which costs less."""

    def __init__(self, threads: bool = False) -> None:
        self._threads = threads
        self._slow_in_a_row: dict[tuple[str, str], int] = {}

    def is_quick(self, place: tuple[str, str]) -> bool:
        """Return whether a call of this server's tool may be made without a thread."""
        return not self._threads and self._slow_in_a_row.get(place, 0) < SLOW_CALLS

    def timed(self, place: tuple[str, str], work: Callable[[Environment], Result]) -> Callable[[Environment], Result]:
        """Return the work so that what it takes is remembered, without the wait for its turn.

        One slow call says little, because a busy machine stops any of them for a while; a quick one clears the tool.
        """

        def timed_work(environment: Environment) -> Result:
            begun = time.perf_counter()
            try:
                return work(environment)
            finally:
                if time.perf_counter() - begun > SLOW_SECONDS:
                    self._slow_in_a_row[place] = self._slow_in_a_row.get(place, 0) + 1
                elif place in self._slow_in_a_row:
                    del self._slow_in_a_row[place]

        return timed_work


class Faces:
    """MCP servers by the names of the servers that they stand for; none at all stands for any."""

    def __init__(self, images: Mapping[str, Image], find: Find, ledger: Ledger, pace: Pace) -> None:
        self._images = images
        self._find = find
        self._ledger = ledger
        self._pace = pace
        self._endpoints: dict[tuple[str, ...], Endpoint] = {}
        self._starting = anyio.Lock()
        self._tools: dict[tuple[str, ...], dict[str, Tool]] = {}

    async def endpoint(self, names: tuple[str, ...], tasks: TaskGroup) -> Endpoint:
        """Return the endpoint for these servers, started."""
        if names not in self._endpoints:
            async with self._starting:
                if names not in self._endpoints:
                    made = Endpoint(self._server(names))
                    await made.start(tasks)
                    self._endpoints[names] = made
        return self._endpoints[names]

    def _server(self, names: tuple[str, ...]) -> Server[dict[str, Any]]:
        images = [self._images[name] for name in names]
        identity = identity_of(images) if images else Identity("fleetwright", "Fleetwright", "", UNNAMED)
        schemas = {name: tool.input_schema for name, tool in self._tools_of(names).items()}
        return Server(
            identity.name,
            version=identity.version,
            title=identity.title,
            instructions=identity.instructions or None,
            get_tool_input_schema=schemas_with_headers(schemas).get,
            on_list_tools=self._list_tools,
            on_call_tool=self._call_tool,
        )

    def _tools_of(self, names: Sequence[str]) -> Mapping[str, Tool]:
        """The tools of these servers by the names that an agent sees, built once for all environments."""
        key = tuple(names)
        if key not in self._tools:
            found: dict[str, Tool] = {}
            for name in names:
                prefix = f"{name}{BETWEEN_NAMES}" if len(names) > 1 else ""
                found |= {
                    prefix + tool: mcp_tool(prefix + tool, spec) for tool, spec in self._images[name].tools.items()
                }
            self._tools[key] = found
        return self._tools[key]

    async def _list_tools(self, context: Context, _params: PaginatedRequestParams | None) -> ListToolsResult:
        if _identity(context) is None:
            return ListToolsResult(tools=[])
        meant = await self._meant(context)
        tools = self._tools_of(meant.names)
        return ListToolsResult(tools=[tools[name] for name in meant.served.tools])

    async def _call_tool(self, context: Context, params: CallToolRequestParams) -> CallToolResult:
        meant = await self._meant(context)
        known = params.name if params.name in meant.served.tools else ""
        place = ("+".join(meant.names), known)
        entry = entry_of(context.request.scope) if context.request is not None else None

        # What is served is asked for again in the turn: the one before may have been a restore.
        def work(_: Environment) -> Answer:
            return called(meant.served, params.name, params.arguments)

        begun = time.perf_counter()
        outcome = "crash"
        try:
            answer = await meant.seat.turn(self._pace.timed(place, work), quick=self._pace.is_quick(place))
            outcome = "ok" if answer.error is None else "error"
        except Gone:
            raise _gone(meant.seat.identity) from None
        finally:
            spent = time.perf_counter() - begun
            self._ledger.called(entry, Called(place[0], known, outcome, spent))
        self._ledger.payload(entry, params.arguments, answer.text)
        await waited(answer)
        return tool_result(answer)

    async def _meant(self, context: Context) -> "Meant":
        """Return what a request is for. Raises: MCPError."""
        asked, identity = _asked(context), _identity(context)
        named = (context.meta or {}).get(META_KEY)
        if identity is None:
            raise MCPError(INVALID_PARAMS, UNNAMED)
        try:
            seat = await self._find(identity)
            if seat is None:
                raise Gone
            meant = Meant(seat, asked.server)
            wait = seat.bucket.wait(time.monotonic()) if named is not None else 0.0
        except Gone:
            raise _gone(identity) from None
        except StateError as error:
            raise MCPError(INVALID_PARAMS, str(error)) from error
        if wait:
            raise MCPError(INVALID_PARAMS, f"Too many calls: try again in {wait:.1f} seconds.")
        if asked.server is not None and seat.served(asked.server) is None:
            raise MCPError(INVALID_PARAMS, f"The environment has no server {asked.server}.")
        return meant


@dataclass(frozen=True, slots=True)
class Meant:
    """The seat that a request is for, and which of its servers: None is all of them."""

    seat: Seat
    server: str | None

    @property
    def served(self) -> Served:
        """What is served, as it is now. Raises: Gone."""
        return self.seat.served(self.server) or self.seat.environment

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the servers that are meant. Raises: Gone."""
        return (self.server,) if self.server else tuple(image.name for image in self.seat.environment.images)


def _asked(context: Context) -> Asked:
    asked = context.request.scope.get(SCOPE_KEY) if context.request is not None else None
    return asked if isinstance(asked, Asked) else Asked()


def _identity(context: Context) -> str | None:
    """The id that a request names in any way, or None. Raises: MCPError where it names two."""
    asked, named = _asked(context), (context.meta or {}).get(META_KEY)
    if named is not None and (not isinstance(named, str) or asked.identity not in (None, named)):
        raise MCPError(INVALID_PARAMS, f'"{META_KEY}" in _meta names another environment than the request does.')
    return named or asked.identity or asked.server


def _gone(identity: str) -> MCPError:
    return MCPError(INVALID_PARAMS, f"There is no environment {identity[:40]}.")
