"""The calls that a section documents, surest first: in headings, at the beginning of lines, by labels, in examples."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.prose.blocks import Block
from generator.prose.calls import CALL, METHODS, clean_address
from generator.prose.markdown import plain_text
from generator.prose.section import Section

_VERBS = "|".join(METHODS)
_LEAD = re.compile(r"^[\s*_`>|(\[~+.-]*(?:(?:[A-Za-z]+[ ]){0,3}[A-Za-z]+\s?[*_]{0,3}\s*:[\s*_`]*)?")
_BLUEPRINT = re.compile(rf"\[\s*(?:({_VERBS})\b)?\s*(/[^\]\s]*)?\s*\]\s*$")
_LABEL = re.compile(
    r"^\W*(?P<label>(?:(?:http|request|api|rest|endpoint|resource|the)[ -])*(?:method|verb|type|"
    r"ur[li]|endpoint|path|route|address|resource))"
    r"(?:[ ](?:structure|path|url|format|template))?\b[\s*_`]*(?:[:=|\u2013-]|$|\n)[\s*_`|]*(?P<rest>.*)$",
    re.I | re.S,
)
_METHODS = re.compile(rf"(?<![\w/])({_VERBS})(?![\w/])")
_ADDRESS = re.compile(r"(?:https?://[^\s`'\"|<>]+|(?:\{\{?\w+\}?\}|\$\{?\w+\}?|<\w+>)?/[^\s`'\"|]*)")
_OLD = re.compile(r"\b(?:legacy|deprecated|obsolete|old|removed|former(?:ly)?|previous(?:ly)?|no longer)\b", re.I)
_LINK = re.compile(r"\]\(([^()\s]*)\)|\[[^\]]+\]\[")
_URL_COLUMN = re.compile(r"^(?:http )?(?:url|uri|end ?points?|path|route|resource|address|request|api|call)s?$", re.I)
_METHOD_COLUMN = re.compile(r"^(?:http )?(?:method|verb|type|action|request method|http)s?$", re.I)
_TEXT_COLUMN = re.compile(
    r"desc|notes?|what|purpose|summary|action|function|meaning|usage|comment|details|operation|name", re.I
)
_BY_METHOD = re.compile(rf"\b(?:HTTP|method:?|via|using|by|with|an?|as)\s+`?({_VERBS})\b")
_MOST_IN_ONE_BLOCK = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A call that a section shows.

    ``block`` is where it stands among the section's blocks; ``text`` what is said behind it; ``link`` where that leads.
    ``is_listed`` says that it is one of many named there without anything more.
    """

    method: str
    address: str
    block: int
    text: str = ""
    link: str = ""
    is_listed: bool = False


def shown_in(section: Section, blocks: Sequence[Block]) -> list[Shown]:
    """The calls that a section documents or lists; those of examples only where there are no others."""
    for ways in ((_in_headings, _in_lines, _in_tables, _in_labels), (_in_code, _in_paths, _in_sentences)):
        found = [shown for way in ways for shown in way(section, blocks)]
        if is_old(section) and (len(found) > 1 or (found and found[0].link)):
            return []  # former ways to make calls that are documented elsewhere
        if any(not shown.is_listed for shown in found):
            return _once(shown for shown in found if not shown.is_listed)
        if found:
            return _once(found)
    return []


def is_old(section: Section) -> bool:
    """Whether a section says of itself that it is about former ways."""
    return bool(_OLD.search(section.title))


def is_deprecated(text: str) -> bool:
    """Whether a text says of a call that it is deprecated."""
    return bool(re.search(r"\bdeprecated\b|\bobsolete\b", text, re.I))


def _once(found: Iterator[Shown] | list[Shown]) -> list[Shown]:
    kept: dict[tuple[str, str], Shown] = {}
    for shown in sorted(found, key=lambda each: each.block):
        kept.setdefault((shown.method, shown.address.rstrip("/").lower()), shown)
    return list(kept.values())


def _in_headings(section: Section, blocks: Sequence[Block]) -> Iterator[Shown]:
    for number, block in enumerate(blocks):
        if block.kind != "heading":
            continue
        if match := CALL.search(block.text):
            rest = plain_text(block.text[: match.start()] + block.text[match.end() :]).strip(" :-[]()\u2013\u2014")
            yield Shown(match["method"].upper(), clean_address(match["address"]), number, rest)
        elif (match := _BLUEPRINT.search(block.text)) and match[1]:
            address = match[2] or _path_above(section)
            if address:
                yield Shown(match[1], address, number, block.text[: match.start()].strip())


def _path_above(section: Section) -> str:
    """The path that the nearest heading above names, as API Blueprint does: ``Question [/questions/{id}]``."""
    for title in reversed(section.above):
        if (match := _BLUEPRINT.search(title)) and match[2]:
            return match[2]
    return ""


def _in_lines(section: Section, blocks: Sequence[Block]) -> Iterator[Shown]:
    for number, block in enumerate(blocks):
        if block.kind not in ("text", "item"):
            continue
        items = sum(each.kind == "item" for each in blocks)
        for line in block.text.split("\n"):
            lead = _LEAD.match(line)
            match = CALL.match(line, lead.end() if lead else 0) or CALL.match(line.lstrip("*_` >|([~+.-"))
            if match is None:
                continue
            rest = match.string[match.end() :].strip("`*_ ]:)\u2192->\u2013\u2014,.")
            link = found[1] or "#" if (found := _LINK.search(match.string)) else ""
            only_a_link = bool(link) and len(plain_text(_without_links(rest))) < 4
            yield Shown(match["method"].upper(), clean_address(match["address"]), number, plain_text(rest), link,
                        only_a_link and items > 1)  # fmt: skip


