"""What words say of a value: its type, choices, bounds and default, and whether it is required."""

import re
from typing import Any

from generator.description import JsonSchema

Json = Any

# The first that is found is taken; types that are written as such come before what a description hints at.
_TYPES: tuple[tuple[re.Pattern[str], JsonSchema], ...] = tuple(
    (re.compile(pattern, re.I), schema)
    for pattern, schema in (
        (r"\b(?:array|list|collection|comma[- ]separated)\b|\[\]|^\[.*\]$", {"type": "array"}),
        (r"\b(?:bool(?:ean)?|flag|true/false|true\|false)\b", {"type": "boolean"}),
        (
            r"\b(?:unix|epoch)\b.{0,20}\b(?:time|timestamp|seconds)?|\btimestamp in (?:milli)?seconds",
            {"type": "integer"},
        ),
        (
            r"\b(?:date[-_ ]?time|datetime|timestamp|iso[- ]?8601 (?:date and time|time)|rfc ?3339)\b",
            {"type": "string", "format": "date-time"},
        ),
        (r"\b(?:int(?:eger)?s?(?:32|64)?|long|bigint|smallint|whole number)\b", {"type": "integer"}),
        (r"\b(?:floats?|doubles?|decimals?|numbers?|numeric|real|money)\b", {"type": "number"}),
        (r"\b(?:uuid|guid)\b", {"type": "string", "format": "uuid"}),
        (r"\bdate\b", {"type": "string", "format": "date"}),
        (r"\b(?:strings?|text|varchar|char|str|enum|password|html|markdown|objectid|hex)\b", {"type": "string"}),
        (r"\bemail\b", {"type": "string", "format": "email"}),
        (r"\b(?:ur[li]|link)\b", {"type": "string", "format": "uri"}),
        (r"\b(?:file|binary|blob)\b", {"type": "string", "format": "binary"}),
        (r"\b(?:object|hash|map|dict(?:ionary)?|json|struct)\b", {"type": "object"}),
    )
)
# What a description says so clearly that it is the type.
_SURE: tuple[tuple[re.Pattern[str], JsonSchema], ...] = tuple(
    (re.compile(pattern, re.I), schema)
    for pattern, schema in (
        (r"^(?:an? |the )?(?:optional )?(?:array|list) of\b", {"type": "array"}),
        (
            r"\b(?:when|if) set to `?true`?|^whether\b|\bset (?:this )?to `?(?:true|false)`?|"
            r"\bif `?true`?\b|`true` or `false`",
            {"type": "boolean"},
        ),
        (
            r"\bdate-time\b|\biso[- ]?8601 (?:date and time|datetime|timestamp)",
            {"type": "string", "format": "date-time"},
        ),
        (r"\bunix timestamp\b|\bseconds since\b", {"type": "integer"}),
        (
            r"^(?:an? |the )?(?:optional )?(?:integer|whole number)\b|^(?:the )?(?:number of|"
            r"numeric id|maximum number)\b",
            {"type": "integer"},
        ),
        (r"^(?:an? )?(?:optional )?boolean\b", {"type": "boolean"}),
        (r"^(?:an? )?(?:optional )?string\b", {"type": "string"}),
        (r"^(?:an? |the )?date\b(?! and time)|\bYYYY-MM-DD\b(?!T)", {"type": "string", "format": "date"}),
    )
)
_ITEMS = re.compile(
    r"(?:array|list|collection)s?\s*(?:of|<|\(|:)\s*`?(?P<of>[\w -]{2,40})|^`?(?P<before>\w+)\[\]|^\[`?(?P<in>\w+)`?\]",
    re.I,
)
_IDS = re.compile(r"\b(?:ids|identifiers|integers|numbers)\b", re.I)
_CHOICES = re.compile(
    r"(?:one of(?: the following)?|(?:possible|allowed|valid|accepted|supported|available|"
    r"permitted) (?:values|options|choices)"
    r"(?: are| is| include)?|accepts(?: only)?|values are|can be(?: either)?|must be(?: either)?|"
    r"may be(?: either)?|either|options(?: are)?|"
    r"choices(?: are)?|enum|choose from|values|(?:when|if) set to|set (?:it )?to)\s*:?\s*(?:the following\s*:?\s*)?",
    re.I,
)
_QUOTED = re.compile(r"[`\"'\u201c](?P<value>[\w .:/+-]{1,60})[`\"'\u201d]")
_BETWEEN_CHOICES = re.compile(
    r"^(?:[\s,;|/*\[\]()]|<br>|or\b|and\b|\(default\)|default\b|[-\u2013]\s[^`\"',.|]{0,80}|\([^()]{0,80}\))*$", re.I
)
_BARE = re.compile(r"^\s*((?:[\w.-]{1,40}\s*(?:,|\||/|\bor\b|\band\b)\s*)+[\w.-]{1,40})", re.I)
_DEFAULT = re.compile(
    r"\b(?:defaults?(?: value)?(?: is| to|:|=)|by default)\s*:?\s*(?:is |to |"
    r"set to )?[`\"']?(?P<value>-?[\w.:+-]{1,40})[`\"']?",
    re.I,
)
_REQUIRED = re.compile(
    r"(?<!not[ -])(?<!n't )\b(?:required|mandatory|obligatory)\b(?!\s+(?:if|when|for|unless|only|by|to be))(?! fields)",
    re.I,
)
_OPTIONAL = re.compile(r"\b(?:optional(?:ly)?|not[- ]required|not mandatory|nullable)\b", re.I)
_CONDITIONAL = re.compile(r"\brequired\s+(?:if|when|for|unless|only)\b", re.I)
_RANGE = re.compile(
    r"\b(?:between|from)\s+(-?\d{1,12})\s+(?:and|to)\s+(-?\d{1,12})\b|\b(?:integer|int|"
    r"number)\s+(\d{1,6})\s?[-\u2013]\s?(\d{1,6})\b",
    re.I,
)
_MOST = re.compile(
    r"\b(?:max(?:imum)?|up to|at most|no more than)(?: value)?(?: is| of|:|=)?\s*(\d{1,9})(?!\d|"
    r"[.:/-]\d)(?: (?P<unit>char\w*|letters|symbols|items|\w+))?",
    re.I,
)
_LEAST = re.compile(
    r"\b(?:min(?:imum)?|at least|no less than)(?: value)?(?: is| of|:|=)?\s*(\d{1,9})(?!\d|"
    r"[.:/-]\d)(?: (?P<unit>char\w*|letters|symbols|items|\w+))?",
    re.I,
)
_GREATER = re.compile(r"\bgreater than or equal to (\d{1,9}|zero|one)\b", re.I)


