"""reStructuredText → Markdown, as far as pages of API documentation use it; ``http:get`` directives become headings."""

import re
import textwrap
from dataclasses import dataclass, field

_RULE = re.compile(r"^([=\-~^\"'`#*+.:_<>])\1{2,}\s*$")
_CALL = re.compile(r"^(\s*)\.\. http:(get|post|put|patch|delete|any)::\s*(\S.*)$", re.I)
_METHOD = re.compile(r"^(\s*)\.\. rest_method::\s*(GET|POST|PUT|PATCH|DELETE)\s+(\S+)\s*$")
_CODE = re.compile(r"^(\s*)\.\. (?:sourcecode|code-block|code|highlight|parsed-literal)::\s*(\S*)\s*$")
_DIRECTIVE = re.compile(r"^(\s*)\.\. ([\w:-]+)::\s*(.*)$")
_COMMENT = re.compile(r"^(\s*)\.\.(?:\s|$)")
_FIELD = re.compile(r"^\s*:([<>]?[\w-]+)(?:\s+([^:]*?))?\s*:(?:\s+(.*))?$")
_OPTION = re.compile(r"^\s+:[\w-]+:")
_SIMPLE = re.compile(r"^\s*={2,}(?:\s+={2,})+\s*$")
_GRID = re.compile(r"^\s*\+[-=+]+\+\s*$")
_LABELS = {
    "query": "Query parameters", "queryparam": "Query parameters", "qparam": "Query parameters",
    "param": "URL parameters", "parameter": "URL parameters", "arg": "URL parameters", "form": "Body parameters",
    "formparam": "Body parameters", "fparam": "Body parameters", "<json": "Body parameters",
    "reqjson": "Body parameters", "reqjsonobj": "Body parameters", "<jsonarr": "Body parameters",
    ">json": "Response fields", ">jsonarr": "Response fields", "resjson": "Response fields",
    "resjsonobj": "Response fields", "statuscode": "Status codes", "status": "Status codes", "code": "Status codes",
}  # fmt: skip


def markdown_of_rst(text: str) -> str:
    """The text as Markdown."""
    return _Converter(text.expandtabs(4).split("\n")).markdown()


