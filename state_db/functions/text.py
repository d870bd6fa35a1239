"""Text: folding of case, search in text, slugs, lines."""

import json
import re
import unicodedata

from state_db.functions.function import Function, Value, text_of

WORDS_APART = re.compile(r"[^a-z0-9]+")


def folded(text: str) -> str:
    """Return the text so that letters that differ in case only are equal (Unicode, NFKC)."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def _fold(value: Value) -> Value:
    text = text_of(value)
    return None if text is None else folded(text)


def _text_match(value: Value, part: Value) -> Value:
    text, wanted = text_of(value), text_of(part)
    return None if text is None or wanted is None else int(folded(wanted) in folded(text))


def _text_prefix(value: Value, part: Value) -> Value:
    text, wanted = text_of(value), text_of(part)
    return None if text is None or wanted is None else int(folded(text).startswith(folded(wanted)))


def _slug(value: Value) -> Value:
    text = text_of(value)
    if text is None:
        return None
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return WORDS_APART.sub("-", plain).strip("-")


def _lines(value: Value) -> Value:
    text = text_of(value)
    return None if text is None else json.dumps(text.splitlines(), ensure_ascii=False, separators=(",", ":"))


FUNCTIONS = (
    Function("fold", 1, (1,), _fold, text="The text without differences of case, in all scripts."),
    Function("text_match", 1, (2,), _text_match, text="Whether the text holds the part, case folded."),
    Function("text_prefix", 1, (2,), _text_prefix, text="Whether the text begins with the part, case folded."),
    Function("slug", 1, (1,), _slug, text="The text for a URL: lower case a-z, 0-9 and single hyphens."),
    Function("lines", 1, (1,), _lines, text="The text's lines as a JSON array."),
)
