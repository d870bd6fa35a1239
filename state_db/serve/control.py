"""The control interface: environments made, looked at, changed and ended by whoever holds the control token."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from state_db.comparison import compare
from state_db.environment import Environment
from state_db.errors import FleetError, StateError
from state_db.injection import Injection
from state_db.marks import marks_of
from state_db.serve.addresses import Addresses
from state_db.serve.guard import Tokens
from state_db.serve.ledger import Entry, entry_of
from state_db.serve.operations import SNAPSHOT_TYPE, Operation, paths
from state_db.serve.orders import (
    Beginning,
    ClockAnswer,
    ClockOrder,
    ComparisonAnswer,
    DiffAnswer,
    DigestAnswer,
    EnvironmentAnswer,
    EnvironmentsAnswer,
    ForkOrder,
    InjectionAnswer,
    Order,
    Places,
    StateAnswer,
)
from state_db.serve.recipe import Recipe, recipe_of
from state_db.serve.refusal import refusal, unauthorized
from state_db.serve.seats import Full, Gone, Seat, Seats

Json = Any
FormType = TypeVar("FormType", bound=BaseModel)
Handler = Callable[[Request], Awaitable[Response]]


class Control:
    """The handlers of the operations, by their names."""

    def __init__(self, seats: Seats, tokens: Tokens, addresses: Addresses) -> None:
        self._seats = seats
        self._tokens = tokens
        self._addresses = addresses

    def routes(self) -> list[Route]:
        """Return a route for each path, of all its methods: what a path lacks is refused with all that it has."""
        return [self._route(path, {one.method: self._handler(one) for one in found}) for path, found in paths().items()]

    def _route(self, path: str, handlers: Mapping[str, Handler]) -> Route:
        async def handle(request: Request) -> Response:
            # Starlette lets HEAD through wherever there is a GET, and sends no body of it.
            return await handlers["GET" if request.method == "HEAD" else request.method](request)

        return Route(path, handle, methods=list(handlers))

    def _handler(self, operation: Operation) -> Handler:
        """The operation's handler: it asks for the control token and words all refusals."""
        answer: Handler = getattr(self, f"_{operation.name}")

        async def handle(request: Request) -> Response:
            entry = entry_of(request.scope) or Entry()
            entry.kind, entry.environment = "control", request.path_params.get("id", "")
            entry.tool = operation.name
            if not self._tokens.may_control(request):
                return unauthorized()
            if elsewhere := self._addresses.elsewhere(request, request.path_params.get("id")):
                return elsewhere
            try:
                _check_query(request, operation)
                return await answer(request)
            except Gone:
                return refusal(404, "There is no such environment.")
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                return refusal(422, f"{'.'.join(str(part) for part in first['loc']) or 'body'}: {first['msg']}.")
            except Full as error:
                return refusal(503, str(error))
            except FleetError as error:
                return refusal(422, str(error))

        return handle

    async def _seat(self, request: Request) -> Seat:
        seat = await self._seats.get(request.path_params["id"])
        if seat is None:
            raise Gone
        return seat

    async def _list_environments(self, _request: Request) -> Response:
        return _json(EnvironmentsAnswer(environments=list(self._seats)))

    async def _create_environment(self, request: Request) -> Response:
        if (forwarded := await self._addresses.forwarded(request)) is not None:
            return forwarded
        body = await request.body()
        if _is_snapshot(request):
            recipe = recipe_of(body, self._seats.images)
        else:
            recipe = self._checked(Order.model_validate_json(body).recipe)
        return await self._described(request, await self._seats.create(recipe), 201)

    def _checked(self, recipe: Recipe) -> Recipe:
        for name in recipe.servers:
            if name not in self._seats.images:
                known = ", ".join(self._seats.images)
                raise StateError(f"There is no server {name}.", next=f"There are: {known}.")
        if len(set(recipe.servers)) != len(recipe.servers):
            raise StateError("A server is named twice.")
        return recipe

    async def _get_environment(self, request: Request) -> Response:
        return await self._described(request, await self._seat(request))

    async def _delete_environment(self, request: Request) -> Response:
        if not await self._seats.remove(request.path_params["id"]):
            raise Gone
        return Response(status_code=204)

    async def _get_state(self, request: Request) -> Response:
        seat = await self._seat(request)
        server, table = request.query_params.get("server"), request.query_params.get("table")
        return _json(StateAnswer(servers=await seat.turn(lambda one: state_of(one, server, table))))

    async def _get_digest(self, request: Request) -> Response:
        seat = await self._seat(request)
        return _json(DigestAnswer(digest=await seat.turn(Environment.digest)))

    async def _diff_environment(self, request: Request) -> Response:
        seat = await self._seat(request)
        named = request.query_params.get("from")
        if named is None:
            recipe = seat.recipe
            return _json(await seat.turn(lambda now: difference(recipe.opened(self._seats.images), now)))
        before = await self._snapshot_of(named)
        return _json(await seat.turn(lambda now: difference(self._restored(before), now)))

    async def _snapshot_of(self, identity: str) -> bytes:
        """The other environment as bytes, so that two are never waited for at once. Raises: StateError."""
        other = await self._seats.get(identity)
        if other is None:
            raise StateError(f"There is no environment {identity} in this worker.")
        return await other.turn(Environment.snapshot)

    async def _compare_environments(self, request: Request) -> Response:
        seat, named = await self._seat(request), request.query_params.get("with", "")
        recipe, other = seat.recipe, self._restored(await self._snapshot_of(named))

        def work(mine: Environment) -> ComparisonAnswer:
            with other, recipe.opened(self._seats.images) as beginning:
                return compared(beginning, mine, other)

        return _json(await seat.turn(work))

    async def _diff_snapshot(self, request: Request) -> Response:
        seat, before = await self._seat(request), await request.body()
        return _json(await seat.turn(lambda now: difference(self._restored(before), now)))

    def _restored(self, snapshot: bytes) -> Environment:
        return recipe_of(snapshot, self._seats.images).opened(self._seats.images)

    async def _get_snapshot(self, request: Request) -> Response:
        seat = await self._seat(request)
        return Response(await seat.turn(Environment.snapshot), media_type=SNAPSHOT_TYPE)

    async def _restore_environment(self, request: Request) -> Response:
        seat = await self._seat(request)
        recipe = recipe_of(await request.body(), self._seats.images)
        if set(recipe.servers) != {image.name for image in seat.environment.images}:
            held = ", ".join(recipe.servers)
            raise StateError(f"The snapshot is of {held}, and the environment of other servers.")
        await self._seats.remake(seat, replace(seat.recipe), recipe.opened(self._seats.images))
        return await self._described(request, seat)

    async def _fork_environment(self, request: Request) -> Response:
        seat = await self._seat(request)
        body = await request.body()
        order = ForkOrder.model_validate_json(body) if body else ForkOrder()

        def work(one: Environment) -> Environment:
            return one.fork() if order.calls is None else one.branch(order.calls)

        copy = await self._seats.create(seat.recipe, await seat.turn(work))
        return await self._described(request, copy, 201)

    async def _reset_environment(self, request: Request) -> Response:
        seat, body = await self._seat(request), await request.body()
        order = Beginning.model_validate_json(body) if body else Beginning()
        await self._seats.remake(seat, _begun(seat.recipe, order))
        return await self._described(request, seat)

    async def _get_clock(self, request: Request) -> Response:
        seat = await self._seat(request)
        return _json(ClockAnswer(now=await seat.turn(lambda one: one.clock)))

    async def _set_clock(self, request: Request) -> Response:
        seat = await self._seat(request)
        order = ClockOrder.model_validate_json(await request.body())
        return _json(ClockAnswer(now=await seat.turn(lambda one: clock_set(one, order))))

    async def _get_injection(self, request: Request) -> Response:
        return _json(InjectionAnswer(injection=(await self._seat(request)).environment.injection))

    async def _set_injection(self, request: Request) -> Response:
        seat = await self._seat(request)
        await self._seats.inject(seat, Injection.model_validate_json(await request.body()))
        return _json(InjectionAnswer(injection=seat.environment.injection))

    async def _clear_injection(self, request: Request) -> Response:
        await self._seats.inject(await self._seat(request), None)
        return Response(status_code=204)

    async def _described(self, request: Request, seat: Seat, status: int = 200) -> Response:
        recipe, base = seat.recipe, f"{self._addresses.base(request)}/environments/{seat.identity}"
        places = {
            image.name: Places(
                mcp=f"{base}/{image.name}/mcp", rest=f"{base}/{image.name}/rest{image.routes.base_path.rstrip('/')}"
            )
            for image in seat.environment.images
        }
        answer = EnvironmentAnswer(
            id=seat.identity, mcp=f"{base}/mcp", control=base, servers=places, beginning=recipe.beginning,
            seed=recipe.seed, now=seat.environment.clock,
            calls=seat.environment.calls,
        )  # fmt: skip
        return _json(answer, status)


