"""Markdown of documentation sites: the parts of a description that stand in its fenced blocks, and its links."""

import re
from collections.abc import Iterator
from typing import Any

from generator.description import ReadingWarning
from generator.discovery.flat_paths import description_of_flat, is_flat
from generator.discovery.fragments import Fragment
from generator.document import Document
from generator.errors import SpecError
from generator.openapi.text import decoded_text, read_data

Json = Any

_OPENING = re.compile(r"^[ \t]*(`{3,}|~{3,})[ \t]*([^\r\n`]*)$", re.MULTILINE)
_SIGN = re.compile(r"""(?:^|[\s{,])["']?(?:openapi|swagger)["']?\s*:\s*["']?[23]""")
_FLAT_SIGN = re.compile(r"\A\s*paths:\s+path:\s")
_NAMED_FILE = re.compile(r"(\S+\.(?:json|ya?ml))(?=\s+(?:get|put|post|patch|delete|head|options|webhook)\b)", re.I)
_LINK = re.compile(r"\[([^\]\n]{0,300})\]\(<?([^)\s>]{1,2000})>?(?:\s+\"[^\"\n]*\")?\)")
_INDEX = re.compile(r"(?<![\w.])https?://[^\s<>()\"'`]+/llms\.txt\b")


def fragments_in(document: Document) -> Iterator[Fragment]:
    """The parts of a description that a page in Markdown holds, in their order."""
    for _, body in _fenced(decoded_text(document)):
        if not (_SIGN.search(body) or _FLAT_SIGN.match(body)):
            continue
        try:
            data = read_data(Document(document.source, body.encode()))
        except SpecError as fault:
            yield Fragment(document.source, {}, (ReadingWarning(document.source, f"A part is broken: {fault.what}"),))
            continue
        if is_flat(data):
            yield Fragment(document.source, description_of_flat(data))
        elif _is_part(data):
            yield Fragment(document.source, data)


def _is_part(data: Json) -> bool:
    return isinstance(data, dict) and bool(data.get("openapi") or data.get("swagger")) and (
        any(isinstance(data.get(key), dict) for key in ("paths", "components", "definitions"))
    )  # fmt: skip


def files_named_in(document: Document) -> list[str]:
    """The files that the blocks of a page say they come from, as ``/openapi.json get /pets`` does."""
    found = [match[1] for info, _ in _fenced(decoded_text(document)) if (match := _NAMED_FILE.search(info))]
    return list(dict.fromkeys(re.sub(r"^(https?:)/(?!/)", r"\1//", name) for name in found))


def links_in(document: Document) -> list[tuple[str, str]]:
    """The links of a page in Markdown, each with its text and address."""
    return [(match[1], match[2]) for match in _LINK.finditer(decoded_text(document))]


def index_named_in(document: Document) -> str:
    """The index of the site that a page says it belongs to; "" where it says nothing."""
    match = _INDEX.search(decoded_text(document)[:5_000])
    return match[0] if match else ""


def _fenced(text: str) -> Iterator[tuple[str, str]]:
    """The fenced blocks: what stands behind the opening fence, and the body without the fence's indentation."""
    place = 0
    while opening := _OPENING.search(text, place):
        fence = opening[1]
        closing = re.compile(rf"^[ \t]*{fence[0]}{{{len(fence)},}}[ \t]*$", re.MULTILINE).search(text, opening.end())
        end = closing.start() if closing else len(text)
        indent = len(opening[0]) - len(opening[0].lstrip())
        body = text[opening.end() : end]
        yield opening[2].strip(), re.sub(rf"^[ \t]{{1,{indent}}}", "", body, flags=re.MULTILINE) if indent else body
        place = closing.end() if closing else len(text)
