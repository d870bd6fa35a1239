"""The values of single schema keywords, brought into the form that JSON Schema 2020-12 gives them."""

import json
import re
from typing import Any

Json = Any
JsonSchema = dict[str, Any]

TYPES = ("null", "boolean", "object", "array", "number", "integer", "string")

# What documents write instead of a type's name → type and format.
_MISSPELT: dict[str, tuple[str, str]] = {
    "int": ("integer", ""), "int32": ("integer", "int32"), "int64": ("integer", "int64"), "long": ("integer", "int64"),
    "float": ("number", "float"), "double": ("number", "double"), "decimal": ("number", ""), "num": ("number", ""),
    "bool": ("boolean", ""), "str": ("string", ""), "text": ("string", ""), "char": ("string", ""),
    "enum": ("string", ""), "date": ("string", "date"), "datetime": ("string", "date-time"),
    "date-time": ("string", "date-time"), "timestamp": ("string", ""), "uuid": ("string", "uuid"),
    "url": ("string", "uri"), "uri": ("string", "uri"), "email": ("string", "email"), "file": ("string", "binary"),
    "binary": ("string", "binary"), "byte": ("string", "byte"), "list": ("array", ""), "dict": ("object", ""),
    "map": ("object", ""), "hash": ("object", ""), "json": ("object", ""), "none": ("null", ""), "nil": ("null", ""),
}  # fmt: skip

# A number of such a format is a whole one.
WHOLE_FORMATS = frozenset({"int32", "int64", "int", "long", "integer", "uint32", "uint64"})


def type_and_format(value: Json) -> tuple[str | None, str]:
    """The type that one written name means and the format that it implies; None where it says nothing."""
    if not isinstance(value, str):
        return None, ""
    if value in TYPES:
        return value, ""
    plain = value.strip().lower()
    return (plain, "") if plain in TYPES else _MISSPELT.get(plain, (None, ""))


def count_value(value: Json) -> int | None:
    """A length or count, also where it is written as text or as 3.0; None where it is none."""
    number = number_value(value)
    return int(number) if number is not None and number >= 0 and number == int(number) else None


def number_value(value: Json) -> int | float | None:
    """A number, also where it is written as text; None where it is none."""
    if isinstance(value, str):
        try:
            value = json.loads(value, parse_constant=lambda _: None)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return value if abs(value) < 1e300 else None


def flag_value(value: Json) -> bool | None:
    """A boolean, also where it is written as text; None where it is none."""
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.strip().lower())
    return value if isinstance(value, bool) else None


def pattern_value(value: Json) -> str | None:
    """A regular expression without the slashes that some documents put round it; None where it is none."""
    if not isinstance(value, str):
        return None
    delimited = re.fullmatch(r"/(\^.*\$)/[a-z]*", value, re.DOTALL)
    return delimited[1] if delimited else value


def format_value(value: Json) -> str | None:
    """A format by its usual name: a UUID's version does not change how it is written (``uuid4``)."""
    if not isinstance(value, str):
        return None
    return "uuid" if re.fullmatch(r"uuid[1-8]", value, re.I) else value


def fits(value: Json, kind: str) -> bool:
    """Whether a value has a JSON Schema type."""
    match kind:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return not isinstance(value, bool) and (
                isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            )
        case "number":
            return isinstance(value, (int, float)) and not isinstance(value, bool)
        case "string":
            return isinstance(value, str)
        case "array":
            return isinstance(value, list)
        case _:
            return isinstance(value, dict)


def typed_value(value: Json, kinds: list[str]) -> tuple[Json, bool]:
    """A default or enum value in one of the schema's types, and whether that could be done."""
    if not kinds or any(fits(value, kind) for kind in kinds):
        return value, True
    for kind in kinds:
        typed = _converted(value, kind)
        if typed is not None:
            return typed, True
    return value, False


def _converted(value: Json, kind: str) -> Json:
    match kind:
        case "boolean":
            return flag_value(value)
        case "integer" | "number":
            number = number_value(value) if isinstance(value, str) else None
            return number if number is not None and fits(number, kind) else None
        case "string":
            return None if isinstance(value, (dict, list)) or value is None else _text_of(value)
        case "array":
            return _array_of(value)
        case _:
            return None


def _text_of(value: Json) -> str:
    return json.dumps(value) if isinstance(value, (bool, int, float)) else str(value)


def _array_of(value: Json) -> list[Json] | None:
    if isinstance(value, str) and value.startswith("["):
        try:
            parsed = json.loads(value)
        except ValueError:
            return None
        return parsed if isinstance(parsed, list) else None
    return None


def with_null(schema: JsonSchema) -> JsonSchema:
    """The schema that allows null as well; says so in ``type`` and ``enum`` where it can."""
    if "$ref" in schema or "allOf" in schema:
        outer = {key: value for key, value in schema.items() if key in _SAYINGS or key.startswith("x-")}
        inner = {key: value for key, value in schema.items() if key not in outer}
        return {"anyOf": [inner, {"type": "null"}], **outer}
    kinds = schema.get("type")
    if kinds is not None:
        kinds = [kinds] if isinstance(kinds, str) else kinds
        schema = {**schema, "type": [*kinds, *({"null"} - set(kinds))]}
    if "enum" in schema and None not in schema["enum"]:
        schema = {**schema, "enum": [*schema["enum"], None]}
    for combinator in ("oneOf", "anyOf"):
        branches = schema.get(combinator)
        if branches and not any(_allows_null(branch) for branch in branches):
            schema = {**schema, combinator: [*branches, {"type": "null"}]}
    return schema


# Keywords that describe a value without restricting it.
_SAYINGS = frozenset(
    ["title", "description", "default", "examples", "readOnly", "writeOnly", "deprecated", "discriminator"]
)


def _allows_null(schema: JsonSchema) -> bool:
    kinds = schema.get("type", ())
    return kinds == "null" or (not isinstance(kinds, str) and "null" in kinds)
