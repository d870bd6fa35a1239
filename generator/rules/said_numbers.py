"""Said numbers: how large a number may be, and in which unit it counts, by the sentences about it."""

import re

from generator.description import JsonSchema
from generator.rules.envelopes import type_names
from generator.rules.naming import sentences

_SECONDS = {"millisecond": 0.001, "second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
_UNIT = r"(?:millisecond|second|minute|hour|day|week)s?"
# A number as prose writes it: "1,000", "`86400`"; it may have a unit, and the same in another unit behind it.
NUMBER = r"`?-?(?:\d{1,3}(?:,\d{3})+|\d{1,10})(?![\d.,^]*\d)`?"
SAME_IN_UNIT = rf"(?: (?P<unit>{_UNIT})\b)?(?: \((?:or )?(?P<same>{NUMBER}) (?P<same_unit>{_UNIT})\))?"
_OWN = re.compile(
    rf"\b(?:in|of|many|number of|measured in) (?P<in>{_UNIT})\b(?! (?:that|which|ago|after|before)\b)", re.I
)
_BINDS = r"\b(?:must|should|has to|needs to|can|may) (?:only )?(?:be|have|contain)"
_KIND = (
    r"(?: (?:an?|any|one))?(?: (?:whole|positive|valid|integer|decimal))*(?: (?:number|integer|value|duration|amount))*"
)
_BETWEEN = re.compile(
    rf"(?:{_BINDS}{_KIND}(?: in the range)?|\bvalid (?:values|range)(?: (?:are|is|range))?)"
    rf"(?: between| from| of)? (?P<least>{NUMBER}) ?(?:and|to|[-\u2013]) ?(?P<number>{NUMBER}){SAME_IN_UNIT}(?! ?%)",
    re.I,
)
_UP_TO = re.compile(
    rf"(?:{_BINDS}{_KIND} (?:up to|at most|no more than|less than or equal to)(?: a maximum of)?|"
    rf"\bmust not exceed|\bcannot exceed|\bcan't exceed) (?P<number>{NUMBER}){SAME_IN_UNIT}",
    re.I,
)
# "Maximum of 50.", "the maximum allowed value is 50".
_MAXIMUM = re.compile(
    rf"(?:^|[(;,] |\band )(?:the )?max(?:imum)?(?: (?:allowed|possible|permitted|accepted))?"
    rf"(?: value)?(?: of| is|:)? (?P<number>{NUMBER}){SAME_IN_UNIT}(?=\s*(?:$|[).,;]))",
    re.I,
)
_AT_LEAST = re.compile(
    rf"\b(?:must|has to|needs to|should) be{_KIND} (?P<how>at least|no less than|greater than or equal to|greater than"
    rf"|more than|larger than) (?P<number>{NUMBER}){SAME_IN_UNIT}",
    re.I,
)
_REFUSED_ABOVE = re.compile(
    rf"\b(?:exceeding|greater than|larger than|more than|over|above) (?P<number>{NUMBER}){SAME_IN_UNIT} "
    r"(?:will be|are|is|gets?) (?:rejected|refused|not (?:allowed|accepted|supported))",
    re.I,
)
_DEFAULT = re.compile(
    rf"\b(?:defaults to|default(?: value)? is(?: set to)?|default(?: value)?:)\s+[\"']?(?P<number>{NUMBER})[\"']?"
    rf"{SAME_IN_UNIT}(?=\s*(?:$|[.,;)(\n]|and\b|if (?:it is |you do )?not\b|if omitted\b))",
    re.I,
)
DEPENDS = re.compile(
    r"\b(?:if|when|unless|otherwise|depend\w*|except|for (?!example))\b(?! (?:it is |you do )?not\b| omitted\b)"
    r"|\bexclusive",
    re.I,
)
# A size of what holds several things, or of a text, is no number that is sent.
_OF_OTHERS = re.compile(r"\b(?:characters?|items?|elements?|entries|bytes|digits?|letters?|words?)\b", re.I)


def own_unit(said: str) -> str:
    """Return the unit that a number is documented to count, in the singular; empty where no or several units are named.

    >>> own_unit("How long in seconds a task can live.")
    'second'
    """
    found = {match["in"].lower().removesuffix("s") for match in _OWN.finditer(said)}
    return found.pop() if len(found) == 1 else ""


def counted(match: re.Match[str], number: str, own: str) -> int | None:
    """Return the number that a match of ``SAME_IN_UNIT`` tells in one's own unit; None where that is not told.

    "24 hours (86,400 seconds)" is 86,400 of what counts seconds, 24 of what counts hours.
    """
    unit, same = (match["unit"] or "").lower().removesuffix("s"), match["same"]
    if not unit or unit == own:
        return whole(number)
    if same and (match["same_unit"] or "").lower().removesuffix("s") == own:
        return whole(same)
    if not own:
        return None if same else whole(number)
    exact = whole(number) * _SECONDS[unit] / _SECONDS[own]
    return int(exact) if exact == int(exact) else None


def said_number(said: str) -> int | None:
    """Return the number that a text names as the default without a condition, in the unit that it says to count."""
    flat = " ".join(said.split())
    for sentence in sentences(flat):
        match = _DEFAULT.search(sentence)
        if match and not DEPENDS.search(sentence[: match.start()]) and not DEPENDS.search(sentence[match.end() :]):
            return counted(match, match["number"], own_unit(flat))
    return None


def whole(number: str) -> int:
    """Return the number that prose writes with marks and commas."""
    return int(number.strip("`").replace(",", ""))


def said_range(schema: JsonSchema, said: str, *, cut: bool = False) -> JsonSchema:
    """Return the bounds that a sentence binds a number to without a condition, where the schema itself has none.

    ``cut`` tells that a number above its maximum is not refused, but counts as the maximum: the size of a page.
    """
    kinds = type_names(schema)
    if not kinds & {"integer", "number"} or "string" in kinds:
        return {}
    if schema.keys() & {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum", "const", "readOnly"}:
        return {}
    flat = " ".join(said.split())
    found: dict[str, int] = {}
    for sentence in sentences(flat):
        if not DEPENDS.search(sentence) and not _OF_OTHERS.search(sentence):
            found = _bounds(sentence, own_unit(flat), cut=cut) | found
    if "integer" in kinds and "exclusiveMinimum" in found:
        found = {"minimum": found["exclusiveMinimum"] + 1} | {n: v for n, v in found.items() if n == "maximum"}
    outside = [schema.get("default"), *(schema.get("examples") or ())]
    numbers = [each for each in outside if isinstance(each, int | float) and not isinstance(each, bool)]
    least, most = found.get("minimum"), found.get("maximum")
    shown_outside = any((least is not None and n < least) or (most is not None and n > most) for n in numbers)
    return {} if shown_outside or (least is not None and most is not None and least > most) else {**found}


def _bounds(sentence: str, own: str, *, cut: bool) -> dict[str, int]:
    """Return the bounds in one sentence; ``exclusiveMinimum`` where a number must be greater than another."""
    if match := _BETWEEN.search(sentence):
        most = counted(match, match["number"], own)
        least = _least(match, most)
        return {} if most is None or least is None else {"minimum": least, "maximum": most}
    above = _REFUSED_ABOVE.search(sentence) or (None if cut else _MAXIMUM.search(sentence))
    if match := _UP_TO.search(sentence) or above:
        most = counted(match, match["number"], own)
        return {} if most is None else {"maximum": most}
    if match := _AT_LEAST.search(sentence):
        least = counted(match, match["number"], own)
        beyond = match["how"].lower() in ("greater than", "more than", "larger than")
        return {} if least is None else {"exclusiveMinimum" if beyond else "minimum": least}
    return {}


def _least(match: re.Match[str], most: int | None) -> int | None:
    """Return the lower of two numbers, which are in one unit: only where it is one's own too."""
    return whole(match["least"]) if most == whole(match["number"]) else None