@dataclass(slots=True)
class _Converter:
    lines: list[str]
    place: int = 0
    out: list[str] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    label: str = ""
    dedent: list[int] = field(default_factory=list)

    def markdown(self) -> str:
        while self.place < len(self.lines):
            line = self.lines[self.place]
            if line.strip():
                while self.dedent and _indent(line) < self.dedent[-1]:
                    self.dedent.pop()
            if not (self._heading() or self._directive(line) or self._table(line) or self._field(line)):
                self._plain(line)
        return "\n".join(self.out) + "\n"

    def _at(self, ahead: int) -> str:
        place = self.place + ahead
        return self.lines[place] if 0 <= place < len(self.lines) else ""

    def _emit(self, *lines: str) -> None:
        self.out += lines

    def _heading(self) -> bool:
        over = _RULE.match(self._at(0)) and self._at(1).strip() and _RULE.match(self._at(2))
        title, rule = (self._at(1), self._at(2)) if over else (self._at(0), self._at(1))
        if not over and not (title.strip() and not title.startswith(" ") and _RULE.match(rule)):
            return False
        if _RULE.match(title) or len(rule.strip()) + 2 < len(title.strip()):
            return False
        key = rule[0] * 2 if over else rule[0]
        if key not in self.levels:
            self.levels.append(key)
        self._emit("", f"{'#' * min(6, self.levels.index(key) + 1)} {_inline(title.strip())}", "")
        self.place += 3 if over else 2
        return True

    def _directive(self, line: str) -> bool:
        if self._call(line):
            return True
        if match := _CODE.match(line):
            self.place += 1
            self._fence(match[2], len(match[1]))
            return True
        if match := _DIRECTIVE.match(line):
            self.place += 1
            if match[2] == "list-table":
                self._list_table(len(match[1]))
            elif match[3] and match[2] in ("note", "warning", "tip", "important", "deprecated", "rubric", "seealso"):
                self._emit("", _inline(match[3]), "")
            while _OPTION.match(self._at(0)):
                self.place += 1
            if match[2] in ("note", "warning", "tip", "important", "seealso", "deprecated"):
                self.dedent.append(len(match[1]) + 1)
            return True
        if _COMMENT.match(line) and not line.lstrip().startswith(".. _"):
            self.place += 1
            while self._at(0).strip() and _indent(self._at(0)) > _indent(line):
                self.place += 1
            return True
        return False

    def _call(self, line: str) -> bool:
        if match := _METHOD.match(line):
            self._emit("", f"`{match[2]} {match[3]}`", "")
            self.place += 1
            return True
        match = _CALL.match(line)
        if match is None:
            return False
        path = re.sub(r"\((?:\w+:)?(\w+)\)", r"{\1}", match[3].strip())
        method = "GET" if match[2].lower() == "any" else match[2].upper()
        self._emit("", f"{'#' * min(6, len(self.levels) + 1)} {method} {path}", "")
        self.label = ""
        self.place += 1
        self.dedent.append(len(match[1]) + 1)
        return True

    def _block(self, indent: int) -> str:
        """The lines that stand deeper than an indent, from here on."""
        while _OPTION.match(self._at(0)):
            self.place += 1
        body: list[str] = []
        while self.place < len(self.lines) and (not self._at(0).strip() or _indent(self._at(0)) > indent):
            body.append(self._at(0))
            self.place += 1
        return textwrap.dedent("\n".join(body)).strip("\n")

    def _fence(self, language: str, indent: int) -> None:
        self._emit("", f"```{language}", self._block(indent), "```", "")

    def _field(self, line: str) -> bool:
        match = _FIELD.match(line)
        kind = match[1].lower() if match else ""
        if match is None or not (
            kind in _LABELS or kind in ("type", "reqheader", "resheader", "synopsis", "deprecated")
        ):
            return False
        self.place += 1
        more = []
        while self._at(0).strip() and _indent(self._at(0)) > _indent(line) and not _FIELD.match(self._at(0)):
            more.append(self._at(0).strip())
            self.place += 1
        if label := _LABELS.get(kind):
            if label != self.label:
                self._emit("", f"**{label}**:", "")
            self.label = label
            self._emit(_item(label, match[2] or "", _inline(" ".join([match[3] or "", *more]).strip())))
        return True

    def _table(self, line: str) -> bool:
        if _SIMPLE.match(line):
            self._simple_table(line)
        elif _GRID.match(line):
            self._grid_table()
        else:
            return False
        return True

    def _simple_table(self, rule: str) -> None:
        starts = [match.start() for match in re.finditer(r"=+", rule)]
        parts: list[list[list[str]]] = [[]]
        self.place += 1
        while self.place < len(self.lines) and len(parts) < 3:
            line = self._at(0)
            self.place += 1
            if _SIMPLE.match(line):
                parts.append([])
                if not self._at(0).strip():
                    break
                continue
            if not line.strip():
                continue
            ends = [*starts[1:], max(len(line), starts[-1])]
            cells = [line[start:end].strip() for start, end in zip(starts, ends, strict=True)]
            if cells[0] or not parts[-1]:
                parts[-1].append(cells)
            else:
                parts[-1][-1] = [f"{one} {two}".strip() for one, two in zip(parts[-1][-1], cells, strict=True)]
        rows = [row for part in parts for row in part]
        self._rows(rows)

    def _grid_table(self) -> None:
        rows: list[list[str]] = []
        current: list[str] = []
        while self._at(0).strip().startswith(("+", "|")):
            line = self._at(0).strip()
            self.place += 1
            if line.startswith("+"):
                rows += [current] if current else []
                current = []
                continue
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            current = [f"{one} {two}".strip() for one, two in zip(current, cells, strict=False)] if current else cells
        self._rows(rows)

    def _list_table(self, indent: int) -> None:
        rows: list[list[str]] = []
        for line in self._block(indent).split("\n"):
            if match := re.match(r"^\s*\* - ?(.*)$", line):
                rows.append([match[1].strip()])
            elif rows and (match := re.match(r"^\s+- ?(.*)$", line)):
                rows[-1].append(match[1].strip())
            elif rows and line.strip():
                rows[-1][-1] += f" {line.strip()}"
        self._rows(rows)

    def _rows(self, rows: list[list[str]]) -> None:
        if not rows:
            return
        width = max(map(len, rows))
        cells = [[_inline(cell).replace("|", "\\|") for cell in (row + [""] * width)[:width]] for row in rows]
        lines = ["| " + " | ".join(row) + " |" for row in cells]
        self._emit("", lines[0], "|" + " --- |" * width, *lines[1:], "")

    def _plain(self, line: str) -> None:
        self.place += 1
        cut = self.dedent[-1] if self.dedent else 0
        text = line.lstrip() if cut and _indent(line) <= cut + 4 else line[min(cut, _indent(line)) :]
        if line.rstrip().endswith("::") and not line.strip().startswith(".."):
            self._emit(_inline(text.rstrip()[:-1].rstrip(":") + ":"))
            if not self._at(0).strip() and _indent(self._at(1)) > _indent(line):
                self._fence("", _indent(line))
            return
        self._emit(_inline(text))


def _item(label: str, named: str, text: str) -> str:
    words = named.replace("*", "").split()
    if label == "Status codes":
        return f"* `{words[0] if words else ''}` {text}"
    kind, name = (" ".join(words[:-1]), words[-1]) if words else ("", "")
    return f"* `{name}`{f' ({kind})' if kind else ''} - {text}" if name else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _inline(text: str) -> str:
    """A line's markup as Markdown's: code, links and roles."""
    text = re.sub(r":[\w:.-]+:`([^`<]*?)\s*(?:<[^`>]*>)?`", r"\1", text)
    text = re.sub(r"``([^`]+)``", r"`\1`", text)
    text = re.sub(r"(?<!`)`([^`<]+?)\s*<([^`>]+)>`_{1,2}", r"[\1](\2)", text)
    return re.sub(r"^(\s*)\.\. _([^:]+):\s*$", r'\1<a name="\2"></a>', text)