def _without_links(text: str) -> str:
    return re.sub(r"\[[^\]]*\](?:\([^()]*\)|\[[^\]]*\])|\]\([^()]*\)", "", text)


def _in_tables(section: Section, blocks: Sequence[Block]) -> Iterator[Shown]:
    for number, block in enumerate(blocks):
        if block.kind != "table":
            continue
        header = [plain_text(cell) for cell in block.rows[0]]
        method = next((c for c, title in enumerate(header) if _METHOD_COLUMN.match(title)), None)
        url = next((c for c, title in enumerate(header) if _URL_COLUMN.match(title) and c != method), None)
        text = next(
            (c for c, title in enumerate(header) if _TEXT_COLUMN.search(title) and c not in (method, url)), None
        )
        for row in block.rows[1:]:
            yield from _in_row(row, (method, url, text), number, len(block.rows) > 2)


def _in_row(row: tuple[str, ...], columns: tuple[int | None, ...], number: int, many: bool) -> Iterator[Shown]:
    method, url, text = (row[column] if column is not None and column < len(row) else "" for column in columns)
    link = match[1] or "#" if (match := _LINK.search(" ".join(row))) else ""
    said = plain_text(text.replace("<br>", " "))
    verbs = _METHODS.findall(method.upper())
    if verbs and (address := _ADDRESS.search(url)):
        for verb in verbs:
            yield Shown(verb, clean_address(address[0]), number, said, link, many)
        return
    for cell in row:
        lead = _LEAD.match(cell)
        if match := CALL.match(cell, lead.end() if lead else 0):
            yield Shown(match["method"].upper(), clean_address(match["address"]), number, said, link, many)
            return


def _in_labels(section: Section, blocks: Sequence[Block]) -> Iterator[Shown]:
    """Calls whose method and address stand behind labels, or under headings that are such labels."""
    methods: list[str] = []
    address, at, wanted = "", 0, ""
    for number, block in enumerate(blocks):
        for said in _labelled(block):
            match = _LABEL.match(said)
            if match is None:
                text, label = said, wanted
            else:
                text, label = match["rest"], match["label"].lower()
            wanted = ""
            if re.search("method|verb|type", label) or (not label and re.fullmatch(rf"\W*({_VERBS})\W*", text)):
                methods = _METHODS.findall(text) or methods
            elif label:
                both = CALL.search(text)
                methods = [both["method"].upper()] if both else methods
                found = _ADDRESS.search(both["address"] if both else text)
                if found and found[0] not in ("/", "//"):
                    address, at = clean_address(found[0]), number
            if match is not None and not text.strip(" *_`:|"):
                wanted = label
            if methods and address:
                yield from (Shown(method, address, at) for method in methods)
                methods, address = [], ""


def _labelled(block: Block) -> list[str]:
    if block.kind == "table":
        rows = [row for row in block.rows if len(row) >= 2 and any(row)]
        return [f"{plain_text(row[0])}: {row[1]}" for row in rows] if all(len(row) == 2 for row in rows) else []
    if block.kind in ("text", "item"):
        parts = block.text.replace("<br>", "\n").replace("<br/>", "\n").replace("<br />", "\n").split("\n")
        return [part for part in parts if part.strip()]
    if block.kind == "heading":
        return [f"{block.plain}:"] if _LABEL.match(f"{block.plain}:") else []
    return [block.text.split("\n")[0]]


def _in_paths(section: Section, blocks: Sequence[Block]) -> Iterator[Shown]:
    """Calls of which an example shows only the path, and a sentence after it says by which method it is made."""
    for number, block in enumerate(blocks):
        if block.kind != "code" or not re.fullmatch(r"\s*/[\w{}:<>/.-]{2,200}\s*", block.text):
            continue
        for after in blocks[number + 1 : number + 4]:
            if after.kind in ("text", "item") and (match := _BY_METHOD.search(after.text)):
                yield Shown(match[1], block.text.strip(), number)
                break


def _in_code(section: Section, blocks: Sequence[Block]) -> Iterator[Shown]:
    for number, block in enumerate(blocks):
        if block.kind != "code":
            continue
        lines = [line for line in block.text.split("\n") if line.strip()]
        starts = [match for line in lines if (match := CALL.match(line.strip()))]
        if not starts or not lines or not CALL.match(lines[0].strip()):
            continue
        many = len(starts) > _MOST_IN_ONE_BLOCK or (len(starts) > 1 and len(starts) == len(lines) > _MOST_IN_ONE_BLOCK)
        for match in starts if len(starts) == len(lines) else starts[:1]:
            rest = match.string[match.end() :].strip()
            text = rest.lstrip("#/ -\u2013").strip() if not rest.startswith("HTTP") else ""
            yield Shown(match["method"].upper(), clean_address(match["address"]), number, text, "", many)


def _in_sentences(section: Section, blocks: Sequence[Block]) -> Iterator[Shown]:
    """Calls that a sentence tells to make, where the section shows something besides."""
    if not any(block.kind in ("code", "table") or block.kind == "item" for block in blocks):
        return
    for number, block in enumerate(blocks):
        match = CALL.search(block.text) if block.kind in ("text", "item") else None
        if match and ("`" in block.text[match.start() - 1 : match.end() + 1] or "request" in block.text.lower()):
            yield Shown(match["method"].upper(), clean_address(match["address"]), number, "")
            return
