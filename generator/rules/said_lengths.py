"""Said lengths: how long a text may be, and how many items an array may have, by the sentences about it."""

import re
from functools import lru_cache

from generator.description import JsonSchema
from generator.rules.envelopes import type_names
from generator.rules.naming import sentences, singular, words
from generator.rules.said_numbers import DEPENDS, NUMBER, whole

_MOST = (
    r"(?:(?:a |the )?max(?:imum|imal|\.)?(?: (?:length|size|limit|number))?(?:\s?[:=]| is| of|)"
    r"|up to(?: a (?:maximum|total) of)?|at most|no more than|limited to(?: a maximum of)?|not exceed"
    r"|not be (?:longer|more) than)"
)
_CHARACTERS = r"(?:\w+ )?char(?:acter)?s?"
# "Up to 64 characters", "500 characters max", "64 characters or less".
_LONG = re.compile(
    rf"\b{_MOST} (?P<number>{NUMBER}) {_CHARACTERS}\b"
    rf"|(?<![\w.,-])(?P<before>{NUMBER}) {_CHARACTERS} (?:max\b|maximum\b|or (?:less|fewer)\b)"
    rf"|\bmax(?:imum|\.)? length ?(?:[:=]|is|of) ?(?P<bare>{NUMBER})(?=\s*(?:$|[).,;]))",
    re.I,
)
_ITEMS = "items?|elements?|entries|values|objects|ids|uris|keys|names"
_MANY = r"\b{most} (?P<number>{number}) (?:[\w-]+ )?(?:{nouns})\b(?! (?:in length|long)\b)"
_PERMITTED = r"(?<![\w.,-])(?P<before>{number}) is the max(?:imum)? number of (?:{nouns})\b"
_PAIRS = "pairs?|properties|keys|fields|entries|tags"
_KEYS = re.compile(rf"\bkeys must be {_MOST} (?P<number>{NUMBER}) {_CHARACTERS}\b", re.I)


def said_length(schema: JsonSchema, said: str, name: str = "") -> JsonSchema:
    """Return the bound that a sentence sets a text, array or map without a condition, where the schema has none itself.

    ``name`` is the property's own: what "up to 20 signers" counts where it is called ``signers``.

    >>> said_length({"type": "string"}, "A unique name, up to 64 characters long.")
    {'maxLength': 64}
    """
    if is_free_text(schema) and "maxLength" not in schema:
        return _bound(schema, said, _LONG, "maxLength")
    kinds = type_names(schema) - {"null"}
    if kinds == {"object"} and not schema.get("properties"):
        return _said_pairs(schema, said, name)
    return said_items(schema, said, name) if kinds == {"array"} else {}


def is_free_text(schema: JsonSchema) -> bool:
    """Return whether a schema is of a text, or null, whose form and choices are not declared."""
    return type_names(schema) - {"null"} == {"string"} and not schema.keys() & {"pattern", "enum", "const", "format"}


def said_items(schema: JsonSchema, said: str, name: str = "") -> JsonSchema:
    """Return how many items an array may have by a sentence, where its schema does not say."""
    return {} if "maxItems" in schema else _bound(schema, said, _counting(_ITEMS, name), "maxItems")


def _said_pairs(schema: JsonSchema, said: str, name: str) -> JsonSchema:
    """Return how many properties a map may have by a sentence, and how long their names may be."""
    found = {} if "maxProperties" in schema else _bound(schema, said, _counting(_PAIRS, name), "maxProperties")
    keys = next((match for match in map(_KEYS.search, sentences(" ".join(said.split()))) if match), None)
    if keys is not None and "propertyNames" not in schema:
        found["propertyNames"] = {"maxLength": whole(keys["number"])}
    return found


@lru_cache(maxsize=1024)
def _counting(nouns: str, name: str) -> re.Pattern[str]:
    """Return the pattern of how many there may be: of what the nouns say, or of what the property itself is called."""
    own = [re.escape(part) for part in words(name)[-2:] if len(part) > 2]
    called = [nouns, *(f"{re.escape(singular(part))}s?" for part in own), *own]
    joined = "|".join(called)
    either = f"{_MANY}|{_PERMITTED}".replace("{most}", _MOST).replace("{nouns}", joined)
    return re.compile(either.replace("{number}", NUMBER), re.I)


def _bound(schema: JsonSchema, said: str, pattern: re.Pattern[str], word: str) -> JsonSchema:
    shown = [schema.get("default"), *(schema.get("examples") or ())]
    longest = max((len(value) for value in shown if isinstance(value, str | list | dict)), default=0)
    for sentence in sentences(" ".join(said.split())):
        match = pattern.search(sentence)
        if match and not DEPENDS.search(_clause(sentence, match)):
            most = whole(next(filter(None, match.groupdict().values())))
            least = max(longest, 1, *(schema.get(each, 0) for each in ("minLength", "minItems", "minProperties")))
            return {word: most} if most >= least else {}
    return {}


def _clause(sentence: str, match: re.Match[str]) -> str:
    """Return the part of a sentence on which a bound may depend: what is in brackets stands on its own."""
    start, end = sentence.rfind("(", 0, match.start() + 1), sentence.find(")", match.start())
    closed = sentence.rfind(")", 0, match.start())
    return sentence[start : end + 1] if closed < start and end >= 0 else sentence
