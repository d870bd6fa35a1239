"""The REST face of a server: the API as it is documented, for its own client libraries and for testers of APIs."""

import time
from collections.abc import Mapping
from typing import Any

from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response

from state_db.answer import Answer, error_answer
from state_db.environment import Environment
from state_db.errors import FleetError
from state_db.http import Call, Malformed, NoRoute, Request, Router
from state_db.image import Image
from state_db.serve.faces import Pace
from state_db.serve.ledger import Called, Ledger, entry_of
from state_db.serve.refusal import refusal
from state_db.serve.seats import Gone, Seat
from state_db.serve.tools import CRASH_TEXT, logger, waited

Json = Any
# Names of the request that the tool has no input for, so that it was answered as if they had not been sent.
UNUSED_HEADER = "Fleetwright-Unused"
MOST_UNUSED = 20


class RestFace:
    """Answers HTTP requests by routes.json, for any environment of these servers."""

    def __init__(self, images: Mapping[str, Image], ledger: Ledger, pace: Pace) -> None:
        self._images = images
        self._ledger = ledger
        self._pace = pace
        self._routers: dict[str, Router] = {}

    async def answer(self, seat: Seat, server: str, path: str, request: HttpRequest) -> Response:
        """Return what the API answers to a request for this path (percent-encoded, as the URL has it)."""
        asked = Request(
            "GET" if request.method == "HEAD" else request.method,
            path,
            request.url.query,
            {name: ", ".join(request.headers.getlist(name)) for name in request.headers},
            await request.body(),
        )
        match self._router(server).call(asked):
            case NoRoute(allowed=allowed):
                return _no_route(server, asked, allowed)
            case Malformed(tool, message):
                errors = self._images[server].routes.tools[tool].errors
                return _response(error_answer("invalid_argument", f"{message}", errors))
            case Call() as call:
                return await self._called(seat, server, call, request)

    async def _called(self, seat: Seat, server: str, call: Call, request: HttpRequest) -> Response:
        def work(_: Environment) -> Answer | None:
            served = seat.served(server)
            return served.call(call.tool, call.arguments) if served and call.tool in served.tools else None

        begun, place = time.perf_counter(), (server, call.tool)
        outcome = "crash"
        try:
            answer = await seat.turn(self._pace.timed(place, work), quick=self._pace.is_quick(place))
            outcome = "ok" if answer and answer.error is None else "error"
        except Gone:
            return refusal(404, "There is no such environment.")
        except (FleetError, RuntimeError, ValueError):
            logger.exception("the call of %s crashed", call.tool)
            return refusal(500, CRASH_TEXT)
        finally:
            spent = time.perf_counter() - begun
            self._ledger.called(entry_of(request.scope), Called(server, call.tool, outcome, spent))
        if answer is None:
            return refusal(404, f"This environment does not offer {call.tool}.")
        self._ledger.payload(entry_of(request.scope), call.arguments, answer.text)
        await waited(answer)
        return _response(answer, call.unknown)

    def _router(self, server: str) -> Router:
        if server not in self._routers:
            image = self._images[server]
            schemas = {name: spec.input_schema for name, spec in image.tools.items()}
            self._routers[server] = Router(image.routes, schemas)
        return self._routers[server]


def _no_route(server: str, asked: Request, allowed: tuple[str, ...]) -> Response:
    if not allowed:
        return refusal(404, f"{server} has no operation {asked.method} {asked.path} (or none that is modelled).")
    listed = ", ".join(sorted({*allowed, "OPTIONS", *(["HEAD"] if "GET" in allowed else [])}))
    if asked.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": listed})
    return JSONResponse({"error": {"message": f"{asked.path} has no {asked.method}."}}, 405, {"Allow": listed})


def _response(answer: Answer, unused: tuple[str, ...] = ()) -> Response:
    names = [name for name in unused[:MOST_UNUSED] if name.isascii() and name.isprintable()]
    headers = {UNUSED_HEADER: ", ".join(names)} if names else {}
    if answer.retry_after_seconds is not None:
        headers["Retry-After"] = str(answer.retry_after_seconds)
    if not answer.text:
        return Response(status_code=answer.status, headers=headers)
    return Response(answer.text, answer.status, headers, "application/json")