def type_in(text: str, *, sure: bool = False) -> JsonSchema:
    """The type that a text names; with ``sure`` only where a description says it in so many words; {} without one."""
    plain = text.replace("\\", "")
    for sign, schema in _SURE if sure else _TYPES:
        if sign.search(plain):
            return _array(plain) if schema == {"type": "array"} else dict(schema)
    return {}


def _array(text: str) -> JsonSchema:
    match = _ITEMS.search(text)
    if match is None:
        return {"type": "array"}
    inner = match["of"] or match["before"] or match["in"]
    if _IDS.search(inner) and not re.search("string", inner, re.I):
        return {"type": "array", "items": {"type": "integer"}}
    found = next((dict(schema) for sign, schema in _TYPES[1:] if sign.search(re.sub(r"s$", "", inner))), None)
    if found is None and re.search(r"\bids?\b", text, re.I):
        return {"type": "array", "items": {}}
    return {"type": "array", "items": found} if found else {"type": "array"}


def choices_in(text: str) -> list[Json]:
    """The values of which a text says that one must be taken, as they are written; [] where it says no such thing."""
    for match in _CHOICES.finditer(text):
        found, place = [], match.end()
        for quoted in _QUOTED.finditer(text, place):
            if not _BETWEEN_CHOICES.match(text[place : quoted.start()]):
                break
            found.append(quoted["value"])
            place = quoted.end()
        if len(found) > 1:
            return found
        clear = re.search(r"values|options|choices|enum|one of", match[0], re.I)
        if clear and (bare := _BARE.match(text[match.end() :])):
            return [part for part in re.split(r"\s*(?:,|\||/|\bor\b|\band\b)\s*", bare[1]) if part]
    return []


def default_in(text: str) -> str:
    """The default that a text says, as it is written; "" without one."""
    match = _DEFAULT.search(text)
    return match["value"].rstrip(".,:") if match else ""


def requirement_in(marks: str, text: str) -> bool | None:
    """Whether marks and description say that a value is required; None where they say nothing."""
    if _CONDITIONAL.search(marks):
        return False
    if _OPTIONAL.search(marks):
        return False
    if _REQUIRED.search(marks):
        return True
    head = text[:60]
    if _OPTIONAL.search(head) or _CONDITIONAL.search(head):
        return False
    if re.search(
        r"^\W*required\b|\(required\)|\*\*required\*\*|[.:]\s*required\.?\s*$|\balways required\b|\bis required\b",
        text,
        re.I,
    ):
        return True
    return None


def bounds_in(text: str, kind: str) -> JsonSchema:
    """The bounds that a text says of a number, or of a text's length."""
    found: JsonSchema = {}
    if kind in ("integer", "number"):
        if match := _RANGE.search(text):
            low, high = (int(each) for each in match.groups() if each is not None)
            return {"minimum": low, "maximum": high} if low < high else {}
        if match := _MOST.search(text):
            found["maximum"] = int(match[1])
        if match := _LEAST.search(text) or _GREATER.search(text):
            found["minimum"] = {"zero": 0, "one": 1}.get(match[1].lower()) if not match[1].isdigit() else int(match[1])
    elif kind == "string":
        for sign, key in ((_MOST, "maxLength"), (_LEAST, "minLength")):
            match = sign.search(text)
            if match and (match["unit"] or "").lower().startswith(("char", "letter", "symbol")):
                found[key] = int(match[1])
    return found
