"""HTTP requests and tool calls, turned into each other by routes.json: the one place for compare, examples and REST.

    request_of(route, arguments) -> Request               what a client of the API would send for this call
    call_of(routes, request, schemas) -> Call | NoRoute | Malformed

``call_of(routes, request_of(route, arguments, routes.base_path), schemas)`` gives the call back. ``Router`` does the
same for many requests with the templates compiled once.
"""

from state_db.http.message import Call, Malformed, NoRoute, Request, Unwritable
from state_db.http.router import Router, call_of, request_of

__all__ = [
    "Call",
    "Malformed",
    "NoRoute",
    "Request",
    "Router",
    "Unwritable",
    "call_of",
    "request_of",
]
