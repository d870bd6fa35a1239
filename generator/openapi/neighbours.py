"""Neighbours: the other documents that a description refers to, in the same folder or on the same site only."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from generator.document import Document
from generator.errors import DocsError, SpecError
from generator.fetch import Limits, read_source
from generator.openapi.text import read_data

Json = Any

MOST_NEIGHBOURS = 500
MOST_BYTES = 50_000_000


class NoNeighbour(Exception):
    """A document that is not there or must not be read; its text says why, in a sentence."""


@dataclass(slots=True)
class Neighbours:
    """Reads what stands beside ``home``; each document once, bounded in number and bytes."""

    home: Document
    limits: Limits = field(default_factory=Limits)
    _read: dict[str, Json] = field(default_factory=dict)
    _bytes: int = 0

    def place(self, reference: str, base: str = "") -> str:
        """Where a reference from the document at ``base`` (``home`` by default) leads: a URL, or a path in the folder.

        Raises:
            NoNeighbour: it leads out of the folder, or to another site.
        """
        try:
            if self.home.is_remote:
                return self._url(reference, base or self.home.location)
            if urlsplit(reference).scheme or reference.startswith(("//", "\\\\")):
                raise NoNeighbour("It leads from a file to the network, which is not followed.")
            return self._path(unquote(urlsplit(reference).path), base)
        except (ValueError, OSError):
            raise NoNeighbour("It cannot be read as an address.") from None

    def data(self, place: str) -> Json:
        """The data at a place.

        Raises:
            NoNeighbour: it cannot be read, or is one too many.
        """
        if place not in self._read:
            if len(self._read) >= MOST_NEIGHBOURS or self._bytes >= MOST_BYTES:
                raise NoNeighbour("Too many other documents are referred to.")
            self._read[place] = None
            self._read[place] = self._fetched(place)
        return self._read[place]

    def shown(self, place: str) -> str:
        """The place as it may be written into a pointer: relative to ``home``, never an absolute path."""
        if self.home.is_remote:
            folder = urljoin(self.home.location, ".")
            return place.removeprefix(folder)
        return Path(place).relative_to(self._folder()).as_posix()

    def is_home(self, place: str) -> bool:
        """Whether a place is that of ``home`` itself."""
        own = self.home.location if self.home.is_remote else str(Path(self.home.location).resolve())
        return place == own

    def _folder(self) -> Path:
        return Path(self.home.location).parent.resolve()

    def _url(self, reference: str, base: str) -> str:
        url = urljoin(base, reference)
        if urlsplit(url)[:2] != urlsplit(self.home.location)[:2]:
            raise NoNeighbour("It leads to another site, which is not followed.")
        return url

    def _path(self, reference: str, base: str) -> str:
        folder = self._folder()
        path = ((Path(base).parent if base else folder) / reference).resolve()
        if not path.is_relative_to(folder):
            raise NoNeighbour("It leads out of the description's folder, which is not followed.")
        return str(path)

    def _fetched(self, place: str) -> Json:
        try:
            document = read_source(place, limits=self.limits)
            if document.is_remote and urlsplit(document.location)[:2] != urlsplit(self.home.location)[:2]:
                raise NoNeighbour("It was redirected to another site, which is not followed.")
            self._bytes += len(document.data)
            return read_data(document)
        except (DocsError, SpecError) as fault:
            raise NoNeighbour(f"{fault.what.rstrip('.')}.") from None
