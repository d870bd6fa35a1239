"""Descriptions that stand in a page's scripts: as JSON, as a string that holds JSON, or in pieces that are pushed."""

import json
import re
from collections.abc import Iterator
from typing import Any

Json = Any

_DECODER = json.JSONDecoder()
_MARK = re.compile(r'"(?:openapi|swagger)"\s*:\s*"[23]')
_ESCAPED_MARK = re.compile(r'\\"(?:openapi|swagger)\\"\s*:\s*\\"[23]')
_VALUE = re.compile(r'[=(:,]\s*\{\s*["}]')  # where a JSON object may begin in a script
_PUSHED = re.compile(r'self\.__next_f\.push\(\[\s*1\s*,\s*("(?:[^"\\]|\\.)*")\s*\]\s*\)')
_STRING = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`""", re.DOTALL)
_MOST_STARTS = 40
_MOST_NODES = 200_000


def descriptions_in(text: str) -> Iterator[Json]:
    """The OpenAPI and Swagger descriptions written out in a script, likeliest first."""
    if pieces := _PUSHED.findall(text):
        text = "".join(_decoded(piece) for piece in pieces)
    if (whole := _whole(text)) is not None:
        yield from [found] if (found := description_within(whole)) is not None else []
        return
    yield from _written_out(text)
    if _ESCAPED_MARK.search(text):
        for match in _STRING.finditer(text):
            if _ESCAPED_MARK.search(match[0]):
                yield from _written_out(_decoded(match[0]))


def _whole(text: str) -> Json:
    """The value of a script that is nothing but JSON, such as __NEXT_DATA__; else None."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _written_out(text: str) -> Iterator[Json]:
    """The objects of a script in which a description stands."""
    covered = 0
    for mark in _MARK.finditer(text):
        if mark.start() < covered:
            continue
        for start in _starts_before(text, mark.start()):
            try:
                value, covered = _DECODER.raw_decode(text, start)
            except (ValueError, RecursionError):
                continue
            if covered > mark.start() and (found := description_within(value)) is not None:
                yield found
                break


def _starts_before(text: str, mark: int) -> list[int]:
    """Where an object that holds the mark may begin, the nearest first: the brace before it, then those of values."""
    nearest = text.rfind("{", 0, mark)
    values = [match.end() - 1 for match in _VALUE.finditer(text, max(0, mark - 2_000_000), mark)]
    starts = [text.rfind("{", 0, end + 1) for end in values]
    outermost = [text.find("{")] if text.lstrip().startswith("{") else []
    found = [nearest, *reversed(starts[-_MOST_STARTS:]), *starts[:_MOST_STARTS], *outermost]
    return [start for start in dict.fromkeys(found) if start >= 0]


def description_within(data: Json) -> Json:
    """The first description in data, at its top or deeper, also where it stands there as text; None without one."""
    level, seen = [data], 0
    while level and seen < _MOST_NODES:
        seen += len(level)
        for value in level:
            if isinstance(value, dict) and isinstance(value.get("openapi") or value.get("swagger"), str):
                return value
        level = [child for value in level for child in _children(value)]
    return None


def _children(value: Json) -> list[Json]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = [child for child in inner if isinstance(child, (dict, list))]
    for child in inner:
        if isinstance(child, str) and _MARK.search(child, 0, 100_000) and child.lstrip().startswith("{"):
            try:
                found.append(json.loads(child))
            except (ValueError, RecursionError):
                continue
    return found


def _decoded(literal: str) -> str:
    """The text of a JavaScript string literal."""
    body = literal[1:-1]
    if literal[0] != '"':
        body = re.sub(r"\\([\'`$])", r"\1", re.sub(r'(?<!\\)"', r'\\"', body)).replace("\n", "\\n")
    try:
        return str(json.loads(f'"{body}"', strict=False))
    except ValueError:
        return ""
