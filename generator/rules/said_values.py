"""Said values: the choices and the default of a property that its description names in words alone."""

import re
from typing import Any

from generator.description import JsonSchema
from generator.rules.naming import sentences
from generator.rules.said_numbers import said_number

Json = Any

_QUOTED = r"(?:`[\w.:/+-]{1,40}`|\"[\w.:/+-]{1,40}\"|'[\w.:/+-]{1,40}')"
_LED = (
    r"(?:\bmust be(?: set to)?(?: (?:one of|either))?(?: the following| these)?(?: values)?"
    r"|\b(?:can|may|should) be(?:(?: set to)? (?:one of|either)(?: the following| these)?(?: values)?|(?=:))"
    r"|\bis one of|(?:^|[.;(]\s?)(?:one of|either)"
    r"|\b(?:possible|valid|allowed|accepted|permitted|supported) (?:values|types|options|choices|statuses|states)"
    r"(?: are|:| is)?)"
)
# What follows must end the sentence, or go on to the default: "`a` or `b` for teams" is no whole list.
_DONE = r"(?=\s*(?:$|[.;)\n]|,? and (?:the )?defaults?\b))"
_CHOICES = re.compile(
    rf"{_LED}:?\s+((?:{_QUOTED}(?:\s*,\s*(?:(?:or|and) )?|\s+(?:or|and)\s+|\s*\|\s*))+{_QUOTED}){_DONE}", re.I
)
# A list below such words, each of its lines a value with what it means: "- `low`: for earthenware".
_LEADS_TO_LIST = re.compile(rf"{_LED}(?: as follows| the following)?\s*[:.]?\s*(?:<[uo]l>\s*)?$", re.I)
_POINT = re.compile(r"^[ \t]*(?:[-*+•]|\d+[.)])[ \t]+([^\n]*)$|<li>(.*?)(?=</?li>|</[uo]l>|$)", re.M | re.S)
_POINT_VALUE = re.compile(
    r"(?:`([^`\n]{1,60})`|<code>([^<\n]{1,60})</code>|\"([^\"\n]{1,60})\")(?!\s*(?:or|and|,|/|to|will)\b)"
)
_ANY_LIST = re.compile(rf"{_QUOTED}\s*(?:,|\bor\b|\band\b)\s*(?:or |and )?{_QUOTED}", re.I)
_MANY_IN_ONE = re.compile(r"\bcomma|\bseparated\b|\blist of\b|\bfor example\b|\be\.g\.|\bsuch as\b|\bincluding\b", re.I)
_DEFAULT = re.compile(
    r"\b(?:defaults to|default(?: value)? is(?: set to)?|default(?: value)?:)\s+"
    r"(?P<quote>[`\"']?)(?P<value>[\w.:/+=-]*\w)(?P=quote)"
    r"(?=\s*(?:$|[.,;)(\n]|if (?:it is |you do )?not\b|if omitted\b))",
    re.I,
)
# What answers show where nothing was set: "If the attributes are not set, "{}" will be returned."
_UNSET = re.compile(
    r"\bif (?:(?:it|they|(?:the |this |an? )?\w+) (?:is|are|has been|have been|has|have))"
    r" not (?:been )?(?:set|given|provided|specified),? "
    r"[`\"'](?P<value>[^`\"'\n]{1,40})[`\"'] (?:will be|is) (?:returned|shown|used)\b",
    re.I,
)
_DEPENDS = re.compile(
    r"\b(?:if|when|unless|otherwise|depend\w*|except|for)\b(?! (?:it is |you do )?not\b| omitted\b)", re.I
)


_AS_DEFAULT = re.compile(rf"(?P<quoted>{_QUOTED}) ?\(default\)", re.I)


def marked_default(schema: JsonSchema, said: str) -> Json:
    """Return the one of the choices that is marked in their list: "`open` (default) or `done`"; None without a mark."""
    marked = {match["quoted"][1:-1] for match in _AS_DEFAULT.finditer(said)}
    choices = schema.get("enum")
    found = [value for value in marked if "$ref" in schema or (isinstance(choices, list) and value in choices)]
    return found[0] if len(found) == 1 and "default" not in schema else None


