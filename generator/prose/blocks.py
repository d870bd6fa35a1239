"""A section's Markdown as blocks: headings, paragraphs, items of lists, tables and code, in their order."""

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from generator.prose.markdown import Line, lines_of, plain_text

Kind = Literal["heading", "text", "item", "table", "code"]

_ATX = re.compile(r"^ {0,3}(#{1,6})(?:[ \t]+|(?=[A-Z\[`*:(]))(.*?)[ \t]*#*[ \t]*$")
_HTML_HEADING = re.compile(r"^[ \t]*<h([1-6])\b[^>]*>(.*?)</h\1>[ \t]*$", re.I)
_UNDERLINE = re.compile(r"^ {0,3}(={2,}|-{2,})[ \t]*$")
_ITEM = re.compile(r"^([ \t]{0,40})(?:[-*+\u2022]|\d{1,4}[.)])[ \t]+(.*)$")
_DELIMITER = re.compile(r"^[ \t]*\|?[ \t]*:?-{1,200}:?[ \t]*(?:\|[ \t]*:?-{1,200}:?[ \t]*){0,60}\|?[ \t]*$")
_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})[ \t]*([^\n`]*)$")
_INDENTED = re.compile(r"^(?: {4}|\t)")
_CODE_START = re.compile(r"^\s*(?:[\[{]|\$?\s*curl\b|HTTP/|(?:GET|POST|PUT|PATCH|DELETE)\s+\S*/|https?://)")
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_ATTRIBUTE = re.compile(r"[ \t]*\{:?[ \t]*#[^{}\n]*\}[ \t]*$")
_RULE = re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$")


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its text (Markdown, or the code itself), and what only some kinds have.

    ``level`` is a heading's, or how deep an item is nested; ``info`` is what stands behind a code's opening fence;
    ``rows`` are a table's, the header first.
    """

    kind: Kind
    text: str
    level: int = 0
    info: str = ""
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def plain(self) -> str:
        """The text without markup."""
        return plain_text(self.text)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text."""
    without = _COMMENT.sub(lambda match: re.sub(r"[^\n]", "", match[0]), text)
    return tuple(_Scanner(list(lines_of(without))).blocks())


@dataclass(slots=True)
class _Scanner:
    lines: list[Line]
    place: int = 0

    def blocks(self) -> Iterator[Block]:
        in_list = False
        while self.place < len(self.lines):
            line = self.lines[self.place]
            text = _unquoted(line.text)
            if line.fenced:
                yield self._code()
            elif not text.strip() or (_RULE.match(text) and "|" not in text):
                self.place += 1
            elif heading := self._heading(text):
                in_list = False
                yield heading
            elif self._is_table():
                in_list = False
                yield self._table()
            elif match := _ITEM.match(text):
                in_list = True
                yield self._item(match)
            elif _INDENTED.match(text) and (not in_list or _CODE_START.match(text)):
                yield self._indented()
            else:
                in_list = in_list and text.startswith((" ", "\t"))
                yield self._paragraph()

    def _text(self, ahead: int = 0) -> str:
        place = self.place + ahead
        return _unquoted(self.lines[place].text) if place < len(self.lines) else ""

    def _heading(self, text: str) -> Block | None:
        if match := _ATX.match(text):
            self.place += 1
            return Block("heading", _ATTRIBUTE.sub("", match[2]).strip(), len(match[1]))
        if match := _HTML_HEADING.match(text):
            self.place += 1
            return Block("heading", match[2].strip(), int(match[1]))
        after = self._text(1)
        if after and _UNDERLINE.match(after) and not _ITEM.match(text) and "|" not in text and not text.startswith(" "):
            self.place += 2
            return Block("heading", _ATTRIBUTE.sub("", text).strip(), 1 if "=" in after else 2)
        return None

    def _code(self) -> Block:
        opening = _FENCE.match(self.lines[self.place].text)
        info = opening[2].strip() if opening else ""
        quoted = self.lines[self.place].text.lstrip().startswith(">")
        self.place += 1
        body: list[str] = []
        while self.place < len(self.lines) and self.lines[self.place].fenced:
            line = self.lines[self.place].text
            self.place += 1
            if opening and (match := _FENCE.match(line)) and match[1].startswith(opening[1]) and not match[2].strip():
                break
            body.append(_unquoted(line) if quoted else line)
        return Block("code", textwrap.dedent("\n".join(body)).strip("\n"), info=info)

    def _indented(self) -> Block:
        body: list[str] = []
        while self.place < len(self.lines):
            text = self._text()
            if self.lines[self.place].fenced or (text.strip() and not _INDENTED.match(text)):
                break
            body.append(text.expandtabs(4))
            self.place += 1
        return Block("code", textwrap.dedent("\n".join(body)).strip("\n"))

    def _is_table(self) -> bool:
        below = self._text(1)
        return "|" in self._text() and bool(_DELIMITER.match(below)) and ("|" in below or "-" in below)

    def _table(self) -> Block:
        rows = [cells_of(self._text())]
        self.place += 2
        while self.place < len(self.lines) and "|" in self._text() and not self.lines[self.place].fenced:
            rows.append(cells_of(self._text()))
            self.place += 1
        return Block("table", "\n".join(" | ".join(row) for row in rows), rows=tuple(rows))

    def _item(self, match: re.Match[str]) -> Block:
        parts = [match[2]]
        self.place += 1
        while self.place < len(self.lines):
            text = self._text()
            if not text.strip() or self.lines[self.place].fenced or _ITEM.match(text) or _ATX.match(text):
                break
            if self._is_table():
                break
            parts.append(text.strip())
            self.place += 1
        return Block("item", "\n".join(parts), len(match[1].expandtabs(4)) // 2)

    def _paragraph(self) -> Block:
        parts: list[str] = []
        while self.place < len(self.lines):
            text = self._text()
            ends = not text.strip() or self.lines[self.place].fenced
            if ends or (parts and (_ITEM.match(text) or _ATX.match(text) or self._is_table())):
                break
            if parts and self._text(1) and _UNDERLINE.match(self._text(1)) and "=" in self._text(1):
                break
            parts.append(text.strip())
            self.place += 1
        return Block("text", "\n".join(parts))


def cells_of(line: str) -> tuple[str, ...]:
    """The cells of a table's line; a bar that is escaped, or stands in code, divides nothing."""
    cells: list[str] = [""]
    in_code = False
    row = line.strip()
    for place, sign in enumerate(row):
        if sign == "`":
            in_code = not in_code and "`" in row[place + 1 :]
        if sign == "|" and not in_code and row[place - 1 : place] != "\\":
            cells.append("")
        else:
            cells[-1] += sign
    if row.startswith("|"):
        cells = cells[1:]
    if row.endswith("|") and cells and not cells[-1].strip():
        cells = cells[:-1]
    return tuple(cell.strip().replace("\\|", "|") for cell in cells)


def _unquoted(text: str) -> str:
    """A line without the marks of a quotation before it."""
    return re.sub(r"^[ \t]{0,3}(?:>[ \t]?){1,5}", "", text)
