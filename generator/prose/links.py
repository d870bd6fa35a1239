"""The addresses that a page of documentation links to, whether it is HTML or Markdown."""

import re
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from generator.discovery.nesting import is_too_deep
from generator.document import Document
from generator.errors import SpecError
from generator.openapi.text import decoded_text

_INLINE = re.compile(r"\]\(\s*<?([^)\s>]{1,2000})>?")
_DEFINED = re.compile(r"^ {0,3}\[[^\]\n]{1,200}\]:[ \t]*<?(\S{1,2000}?)>?(?:[ \t]|$)", re.MULTILINE)
_QUOTED = re.compile(r"<a\s[^>]*?\bhref\s*=\s*[\"']([^\"'<>\s]{1,2000})", re.I)
_BARE = re.compile(r"<(https?://[^\s<>]{1,2000})>|(?<![\w(<\"'`])(https?://[^\s<>)\"'`\]]{1,2000})")
_DIRECTIVE = re.compile(r"^[ \t]+([\w./-]{1,200})[ \t]*$", re.MULTILINE)
MOST_LINKS = 20_000


def links_in(document: Document) -> list[str]:
    """The addresses as written, each once, in the page's order; none of a page that cannot be read."""
    try:
        text = decoded_text(document)
    except SpecError:
        return []
    if document.looks_like_html:
        return [] if is_too_deep(text) else _once(_in_html(text))
    return _once(_in_markdown(text))


def _in_html(text: str) -> Iterator[str]:
    for node in LexborHTMLParser(text).css("a[href], frame[src], iframe[src]"):
        yield (node.attributes.get("href") or node.attributes.get("src") or "").strip()


def _in_markdown(text: str) -> Iterator[str]:
    for pattern in (_INLINE, _DEFINED, _QUOTED):
        yield from (match[1] for match in pattern.finditer(text))
    yield from (match[1] or match[2] for match in _BARE.finditer(text))
    if ".. toctree::" in text:  # reStructuredText names the pages of a book without links
        yield from (f"{match[1]}.rst" for match in _DIRECTIVE.finditer(text))


def _once(links: Iterator[str]) -> list[str]:
    found = dict.fromkeys(link for link in links if link and not link.startswith(("#", "mailto:", "javascript:")))
    return list(found)[:MOST_LINKS]