def said_choices(schema: JsonSchema, said: str) -> JsonSchema:
    """Return the enum of a text, or of the texts in an array, that the description lists; empty where it lists none.

    A description with several lists says something about each of them, and none is the whole.
    """
    kind = _kind(schema)
    inner = schema.get("items") if kind == "array" else schema
    plain = isinstance(inner, dict) and _kind(inner) == "string"
    if not plain or not isinstance(inner, dict) or inner.keys() & {"enum", "const", "pattern", "format", "$ref"}:
        return {}
    said = _AS_DEFAULT.sub(lambda match: match["quoted"], said)
    lead = said[: points[0].start()] if len(points := list(_POINT.finditer(said))) > 1 else said
    if kind == "string" and _MANY_IN_ONE.search(lead):
        return {}
    if not (choices := _pointed(lead, points) or _in_line(said)):
        return {}
    if kind == "string":
        return {"enum": [*choices, None] if schema.get("type") != "string" else choices}
    return {"items": {**inner, "enum": choices}}


def _in_line(said: str) -> list[str]:
    """Return the values that a sentence lists; none where several lists stand beside each other."""
    found = _CHOICES.findall(said)
    if len(found) != 1 or len(_ANY_LIST.findall(said)) > len(_ANY_LIST.findall(found[0])):
        return []
    return list(dict.fromkeys(quoted[1:-1] for quoted in re.findall(_QUOTED, found[0])))


def _pointed(lead: str, points: list[re.Match[str]]) -> list[str]:
    """Return the values of the text's only list of points, where words that lead to choices stand above it."""
    if len(points) < 2 or not _LEADS_TO_LIST.search(lead):
        return []
    values = [_POINT_VALUE.match((point[1] or point[2] or "").strip()) for point in points]
    told = [next(filter(None, value.groups())).strip("\"'") for value in values if value is not None]
    return list(dict.fromkeys(told)) if len(told) == len(points) else []


def _kind(schema: JsonSchema) -> str:
    """Return the one type of a schema beside null; empty where it names none, or several."""
    names = schema.get("type")
    kinds = [names] if isinstance(names, str) else [name for name in names or () if name != "null"]
    return str(kinds[0]) if len(kinds) == 1 else ""


def said_default(schema: JsonSchema, said: str) -> Json:
    """Return the default that the description names without a condition; None where it names none of the type."""
    if schema.keys() & {"default", "const", "readOnly"}:
        return None
    if _kind(schema) == "integer":
        return said_number(said)
    if _kind(schema) == "string" and "enum" not in schema and (unset := _UNSET.search(said)) is not None:
        return unset["value"]
    for sentence in sentences(said):
        match = _DEFAULT.search(sentence)
        if match and not _DEPENDS.search(sentence[: match.start()]) and not _DEPENDS.search(sentence[match.end() :]):
            return _typed(schema, match["value"], quoted=bool(match["quote"]))
    return None


def _typed(schema: JsonSchema, value: str, *, quoted: bool) -> Json:
    kind, choices = _kind(schema), schema.get("enum")
    if kind == "boolean":
        return {"true": True, "false": False}.get(value.lower())
    if kind != "string" or value in ("null", "none given"):
        return None
    if isinstance(choices, list):
        return value if value in choices else None
    return value if quoted and not schema.keys() & {"format", "pattern"} else None


def with_list_default(schema: JsonSchema, *, names_any: bool) -> JsonSchema:
    """Return a schema; of an array, a default that is written as one text is the list of the names in it.

    ``all`` asks for no choice, and words in a sentence name nothing: these are no default, nor is any without
    ``names_any``.
    """
    default = schema.get("default")
    if schema.get("type") != "array" or not isinstance(default, str):
        return schema
    names = [name.strip() for name in default.split(",")]
    told = {name: value for name, value in schema.items() if name != "default"}
    is_list = names not in (["all"], ["*"], ["none"]) and all(re.fullmatch(r"[\w.*-]+", name) for name in names)
    return {**told, "default": names} if is_list and names_any else told
