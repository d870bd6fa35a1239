"""Schemas of OpenAPI 3.0, 3.1 and Swagger 2.0 → JSON Schema 2020-12 with lazy references into ``#/$defs``.

Examples, defaults and enums are shared with the document, never copied; what a schema says in a wrong form is put
right where the meaning is plain, and otherwise left out with a warning.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import jsonschema_rs

from generator.openapi.chains import break_chains
from generator.openapi.keywords import (
    WHOLE_FORMATS,
    count_value,
    flag_value,
    format_value,
    number_value,
    pattern_value,
    type_and_format,
    typed_value,
    with_null,
)
from generator.openapi.references import References, UnresolvedReference, escaped
from generator.openapi.values import can_be_kept

Json = Any
JsonSchema = dict[str, Any]

_SCHEMA = frozenset(
    [
        "items",
        "additionalProperties",
        "not",
        "if",
        "then",
        "else",
        "contains",
        "propertyNames",
        "unevaluatedItems",
        "unevaluatedProperties",
    ]
)
_SCHEMA_LIST = frozenset(["allOf", "oneOf", "anyOf", "prefixItems"])
_SCHEMA_MAP = frozenset(["properties", "patternProperties", "dependentSchemas"])
_AS_IT_IS = frozenset(["const", "default"])

# Bounds beyond which no value could be made up or stored.
_MOST = {
    **{"minLength": 10_000, "minItems": 1_000, "minProperties": 1_000, "minContains": 1_000},
    **dict.fromkeys(["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"], 2**63),
}
_PAIRS = (("minimum", "maximum"), ("minLength", "maxLength"), ("minItems", "maxItems"),
          ("minProperties", "maxProperties"))  # fmt: skip
_VALUES: dict[str, Callable[[Json], Json]] = {
    **dict.fromkeys(
        [
            "minLength",
            "maxLength",
            "minItems",
            "maxItems",
            "minProperties",
            "maxProperties",
            "minContains",
            "maxContains",
        ],
        count_value,
    ),
    **dict.fromkeys(["minimum", "maximum", "multipleOf"], number_value),
    **dict.fromkeys(["readOnly", "writeOnly", "deprecated", "uniqueItems"], flag_value),
    **dict.fromkeys(
        ["title", "description", "contentMediaType", "contentEncoding"],
        lambda value: value if isinstance(value, str) else None,
    ),
    "format": format_value,
    "pattern": pattern_value,
    "exclusiveMinimum": lambda value: value if isinstance(value, bool) else number_value(value),
    "exclusiveMaximum": lambda value: value if isinstance(value, bool) else number_value(value),
}


class SchemaReader:
    """Reads schemas of one document; what they refer to is named, and read when ``definitions`` asks for it."""

    def __init__(self, references: References) -> None:
        self._references = references

    def definitions(self) -> dict[str, JsonSchema]:
        """All schemas that were named so far, and all that these name; a reference to nothing but itself is ``{}``."""
        found: dict[str, JsonSchema] = {}
        pending = self._references.pending
        while pending:
            where = pending.pop(0)
            found[self._references.names[where]] = self.schema(self._references.at(where), where) or {}
        for name in break_chains(found):
            self._references.warn(f"#/$defs/{name}", "References lead on and on from here; read as any value.")
        for name in found:
            self._break_circle(name, found)
        return found

    def schema(self, value: Json, where: str) -> JsonSchema | None:
        """The schema in 2020-12's form; None, with a warning, where it is none or leads nowhere."""
        if isinstance(value, bool):
            return {} if value else {"not": {}}
        if not isinstance(value, Mapping):
            self._references.warn(where, f"A schema should be an object, not {_kind(value)}; left out.")
            return None
        read: JsonSchema = {}
        if "$ref" in value and not isinstance(value["$ref"], Mapping):
            try:
                name = self._references.name_of(self._references.target(value["$ref"]))
            except UnresolvedReference as fault:
                self._references.warn(where, f"{fault} Left out.")
                return None
            read["$ref"] = f"#/$defs/{name}"
            if len(value) == 1:
                return read
        for key, item in value.items():
            self._read_keyword(key, item, where, read)
        if "prefixItems" in read and isinstance(value.get("items"), list):
            self._read_alternatives(value["items"], where, read, is_array="type" in value)
        self._finish(read, where)
        if flag_value(value.get("nullable", value.get("x-nullable"))):
            read = with_null(read)
        if "enum" in read or "default" in read:
            self._fit_values(read, where)
        return read

    def _read_alternatives(self, items: list[Json], where: str, read: JsonSchema, *, is_array: bool) -> None:
        """Read a list under ``items`` as alternatives where it is no tuple."""
        if not is_array:
            # What has no type "array" is no tuple: Swagger 2.0 has no anyOf, and this is how documents say it there.
            self._references.warn(where, "A list of schemas without the type array was read as alternatives.")
            read["anyOf"] = read.pop("prefixItems")
        elif _tell_kinds(items):
            self._references.warn(where, "A list of kinds of elements was read as alternatives.")
            read["items"] = {"anyOf": read.pop("prefixItems")}

    def _read_keyword(self, key: str, item: Json, where: str, read: JsonSchema) -> None:
        if key in _SCHEMA:
            self._read_schema(key, item, where, read)
        elif key in _SCHEMA_LIST:
            self._read_list(key, item, where, read)
        elif key in _SCHEMA_MAP:
            self._read_map(key, item, where, read)
        elif key in _VALUES:
            self._read_value(key, item, where, read)
        elif special := _SPECIAL.get(key):
            special(self, item, where, read)
        elif key in _AS_IT_IS:
            self._read_constant(key, item, where, read)
        elif key.startswith("x-"):
            read[key] = item

    def _read_value(self, key: str, item: Json, where: str, read: JsonSchema) -> None:
        right = _VALUES[key](item)
        if key in _MOST and right is not None and abs(right) > _MOST[key]:
            self._references.warn(where, f"{key!r} is larger than {_MOST[key]:,}, which is not modelled; left out.")
        elif right is not None:
            read[key] = right
        elif item is not None:
            self._warn(where, key, item)

    def _read_constant(self, key: str, item: Json, where: str, read: JsonSchema) -> None:
        if can_be_kept(item):
            read[key] = item
        else:
            self._references.warn(where, f"{key!r} is too large a value; left out.")

    def _read_schema(self, key: str, item: Json, where: str, read: JsonSchema) -> None:
        if isinstance(item, list) and key == "items":  # the tuple form of earlier drafts
            self._read_list("prefixItems", item, where, read)
        elif item is None or (child := self.schema(item, f"{where}/{key}")) is None:
            return
        else:
            read[key] = item if isinstance(item, bool) and key != "items" else child

    def _read_list(self, key: str, item: Json, where: str, read: JsonSchema) -> None:
        if not isinstance(item, list):
            self._warn(where, key, item)
            return
        children = [self.schema(child, f"{where}/{key}/{index}") for index, child in enumerate(item)]
        if kept := [child for child in children if child is not None]:
            read[key] = kept

    def _read_map(self, key: str, item: Json, where: str, read: JsonSchema) -> None:
        if not isinstance(item, Mapping):
            if item is not None:
                self._warn(where, key, item)
            return
        if any("\0" in name for name in item):  # SQLite's JSON ends a name there
            self._references.warn(where, "A property's name holds a null character; left out.")
            item = {name: child for name, child in item.items() if "\0" not in name}
        children = {name: self.schema(child, f"{where}/{key}/{escaped(name)}") for name, child in item.items()}
        read[key] = {name: child for name, child in children.items() if child is not None}
        if key == "properties":  # draft 3 said it on the property
            required = [n for n, child in item.items() if isinstance(child, Mapping) and child.get("required") is True]
            if required:
                read["required"] = [*read.get("required", ()), *required]

    def _read_type(self, item: Json, where: str, read: JsonSchema) -> None:
        kinds: list[str] = []
        for written in item if isinstance(item, list) else [item]:
            kind, implied = type_and_format(written)
            if kind is None:
                if written not in ("any", None):
                    self._warn(where, "type", written)
                return
            if kind != written and written != "file":
                self._references.warn(where, f"The type {written!r} was read as {kind!r}.")
            if implied:
                read.setdefault("format", implied)
            kinds += [kind] if kind not in kinds else []
        if kinds:
            read["type"] = kinds[0] if len(kinds) == 1 else kinds

    def _read_required(self, item: Json, where: str, read: JsonSchema) -> None:
        if isinstance(item, list):
            names = [*read.get("required", ()), *(name for name in item if isinstance(name, str) and "\0" not in name)]
            if names:
                read["required"] = names
        elif isinstance(item, str) and item and flag_value(item) is None:
            self._references.warn(where, "'required' should be a list; read as a list of one.")
            read["required"] = [*read.get("required", ()), item]
        elif not isinstance(item, bool) and flag_value(item) is None and item is not None:
            self._warn(where, "required", item)

    def _read_enum(self, item: Json, where: str, read: JsonSchema) -> None:
        if isinstance(item, list) and item:
            kept = [value for value in item if can_be_kept(value)]
            if len(kept) < len(item):
                self._references.warn(where, f"{len(item) - len(kept)} choices are too large; left out.")
            if kept:
                read["enum"] = kept
        elif item is not None:
            self._warn(where, "enum", item)

    def _read_example(self, item: Json, where: str, read: JsonSchema) -> None:
        if item is not None and can_be_kept(item):
            read.setdefault("examples", [item])

    def _read_examples(self, item: Json, where: str, read: JsonSchema) -> None:
        if isinstance(item, Mapping):  # the media type's form, put on a schema by mistake
            item = [one.get("value", one) if isinstance(one, Mapping) else one for one in item.values()]
        if isinstance(item, list) and (kept := [value for value in item if can_be_kept(value)]):
            read["examples"] = kept

    def _read_discriminator(self, item: Json, where: str, read: JsonSchema) -> None:
        if isinstance(item, str):  # Swagger 2.0
            read["discriminator"] = {"propertyName": item}
        elif isinstance(item, Mapping) and isinstance(item.get("propertyName"), str):
            mapping = item.get("mapping")
            named = self._named_mapping(mapping, where) if isinstance(mapping, Mapping) else {}
            read["discriminator"] = {"propertyName": item["propertyName"], **({"mapping": named} if named else {})}
        else:
            self._warn(where, "discriminator", item)

    def _named_mapping(self, mapping: Mapping[str, Json], where: str) -> dict[str, str]:
        named = {}
        for value, reference in mapping.items():
            try:
                named[value] = f"#/$defs/{self._references.name_of(self._references.target(reference))}"
            except UnresolvedReference as fault:
                self._references.warn(f"{where}/discriminator", f"{fault} Left out.")
        return named

    def _read_dependent_required(self, item: Json, where: str, read: JsonSchema) -> None:
        if isinstance(item, Mapping) and all(isinstance(names, list) for names in item.values()):
            read["dependentRequired"] = item

    def _finish(self, read: JsonSchema, where: str) -> None:
        for exclusive, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if isinstance(read.get(exclusive), bool) and read.pop(exclusive) and bound in read:
                read[exclusive] = read.pop(bound)
        for least, most in _PAIRS:
            if least in read and most in read and read[least] > read[most]:
                self._references.warn(where, f"{least!r} is beyond {most!r}; both are left out.")
                del read[least], read[most]
        if (
            read.get("type") == "number"
            and read.get("format") in WHOLE_FORMATS
            and _are_whole(read.get("examples", []))
        ):
            read["type"] = "integer"
        if "required" in read:
            read["required"] = list(dict.fromkeys(read["required"]))
        if "multipleOf" in read and read["multipleOf"] <= 0:
            del read["multipleOf"]
        branches = read.get("allOf", ())
        if len(branches) == 1 and branches[0].keys() == {"$ref"} and "$ref" not in read:
            read["$ref"] = read.pop("allOf")[0]["$ref"]

    def _fit_values(self, read: JsonSchema, where: str) -> None:
        kinds = read.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        if "enum" in read:
            typed = [typed_value(value, kinds)[0] for value in read["enum"]]
            read["enum"] = list({json.dumps(value, sort_keys=True): value for value in typed}.values())
        if "default" in read:
            value, right = typed_value(read["default"], kinds)
            if value is None and not right:  # what is meant is that there is no default
                del read["default"]
            elif right and value in read.get("enum", [value]) and _fits_text(read, value):
                read["default"] = value
            else:
                del read["default"]
                self._references.warn(where, "The default is none of the values that the schema allows; left out.")

    def _break_circle(self, name: str, found: dict[str, JsonSchema]) -> None:
        seen: set[str] = set()
        while (reference := found[name].get("$ref")) is not None:
            seen.add(name)
            name = reference.removeprefix("#/$defs/")
            if name in seen:
                self._references.warn(f"#/$defs/{name}", "The schema refers to nothing but itself; read as any value.")
                found[name] = {}

    def _warn(self, where: str, key: str, item: Json) -> None:
        self._references.warn(where, f"{key!r} cannot be {_kind(item)}; left out.")


