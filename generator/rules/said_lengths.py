"""Said lengths: how long a text may be, and how many items an array may have, by the sentences about it."""

import re

from generator.description import JsonSchema
from generator.rules.envelopes import type_names
from generator.rules.naming import sentences
from generator.rules.said_numbers import DEPENDS, NUMBER, whole

_MOST = (
    r"(?:(?:a |the )?max(?:imum|imal|\.)?(?: (?:length|size|limit|number))?(?:\s?:| is| of|)"
    r"|up to(?: a maximum of)?|at most|no more than|not exceed|not be (?:longer|more) than)"
)
_LONG = re.compile(rf"\b{_MOST} (?P<number>{NUMBER}) (?:\w+ )?char(?:acter)?s?\b", re.I)
_MANY = re.compile(
    rf"\b{_MOST} (?P<number>{NUMBER}) (?:[\w-]+ )?(?:items?|elements?|entries|values|objects|ids|uris|keys|names)\b",
    re.I,
)


def said_length(schema: JsonSchema, said: str) -> JsonSchema:
    """Return the bound that a sentence sets a text or an array without a condition, where the schema has none itself.

    >>> said_length({"type": "string"}, "A unique name, up to 64 characters long.")
    {'maxLength': 64}
    """
    if is_free_text(schema) and "maxLength" not in schema:
        return _bound(schema, said, _LONG, "maxLength")
    return said_items(schema, said) if type_names(schema) - {"null"} == {"array"} else {}


def is_free_text(schema: JsonSchema) -> bool:
    """Return whether a schema is of a text, or null, whose form and choices are not declared."""
    return type_names(schema) - {"null"} == {"string"} and not schema.keys() & {"pattern", "enum", "const", "format"}


def said_items(schema: JsonSchema, said: str) -> JsonSchema:
    """Return how many items an array may have by a sentence, where its schema does not say."""
    return {} if "maxItems" in schema else _bound(schema, said, _MANY, "maxItems")


def _bound(schema: JsonSchema, said: str, pattern: re.Pattern[str], word: str) -> JsonSchema:
    shown = [schema.get("default"), *(schema.get("examples") or ())]
    longest = max((len(value) for value in shown if isinstance(value, str | list)), default=0)
    for sentence in sentences(" ".join(said.split())):
        match = pattern.search(sentence)
        if match and not DEPENDS.search(sentence):
            most = whole(match["number"])
            least = max(longest, 1, schema.get("minLength", 0), schema.get("minItems", 0))
            return {word: most} if most >= least else {}
    return {}
