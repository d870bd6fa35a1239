"""Quotations: whether a document says what a model says that it says."""

import html
import re

_MARKS = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'", "\u00a0": " ", "\u2013": "-",
                        "\u2014": "-", "\u2026": "…", "*": None, "`": None, "\\": None})  # fmt: skip
_ELISION = re.compile(r"\s*(?:\[\s*(?:…|\.\.\.)\s*\]|…)\s*")
_LINK = re.compile(r"\[([^\]\n]*)\](?:\([^()\s]*\)|\[[^\]\n]*\])")
_LEAST_PART = 8


class Passages:
    """A document's text, in which quotations are looked for: white space, markup and typography do not count."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._plain = plain(text)

    def holds(self, quotation: str) -> bool:
        """Return whether the quotation stands in the document; what is left out of it is marked by an ellipsis."""
        parts = [plain(part) for part in _ELISION.split(quotation)]
        parts = [part for part in parts if part]
        if not parts or (len(parts) > 1 and min(map(len, parts)) < _LEAST_PART):
            return False
        place = 0
        for part in parts:
            found = self._plain.find(part, place)
            if found < 0:
                return False
            place = found + len(part)
        return True

    def names(self, word: str) -> bool:
        """Return whether the word stands anywhere in the document."""
        return re.search(rf"(?<![A-Za-z0-9]){re.escape(plain(word))}(?![A-Za-z0-9])", self._plain) is not None


def plain(text: str) -> str:
    """Return the text without what a copy may lose: markup of Markdown, kinds of quotation marks, white space."""
    unmarked = html.unescape(_LINK.sub(r"\1", text)).translate(_MARKS)
    return " ".join(re.sub(r"(?m)^[ \t]*(?:[-+>]|#{1,6})[ \t]+", " ", unmarked).replace("|", " ").split())
