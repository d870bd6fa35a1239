"""``sections``: a page of documentation → its sections, each with all that belongs to one heading."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.discovery.nesting import MOST_LEVELS, is_too_deep
from generator.document import Document
from generator.errors import SpecError
from generator.openapi.text import decoded_text
from generator.prose.addresses import address_of, matches
from generator.prose.asciidoc import markdown_of_asciidoc
from generator.prose.blueprint import is_blueprint, markdown_of_blueprint
from generator.prose.calls import CALL, calls_in
from generator.prose.components import without_components
from generator.prose.html import markdown_from, table_as_markdown
from generator.prose.markdown import Heading, headings_of, lines_of
from generator.prose.restructured import markdown_of_rst
from generator.prose.section import Section

MOST_CHARACTERS = 60_000  # of one section; a longer one is cut at its empty lines
# Headings that name a part of what stands above them, never a thing of their own.
_PART = re.compile(
    r"^(?:(?:example|sample|http|rest|api|json|curl|optional|required|request|response|query|path|url|"
    r"uri|route|body|form|"
    r"header|success|successful|successfully|error|default|available|allowed|possible|common|input|"
    r"output|return|returned|"
    r"expected|data|payload|additional|the|and|or|of|in|for|supported|status|&|/|-|:|\d{3}|ok|created|"
    r"accepted|content|no|"
    r"bad|not|found|unauthorized|forbidden|shell|bash|ruby|python|javascript|node|php|java|go|usage|try|it|"
    r"headers|parameters?|params?|arguments?|args?|attributes|properties|fields|options|filters|schema|"
    r"examples?|samples?|requests?|responses?|results?|returns?|errors?|codes?|status(?:es)?|notes?|"
    r"remarks?|description|"
    r"endpoints?|method|authentication|authorization|permissions?|pagination|constraints?|conditions?|definition|"
    r"details|structure|template|call|calls|invocation|syntax|synopsis|format|type|types|values|"
    r"limits?|scopes?|see|also|"
    r"copy|as)[\s:.,/()&-]*)+$",
    re.I,
)
_EXAMPLE = re.compile(
    r"^(?:(?:json|http|curl|rest|the|an?|full|basic|successful|sample|example) )*(?:examples?|"
    r"samples?)\b.*\b"

                      r"(?:requests?|responses?|payload|body|output|input|json|curl|calls?|usage)\b|"
                      r"^copy as\b", re.I)  # fmt: skip
_STANDALONE = re.compile(r"^(?:authentication|authorization|errors?|pagination|status codes?|rate limits?)$", re.I)
_FIELDS = re.compile(
    r"^[ \t]{0,20}[-*+][ \t]+[`*_]{0,3}[\w.\[\]-]{1,60}[`*_]{0,3}[ \t]?(?::|[-\u2013\u2014]|\()"
    r"|^[ \t]{0,20}\|[ \t]{0,40}[`*]{0,3}[\w.\[\]-]{1,60}[`*]{0,3}[ \t]{0,40}\|",
    re.MULTILINE,
)
_JSON = re.compile(r"^[ \t>]{0,40}[{\[][ \t]{0,10}(?:$|\")", re.MULTILINE)
_ADDRESS = re.compile(r"(?:^|[\s`\"'(])(?:https?://[^\s`/]+)?(?:/[\w{}:<>.$-]+){1,12}/?(?=[\s`\"')?]|$)", re.MULTILINE)
_CODE_PATH = re.compile(r"^[ \t]*`{3,}[^\n`]*\n[ \t]*/[\w{}:<>/.-]{2,200}[ \t]*\n[ \t]*`{3,}", re.MULTILINE)
_WORDS = re.compile(r"\b(?:endpoint|resource|request|curl|HTTP|url|route)\b", re.I)
_TABLE = re.compile(r"<table\b.*?</table>", re.I | re.S)
_FRONT = re.compile(r"\A---[ \t]*\r?\n(.*?\n)---[ \t]*(?:\r?\n|\Z)", re.S)
_MOST_FIELDS_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Page:
    """A document's content as Markdown, with the title that it has apart from its headings ("" without one)."""

    title: str
    text: str


def page_of(document: Document) -> Page:
    """The document's content as Markdown, whether it is HTML or Markdown.

    Raises:
        SpecError: the bytes are no text, or HTML that is nested too deeply.
    """
    text = decoded_text(document).replace("\r\n", "\n").replace("\x00", "\ufffd").lstrip("\ufeff")
    if document.looks_like_html:
        if is_too_deep(text):
            raise SpecError(
                f"The page is nested more than {MOST_LEVELS:,} levels deep.",
                where=document.source,
                next="Name a page of documentation.",
            )
        return Page(*markdown_from(text))
    front = _FRONT.match(text)
    if front:
        return Page(_titled(front[1]), _with_tables(without_components(text[front.end() :], front[1])))
    return Page("", _with_tables(_as_markdown(text, document)))


def _as_markdown(text: str, document: Document) -> str:
    """A text in another markup as Markdown."""
    name = urlsplit(document.location or document.source).path.lower()
    if name.endswith(".rst") or ".. http:" in text:
        return markdown_of_rst(text)
    if name.endswith((".adoc", ".asciidoc")):
        return markdown_of_asciidoc(text)
    if name.endswith(".apib") or is_blueprint(text):
        return markdown_of_blueprint(text)
    return without_components(text)


