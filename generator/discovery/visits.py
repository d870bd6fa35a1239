"""Visits: the fetches of one search, each address once, bounded in number, bytes and seconds, and polite."""

import time
from dataclasses import dataclass, field, replace
from typing import Literal
from urllib.parse import urlsplit

from protego import Protego

from generator.document import Document
from generator.errors import DocsError, Unreachable
from generator.fetch import USER_AGENT, Limits, read_source

Errand = Literal["named", "index", "guess"]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one search may cost: fetches of each kind, bytes, and seconds after which nothing more is begun.

    ``named`` are addresses that a page names as a description's (real pages name one or two), ``index`` the pages of
    a documentation site that are read for their parts of a description, ``guess`` the places where one usually is.
    """

    named: int = 20
    index: int = 400
    guess: int = 60
    max_bytes: int = 100_000_000
    seconds: float = 180.0


@dataclass(slots=True)
class Visits:
    """The fetches of one search. ``failure`` is the first thing that a page named and that was not there."""

    limits: Limits
    bounds: Bounds = Bounds()
    failure: str = ""
    _seen: set[str] = field(default_factory=set)
    _made: dict[Errand, int] = field(default_factory=lambda: {"named": 0, "index": 0, "guess": 0})
    _bytes: int = 0
    _begun: float = field(default_factory=time.monotonic)
    _closed: set[str] = field(default_factory=set)
    _robots: dict[str, Protego | None] = field(default_factory=dict)

    def document(self, address: str, errand: Errand = "named", shown: str = "") -> Document | None:
        """The document at an address; None where it is not there, was asked for before, or is beyond the bounds.

        What nobody named is fetched only where the site's robots.txt allows it.
        """
        host = _host(address)
        if address in self._seen or host in self._closed or not self._has_left(errand):
            return None
        self._seen.add(address)
        if errand != "named" and not self._allowed(address):
            return None
        self._made[errand] += 1
        return self._fetched(address, errand, shown or address)

    def spent(self, errand: Errand) -> bool:
        """Whether no fetch of the kind is left."""
        return not self._has_left(errand)

    def _has_left(self, errand: Errand) -> bool:
        return (
            self._made[errand] < getattr(self.bounds, errand)
            and self._bytes < self.bounds.max_bytes
            and time.monotonic() - self._begun < self.bounds.seconds
        )

    def _fetched(self, address: str, errand: Errand, shown: str) -> Document | None:
        try:
            document = read_source(address, limits=self._limits())
        except DocsError as fault:
            if isinstance(fault, Unreachable) and errand != "named":
                self._closed.add(_host(address))
            if errand == "named":
                self.failure = self.failure or f"{shown}, which it names, is not there ({fault.what.rstrip('.')})"
            return None
        self._bytes += len(document.data)
        return document

    def _limits(self) -> Limits:
        left = max(1.0, self.bounds.seconds - (time.monotonic() - self._begun))
        return replace(self.limits, timeout_seconds=min(self.limits.timeout_seconds, left))

    def _allowed(self, address: str) -> bool:
        host = _host(address)
        if not host:
            return True
        if host not in self._robots:
            self._robots[host] = self._read_robots(host)
        robots = self._robots[host]
        return host not in self._closed and (robots is None or bool(robots.can_fetch(address, USER_AGENT)))

    def _read_robots(self, host: str) -> Protego | None:
        """The site's robots.txt; None where it has none."""
        try:
            document = read_source(f"{host}/robots.txt", limits=self._limits())
        except Unreachable:
            self._closed.add(host)
            return None
        except DocsError:
            return None
        text = document.data[:500_000].decode("utf-8", "replace")
        return None if document.looks_like_html else Protego.parse(text)


def _host(address: str) -> str:
    """The scheme and host of a URL; "" for a file's path."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
