"""SQL as text that may hold any name or constant: quoting, conditions at the end of lines, and their layout.

Programs are read line by line, so a constant must neither end its line nor look like a comment: such a constant is
written as a JSON literal with escapes, and SQLite takes it apart.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.errors import RenderError
from generator.plan import Column, Json
from state_db.sql import identifier, json_text, text_literal

_UNSAFE = re.compile(r"--|[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]|/\*")
_LABEL = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_BREAKS = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")

# Stands between a line's SQL and its condition until the layout is known; no constant can hold it.
_MARK = "\x1f"
_GIVEN = re.compile(r"(?:if|unless) [a-z0-9_]+")
_WIDTH = 110
# Lines up to this long have their conditions below one another.
_MARGIN = 74


@dataclass(frozen=True, slots=True)
class Part:
    """A condition, assignment or value: its SQL, and when its line is there (``if note``, ``unless note``)."""

    code: str
    given: str = ""


def sql_name(name: str) -> str:
    """Return a table's or column's name as it stands in SQL: quoted only where that is needed."""
    return identifier(name)


def names(columns: Iterable[str]) -> str:
    """Return the names as a list for SQL."""
    return ", ".join(sql_name(column) for column in columns)


def text_constant(text: str) -> str:
    """Return the text as an SQL expression on one line, whatever it holds."""
    if not _UNSAFE.search(text):
        return text_literal(text)
    return f"({json_literal(text)} ->> '$')"


def json_literal(value: Json) -> str:
    """The value's JSON as an SQL string without line ends or comment marks."""
    text = json_text(value)
    if _UNSAFE.search(text):
        text = json.dumps(value, separators=(",", ":")).replace("--", "\\u002d\\u002d").replace("/*", "\\u002f*")
    return text_literal(text.replace("\x7f", "\\u007f"))


def json_constant(value: Json) -> str:
    """Return the value as an SQL expression that json_object takes over as it is."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "json('true')" if value else "json('false')"
    if isinstance(value, str):
        return text_constant(value)
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return str(value)
    return f"json({json_literal(value)})"


def stored_constant(value: Json, column: Column) -> str:
    """Return the value as an SQL expression as the column keeps it."""
    if value is None:
        return "NULL"
    if column.type == "json":
        return json_literal(value)
    if isinstance(value, bool):
        return text_constant(str(value).lower()) if column.type == "text" else str(int(value))
    if isinstance(value, str):
        return text_constant(value)
    if isinstance(value, int | float):
        return repr(value)
    raise RenderError(
        f"{json_text(value)} cannot stand in the {column.type} column {column.name}.",
        next="Give a value of the column's type in plan.json.",
    )


def json_path(path: Sequence[str]) -> str:
    """Return the path of property names as a constant for SQLite's JSON functions."""
    steps = (f".{part}" if _LABEL.fullmatch(part) else "." + json.dumps(part, ensure_ascii=False) for part in path)
    text = "$" + "".join(steps)
    return text_constant(text)


def comment(text: str, most: int = 400) -> str:
    """Return the text as it may stand in a comment: on one line, without directives, cut at a word."""
    flat = _BREAKS.sub(" ", text.encode("utf-8", "replace").decode()).replace("@error", "error")
    return shortened(flat.strip(" @"), most)


