"""``markdown_from``: an HTML page → its content as Markdown, without navigation, with every table and example whole."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.prose.calls import calls_in

_DROPPED = frozenset("script style noscript template svg nav iframe button select canvas object video audio head "
                     "input textarea".split())  # fmt: skip
_BLOCKS = frozenset("address article aside blockquote body details div dl fieldset figcaption figure footer form "
                    "header hgroup hr main p section summary ul ol tbody thead tfoot html center "
                    "label".split())  # fmt: skip
_ROOTS = ("main", "article", "[role=main]", ".markdown-body", "#content", ".content", "#main", ".page-wrapper")
_LANGUAGE = re.compile(r"(?:language|lang|highlight-source|highlight|brush:|sourceCode)[-_ ]*([A-Za-z+#]+)")
_CODE_CLASS = re.compile(r"(?:^|\s)(curl|shell|bash|json|http|javascript|python|ruby|php|java|xml)(?:\s|$)", re.I)
_GLUED = re.compile(r"\b(GET|POST|PUT|PATCH|DELETE)(?=/|https?:|\{)")
_ITEM = re.compile(r" *(?:- |\d+\. )")
MOST_NODES = 400_000
_MOST_INDENTS = 10  # lists nested more deeply are written as if they were this deep


def markdown_from(html: str) -> tuple[str, str]:
    """The page's title, and its content as Markdown; headings carry their anchor as ``{#anchor}``."""
    tree = LexborHTMLParser(html)
    title = tree.css_first("title")
    said = " ".join((title.text(deep=True) or "").split()) if title is not None else ""
    return said, _Writer().written(_root(tree))


def table_as_markdown(html: str) -> str:
    """A fragment of HTML, such as a table within Markdown, as Markdown."""
    return _Writer().written(LexborHTMLParser(html).body)


def _root(tree: LexborHTMLParser) -> LexborNode | None:
    """The part of the page that holds its content: the largest usual one, if no call of the page is lost with it."""
    body = tree.body
    whole = body.text(deep=True, separator=" ") if body is not None else ""
    calls = _calls(whole)
    for selector in _ROOTS:
        found = tree.css(selector)
        if len(found) != 1:
            continue
        text = found[0].text(deep=True, separator=" ")
        if len(text) * 4 >= len(whole) and _calls(text) >= calls:
            return found[0]
    return body


def _calls(text: str) -> set[str]:
    """The calls that a text shows, each once: an index beside the content shows no others."""
    return {f"{call.method} {call.address}" for call in calls_in(_GLUED.sub(r"\1 ", text))}


