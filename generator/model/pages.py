"""The pages of a documentation: the one that is named, and those that it links to beside or below itself."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from generator.document import Document
from generator.errors import DocsError
from generator.fetch import read_source
from generator.prose.sections import page_of

MOST_PAGES = 60
_LINK = re.compile(
    r"\[[^\]\n]*\]\(([^()\s]+)[^()\n]*\)|^\s*\[[^\]\n]+\]:\s*(\S+)|href=[\"']([^\"'\s]+)[\"']", re.MULTILINE
)


def pages_of(source: str, *, allow_private: bool = False) -> list[Document]:
    """Return the pages in the order in which they are linked, the named one first. Raises: DocsError for that one."""
    first = read_source(source, allow_private=allow_private)
    found = {_plain(first.location): first}
    waiting = list(_linked(first, first))
    while waiting and len(found) < MOST_PAGES:
        address = waiting.pop(0)
        if address in found:
            continue
        try:
            page = read_source(address, allow_private=allow_private)
        except DocsError:
            continue
        found[address] = page
        waiting += [each for each in _linked(page, first) if each not in found]
    return list(found.values())


def _linked(page: Document, root: Document) -> Iterator[str]:
    """The addresses of pages that a page links to, in the folder of the first one."""
    text = page_of(page).text
    for match in _LINK.finditer(text):
        address = _resolved(next(part for part in match.groups() if part), page)
        if address and address.startswith(_folder(root)) and re.search(r"(?:\.(md|html?)|/[^./]*)$", address):
            yield address


def _resolved(link: str, page: Document) -> str:
    if page.is_remote:
        return _plain(urljoin(page.location, link))
    if urlsplit(link).scheme:
        return ""
    return str(Path(page.location).parent / unquote(_plain(link)))


def _folder(page: Document) -> str:
    if page.is_remote:
        return _plain(page.location).rpartition("/")[0] + "/"
    return str(Path(page.location).parent)


def _plain(address: str) -> str:
    return address.partition("#")[0]
