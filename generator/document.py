"""A document: the bytes of one source, with where they came from and their digest."""

import hashlib
from dataclasses import dataclass, field

from generator.description import ReadingWarning


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes fetched from a URL or read from a file.

    ``source`` may be shown and written: the URL that was asked for, or a file's name without its folder. ``location``
    is where the bytes really came from (the URL after redirects, or the path as given), needed to resolve what the
    document names relatively; it is never written anywhere. ``media_type`` is lower case, without parameters;
    ``links`` is the HTTP header Link. ``warnings`` tell what did not fit where the bytes were put together of several
    pages.
    """

    source: str
    data: bytes = field(repr=False)
    media_type: str = ""
    location: str = ""
    charset: str = ""
    links: str = ""
    warnings: tuple[ReadingWarning, ...] = ()
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "sha256", hashlib.sha256(self.data).hexdigest())

    @property
    def is_remote(self) -> bool:
        """Whether the bytes came over HTTP, so that ``location`` is a URL."""
        return self.location.startswith(("http://", "https://"))

    @property
    def looks_like_html(self) -> bool:
        """Whether the bytes are a page, by their media type or by how they begin."""
        head = self.data[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
        return head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<!--", b"<script", b"<title")) or (
            self.media_type in ("text/html", "application/xhtml+xml") and head.startswith(b"<")
        )