@dataclass(slots=True)
class _Writer:
    """Writes Markdown while the tree is walked without recursion, so that no depth of nesting is too deep."""

    parts: list[str] = field(default_factory=list)
    lists: list[list[int | None]] = field(default_factory=list)  # for each open list the next number, None for bullets
    quiet: list[list[str]] = field(default_factory=list)  # what was written before each open cell or heading
    rows: list[list[list[str]]] = field(default_factory=list)  # of each open table
    headers: list[bool] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)

    def written(self, root: LexborNode | None) -> str:
        """The Markdown of a node."""
        if root is None:
            return ""
        stack: list[tuple[LexborNode | None, Callable[[], None] | None]] = [(root, None)]
        seen = 0
        while stack and seen < MOST_NODES:
            node, leave = stack.pop()
            if leave is not None:
                leave()
            if node is None:
                continue
            seen += 1
            if node is not root and node.next is not None:
                stack.append((node.next, None))
            inner, after = self._enter(node)
            if after is not None:
                stack.append((None, after))
            if inner and node.child is not None:
                stack.append((node.child, None))
        while stack:
            _, leave = stack.pop()
            if leave is not None:
                leave()
        return _tidy("".join(self.parts))

    def _enter(self, node: LexborNode) -> tuple[bool, Callable[[], None] | None]:
        """Write what opens a node; whether to go into it, and what closes it."""
        tag = node.tag or ""
        if tag == "-text":
            self._text(node.text_content or "")
            return False, None
        if tag.startswith(("-", "_", "!")) or tag in _DROPPED or _is_hidden(node):
            return False, None
        if tag == "a" and _is_sign(node):
            return False, None
        if tag in ("pre", "code", "tt", "kbd"):
            self._code(node, tag)
            return False, None
        return True, self._opened(node, tag)

    def _opened(self, node: LexborNode, tag: str) -> Callable[[], None] | None:
        anchor = _attribute(node, "id") or (_attribute(node, "name") if tag == "a" else "")
        if re.fullmatch("h[1-6]", tag):
            return self._heading(node, int(tag[1]), anchor)
        if tag in _BLOCKS:
            self.anchors = [anchor] if anchor else self.anchors
            return self._block(tag)
        if tag in ("td", "th", "tr", "table"):
            return self._table_part(tag)
        return self._inline(node, tag)

    def _inline(self, node: LexborNode, tag: str) -> Callable[[], None] | None:
        if tag == "br":
            self.parts.append("<br>" if self.rows else "\n")
        elif tag in ("strong", "b", "dt"):
            self._add("\n\n- **" if tag == "dt" else "**")
            return lambda: self._close_emphasis("**")
        elif tag == "dd":
            self._add(": ")
        elif tag == "li":
            self._item()
            return lambda: self._add("\n")
        elif tag == "a" and (href := _attribute(node, "href")) and (node.text(deep=True) or "").strip():
            if not re.match(r"javascript:|data:", href, re.I):
                self._add("[")
                return lambda: self._add(f"]({href})")
        elif tag == "span" and node.attributes.get("class"):
            self._space()
            return self._space
        elif tag == "img" and (alt := _attribute(node, "alt")):
            self._add(f"![{alt}]")
        return None

    def _text(self, text: str) -> None:
        flat = re.sub(r"\s+", " ", text)
        if flat == " " and (not self.parts or self.parts[-1][-1:] in ("\n", " ", "")):
            return
        self.parts.append(flat.replace("|", "\\|") if self.rows and self.quiet else flat)

    def _add(self, text: str) -> None:
        self.parts.append(text)

    def _space(self) -> None:
        """A blank between words of elements that a style sheet keeps apart."""
        if self.parts and re.search(r"[\w*`]$", self.parts[-1]):
            self._add(" ")

    def _close_emphasis(self, mark: str) -> None:
        opened = next((place for place in range(len(self.parts) - 1, -1, -1) if self.parts[place].endswith(mark)), None)
        inner = "".join(self.parts[opened + 1 :]) if opened is not None else ""
        if opened is None or not inner.strip() or "\n" in inner.strip():
            self._drop_mark(opened, mark)
            return
        lead = " " if inner.startswith(" ") else ""
        tail = " " if inner.endswith(" ") else ""
        head = self.parts[opened]
        self.parts[opened:] = [head[: -len(mark)] + lead + mark, inner.strip(), mark + tail]

    def _drop_mark(self, opened: int | None, mark: str) -> None:
        if opened is not None:
            self.parts[opened] = self.parts[opened][: -len(mark)]

    def _block(self, tag: str) -> Callable[[], None]:
        separator = "<br>" if self.rows and self.quiet else "\n\n"
        if tag in ("ul", "ol"):
            self.lists.append([1] if tag == "ol" else [None])
        if separator == "\n\n" and self.lists and tag not in ("ul", "ol"):
            separator = "\n" + self._indent(0) if self.parts and not _opens_item(self.parts[-1]) else ""
        self._add(separator if tag not in ("ul", "ol") or separator == "<br>" else "\n")

        def leave() -> None:
            if tag in ("ul", "ol"):
                self.lists.pop()
            self._add("<br>" if self.rows and self.quiet else "\n" if self.lists else "\n\n")

        return leave

    def _indent(self, less: int) -> str:
        return "  " * min(len(self.lists) - less, _MOST_INDENTS)

    def _item(self) -> None:
        indent = self._indent(1)
        number = self.lists[-1][0] if self.lists else None
        if number is not None:
            self.lists[-1][0] = number + 1
        mark = f"{number}. " if number is not None else "- "
        self._add(f"<br>{mark}" if self.rows and self.quiet else f"\n{indent}{mark}")

    def _heading(self, node: LexborNode, level: int, anchor: str) -> Callable[[], None]:
        anchor = anchor or _inner_anchor(node) or (self.anchors[-1] if self.anchors else "")
        self.anchors = []
        before, self.parts = self.parts, []

        def leave() -> None:
            title = " ".join("".join(self.parts).replace("<br>", " ").split()).strip("*# ¶")
            self.parts = before
            if title and self.lists and not self.rows:
                self._add(f"{title} - ")
            elif title and self.rows:
                self._add(f"<br>**{title}**<br>")
            elif title:
                self._add(f"\n\n{'#' * level} {title}{f' {{#{anchor}}}' if anchor else ''}\n\n")

        return leave

    def _table_part(self, tag: str) -> Callable[[], None] | None:
        if tag == "table":
            self.rows.append([])
            self.headers.append(False)
            self.quiet.append(self.parts)
            self.parts = []
            return self._close_table
        if not self.rows:
            return None
        if tag == "tr":
            self.rows[-1].append([])
            return None
        if not self.rows[-1]:
            self.rows[-1].append([])
        if tag == "th" and len(self.rows[-1]) == 1:
            self.headers[-1] = True
        before, self.parts = self.parts, []

        def leave() -> None:
            self.rows[-1][-1].append(_cell("".join(self.parts)))
            self.parts = before

        return leave

    def _close_table(self) -> None:
        rows = [row for row in self.rows.pop() if any(row)]
        has_header = self.headers.pop()
        stray, self.parts = "".join(self.parts), self.quiet.pop()
        if stray.replace("<br>", "").strip():
            self._add(stray)
        if self.rows:
            self._add("<br>".join(" ".join(row) for row in rows))
        elif rows:
            self._add("\n\n" + _table(rows, has_header) + "\n\n")

    def _code(self, node: LexborNode, tag: str) -> None:
        text = _raw_text(node)
        if tag == "pre" and not self.rows:
            language = _language(node)
            fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", text)), default=0))
            self._add(f"\n\n{fence}{language}\n{text.strip(chr(10)).rstrip()}\n{fence}\n\n")
        elif text.strip():
            flat = re.sub(r"\s*\n\s*", "<br>" if self.rows else " ", text.strip())
            mark = "``" if "`" in flat else "`"
            self._add(f"{mark}{flat.replace('|', chr(92) + '|') if self.rows else flat}{mark}")


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return attributes.get("role") == "navigation" or (
        attributes.get("aria-hidden") == "true" and node.tag in ("a", "span", "i", "svg", "img")
    )


