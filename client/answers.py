"""Whether a text tells a value: by whole words and whole numbers, so that 15 does not tell 5."""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

Json = Any

# A number as people write it; a full stop behind it ends the sentence.
_NUMBER = re.compile(r"(?<![\w.])-?\d{1,3}(?:,\d{3})+(?:\.\d+)?(?!\w)|(?<![\w.])-?\d+(?:\.\d+)?(?!\w)")


def tells(text: str, value: Json) -> bool:
    """Return whether the text tells the value; numbers by amount, dates in the usual ways of writing, text by words."""
    if isinstance(value, bool) or value is None:
        return _has_words(text, str(value).lower()) or _has_words(text, "yes" if value else "no")
    if isinstance(value, int | float):
        wanted = Decimal(str(value))
        return any(_amount(found) == wanted for found in _NUMBER.findall(text))
    return any(_has_words(text, form) for form in _forms(str(value)))


def _amount(text: str) -> Decimal | None:
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation:
        return None


def _has_words(text: str, wanted: str) -> bool:
    """Whether the wanted text stands there as whole words, case and spaces aside."""
    folded, part = " ".join(text.casefold().split()), " ".join(wanted.casefold().split())
    start = folded.find(part) if part else -1
    while start >= 0:
        end = start + len(part)
        before, after = folded[start - 1 : start], folded[end : end + 1]
        if not (before.isalnum() and part[0].isalnum()) and not (after.isalnum() and part[-1].isalnum()):
            return True
        start = folded.find(part, start + 1)
    return False


def _forms(value: str) -> list[str]:
    """The value as it stands and, of a date or time, the ways in which people write its day."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return [value]
    if not re.match(r"\d{4}-\d{2}-\d{2}", value):
        return [value]
    day, month, year = moment.day, moment.strftime("%B"), moment.year
    days = [f"{day} {month} {year}", f"{month} {day}, {year}", f"{month} {day} {year}", f"{day} {month[:3]} {year}"]
    return [value, value[:10], *days, f"{month[:3]} {day}, {year}"]
