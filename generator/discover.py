"""``description_of``: a source → the document that describes the API, found through a page where the source is one."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from generator.document import Document
from generator.errors import DocsError, SpecError
from generator.fetch import Limits, read_source
from generator.openapi.read import check_description, is_description
from generator.openapi.text import decoded_text, read_data
from generator.page import Candidate, candidates_in_script, candidates_of, raw_url

MOST_FETCHES = 20  # per page; real pages name one or two


class NoDescription(DocsError):
    """The source can be read, but it is prose: no machine-readable description stands in it or is named by it."""


def description_of(source: str, *, allow_private: bool = False, limits: Limits | None = None) -> tuple[Document, str]:
    """The document that describes the API behind a URL or path, and the step that found it.

    The step is ``document`` where the source is itself the description, else what of the page named it: ``link``,
    ``swagger-ui``, ``redoc``, ``rapidoc``, ``scalar``, ``elements``, ``script`` or ``plain-link``.

    Raises:
        NoDescription: the source is prose.
        DocsError: the source cannot be fetched.
        SpecError: the source should be a description, but is broken.
    """
    return description_in(
        read_source(raw_url(source), allow_private=allow_private, limits=limits), allow_private, limits
    )


def description_in(
    document: Document, allow_private: bool = False, limits: Limits | None = None
) -> tuple[Document, str]:
    """As ``description_of``, for a document that was fetched already."""
    if document.looks_like_html:
        return _Search(document, allow_private, limits).found()
    try:
        data = read_data(document)
    except SpecError:
        if _is_prose(document):
            raise _no_description(document) from None
        raise
    if isinstance(data, str) or (_is_prose(document) and not is_description(data)):
        raise _no_description(document)
    check_description(data, document)
    return document, "document"


def _is_prose(document: Document) -> bool:
    name = urlsplit(document.location or document.source).path.lower()
    return document.media_type in ("text/markdown", "text/x-markdown") or name.endswith(
        (".md", ".markdown", ".rst", ".txt")
    )


def _no_description(document: Document, tried: str = "") -> NoDescription:
    return NoDescription(
        f"No OpenAPI or Swagger description stands here{f', and {tried}' if tried else ' or is named here'}.",
        where=document.source,
        next="Name the address of its openapi.json or openapi.yaml, or of the page that links to it.",
    )


@dataclass(slots=True)
class _Search:
    """The search through what one page names."""

    page: Document
    allow_private: bool
    limits: Limits | None
    _tried: set[str] = field(default_factory=set)
    _failure: str = ""

    def found(self) -> tuple[Document, str]:
        html = decoded_text(self.page)
        for candidate in candidates_of(html, self.page.location if self.page.is_remote else ""):
            for document in self._documents(candidate):
                return document, candidate.step
        raise _no_description(self.page, self._failure)

    def _documents(self, candidate: Candidate, depth: int = 0) -> Iterator[Document]:
        """The descriptions that a candidate leads to."""
        if candidate.text:
            document = Document(self.page.source, candidate.text.encode(), location=self.page.location)
        elif (fetched := self._fetched(candidate.reference)) is None:
            return
        else:
            document = fetched
        if not document.looks_like_html and self._describes(document):
            yield document
        elif candidate.kind == "settings" and depth < 2 and not document.looks_like_html:
            text = document.data.decode("utf-8", "replace")
            for named in candidates_in_script(text, candidate.step):
                yield from self._documents(named, depth + 1)

    def _describes(self, document: Document) -> bool:
        try:
            return is_description(read_data(document))
        except SpecError as fault:
            self._failure = self._failure or f"{document.source} breaks ({fault.what.rstrip('.')})"
            return False

    def _fetched(self, reference: str) -> Document | None:
        address = self._address(reference)
        if address is None or address in self._tried or len(self._tried) >= MOST_FETCHES:
            return None
        self._tried.add(address)
        try:
            return read_source(address, allow_private=self.allow_private, limits=self.limits)
        except DocsError as fault:
            shown = reference if not self.page.is_remote else address
            self._failure = self._failure or f"{shown}, which it names, is not there ({fault.what.rstrip('.')})"
            return None

    def _address(self, reference: str) -> str | None:
        """Where a reference leads from the page; a page from the network never leads to a file, nor a file's out of
        its folder."""
        try:
            if self.page.is_remote:
                address = raw_url(urljoin(self.page.location, reference))
                return address if address.startswith(("http://", "https://")) else None
            if urlsplit(reference).scheme or reference.startswith("//"):
                return reference if reference.startswith(("http://", "https://")) else None
        except ValueError:
            return None
        folder = Path(self.page.location).parent
        path = folder / unquote(urlsplit(reference).path)
        return str(path) if path.resolve().is_relative_to(folder.resolve()) else None
