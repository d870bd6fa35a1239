"""Plain texts: inputs of a query that are declared as text, though what they are held against are numbers or flags.

In a query everything is text, and many descriptions leave it at that.
"""

from collections.abc import Callable

from generator.description import JsonSchema
from generator.plan import Filter
from generator.rules.envelopes import type_names

_TELLS_FORM = frozenset({"enum", "const", "format", "pattern", "minLength", "maxLength"})
_VALUES = frozenset({"default", "examples"})
_COMPARES = frozenset({"eq", "ne", "gt", "ge", "lt", "le"})


def filter_of_kept(
    schema: JsonSchema, text: str, filter_of: Callable[[JsonSchema], object]
) -> tuple[Filter, JsonSchema] | None:
    """Return the filter that a text makes as a number or a flag, with the schema of that; None where it makes none."""
    if type_names(schema) - {"null"} != {"string"} or "enum" in schema:
        return None
    if "`true`" in text and isinstance(found := filter_of({**schema, "type": "boolean"}), Filter):
        return found, {**schema, "type": "boolean"}
    for kind in ("integer", "number", "boolean") if not schema.keys() & _TELLS_FORM else ():
        # What is shown of a text's values are texts.
        other: JsonSchema = {**{name: part for name, part in schema.items() if name not in _VALUES}, "type": kind}
        if isinstance(found := filter_of(other), Filter) and found.test in _COMPARES and found.as_time is None:
            return found, other
    return None
