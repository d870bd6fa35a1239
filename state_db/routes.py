"""routes.json, typed: how each tool maps to an HTTP request and its answers. Never shown to an agent."""

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from state_db.errors import DEFAULT_STATUS, ErrorCode, StateError

Json = Any
Place = Literal["path", "query", "header", "cookie", "body"]


class RouteForm(BaseModel):
    """A part of routes.json: frozen, and closed to words it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class ArgumentRoute(RouteForm):
    """Where one argument stands in the HTTP request.

    ``name`` is its name in path, query, header or cookie; ``path`` the property names in the body that lead to it,
    where an empty path is the whole body, and ``[0]`` the only element of an array. ``encoding`` tells that the whole
    body's bytes are base64 here, or that a property is a text of JSON, ``split`` that one comma-separated string on
    the wire is an array, ``columns`` that an array of objects is sent as parallel arrays: each one's name, with its
    property of an object.
    ``defaults`` are what properties inside of its value are where they are left out, by path.
    """

    place: Place = Field(alias="in")
    name: str = ""
    path: tuple[str, ...] = ()
    style: str = ""
    explode: bool = False
    split: bool = False
    encoding: Literal["", "base64", "json"] = ""
    columns: dict[str, str] = Field(default_factory=dict)
    defaults: dict[str, Json] = Field(default_factory=dict)


class ErrorRoute(RouteForm):
    """How an error is answered: its status, and the template of its body (none: the usual body)."""

    status: int = Field(ge=100, le=599)
    body: Json = None


class Route(RouteForm):
    """One tool's HTTP operation."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
    path: str
    statuses: tuple[int, ...]
    pattern: str = ""
    entity: str = ""
    source: str = ""
    media_type: str = "application/json"
    arguments: dict[str, ArgumentRoute] = Field(default_factory=dict)
    errors: dict[ErrorCode, ErrorRoute] = Field(default_factory=dict)

    def status_of(self, error: ErrorCode) -> int:
        """Return the HTTP status that this operation answers the error with."""
        route = self.errors.get(error)
        return route.status if route else DEFAULT_STATUS[error]


class Routes(RouteForm):
    """The routes of one server, by tool."""

    base_path: str = ""
    tools: dict[str, Route]


def read_routes(text: str, where: str) -> Routes:
    """Return the routes that routes.json's text holds; ``where`` names the file in errors. Raises: StateError."""
    try:
        return Routes.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        pointer = "/".join(str(part) for part in first["loc"])
        raise StateError(f"{first['msg']}.", where=f"{where}#/{pointer}", next="Render the server again.") from error
