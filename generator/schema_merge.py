"""Merging the branches of ``allOf`` into one schema, and joining objects of which one applies."""

from collections.abc import Sequence
from typing import Any

JsonSchema = dict[str, Any]
Json = Any

_LOWER = frozenset(["minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"])  # the larger bound holds
_UPPER = frozenset(["maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"])
_SAYINGS = frozenset(["title", "description", "examples", "default", "discriminator", "deprecated"])


def merged(own: JsonSchema, parts: Sequence[JsonSchema]) -> JsonSchema:
    """One schema that holds where all of them hold; ``own`` are the keywords beside ``allOf`` and win in prose.

    ``additionalProperties: false`` closes only over the properties beside it, so it is kept from ``own`` alone, or
    where there is one part only. Examples of a part are kept only where no other part adds properties to them.
    """
    whole: JsonSchema = {}
    for part in parts:
        whole = _both(whole, part)
    if len([part for part in [*parts, own] if "properties" in part]) > 1:
        whole.pop("examples", None)
        if len(parts) > 1 or "properties" in own:
            whole.pop("additionalProperties", None)
    said = {key: value for key, value in own.items() if key in _SAYINGS or key.startswith("x-")}
    return {**_both(whole, own), **said}


def _both(first: JsonSchema, second: JsonSchema) -> JsonSchema:
    """Both schemas at once, keyword by keyword; prose of the first stays."""
    both = dict(first)
    for key, value in second.items():
        both[key] = _both_values(key, both[key], value) if key in both else value
    if again := [{key: second[key]} for key in ("oneOf", "anyOf") if key in first and key in second]:
        both["allOf"] = [*both.get("allOf", ()), *again]
    return both


def _both_values(key: str, first: Json, second: Json) -> Json:
    match key:
        case "properties" | "patternProperties":
            return {**first, **{n: _both_schemas(first[n], s) if n in first else s for n, s in second.items()}}
        case "required":
            return list(dict.fromkeys([*first, *second]))
        case "type":
            return _both_types(first, second)
        case "enum":
            return [value for value in second if value in first] or second
        case "items" | "additionalProperties":
            return _both_schemas(first, second) if isinstance(first, dict) and isinstance(second, dict) else second
        case "readOnly" | "writeOnly" | "deprecated" | "uniqueItems":
            return first or second
        case _ if key in _LOWER:
            return max(first, second)
        case _ if key in _UPPER:
            return min(first, second)
        case "format" | "pattern" | "const" | "multipleOf" | "not":
            return second
        case _:
            return first


def _both_types(first: str | list[str], second: str | list[str]) -> str | list[str]:
    one, other = ([kinds] if isinstance(kinds, str) else kinds for kinds in (first, second))
    both = [kind for kind in one if kind in other or (kind == "integer" and "number" in other)]
    both += [kind for kind in other if kind == "integer" and kind not in both and "number" in one]
    return second if not both else both[0] if len(both) == 1 else both


def _both_schemas(first: JsonSchema, second: JsonSchema) -> JsonSchema:
    """Both schemas of one property; kept as ``allOf`` where a reference takes part, so that nothing is read early."""
    if first == second or not second:
        return first
    if not first:
        return second
    if any(keyword in part for part in (first, second) for keyword in ("$ref", "allOf", "oneOf", "anyOf")):
        return {"allOf": [first, second]}
    return _both(first, {**second, **{key: value for key, value in second.items() if key in _SAYINGS}})


def union(parts: Sequence[JsonSchema]) -> JsonSchema:
    """One object schema that allows what any of the object schemas allows."""
    properties: dict[str, JsonSchema] = {}
    for part in parts:
        for name, schema in part.get("properties", {}).items():
            properties[name] = _either(properties[name], schema) if name in properties else schema
    required = [n for n in parts[0].get("required", ()) if all(n in part.get("required", ()) for part in parts)]
    whole: JsonSchema = {"type": "object", "properties": properties}
    if required:
        whole["required"] = required
    if all(part.get("additionalProperties") is False for part in parts):
        whole["additionalProperties"] = False
    examples = [example for part in parts for example in part.get("examples", ())]
    return {**whole, **({"examples": examples} if examples else {})}


def _either(first: JsonSchema, second: JsonSchema) -> JsonSchema:
    if first == second:
        return first
    values = [_values(first), _values(second)]
    if values[0] and values[1] and first.get("type") == second.get("type"):
        rest = {key: value for key, value in first.items() if key not in ("enum", "const")}
        return {**rest, "enum": list(dict.fromkeys([*values[0], *values[1]]))}
    branches = list(first["anyOf"]) if first.keys() == {"anyOf"} else [first]
    return first if second in branches else {"anyOf": [*branches, second]}


def _values(schema: JsonSchema) -> list[Json]:
    values = [schema["const"]] if "const" in schema else schema.get("enum", [])
    return list(values) if all(isinstance(value, (str, int, float, bool)) for value in values) else []
