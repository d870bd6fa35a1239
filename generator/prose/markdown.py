"""Markdown as people write it: where its headings and fences stand, and the anchors of headings."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})[ \t]*([^\n`]*)$")
_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+|(?=[A-Z\[`*:(]))(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r"^ {0,3}(={2,}|-{2,})[ \t]*$")
_HTML = re.compile(r"^[ \t]*<h([1-6])\b([^>]*)>(.*?)</h\1>[ \t]*$", re.I)
_NO_TITLE = re.compile(r"^[ \t]*([-*+]\s|[>|#]|\d+[.)]\s|$|`{3})")
_ATTRIBUTE = re.compile(r"[ \t]*\{:?[ \t]*#([^\s{}]+)[^{}\n]*\}[ \t]*$")
_NAMED = re.compile(r"<a\s[^>]*\b(?:id|name)\s*=\s*[\"']?([^\"'\s>]+)[^>]*>", re.I)
_ID = re.compile(r"\bid\s*=\s*[\"']?([^\"'\s>]+)", re.I)
_TAG = re.compile(r"</?(?:a|b|i|em|strong|code|span|small|sup|sub|br|img|kbd|font|u|ins|del)\b[^>]*>", re.I)
_LINK = re.compile(
    r"!?\[([^\]\n]{0,500})\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)|\[[^\]\n]{0,200}\])"
)
_NO_SLUG = re.compile(r"[^\w\- ]")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: its level (1 to 6), its title without markup, its anchor ("" where it has none), and its place."""

    level: int
    title: str
    anchor: str
    start: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line with its place; ``fenced`` where it belongs to a fenced block, the fences themselves as well."""

    text: str
    start: int
    fenced: bool


def lines_of(text: str) -> Iterator[Line]:
    """The lines of a text, each with whether it stands in a fenced block."""
    fence, place = "", 0
    for raw in text.splitlines(keepends=True):
        line = raw.rstrip("\r\n")
        match = _FENCE.match(line)
        if fence:
            closes = match is not None and match[1].startswith(fence) and not match[2].strip()
            yield Line(line, place, True)
            fence = "" if closes else fence
        else:
            fence = match[1] if match else ""
            yield Line(line, place, match is not None)
        place += len(raw)


def headings_of(text: str) -> list[Heading]:
    """The headings of a Markdown text: with number signs, underlined, or as HTML."""
    found: list[Heading] = []
    before: Line | None = None
    named = ""
    for line in lines_of(text):
        heading = None if line.fenced else _heading(line, before, named)
        if heading is not None:
            found.append(heading)
        named = _standing_anchor(line, named)
        before = None if line.fenced or heading is not None else line
    return _with_anchors(found)


def _heading(line: Line, before: Line | None, named: str) -> Heading | None:
    if match := _ATX.match(line.text):
        return _made(len(match[1]), match[2], line.start, named) if match[2].strip() else None
    if match := _HTML.match(line.text):
        anchor = own[1] if (own := _ID.search(match[2])) else named
        return _made(int(match[1]), match[3], line.start, anchor)
    if before is not None and _UNDERLINE.match(line.text) and _is_title(before.text, line.text):
        return _made(1 if "=" in line.text else 2, before.text, before.start, named)
    return None


def _is_title(title: str, underline: str) -> bool:
    return not _NO_TITLE.match(title) and len(title) < 200 and (len(underline.strip()) > 2 or len(title) < 4)


def _made(level: int, written: str, start: int, anchor: str) -> Heading:
    if match := _ATTRIBUTE.search(written):
        written, anchor = written[: match.start()], match[1]
    if match := _NAMED.search(written):
        anchor = match[1]
    return Heading(level, plain_text(written), anchor, start)


def _standing_anchor(line: Line, before: str) -> str:
    """The anchor that stands on a line of its own and belongs to the heading after it."""
    if line.fenced:
        return ""
    match = _NAMED.search(line.text)
    if match and not _TAG.sub("", line.text).strip():
        return match[1]
    return before if not line.text.strip() else ""


def _with_anchors(headings: list[Heading]) -> list[Heading]:
    """The headings with the anchors that forges and site generators make of titles, where they have none."""
    counts: dict[str, int] = {}
    found: list[Heading] = []
    for heading in headings:
        anchor = heading.anchor or slug(heading.title)
        count = counts.get(anchor, 0)
        counts[anchor] = count + 1
        anchor = f"{anchor}-{count}" if count and not heading.anchor else anchor
        found.append(Heading(heading.level, heading.title, anchor, heading.start))
    return found


def slug(title: str) -> str:
    """The anchor that is made of a heading's title: lower case, spaces as hyphens, no punctuation."""
    return _NO_SLUG.sub("", title.strip().lower()).replace(" ", "-")


def plain_text(written: str) -> str:
    """One line of Markdown without its markup: links as their text, no emphasis, code without its marks."""
    text = _LINK.sub(r"\1", _TAG.sub("", written))
    text = re.sub(r"(\*\*|__|`+|~~)", "", text)
    text = re.sub(r"(?<![\w*])[*_](?=\S)|(?<=\S)[*_](?![\w*])", "", text)
    return re.sub(r"\s+", " ", re.sub(r"\\([\\`*_{}\[\]()#+.!|<>~-])", r"\1", text)).strip()