def _is_sign(link: LexborNode) -> bool:
    """Whether a link is only the sign behind a heading that shows its own address."""
    text = link.text(deep=True) or ""
    return bool(text) and not any(letter.isalnum() for letter in text)


def _attribute(node: LexborNode, name: str) -> str:
    return (node.attributes.get(name) or "").strip()


def _inner_anchor(heading: LexborNode) -> str:
    for node in heading.css("[id], a[name], a[href^='#']"):
        if found := _attribute(node, "id") or _attribute(node, "name") or _attribute(node, "href").lstrip("#"):
            return found
    return ""


def _opens_item(part: str) -> bool:
    return re.fullmatch(r"\n? *(- |\d+\. )", part) is not None


def _raw_text(node: LexborNode) -> str:
    """The text of code as it stands, a line for each ``br``; numbers of lines beside it are left out."""
    for line_break in node.css("br"):
        line_break.replace_with("\n")
    for number in node.css("td.gutter, .line-numbers-rows, .lineno, .linenos"):
        number.decompose()
    return (node.text(deep=True) or "").replace("\r\n", "\n").replace("\xa0", " ")


def _language(node: LexborNode) -> str:
    inner, outer = node.css_first("code"), node.parent
    for place in (node, inner, outer):
        classes = _attribute(place, "class") if place is not None else ""
        if match := _LANGUAGE.search(classes) or _CODE_CLASS.search(classes):
            return match[1].lower()
    return ""


def _cell(text: str) -> str:
    flat = re.sub(r"\s+", " ", text.replace("\n", "<br>" if "\n-" in text else " "))
    return re.sub(r"^(?:\s*<br>\s*)+|(?:\s*<br>\s*)+$", "", re.sub(r"(?:\s*<br>\s*){2,}", "<br>", flat)).strip()


def _table(rows: list[list[str]], has_header: bool) -> str:
    width = max(len(row) for row in rows)
    padded = [row + [""] * (width - len(row)) for row in rows]
    head, body = (padded[0], padded[1:]) if has_header or len(padded) > 1 else ([""] * width, padded)
    return "\n".join("| " + " | ".join(row) + " |" for row in (head, ["---"] * width, *body))


def _tidy(text: str) -> str:
    """No more than one empty line, none between items, no blanks at ends of lines, a blank after a glued method."""
    lines: list[str] = []
    fence = ""
    for line in text.split("\n"):
        if fence:
            lines.append(line)
            fence = "" if line == fence else fence
            continue
        if match := re.match("(`{3,})", line):
            fence = match[1]
            lines.append(line)
            continue
        line = _GLUED.sub(r"\1 ", line).rstrip()
        if _ITEM.match(line) and len(lines) > 1 and not lines[-1] and _ITEM.match(lines[-2]):
            lines.pop()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip("\n") + "\n"
