"""SQL as text: quoting of identifiers and literals, and the tokens of a statement."""

import json
import math
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>--[^\n]*|/\*.*?\*/)
    | (?P<string>[xX]?'(?:[^']|'')*')
    | (?P<quoted>"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\])
    | (?P<parameter>[:@$]\w+|\?\d*)
    | (?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?\b|\.\d+)
    | (?P<word>\w+)
    | (?P<mark>->>|->|\|\||<>|<=|>=|!=|==|<<|>>|.)
    """,
    re.VERBOSE | re.DOTALL,
)
ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def _encoding() -> Callable[[Any, int], Iterable[str]]:
    """The encoder's working part, made once: encode() makes it anew for each value, which takes as long as its work."""
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return lambda value, _indent: ENCODER.iterencode(value)
    text = json.encoder.encode_basestring
    made: Callable[[Any, int], Iterable[str]] = make(None, ENCODER.default, text, None, ":", ",", False, False, False)
    return made


ENCODE = _encoding()
PLAIN_IDENTIFIER = re.compile(r"[a-z_][a-z0-9_]*")

# SQLite's own list of keywords (https://sqlite.org/lang_keywords.html), those that cannot stand bare as a name.
KEYWORDS = frozenset(
    """add all alter and as autoincrement between case check collate commit constraint create default deferrable delete
    distinct drop else escape except exists foreign from group having if in index insert intersect into is isnull join
    left limit natural not nothing notnull null on or order primary references returning right select set table then to
    transaction union unique update using values when where offset by desc asc key end begin cross full inner outer
    current_date current_time current_timestamp like glob regexp match window over filter with without rowid cast raise
    true false indexed""".split()
)
NOTHING = frozenset({"space", "comment"})


class Token(NamedTuple):
    """A piece of SQL: its kind (the groups of ``TOKEN``), its text, and where it begins."""

    kind: str
    text: str
    start: int


def tokens(sql: str) -> Iterator[Token]:
    """Return the tokens of the SQL in order, spaces and comments included; their texts joined are the SQL."""
    for match in TOKEN.finditer(sql):
        yield Token(match.lastgroup or "mark", match.group(), match.start())


@lru_cache(maxsize=2048)
def significant(sql: str) -> tuple[Token, ...]:
    """Return the tokens of the SQL without spaces and comments."""
    return tuple(
        Token(match.lastgroup or "mark", match.group(), match.start())
        for match in TOKEN.finditer(sql)
        if match.lastgroup not in NOTHING
    )


def identifier(name: str) -> str:
    """Return the name as it stands in SQL: bare where that is safe, else in double quotes."""
    if PLAIN_IDENTIFIER.fullmatch(name) and name not in KEYWORDS:
        return name
    return '"' + name.replace('"', '""') + '"'


def unquoted(name: str) -> str:
    """Return the name that an identifier of SQL stands for."""
    if name[:1] in ('"', "`", "["):
        close = "]" if name[0] == "[" else name[0]
        return name[1:-1].replace(close * 2, close)
    return name


def text_literal(text: str) -> str:
    """Return the text as an SQL string literal."""
    if "\0" in text:
        parts = (f"'{part.replace(chr(39), chr(39) * 2)}'" for part in text.split("\0"))
        return "(" + " || char(0) || ".join(parts) + ")"
    return "'" + text.replace("'", "''") + "'"


def literal(value: Any) -> str:
    """Return a JSON value as an SQL literal: booleans as 1 and 0, arrays and objects as JSON text.

    Raises: ValueError for a number that SQL cannot hold.
    """
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        if not -(2**63) <= value < 2**63:
            raise ValueError(f"{value} does not fit into 64 bits")
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{value} is no number of JSON")
        return repr(value)
    if isinstance(value, str):
        return text_literal(value)
    return text_literal(json_text(value))


def json_text(value: Any) -> str:
    """Return the value as compact JSON, the same bytes that SQLite's json_object would give."""
    return "".join(ENCODE(value, 0))
