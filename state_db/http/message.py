"""What goes over HTTP, and what a request may turn out to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from state_db.errors import StateError

Json = Any


class Unwritable(StateError):
    """Arguments that this route's place and style cannot carry, such as an empty path segment."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request. ``path`` and ``query`` are percent-encoded, as a URL has them; header names are small."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def target(self) -> str:
        """Path and query, as the request line has them."""
        return f"{self.path}?{self.query}" if self.query else self.path

    @property
    def media_type(self) -> str:
        """The body's type without its parameters, in small letters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call that a request stands for. ``unknown`` are inputs of the request that the tool does not offer."""

    tool: str
    arguments: dict[str, Json]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NoRoute:
    """No tool has this path; or, where ``allowed`` is not empty, only under these methods (HTTP's 404 and 405)."""

    method: str
    path: str
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Malformed:
    """The route is known, but the request's body cannot be read (HTTP's 400)."""

    tool: str
    message: str