def shortened(text: str, most: int) -> str:
    """Return the text, or its beginning up to a word's end and an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """Return the name, or the name with the first number that is not taken."""
    used = set(taken)
    name, number = wanted, 2
    while name in used:
        name, number = f"{wanted}_{number}", number + 1
    return name


def line(code: str, given: str = "") -> str:
    """Return a line of SQL with its condition, to be laid out by ``laid_out``."""
    return f"{code}{_MARK}{given}" if given else code


def where(conditions: Sequence[Part]) -> str:
    """Return the WHERE clause, a condition a line; none for no conditions."""
    if not conditions:
        return ""
    first, rest = conditions[0], conditions[1:]
    if first.given:
        first, rest = Part("TRUE"), conditions
    return "\n".join([f"WHERE {first.code}", *(line(f"  AND {part.code}", part.given) for part in rest)])


def assignments(parts: Sequence[Part]) -> str:
    """Return the assignments of an UPDATE, a line each; the last one, or the last two together, are always there."""
    last = len(parts) - 1
    pair = bool(parts) and parts[-1].given.startswith("unless")
    commas = ["" if index == last or (pair and index == last - 1) else "," for index in range(len(parts))]
    return "\n".join(line(f"  {part.code}{comma}", part.given) for part, comma in zip(parts, commas, strict=True))


def select(columns: str, source: str, conditions: Sequence[Part]) -> str:
    """Return a SELECT, on one line where that is short and nothing depends on what is given."""
    head = f"SELECT {columns}" + (f" FROM {source}" if source else "")
    tail = " WHERE " + " AND ".join(part.code for part in conditions) if conditions else ""
    if not any(part.given for part in conditions) and "\n" not in head + tail and len(head + tail) <= _WIDTH:
        return head + tail
    clauses = (f"SELECT {columns}", f"FROM {source}" if source else "", where(conditions))
    return "\n".join(clause for clause in clauses if clause)


def laid_out(text: str) -> str:
    """Return the program's text with the conditions of each step aligned, and one empty line between steps."""
    blocks = [block.strip("\n").replace("\n;", ";") for block in re.split(r"\n[ \t]*\n", text)]
    return "\n\n".join(_aligned(block) for block in blocks if block.strip()) + "\n"


def _aligned(block: str) -> str:
    """The block with its ``-- @if`` comments below one another."""
    lines = [part for one in block.split("\n") for part in _closed(one.rstrip())]
    column = max((len(part.code) for part in lines if part.given and len(part.code) <= _MARGIN), default=0) + 2
    return "\n".join(f"{part.code.ljust(column - 2)}  -- @{part.given}" if part.given else part.code for part in lines)


def _closed(text: str) -> list[Part]:
    """A line and its condition; what closes the statement around it stands before the comment, or below."""
    code, mark, rest = text.partition(_MARK)
    if not mark:
        return [Part(code)]
    given = _GIVEN.match(rest)
    assert given is not None
    closing = rest[given.end() :]
    if closing in ("", ";"):
        return [Part(code + closing, given.group())]
    return [Part(code, given.group()), Part(closing)]


def wrapped(items: Sequence[str]) -> str:
    """Return the items in brackets: on one line where they are short, else below."""
    flat = f"({', '.join(items)})"
    return flat if _is_short(flat) else "(\n" + "\n".join(_filled_lines(items)) + "\n)"


def listed(items: Sequence[str]) -> str:
    """Return the items as they follow a SELECT: on its line where they are short, else below."""
    flat = " " + ", ".join(items)
    return flat if _is_short(flat) else "\n" + "\n".join(_filled_lines(items))


def _is_short(text: str) -> bool:
    return len(text) <= _WIDTH - 20 and "\n" not in text


def _filled_lines(items: Sequence[str]) -> list[str]:
    """Lines of as many items as fit."""
    lines, current = [], ""
    for index, item in enumerate(items):
        piece = item + ("," if index < len(items) - 1 else "")
        if current and len(f"  {current} {piece}") > _WIDTH:
            lines.append(current)
            current = piece
        else:
            current = f"{current} {piece}".strip()
    return [f"  {one}" for one in [*lines, current]]


def values_of(row: Sequence[Sequence[Part]]) -> str:
    """Return the values of a new row in brackets; a value of two alternatives takes two lines."""
    if not any(part.given for parts in row for part in parts):
        return wrapped([part.code for parts in row for part in parts])
    lines = []
    for index, parts in enumerate(row):
        comma = "," if index < len(row) - 1 else ""
        lines += [line(f"  {part.code}{comma}", part.given) for part in parts]
    return "(\n" + "\n".join(lines) + "\n)"
