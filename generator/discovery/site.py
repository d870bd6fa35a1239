"""A documentation site read as Markdown: the parts of a description on its pages, found by the site's own index."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from generator.discovery.fragments import Fragment, whole_of
from generator.discovery.markdown import files_named_in, fragments_in, index_named_in, links_in
from generator.discovery.page import names_a_description
from generator.discovery.places import indexes, markdown_twins
from generator.discovery.visits import Visits
from generator.document import Document
from generator.errors import SpecError

_REFERENCE = re.compile(r"/(api|apis|api-reference|reference|rest|endpoints?|v[0-9]+)(/|-|$)", re.I)
_MOST_IN_VAIN = 25  # pages without any part, after which the site is taken to have none


@dataclass(slots=True)
class MarkdownSite:
    """The site to which a page belongs. ``files`` are descriptions that its pages and indexes name, in their order."""

    page: Document
    visits: Visits
    fragments: list[Fragment] = field(default_factory=list)
    _indexes: list[Document] = field(default_factory=list)
    _own: Document | None = None

    def files(self) -> Iterator[str]:
        """The addresses of whole descriptions that the page's Markdown and the site's indexes name."""
        self._own = self.page if not self.page.looks_like_html else self._twin()
        if self._own is not None:
            self._take(self._own)
            yield from self._named(self._own, files_named_in(self._own))
        if self.page.is_remote:
            for index in self._read_indexes():
                yield from self._named(
                    index, [href for text, href in links_in(index) if names_a_description(href, text)]
                )
                yield from self._named(index, files_named_in(index))

    def description(self) -> Document | None:
        """The description that the parts on the site's pages make; ``files`` must have been read before."""
        wanted = next((fragment.api for fragment in self.fragments if fragment.data), None)
        if self.page.is_remote and not self._in_one_document():
            self._read_pages()
        return whole_of(self.fragments, self.page, wanted)

    def _named(self, document: Document, names: list[str]) -> Iterator[str]:
        for name in names:
            yield urljoin(document.location, name) if document.is_remote else name
            if document.is_remote and not name.startswith(("/", "http")):  # a file of the site's folder
                yield urljoin(document.location, f"/{name}")

    def _twin(self) -> Document | None:
        for address in markdown_twins(self.page.location) if self.page.is_remote else ():
            if found := self._markdown(address):
                return found
        return None

    def _markdown(self, address: str) -> Document | None:
        document = self.visits.document(address, "index")
        return document if document is not None and not document.looks_like_html else None

    def _read_indexes(self) -> Iterator[Document]:
        named = index_named_in(self._own) if self._own is not None else ""
        for address in dict.fromkeys([named, *indexes(self.page.location, "llms.txt")]):
            if address and self._same_site(address) and (index := self._markdown(address)):
                self._indexes.append(index)
                yield index
                return

    def _in_one_document(self) -> bool:
        """Whether the whole site stands in one document beside its index, with parts of a description."""
        for index in self._indexes:
            whole = self._markdown(re.sub(r"llms\.txt$", "llms-full.txt", index.location))
            if whole is not None:
                before = len(self.fragments)
                self._take(whole)
                return len(self.fragments) > before
        return False

    def _read_pages(self) -> None:
        """Read the pages of the index, those that look like a reference first, until too many hold nothing."""
        links = [urljoin(index.location, href) for index in self._indexes for _, href in links_in(index)]
        pages = [page for page in dict.fromkeys(links) if self._same_site(page)]
        in_vain = 0
        for address in sorted(pages, key=lambda page: not _REFERENCE.search(urlsplit(page).path)):
            before = len(self.fragments)
            if page := self._markdown(_as_markdown(address)):
                self._take(page)
            in_vain = 0 if len(self.fragments) > before else in_vain + 1
            if in_vain >= _MOST_IN_VAIN or self.visits.spent("index"):
                break

    def _take(self, document: Document) -> None:
        try:
            self.fragments += fragments_in(document)
        except SpecError:  # binary data
            return

    def _same_site(self, address: str) -> bool:
        return urlsplit(address)[:2] == urlsplit(self.page.location)[:2]


def _as_markdown(address: str) -> str:
    bare = address.partition("#")[0]
    return bare if bare.endswith((".md", ".mdx", ".txt")) else next(markdown_twins(bare), bare)
