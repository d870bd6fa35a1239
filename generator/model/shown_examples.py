"""Examples that a page shows: the JSON in the block that begins as a model says."""

import json
import re
from collections.abc import Iterator
from typing import Any

Json = Any

_FENCE = re.compile(r"^[ \t>]*(`{3,}|~{3,})[^\n]*\n(.*?)(?:^[ \t>]*\1[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"(?:^(?: {4}|\t)[^\n]*\n?(?:[ \t]*\n(?=(?: {4}|\t)))*)+", re.MULTILINE)
_DATA = re.compile(
    r"(?:-d|--data(?:-raw|-binary|-urlencode)?|--json)[ =]*\$?(['\"])(.*?)(?<!\\)\1(?=\s|\\|$)", re.DOTALL
)
_ELISION = re.compile(r",?\s*(?:\.\.\.|…)\s*(?=[}\]])|(?<=[{\[,])\s*(?:\.\.\.|…)\s*,?")
_COMMENT = re.compile(r"(?m)(?:^|(?<=[\s,{\[]))//[^\n\"]*$")
_TRAILING = re.compile(r",(\s*[}\]])")
NOTHING = object()


def example_in(text: str, beginning: str) -> Json:
    """Return the JSON value of the block that begins so, or holds that; ``NOTHING`` where there is none."""
    wanted = _bare(beginning)
    if len(wanted) < 2:
        return NOTHING
    blocks = [block for block in _blocks(text) if wanted in _bare(block)]
    blocks.sort(key=lambda block: not _bare(block).startswith(wanted))
    for block in blocks:
        for candidate in _candidates(block, wanted):
            value = json_in(candidate)
            if value is not NOTHING:
                return value
    return NOTHING


def json_in(text: str) -> Json:
    """Return the first JSON object or array in a text that may leave things out; ``NOTHING`` where there is none."""
    for written in (text, _TRAILING.sub(r"\1", _ELISION.sub("", _COMMENT.sub("", text)))):
        place = re.search(r"[{\[]", written)
        if place is None:
            continue
        try:
            return json.JSONDecoder(strict=False).raw_decode(written, place.start())[0]
        except (ValueError, RecursionError):
            continue
    return NOTHING


def _blocks(text: str) -> Iterator[str]:
    yield from (match[2] for match in _FENCE.finditer(text))
    yield from (match[0] for match in _INDENTED.finditer(_FENCE.sub("", text)))


def _candidates(block: str, wanted: str) -> Iterator[str]:
    """Where the JSON may stand in a block: as a whole, where the beginning is found, in what a command sends."""
    if block.lstrip().startswith(("{", "[")):
        yield block
    yield from (match[2] for match in _DATA.finditer(block))
    place = _place(block, wanted)
    if wanted[0] in "{[" and place is not None:
        yield block[place:]


def _place(block: str, wanted: str) -> int | None:
    """Where in the block its text without white space begins as wanted."""
    places = [number for number, character in enumerate(block) if not character.isspace()]
    found = _bare(block).find(wanted)
    return places[found] if found >= 0 else None


def _bare(text: str) -> str:
    return "".join(text.split())
