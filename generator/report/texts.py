"""Texts out of documentation and answers, made fit for a terminal, for XML and for a page."""

import re

# What XML 1.0 cannot hold, not even escaped: control characters, which terminals obey, and halves of pairs.
_UNFIT = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Return the text with each character that cannot be shown told by its code."""
    return _UNFIT.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