def state_of(environment: Environment, server: str | None, table: str | None) -> dict[str, dict[str, list[Json]]]:
    """Return the rows by server and table, of all of them or of those that are named. Raises: StateError."""
    found: dict[str, dict[str, list[Json]]] = {}
    for image in environment.images:
        if server in (None, image.name):
            tables = [name for name in image.tables if table in (None, name)]
            found[image.name] = {name: environment.rows(image.name, name) for name in tables}
    if not any(found.values()):
        raise StateError(f"There is no {f'table {table}' if table else f'server {server}'} in the environment.")
    return found


def difference(before: Environment, after: Environment) -> DiffAnswer:
    """Return what is different after, and close the environment before."""
    with before:
        diff = before.diff(after)
    return DiffAnswer(equal=not diff, servers=diff.to_json())


def compared(beginning: Environment, mine: Environment, other: Environment) -> ComparisonAnswer:
    """Return whether both came from the beginning to equivalent states. Raises: StateError for other servers."""
    if [image.name for image in mine.images] != [image.name for image in other.images]:
        raise StateError("Only environments of the same servers can be compared.")
    marks = {image.name: marks_of(image) for image in mine.images}
    found = compare(beginning.diff(mine).servers, beginning.diff(other).servers, marks)
    return ComparisonAnswer(alike=found.alike, mapping=found.mapping, reasons=list(found.reasons))


