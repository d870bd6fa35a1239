"""A document's bytes → text → plain data: JSON, or YAML where it does not begin like JSON."""

import codecs
import json
import math
import re
from typing import Any

from generator.document import Document
from generator.errors import SpecError
from generator.openapi.lenient import strict_text
from generator.openapi.yaml_text import MAX_DEPTH, too_deep, yaml_data

Json = Any


_BOMS = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
         (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_JSON_START = re.compile(r"\ufeff?\s*[\[{]\s*[\"\[{}\]]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_data(document: Document) -> Json:
    """The document's content as dicts, lists, text, numbers, booleans and None.

    Raises:
        SpecError: the bytes are no text, or the text is neither JSON nor YAML; with line and column.
    """
    text = decoded_text(document)
    if not text.strip():
        raise SpecError("The document is empty.", where=document.source, next="Check that the download finished.")
    # YAML reads most broken JSON as something else without complaint, so what begins like JSON must be JSON.
    return (_json_data if _JSON_START.match(text) else yaml_data)(text, document.source)


def decoded_text(document: Document) -> str:
    """The document's bytes as text: by its byte order mark, as UTF-8, or as the server says.

    Raises:
        SpecError: the bytes are not text.
    """
    data = document.data
    candidates = [name for mark, name in _BOMS if data.startswith(mark)][:1] or ["utf-8", document.charset, "cp1252"]
    for name in filter(None, candidates):
        try:
            text = data.decode(name)
        except (UnicodeError, LookupError):
            continue
        if not re.search("[\x00-\x08\x0e-\x1a\x1c-\x1f]", text[:100_000]):
            return text
    raise SpecError(
        "The document is binary data, not text.",
        where=document.source,
        next="Name an OpenAPI or Swagger document in JSON or YAML; unpack an archive first.",
    )


def _json_data(text: str, source: str) -> Json:
    try:
        data = _parsed(text.lstrip("\ufeff"))
    except RecursionError:
        raise too_deep(source) from None
    except json.JSONDecodeError as fault:
        raise SpecError(
            f"The JSON breaks at line {fault.lineno}, column {fault.colno}: {fault.msg}.",
            where=source,
            next="Mend that line, or download the document again.",
        ) from None
    except ValueError as fault:  # an integer of more than 4,300 digits
        raise SpecError(f"A number cannot be read: {fault}.", where=source, next="Shorten that number.") from None
    _check_depth(data, source)
    if _SURROGATE_ESCAPE.search(text):
        again = json.dumps(data, ensure_ascii=False)
        if _SURROGATE.search(again):
            data = json.loads(_SURROGATE.sub("\ufffd", again))
    return data


def _parsed(text: str) -> Json:
    """The JSON's data, also where it has comments, last commas or raw tabs."""
    try:
        return json.loads(text, parse_float=_finite, parse_constant=lambda _: None)
    except json.JSONDecodeError:
        return json.loads(strict_text(text), parse_float=_finite, parse_constant=lambda _: None, strict=False)


def _finite(text: str) -> float | None:
    value = float(text)
    return value if math.isfinite(value) else None


def _check_depth(data: Json, source: str) -> None:
    level = [data]
    for _ in range(MAX_DEPTH + 1):
        level = [child for value in level for child in _children(value) if isinstance(child, (dict, list))]
        if not level:
            return
    raise too_deep(source)


def _children(value: Json) -> Any:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
