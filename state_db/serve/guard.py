"""Who may talk to a fleet: the Host and Origin of every request, and the tokens."""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from mcp.server.transport_security import TransportSecurityMiddleware, TransportSecuritySettings
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from state_db.errors import StateError
from state_db.serve.refusal import unauthorized

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
OPEN_PATHS = frozenset({"/healthz", "/readyz"})
# For clients whose Authorization is the API's own: a client library of a served API sends its key there.
TOKEN_HEADER = "fleetwright-token"
SHORTEST_TOKEN = 16
# Environment variables that give the tokens, so that they are the same from one start to the next.
CONTROL_TOKEN = "FLEETWRIGHT_CONTROL_TOKEN"
AGENTS_TOKEN = "FLEETWRIGHT_AGENTS_TOKEN"


def is_loopback(host: str) -> bool:
    """Return whether only programs of this machine reach a server that listens on this host."""
    return host in ("localhost", "::1") or host.startswith("127.")


def security(hosts: Sequence[str]) -> TransportSecuritySettings:
    """Return the SDK's settings for a server that is reached under these host names, on any port."""
    return TransportSecuritySettings(
        allowed_hosts=[name for host in hosts for name in (host, f"{host}:*")],
        allowed_origins=[
            f"{scheme}://{name}" for scheme in ("http", "https") for host in hosts for name in (host, f"{host}:*")
        ],
    )


def token_of(given: str | None, name: str) -> str:
    """Return the token that was given under this name, or a fresh one. Raises: StateError for one that is too short."""
    if not given:
        return new_token()
    if len(given) < SHORTEST_TOKEN or not given.isascii():
        raise StateError(f"A token has at least {SHORTEST_TOKEN} ASCII characters.", where=name)
    return given


def new_token() -> str:
    """Return a fresh token of 128 random bits."""
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Tokens:
    """The control token manages environments; the agents' token, where there is one, is asked of everyone else."""

    control: str = field(default_factory=new_token)
    agents: str | None = None

    def may_control(self, request: Request) -> bool:
        """Return whether the request carries the control token."""
        return _bears(request, self.control)

    def may_call(self, request: Request) -> bool:
        """Return whether the request may talk to servers."""
        return self.agents is None or _bears(request, self.agents) or _bears(request, self.control)


def _bears(request: Request, token: str) -> bool:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    bearer = given.strip() if scheme.lower() == "bearer" else ""
    own = request.headers.get(TOKEN_HEADER, "")
    # Both are compared whatever the first gives, and each in constant time.
    found = [hmac.compare_digest(one.encode(), token.encode()) for one in (bearer, own)]
    return any(found)


class Guard:
    """Checks Host, Origin and the agents' token before anything else sees a request; open paths answer everyone."""

    def __init__(self, app: ASGIApp, settings: TransportSecuritySettings, tokens: Tokens) -> None:
        self._app = app
        self._check = TransportSecurityMiddleware(settings)
        self._tokens = tokens

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http" or scope["path"] in OPEN_PATHS:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        refusal = await self._check.validate_request(request)
        if refusal is None and not self._tokens.may_call(request):
            refusal = unauthorized()
        await (refusal or self._app)(scope, receive, send)
