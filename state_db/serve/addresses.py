"""Which worker a request belongs to, and the addresses that a gateway gives out."""

from collections.abc import Sequence

import httpx2
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from state_db.serve.neighbours import Neighbours
from state_db.serve.refusal import refusal

# A worker that makes an environment for another says so, so that it is not passed on again.
FORWARDED_HEADER = "fleetwright-forwarded"
FORWARD_SECONDS = 60.0


class Addresses:
    """The gateway's addresses as one worker sees them. ``shared`` are the names of its servers."""

    def __init__(self, neighbours: Neighbours, shared: Sequence[str], scheme: str = "http") -> None:
        self._neighbours = neighbours
        self._shared = list(shared)
        self._scheme = scheme
        self._next = neighbours.index

    def is_mine(self, identity: str) -> bool:
        """Return whether this worker owns the environment of this id."""
        return self._neighbours.owner(identity, self._shared) == self._neighbours.index

    def base(self, request: Request, identity: str | None = None) -> str:
        """Return the base URL of this worker, or of the owner of an environment, by the host that the client used."""
        if identity is None or self.is_mine(identity):
            return str(request.base_url).rstrip("/")
        return self._of(self._neighbours.owner(identity, self._shared), request)

    def _of(self, index: int, request: Request) -> str:
        host = request.url.hostname or "127.0.0.1"
        return f"{self._scheme}://{f'[{host}]' if ':' in host else host}:{self._neighbours.ports[index]}"

    def elsewhere(self, request: Request, identity: str | None) -> Response | None:
        """Return the answer that leads to the worker that owns the environment, or None where this one does."""
        if identity is None or self.is_mine(identity):
            return None
        url = f"{self.base(request, identity)}{request.url.path}"
        url += f"?{request.url.query}" if request.url.query else ""
        message = f"This environment lives at {url}."
        return JSONResponse({"error": {"message": message}}, 307, {"Location": url})

    async def forwarded(self, request: Request) -> Response | None:
        """Return the answer of the worker whose turn it is to make an environment, or None where it is this one's."""
        if len(self._neighbours.ports) == 1 or FORWARDED_HEADER in request.headers:
            return None
        index, self._next = self._next, (self._next + 1) % len(self._neighbours.ports)
        if index == self._neighbours.index:
            return None
        base = self._of(index, request)
        kept = {name: value for name, value in request.headers.items() if name in ("authorization", "content-type")}
        headers = {**kept, FORWARDED_HEADER: "1", "fleetwright-token": request.headers.get("fleetwright-token", "")}
        try:
            async with httpx2.AsyncClient(timeout=FORWARD_SECONDS, trust_env=False) as client:
                sent = await client.post(
                    f"http://{self._neighbours.host}:{self._neighbours.ports[index]}/environments",
                    content=await request.body(),
                    headers={**headers, "Host": base.partition("://")[2]},
                )
        except httpx2.HTTPError:
            return refusal(503, f"The worker at {base} does not answer; try again.")
        return Response(sent.content, sent.status_code, media_type=sent.headers.get("content-type"))
