"""Schemas as the generator of values wants them: references followed, allOf merged, a branch chosen, values judged."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import jsonschema_rs

from generator.plan import Json, JsonSchema
from state_db.formats import FORMATS

# References behind references, and allOf inside allOf, are followed this far.
MOST_HOPS = 24
_LOWEST = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_HIGHEST = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_TYPE_SIGNS = {
    "object": ("properties", "additionalProperties", "required", "minProperties", "patternProperties", "maxProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems", "uniqueItems", "contains"),
    "string": ("pattern", "minLength", "maxLength", "format", "contentEncoding"),
    "number": ("minimum", "maximum", "multipleOf", "exclusiveMinimum", "exclusiveMaximum"),
}
TYPES = ("string", "integer", "number", "boolean", "array", "object", "null")


def pointed(reference: str, definitions: Mapping[str, JsonSchema]) -> Json:
    """Return what a reference into the definitions names, or an empty schema."""
    parts = reference.removeprefix("#/$defs/").split("/")
    found: Any = definitions.get(parts[0].replace("~1", "/").replace("~0", "~"), {})
    for part in parts[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, dict):
            found = found.get(name, {})
        elif isinstance(found, list) and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            return {}
    return found


def flattened(schema: Json, definitions: Mapping[str, JsonSchema], hops: int = MOST_HOPS) -> JsonSchema:
    """Return the schema with its own references followed and its allOf merged; what lies deeper is left as it is."""
    if not isinstance(schema, dict) or hops <= 0:
        return {"not": {}} if schema is False else {}
    if "$ref" not in schema and "allOf" not in schema:
        return schema
    own = {key: value for key, value in schema.items() if key not in ("$ref", "allOf")}
    whole: JsonSchema = {}
    if isinstance(schema.get("$ref"), str):
        whole = flattened(pointed(schema["$ref"], definitions), definitions, hops - 1)
    for part in _list(schema.get("allOf")):
        whole = merged(whole, flattened(part, definitions, hops - 1))
    return merged(whole, own)


def referred(schema: Json) -> str:
    """Return the name of the definition that the schema is, or an empty text."""
    if not isinstance(schema, dict):
        return ""
    if isinstance(schema.get("$ref"), str):
        return str(schema["$ref"]).split("/")[-1]
    parts = [part for key in ("allOf", "oneOf", "anyOf") for part in _list(schema.get(key))]
    return next((found for part in parts if (found := referred(part))), "")


def merged(one: JsonSchema, other: JsonSchema) -> JsonSchema:
    """Return a schema for what both accept, as near as keywords allow; annotations come from the second."""
    if not one:
        return other
    both = {**one, **other}
    for key in one.keys() & other.keys():
        both[key] = _both(key, one[key], other[key])
    return both


def _both(key: str, one: Json, other: Json) -> Json:
    if key == "properties" and isinstance(one, dict) and isinstance(other, dict):
        shared = {
            name: {"allOf": [one[name], other[name]]} for name in one if name in other and one[name] != other[name]
        }
        return {**one, **other, **shared}
    if key == "required":
        return list(dict.fromkeys([*_list(one), *_list(other)]))
    if key == "enum":
        return [value for value in _list(one) if value in _list(other)] or other
    if key == "type":
        return _common_types(one, other)
    if key in (*_LOWEST, *_HIGHEST) and isinstance(one, int | float) and isinstance(other, int | float):
        return max(one, other) if key in _LOWEST else min(one, other)
    if key in ("items", "additionalProperties") and isinstance(one, dict) and isinstance(other, dict):
        return {"allOf": [one, other]} if one != other else one
    return other


def _common_types(one: Json, other: Json) -> Json:
    first = [one] if isinstance(one, str) else _list(one)
    second = [other] if isinstance(other, str) else _list(other)
    if "number" in first and "integer" in second:
        first = [*first, "integer"]
    if "number" in second and "integer" in first:
        second = [*second, "integer"]
    return [kind for kind in first if kind in second] or other


def branches_of(schema: JsonSchema, definitions: Mapping[str, JsonSchema]) -> list[JsonSchema]:
    """Return the flattened schema with each branch of its oneOf, or else its anyOf, taken, [] where it has neither.

    Null is none of them if there are others. What is returned may have branches of its own.
    """
    keyword = next((name for name in ("oneOf", "anyOf") if _list(schema.get(name))), None)
    if keyword is None:
        return []
    branches = [merged(flattened(branch, definitions), _marked(schema, branch)) for branch in _list(schema[keyword])]
    branches = [
        branch for branch in branches if branch.get("type") != "null" and branch.get("enum") != [None]
    ] or branches
    rest = {key: value for key, value in schema.items() if key not in (keyword, "discriminator")}
    return [merged(rest, branch) for branch in branches]


def _marked(schema: JsonSchema, branch: Json) -> JsonSchema:
    """Return what a discriminator says of a branch: the property that names it has the branch's name."""
    told, reference = schema.get("discriminator"), branch.get("$ref") if isinstance(branch, dict) else None
    if not isinstance(told, dict) or not isinstance(reference, str) or not isinstance(told.get("propertyName"), str):
        return {}
    target, mapping = reference.split("/")[-1], told.get("mapping")
    pairs = mapping.items() if isinstance(mapping, dict) else ()
    named = next((name for name, other in pairs if str(other).split("/")[-1] == target), target)
    return {"properties": {told["propertyName"]: {"const": named}}}


