"""``description_of``: a source → the document that describes the API, found through a page where the source is one."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from generator.discovery.page import Candidate, candidates_in_script, candidates_of, linked_in_header, raw_url
from generator.discovery.places import guesses
from generator.discovery.settings import named_in
from generator.discovery.site import MarkdownSite
from generator.discovery.visits import Bounds, Errand, Visits
from generator.document import Document
from generator.errors import DocsError, SpecError
from generator.fetch import Limits, read_source
from generator.formats import check_description, data_of, is_description
from generator.openapi.text import decoded_text

MOST_FETCHES = Bounds().named  # of what pages name
_PROSE_TYPES = frozenset(["text/markdown", "text/x-markdown", "text/x-rst", "text/prs.fallenstein.rst", "text/asciidoc",
                          "text/vnd.apiblueprint", "text/x-asciidoc"])  # fmt: skip
_MOST_PAGES = 6  # that are looked into besides the one that was named


class NoDescription(DocsError):
    """The source can be read, but it is prose: no machine-readable description stands in it or is named by it."""


def description_of(source: str, *, allow_private: bool = False, limits: Limits | None = None) -> tuple[Document, str]:
    """The document that describes the API behind a URL or path, and the step that found it.

    The step is ``document`` where the source is itself the description, else what led to it: ``link``, ``swagger-ui``,
    ``redoc``, ``rapidoc``, ``scalar``, ``elements``, ``script`` or ``plain-link`` of the page; ``settings`` where the
    source is a catalogue or a viewer's settings; ``api-catalog``; ``index`` where the site's pages in Markdown or its
    llms.txt name it; ``markdown`` where it was put together of parts in them; ``guess`` where it stands at a usual
    place.

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
    limits = limits or Limits()
    search = _Search(document, Visits(replace(limits, allow_private=limits.allow_private or allow_private)))
    if document.looks_like_html:
        return search.behind_page()
    try:
        data = data_of(document)
    except SpecError:
        if _is_prose(document):
            return search.in_markdown()
        raise
    if is_description(data):
        check_description(data, document)
        return document, "document"
    if isinstance(data, str) or _is_prose(document):
        return search.in_markdown()
    if found := search.in_settings():
        return found
    check_description(data, document)
    return document, "document"


def _is_prose(document: Document) -> bool:
    name = urlsplit(document.location or document.source).path.lower()
    return (
        document.media_type in _PROSE_TYPES
        or name.endswith((".md", ".mdx", ".markdown", ".rst", ".txt", ".adoc", ".asciidoc", ".apib"))
        or document.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"FORMAT: 1A")
    )


def _no_description(document: Document, tried: str = "") -> NoDescription:
    return NoDescription(
        f"No OpenAPI or Swagger description stands here{f', and {tried}' if tried else ' or is named here'}.",
        where=document.source,
        next="Name the address of its openapi.json or openapi.yaml, or of the page that links to it.",
    )


