"""Bare objects: properties declared as objects of nothing, of which the words say that they are times or choices.

Descriptions written from code declare so what the code keeps in a type of its own: a time, or one of a list of words.
"""

import re

from generator.description import JsonSchema
from generator.rules.said_values import said_choices

_TELLS_SHAPE = frozenset(
    {"properties", "additionalProperties", "patternProperties", "allOf", "oneOf", "anyOf", "$ref", "enum", "const"}
)
_DATA = ("example", "examples", "default")
_TIME = re.compile(
    r"^\W*(?:optional\W+)?(?:the )?(?:local |utc )?(?:date and time|time and date|date-?time|timestamp|date|time)"
    r" (?:that|when|at which|on which)\b",
    re.I,
)


def without_bare_object(schema: JsonSchema) -> JsonSchema:
    """Return a property's schema as text where it is an object of nothing whose words tell of a time or of choices."""
    said = schema.get("description")
    if schema.get("type") != "object" or not isinstance(said, str) or schema.keys() & _TELLS_SHAPE:
        return schema
    if any(schema.get(name) not in (None, [], ()) for name in _DATA):
        return schema
    text: JsonSchema = {**schema, "type": "string"}
    if _TIME.search(said):
        return {**text, "format": "date-time"}
    choices = said_choices(text, said)
    return {**text, **choices} if choices else schema
