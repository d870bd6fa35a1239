"""JSON as people write it by hand: with comments and with commas at the end."""

import json
import re
from typing import Any

Json = Any

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=\s*(?:(?://[^\n]*\n|/\*.*?\*/)\s*)*[\]}])', re.DOTALL)


def lenient_data(text: str) -> Json:
    """The value that a text holds; None where it holds none, comments and last commas aside."""
    for attempt in (text, strict_text(text)):
        try:
            return json.loads(attempt.lstrip("\ufeff"), parse_constant=lambda _: None, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def strict_text(text: str) -> str:
    """The text without comments and last commas; as many lines and columns before everything that is left."""
    return _TOKEN.sub(lambda match: match[0] if match[0].startswith('"') else _blank(match[0]), text)


def _blank(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)