@dataclass(slots=True)
class _Search:
    """The search that begins with one document, from what is cheap to what is dear."""

    page: Document
    visits: Visits
    _pages: set[str] = field(default_factory=set)
    _broken: str = ""

    def behind_page(self) -> tuple[Document, str]:
        """What an HTML page leads to."""
        for step, document in self._ways():
            return document, step
        raise _no_description(self.page, self._broken or self.visits.failure)

    def in_markdown(self) -> tuple[Document, str]:
        """What a page in Markdown leads to, or an index of such pages."""
        for document in self._linked():
            return document, "link"
        for step, document in self._on_site():
            return document, step
        raise _no_description(self.page, self._broken or self.visits.failure)

    def in_settings(self) -> tuple[Document, str] | None:
        """What a catalogue or a viewer's settings name, if the page is one."""
        for document in (*self._linked(), *self._within(self.page, "settings", 0, self.page)):
            return document, "settings"
        return None

    def _ways(self) -> Iterator[tuple[str, Document]]:
        for candidate in candidates_of(decoded_text(self.page), self._location(), self.page.links):
            for document in self._documents(candidate, self.page):
                yield candidate.step, document
        if self.page.is_remote:
            catalog = Candidate("api-catalog", "/.well-known/api-catalog", kind="settings")
            yield from (("api-catalog", document) for document in self._documents(catalog, self.page, errand="guess"))
        yield from self._on_site()
        for address in guesses(self.page.location) if self.page.is_remote else ():
            guess = Candidate("guess", address, kind="settings")
            yield from (("guess", document) for document in self._documents(guess, self.page, errand="guess"))

    def _on_site(self) -> Iterator[tuple[str, Document]]:
        site = MarkdownSite(self.page, self.visits)
        for address in site.files():
            for document in self._documents(Candidate("index", address), self.page):
                yield "index", document
        if whole := site.description():
            yield "markdown", whole

    def _linked(self) -> Iterator[Document]:
        for candidate in linked_in_header(self.page.links):
            yield from self._documents(candidate, self.page)

    def _location(self) -> str:
        return self.page.location if self.page.is_remote else ""

    def _documents(
        self, candidate: Candidate, base: Document, depth: int = 0, errand: Errand = "named"
    ) -> Iterator[Document]:
        """The descriptions that a candidate leads to; ``base`` is the document that names it."""
        document = self._document(candidate, base, errand)
        if document is None:
            return
        if document.looks_like_html:
            if candidate.kind == "page" and depth < 2:
                yield from self._behind(document, depth)
        elif self._describes(document):
            yield document
        elif candidate.kind == "settings" and depth < 2:
            yield from self._within(document, candidate.step, depth, base)

    def _document(self, candidate: Candidate, base: Document, errand: Errand) -> Document | None:
        """What stands where a candidate says."""
        if candidate.text:
            return Document(base.source, candidate.text.encode("utf-8", "replace"), location=base.location)
        if candidate.kind == "page" and not self._may_look_into(candidate, base):
            return None
        return self._fetched(candidate.reference, base, errand)

    def _may_look_into(self, candidate: Candidate, base: Document) -> bool:
        """Whether another page is looked into: one of the same host, each once, a few in all."""
        address = (self._address(candidate.reference, base) or "").partition("#")[0]
        own = {base.location.partition("#")[0], self.page.location.partition("#")[0], ""}
        if address in own or address in self._pages or len(self._pages) >= _MOST_PAGES:
            return False
        self._pages.add(address)
        return not base.is_remote or urlsplit(address)[1] == urlsplit(base.location)[1]

    def _behind(self, page: Document, depth: int) -> Iterator[Document]:
        location = page.location if page.is_remote else ""
        for candidate in candidates_of(decoded_text(page), location, page.links):
            yield from self._documents(candidate, page, depth + 1)

    def _within(self, document: Document, step: str, depth: int, base: Document) -> Iterator[Document]:
        """The descriptions that a script or settings name; their addresses are seen from the page, not from them."""
        text = document.data.decode("utf-8", "replace")
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            named = list(candidates_in_script(text, step))
        else:
            named = [Candidate(step, address, kind="settings") for address in named_in(data)]
            base = document if isinstance(data, dict) and "linkset" in data else base
        for candidate in named:
            yield from self._documents(candidate, base, depth + 1)

    def _describes(self, document: Document) -> bool:
        try:
            return is_description(data_of(document))
        except SpecError as fault:
            self._broken = self._broken or f"{document.source} breaks ({fault.what.rstrip('.')})"
            return False

    def _fetched(self, reference: str, base: Document, errand: Errand) -> Document | None:
        address = self._address(reference, base)
        if address is None:
            return None
        return self.visits.document(address, errand, shown="" if base.is_remote else reference)

    def _address(self, reference: str, base: Document) -> str | None:
        """Where a reference leads from a document; one from the network never leads to a file, nor a file's out of
        its folder."""
        try:
            if base.is_remote:
                address = raw_url(urljoin(base.location, reference))
                return address if address.startswith(("http://", "https://")) else None
            if urlsplit(reference).scheme or reference.startswith("//"):
                return reference if reference.startswith(("http://", "https://")) else None
        except ValueError:
            return None
        folder = Path(base.location).parent
        path = folder / unquote(urlsplit(reference).path)
        return str(path) if path.resolve().is_relative_to(folder.resolve()) else None