def clock_set(environment: Environment, order: ClockOrder) -> str:
    """Set the clock as ordered and return what it says. Raises: StateError."""
    if order.now is not None and order.step_seconds is None:
        environment.set_clock(order.now)
    elif order.step_seconds is not None and order.now is None:
        environment.step_clock(order.step_seconds)
    else:
        raise StateError('Give either "now" or "step_seconds".')
    return environment.clock


def _begun(recipe: Recipe, order: Beginning) -> Recipe:
    if order.scenario is None and order.seed is None:
        return recipe
    if recipe.snapshot is not None:
        raise StateError("What began with a snapshot goes back to that; make another environment instead.")
    scenario = recipe.scenario if order.scenario is None else order.scenario
    return replace(recipe, scenario=scenario, seed=recipe.seed if order.seed is None else order.seed)


def _is_snapshot(request: Request) -> bool:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower() == SNAPSHOT_TYPE


def _check_query(request: Request, operation: Operation) -> None:
    """Refuse words that the operation does not know: read over, they would change what is asked. Raises: StateError."""
    known = [name for name, _ in operation.query]
    for name in request.query_params:
        if name not in known:
            said = f"It takes {' and '.join(known)}." if known else "It takes none."
            raise StateError(f"There is no query parameter {name[:40]}.", next=said)


def _json(answer: BaseModel, status: int = 200) -> Response:
    return JSONResponse(answer.model_dump(mode="json"), status)
