"""``crawled``: the address of a documentation → its pages, politely and within bounds."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from protego import Protego

from generator.description import ReadingWarning
from generator.discovery.page import raw_url
from generator.discovery.places import indexes, markdown_twins
from generator.document import Document
from generator.errors import DocsError, Unreachable
from generator.fetch import USER_AGENT, Limits, read_source
from generator.prose.cache import PageCache
from generator.prose.links import links_in
from generator.prose.scope import Scope, page_key, scope_of

_TEXTS = re.compile(r"text/|application/xhtml|markdown|^$|application/octet-stream")
_REFERENCE = re.compile(r"api|reference|rest|endpoint|resource|method|operation|v[0-9]", re.I)
_SIGN = re.compile(rb"\b(?:GET|POST|PUT|PATCH|DELETE)\b[^/\n]{0,200}/|\bcurl\b")
_MOST_IN_VAIN = 60  # pages in a row without a call, after which the rest is taken to have none
_MOST_FAILURES = 5  # of one kind in a row, after which the site is taken to be down
_LONGEST_DELAY = 10.0


@dataclass(frozen=True, slots=True)
class CrawlBounds:
    """What exploring one documentation may cost.

    ``depth`` is in links from the first page; ``delay_seconds`` lie between two fetches, more where robots.txt asks.
    """

    pages: int = 300
    depth: int = 5
    max_bytes: int = 50_000_000
    page_bytes: int = 5_000_000
    seconds: float = 900.0
    delay_seconds: float = 0.25


@dataclass(frozen=True, slots=True)
class Exploration:
    """The pages of one documentation in the order in which they were found, and what was left out and why."""

    documents: tuple[Document, ...]
    warnings: tuple[ReadingWarning, ...] = ()
    fetched: int = 0
    cached: int = 0


def crawled(
    start: Document,
    cache: PageCache,
    limits: Limits,
    bounds: CrawlBounds | None = None,
    say: Callable[[str], None] = lambda _: None,
    pause: Callable[[float], None] = time.sleep,
) -> Exploration:
    """The pages that the documentation of a page holds, the page itself first; ``say`` is told how far it is."""
    return _Crawl(start, cache, limits, bounds or CrawlBounds(), say, pause).exploration()


@dataclass(slots=True)
class _Crawl:
    start: Document
    cache: PageCache
    limits: Limits
    bounds: CrawlBounds
    say: Callable[[str], None]
    pause: Callable[[float], None]
    documents: list[Document] = field(default_factory=list)
    warnings: list[ReadingWarning] = field(default_factory=list)
    scope: Scope = field(init=False)
    _seen: set[str] = field(default_factory=set)
    _digests: set[str] = field(default_factory=set)
    _bytes: int = 0
    _fetched: int = 0
    _cached: int = 0
    _failures: int = 0
    _in_vain: int = 0
    _delay: float = 0.0
    _robots: Protego | None = None
    _twins: bool = False
    _stopped: str = ""
    _begun: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.scope = scope_of(self.start.location, links_in(self.start))
        self._delay = self.bounds.delay_seconds if _host(self.start.location) else 0.0

    def exploration(self) -> Exploration:
        """Follow the links, breadth first, those that look like a reference before the others."""
        self._seen.add(page_key(self.start.location))
        self._read_robots()
        self._take(self._own_twin() or self.start)
        level = self._first_level()
        for _ in range(self.bounds.depth):
            level = self._next_level(level)
            if not level or self._stopped:
                break
        if self._stopped:
            self.warnings.append(ReadingWarning(self.start.source, self._stopped))
        elif level:
            said = f"Pages more than {self.bounds.depth} links away were not read ({len(level)} of them are known)."
            self.warnings.append(ReadingWarning(self.start.source, said))
        return Exploration(tuple(self.documents), tuple(self.warnings), self._fetched, self._cached)

    def _first_level(self) -> list[str]:
        """What the first page links to, then what the site's index names, then the listing of the folder."""
        found = self._targets(self.start)
        for address in indexes(self.start.location, "llms.txt"):
            if (index := self._quietly(address)) is not None and not index.looks_like_html:
                found += [target for target in self._targets(index) if target not in found]
                break
        folder = urljoin(self.start.location, ".")
        known = folder == self.start.location or not self.scope.contains(folder)
        listing = None if known else self._quietly(folder)
        if listing is not None:
            found += [target for target in self._targets(listing) if target not in found]
        return found

    def _next_level(self, level: list[str]) -> list[str]:
        following: list[str] = []
        for address in sorted(level, key=lambda each: not _REFERENCE.search(urlsplit(each).path)):
            if self._stopped or (page_key(address) in self._seen):
                continue
            self._stopped = self._bound_reached()
            if self._stopped:
                break
            self._seen.add(page_key(address))
            if (page := self._page(address)) is not None and self._take(page):
                following += self._targets(page)
            self.say(f"exploring: {len(self.documents)} pages read, {len(level) + len(following)} links known")
        return [target for target in dict.fromkeys(following) if page_key(target) not in self._seen]

    def _bound_reached(self) -> str:
        if len(self.documents) >= self.bounds.pages:
            return f"Only the first {self.bounds.pages} pages were read."
        if self._bytes >= self.bounds.max_bytes:
            return f"Only the first {self.bounds.max_bytes / 1_000_000:g} MB were read."
        if time.monotonic() - self._begun >= self.bounds.seconds:
            return f"Only what arrived within {self.bounds.seconds:g} seconds was read."
        if self._in_vain >= _MOST_IN_VAIN:
            return f"The last {self._in_vain} pages showed no call; no more were read."
        if self._failures >= _MOST_FAILURES:
            return f"The site failed {self._failures} times in a row; what was read before that is used."
        return ""

    def _targets(self, page: Document) -> list[str]:
        found = (self.scope.address(raw_url(link), page.location) for link in links_in(page))
        return [target for target in dict.fromkeys(found) if target and page_key(target) not in self._seen]

    def _take(self, page: Document) -> bool:
        """Keep a page that says something new."""
        if page.sha256 in self._digests or not page.data.strip():
            return False
        self._digests.add(page.sha256)
        self._in_vain = 0 if _SIGN.search(page.data) else self._in_vain + 1
        self._bytes += len(page.data)
        self.documents.append(page)
        return True

    def _page(self, address: str) -> Document | None:
        """The page at an address, in Markdown where the site has that; None where it cannot be used, which is told."""
        if self._twins and (twin := self._twin(address)) is not None:
            return twin
        try:
            page = self._document(address)
        except DocsError as fault:
            self._failures += isinstance(fault, Unreachable)
            self.warnings.append(ReadingWarning(address, f"Left out: {fault.what}"))
            return None
        self._failures = 0
        if page is not None and not _TEXTS.search(page.media_type):
            self.warnings.append(ReadingWarning(address, f"Left out: it is {page.media_type}, not text."))
            return None
        return page

    def _twin(self, address: str) -> Document | None:
        for twin in markdown_twins(address):
            found = self._quietly(twin)
            if found is not None and not found.looks_like_html:
                return replace(found, source=address)
        return None

    def _own_twin(self) -> Document | None:
        """The first page as Markdown; where the site has that, its other pages are read as Markdown too."""
        if not self.start.looks_like_html:
            return None
        twin = self._twin(self.start.location)
        self._twins = twin is not None and b"#" in twin.data
        return replace(twin, source=self.start.source) if twin is not None and self._twins else None

    def _quietly(self, address: str) -> Document | None:
        """The document at an address that nobody named; None where there is none."""
        try:
            return self._document(address)
        except DocsError:
            return None

    def _document(self, address: str) -> Document | None:
        """The document at an address; None where robots.txt forbids it or it leads out of the documentation."""
        if self._robots is not None and not self._robots.can_fetch(address, USER_AGENT):
            return None
        if (kept := self.cache.page(address)) is not None:
            self._cached += 1
            return kept
        document = self._asked(address)
        if not self.scope.contains(document.location):
            self.warnings.append(ReadingWarning(address, "Left out: it leads out of the documentation."))
            return None
        self.cache.keep(address, document)
        return document

    def _asked(self, address: str) -> Document:
        """Ask for a page, once more after a while where the site is busy."""
        limits = replace(self.limits, max_bytes=self.bounds.page_bytes, same_host=True)
        for attempt in (1, 2):
            if self._delay and self._fetched:
                self.pause(self._delay * attempt)
            self._fetched += 1
            try:
                return read_source(address, limits=limits)
            except Unreachable:
                if attempt == 2:
                    raise
        raise AssertionError("one of the attempts returns or raises")

    def _read_robots(self) -> None:
        host = f"{self.scope.scheme}://{self.scope.netloc}"
        try:
            document = read_source(f"{host}/robots.txt", limits=replace(self.limits, same_host=True))
        except DocsError:
            return
        if document.looks_like_html:
            return
        self._robots = Protego.parse(document.data[:500_000].decode("utf-8", "replace"))
        asked = self._robots.crawl_delay(USER_AGENT)
        if asked:
            self._delay = min(max(self._delay, float(asked)), _LONGEST_DELAY)


def _host(location: str) -> str:
    """The host of an address, "" where it is this machine, which needs no politeness."""
    host = urlsplit(location).hostname or ""
    return "" if host in ("localhost", "::1") or host.startswith("127.") else host