_SPECIAL: dict[str, Callable[[SchemaReader, Json, str, JsonSchema], None]] = {
    "type": SchemaReader._read_type,
    "required": SchemaReader._read_required,
    "enum": SchemaReader._read_enum,
    "example": SchemaReader._read_example,
    "x-example": SchemaReader._read_example,
    "examples": SchemaReader._read_examples,
    "discriminator": SchemaReader._read_discriminator,
    "dependentRequired": SchemaReader._read_dependent_required,
}


def _are_whole(values: Json) -> bool:
    return all(not isinstance(value, float) or value.is_integer() for value in values)


def _kind(value: Json) -> str:
    names = {"dict": "an object", "list": "a list", "bool": "a boolean", "NoneType": "null"}
    shown = repr(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""
    return (shown if len(shown) <= 40 else "") or names.get(type(value).__name__, "text")


def _fits_text(schema: JsonSchema, value: Json) -> bool:
    """Whether a text is one that the schema allows: a sentence in the place of a default tells one, and is none."""
    bounds: JsonSchema = {name: schema[name] for name in ("minLength", "maxLength", "pattern") if name in schema}
    if not isinstance(value, str) or not bounds:
        return True
    try:
        return jsonschema_rs.is_valid(bounds, value)
    except ValueError:  # the pattern is none
        return True


def _tell_kinds(elements: list[Json]) -> bool:
    """Return whether each of several schemas is an object whose kind one property tells, and each of another kind.

    A tuple of them would hold one of each kind, in this order.
    """
    kinds = [_one_choice(each) for each in elements if isinstance(each, Mapping)]
    names = [set(kind) for kind in kinds]
    shared = set.intersection(*names) if len(names) == len(elements) > 1 else set()
    return any(len({repr(kind[name]) for kind in kinds}) == len(kinds) for name in shared)


def _one_choice(schema: Mapping[str, Json]) -> dict[str, Json]:
    """Return the properties of an object that have one choice only, with it."""
    properties = schema.get("properties")
    found = properties.items() if isinstance(properties, Mapping) else ()
    return {
        name: each["enum"][0]
        for name, each in found
        if isinstance(each, Mapping) and isinstance(each.get("enum"), list) and len(each["enum"]) == 1
    }