def sections(document: Document) -> tuple[Section, ...]:
    """The sections of a page in their order; their texts put together are the page's Markdown.

    A heading begins a section, but not one that only names a part of the call above it ("Parameters", "Response"), nor
    one deeper than a call's own heading over text in which no further call stands.

    Raises:
        SpecError: the bytes are no text, or HTML that is nested too deeply.
    """
    page = page_of(document)
    return tuple(_sections(page, document.source))


def _titled(front: str) -> str:
    match = re.search(r"^title:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", front, re.MULTILINE)
    return match[1] if match else ""


def _with_tables(text: str) -> str:
    """Markdown whose tables in HTML are tables in Markdown."""
    if "<table" not in text.lower():
        return text
    fenced = [line.start for line in lines_of(text) if line.fenced]
    return _TABLE.sub(lambda match: _table(match, text, fenced), text)


def _table(match: re.Match[str], text: str, fenced: list[int]) -> str:
    """A table in HTML as Markdown; as it is where it stands in a fenced block."""
    line = text.rfind("\n", 0, match.start()) + 1
    place = bisect_left(fenced, line)
    if place < len(fenced) and fenced[place] == line:
        return match[0]
    return "\n\n" + table_as_markdown(match[0]) + "\n"


def _sections(page: Page, url: str) -> Iterator[Section]:
    headings = headings_of(page.text)
    starts = [0, *(heading.start for heading in headings), len(page.text)]
    calls = [(call.start, f"{call.method} {address_of(call.address).shape}") for call in calls_in(page.text)]
    begun = _beginnings(headings, starts, calls)
    if not headings or page.text[: headings[0].start].strip():
        yield from _cut(page, url, Heading(0, page.title, "", 0), (), (0, starts[1]))
    for place, (heading, above) in enumerate(begun):
        start = 0 if place == 0 and not page.text[: heading.start].strip() else heading.start
        end = begun[place + 1][0].start if place + 1 < len(begun) else len(page.text)
        yield from _cut(page, url, heading, above, (start, end))


def _beginnings(
    headings: list[Heading], starts: list[int], calls: list[tuple[int, str]]
) -> list[tuple[Heading, tuple[str, ...]]]:
    """The headings that begin a section, each with the titles above it."""
    begun: list[tuple[Heading, tuple[str, ...]]] = []
    path: list[Heading] = []
    for place, heading in enumerate(headings):
        while path and path[-1].level >= heading.level:
            path.pop()
        if begun and _continues(begun[-1][0], heading, _span(headings, place, starts), calls):
            continue
        begun.append((heading, tuple(above.title for above in path)))
        path.append(heading)
    return begun


def _span(headings: list[Heading], place: int, starts: list[int]) -> tuple[int, int]:
    """From a heading to the next that is no deeper."""
    level = headings[place].level
    end = next((later.start for later in headings[place + 1 :] if later.level <= level), starts[-1])
    return headings[place].start, end


def _continues(section: Heading, heading: Heading, span: tuple[int, int], calls: list[tuple[int, str]]) -> bool:
    """Whether a heading belongs to the section that is open."""
    own = _between(calls, section.start, span[0])
    if _is_part(heading.title):
        return heading.level > section.level or (bool(own) and not _STANDALONE.match(heading.title))
    if not own or heading.level <= section.level:
        return False
    # A page may be of one call as a whole: nothing on it shows another.
    inner = _between(calls, span[0], span[1] if section.level > 1 else calls[-1][0] + 1)
    return not inner or (len(set(own)) == 1 and all(_is_same(name, own[0]) for name in inner))


def _between(calls: list[tuple[int, str]], start: int, end: int) -> list[str]:
    """The calls that stand from one place to another."""
    first, last = bisect_left(calls, (start, "")), bisect_left(calls, (end, ""))
    return [name for _, name in calls[first:last]]


def _is_same(call: str, known: str) -> bool:
    """Whether a call is another, with more or less of its address."""
    (method, _, shape), (by, _, own) = call.partition(" "), known.partition(" ")
    return method == by and (matches(own, shape) or matches(shape, own))


def _is_part(title: str) -> bool:
    return len(title) < 80 and bool(_PART.match(title) or _EXAMPLE.match(title))


def _cut(page: Page, url: str, heading: Heading, above: tuple[str, ...], span: tuple[int, int]) -> Iterator[Section]:
    """The section of a heading, in parts where it is too long."""
    for start, end in _parts(page.text, span):
        text = page.text[start:end]
        yield Section(
            url=url,
            anchor=heading.anchor,
            title=heading.title or page.title,
            above=above,
            text=text,
            offset=start,
            holds_operation=holds_operation(text),
            holds_object=holds_object(text),
        )


def _parts(text: str, span: tuple[int, int]) -> Iterator[tuple[int, int]]:
    start, end = span
    while end - start > MOST_CHARACTERS:
        ends = [
            line.start for line in lines_of(text[start : start + MOST_CHARACTERS]) if not line.text and not line.fenced
        ]
        cut = start + (ends[-1] if ends and ends[-1] > 0 else MOST_CHARACTERS)
        yield start, cut
        start = cut
    yield start, end


def holds_operation(text: str) -> bool:
    """Whether a text shows or names a call, or seems to: an address and words of the trade."""
    if CALL.search(text) is not None or _CODE_PATH.search(text) is not None:
        return True
    return _WORDS.search(text) is not None and _ADDRESS.search(text) is not None


def holds_object(text: str) -> bool:
    """Whether a text lists the fields of something, or shows it as JSON."""
    fields = _FIELDS.findall(text[:_MOST_FIELDS_LOOKED_AT])
    return len(fields) >= 2 or _JSON.search(text) is not None