def types_of(schema: JsonSchema) -> list[str]:
    """Return the JSON types that a flattened schema allows, by ``type`` or by its keywords; null is left out."""
    named = schema.get("type")
    kinds = [named] if isinstance(named, str) else [kind for kind in _list(named) if isinstance(kind, str)]
    if kinds:
        kinds = [kind for kind in kinds if kind in TYPES]
        return [kind for kind in kinds if kind != "null"] or kinds
    return [kind for kind, signs in _TYPE_SIGNS.items() if any(sign in schema for sign in signs)]


def examples_of(schema: JsonSchema) -> list[Json]:
    """Return the documented examples of a flattened schema."""
    shown = _list(schema.get("examples"))
    return [*shown, schema["example"]] if "example" in schema else shown


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _references(schema: Json) -> Iterator[str]:
    if isinstance(schema, dict):
        reference = schema.get("$ref")
        if isinstance(reference, str) and reference.startswith("#/$defs/"):
            yield reference.removeprefix("#/$defs/").split("/")[0].replace("~1", "/").replace("~0", "~")
        for part in schema.values():
            yield from _references(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from _references(part)


def self_contained(schema: JsonSchema, definitions: Mapping[str, JsonSchema]) -> JsonSchema:
    """Return the schema with those definitions, and only those, that it needs."""
    needed: dict[str, JsonSchema] = {}
    open_names = list(_references(schema))
    while open_names:
        name = open_names.pop()
        if name not in needed and name in definitions:
            needed[name] = definitions[name]
            open_names.extend(_references(definitions[name]))
    return {**schema, "$defs": needed} if needed else schema


class Judge:
    """Says whether a schema accepts a value. A schema that is itself broken accepts everything."""

    def __init__(self, schema: JsonSchema, definitions: Mapping[str, JsonSchema]) -> None:
        self._validator = _validator(json.dumps(self_contained(schema, definitions))) if schema else None

    def accepts(self, value: Json) -> bool:
        """Return whether the schema accepts the value, formats included."""
        if self._validator is None:
            return True
        try:
            return bool(self._validator.is_valid(value))
        except ValueError:  # a regular expression that ran out of steps, a number that is too large
            return False


@lru_cache(maxsize=512)
def _validator(text: str) -> jsonschema_rs.Draft202012Validator | None:
    """Return what judges by the schema of this text: hundreds of columns share one, and large ones are slow to read."""
    schema = json.loads(text)
    for options in (jsonschema_rs.RegexOptions(), jsonschema_rs.FancyRegexOptions()):
        try:
            return jsonschema_rs.Draft202012Validator(
                schema, validate_formats=True, formats=FORMATS, pattern_options=options
            )
        except (ValueError, jsonschema_rs.ReferencingError):
            continue
    return None
