"""API Blueprint → Markdown whose headings name whole calls and whose requests and answers are labelled."""

import re
import textwrap

_SIGN = re.compile(r"\A\s*FORMAT:\s*1A|^#+\s.*\[(?:GET|POST|PUT|PATCH|DELETE)(?:\s+/[^\]]*)?\]\s*$", re.M)
_HEADING = re.compile(
    r"^(#{1,6})\s*(.*?)\s*(?:\[\s*(?:(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b\s*)?(/[^\]]*)?\s*\])?\s*$"
)
_BARE = re.compile(r"^(#{1,6})\s*(GET|POST|PUT|PATCH|DELETE)(?:\s+(/\S*))?\s*$")
_PART = re.compile(
    r"^(\s*)[+*-]\s+(Request|Response|Parameters|Attributes|Body|Headers|Schema|Model)\b[ \t]*(.*)$", re.I
)
_FIELD = re.compile(r"^(\s*)[+*-]\s+`?([\w.\[\]-]+)`?\s*(.*)$")


def is_blueprint(text: str) -> bool:
    """Whether a text is an API Blueprint document."""
    return _SIGN.search(text[:200_000]) is not None


def markdown_of_blueprint(text: str) -> str:
    """The text as Markdown."""
    lines, out, place = text.expandtabs(4).split("\n"), list[str](), 0
    path, shared, label = "", list[str](), ""
    in_resource = False
    while place < len(lines):
        line = lines[place]
        if line.startswith("#"):
            heading, path, is_call = _heading(line, path)
            out += ["", heading, "", *(shared if is_call else [])]
            in_resource, shared = not is_call and bool(path), shared if is_call else []
            place += 1
            continue
        if match := _PART.match(line):
            begun = len(out)
            label = _labelled(match, label)
            out += ["", f"**{label}**:", ""]
            place = _content(lines, place + 1, len(match[1]), out)
            if in_resource and match[2].lower() == "parameters":
                shared = out[begun:]
            continue
        out.append(line)
        place += 1
    return "\n".join(out) + "\n"


def _heading(line: str, path: str) -> tuple[str, str, bool]:
    """A heading with its whole call, the path that holds below it, and whether it is a call."""
    if match := _BARE.match(line):
        path = match[3] or path
        return f"{match[1]} {match[2]} {path}", path, True
    match = _HEADING.match(line)
    if match is None or not (match[3] or match[4]):
        return line, path, False
    if match[3]:
        own = match[4] or (path if match[3] == "GET" else re.sub(r"\{\?[^{}]*\}", "", path))
        return f"{match[1]} {match[2]} `{match[3]} {own}`", path, True
    return f"{match[1]} {match[2]}", match[4], False


def _labelled(match: re.Match[str], before: str) -> str:
    """The label of a part: of attributes and bodies also whose they are."""
    kind, rest = match[2].capitalize(), re.sub(r"\(.*?\)", "", match[3]).strip()
    if kind in ("Body", "Attributes", "Schema") and match[1]:
        owner = "Response" if before.startswith("Response") else "Request"
        return f"{owner} {kind.lower()} {re.sub(r'[^0-9]', '', before)}".strip()
    if kind == "Attributes":
        return "Request attributes" if not before.startswith("Response") else "Response attributes"
    return f"{kind} {rest}".strip()


def _content(lines: list[str], place: int, indent: int, out: list[str]) -> int:
    """Write what stands below a part: items as items, everything that is deeper as code; where that ends."""
    while place < len(lines):
        line = lines[place]
        depth = len(line) - len(line.lstrip())
        if line.strip() and (depth <= indent or _PART.match(line)):
            return place
        match = _FIELD.match(line)
        if match and match[2] in ("Default", "Sample", "Members", "Items", "Properties", "Include"):
            if match[2] == "Default" and out:
                out[-1] += f" Default: {match[3].strip(' :')}"
        elif match:
            nested = "  " * max(0, (depth - indent) // 4 - 1)
            out.append(f"{nested}- `{match[2]}`{match[3] if match[3].startswith(':') else ' ' + match[3]}")
        elif line.strip().startswith("```"):
            end = next(
                (at for at in range(place + 1, len(lines)) if lines[at].strip().startswith("```")), len(lines) - 1
            )
            out += ["", textwrap.dedent("\n".join(lines[place : end + 1])), ""]
            place = end
        elif line.strip() and depth >= indent + 8:
            end = place
            while end < len(lines) and (
                not lines[end].strip() or len(lines[end]) - len(lines[end].lstrip()) >= indent + 8
            ):
                end += 1
            out += ["", "```", textwrap.dedent("\n".join(lines[place:end])).strip("\n"), "```", ""]
            place = end - 1
        else:
            out.append(line.strip())
        place += 1
    return place
