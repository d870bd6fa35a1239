"""AsciiDoc → Markdown, as far as pages of API documentation use it."""

import re

_HEADING = re.compile(r"^(={1,6})\s+(\S.*)$")
_FENCE = re.compile(r"^(-{4,}|\.{4,})\s*$")
_ATTRIBUTES = re.compile(r"^\[(.*)\]\s*$")
_ANCHOR = re.compile(r"^\[\[([^\],]+)[^\]]*\]\]\s*$|^\[#([\w-]+)\]\s*$")
_TITLE = re.compile(r"^\.(?=[A-Za-z`])(.*)$")
_TABLE = re.compile(r"^\|={3,}\s*$")
_TERM = re.compile(r"^(\S.{0,80}?)::\s*(.*)$")


def markdown_of_asciidoc(text: str) -> str:
    """The text as Markdown."""
    lines, out, place, language, columns = text.split("\n"), list[str](), 0, "", 0
    while place < len(lines):
        line = lines[place]
        place += 1
        if match := _FENCE.match(line):
            end = next((at for at in range(place, len(lines)) if lines[at].rstrip() == match[1]), len(lines))
            out += ["", f"```{language}", *lines[place:end], "```", ""]
            place, language = end + 1, ""
        elif _TABLE.match(line):
            end = next((at for at in range(place, len(lines)) if _TABLE.match(lines[at])), len(lines))
            out += ["", *_table(lines[place:end], columns), ""]
            place, columns = end + 1, 0
        elif match := _ANCHOR.match(line):
            out.append(f'<a name="{match[1] or match[2]}"></a>')
        elif match := _ATTRIBUTES.match(line):
            language, columns = _attributes(match[1], language, columns)
        else:
            out.append(_line(line))
    return "\n".join(out) + "\n"


def _attributes(text: str, language: str, columns: int) -> tuple[str, int]:
    """What a line of attributes says of the block after it: a code's language, a table's number of columns."""
    parts = [part.strip() for part in text.split(",")]
    if parts[0] in ("source", "listing") and len(parts) > 1:
        language = parts[1]
    if match := re.search(r"cols=\"?([^\"\]]*)\"?", text):
        multiple = re.match(r"(\d+)\*", match[1])
        columns = int(multiple[1]) if multiple else len(match[1].split(","))
    return language, min(columns, 60)


def _table(lines: list[str], columns: int) -> list[str]:
    cells: list[str] = []
    first = 0
    for line in lines:
        if line.lstrip().startswith(("|", "a|")):
            found = re.split(r"(?<!\\)(?:\b[a-z])?\|", line.strip())[1:]
            cells += [_inline(cell.strip()) for cell in found]
            first = first or len(found)
        elif cells and line.strip():
            cells[-1] = f"{cells[-1]} {_inline(line.strip())}".strip()
    width = columns or first
    if not width or not cells:
        return []
    rows = [cells[at : at + width] for at in range(0, len(cells), width)]
    written = ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in rows]
    return [written[0], "|" + " --- |" * width, *written[1:]]


def _line(line: str) -> str:
    if match := _HEADING.match(line):
        return f"{'#' * len(match[1])} {_inline(match[2])}"
    if match := _TITLE.match(line):
        return f"\n**{_inline(match[1])}**\n"
    if match := _TERM.match(line):
        return f"- **{_inline(match[1]).strip('`')}**: {_inline(match[2])}"
    return _inline(line)


def _inline(text: str) -> str:
    text = re.sub(r"(?:link:|xref:)?(https?://[^\s\[]+|(?<=link:)\S+?|(?<=xref:)\S+?)\[([^\]]*)\]", r"[\2](\1)", text)
    text = re.sub(r"<<([^,>]+),\s*([^>]+)>>", r"[\2](#\1)", text)
    return re.sub(r"(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])", r"**\1**", text)
