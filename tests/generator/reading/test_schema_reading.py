"""Schemas of the older dialects come out as JSON Schema 2020-12."""

from typing import Any

import pytest

from generator.description import Description
from reading.site import described, openapi, swagger


def read_schemas(schemas: dict[str, Any], **more: Any) -> Description:
    return described(openapi({"/a": {"get": {"operationId": "a"}}}, components={"schemas": schemas}, **more))


def read_schema(schema: Any) -> Any:
    return read_schemas({"It": schema, "Other": {"type": "string"}}).schemas["It"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "enum": ["a"], "nullable": True}, {"type": ["string", "null"], "enum": ["a", None]}),
        ({"type": "string", "nullable": False}, {"type": "string"}),
        (
            {"$ref": "#/components/schemas/Other", "nullable": True, "description": "d"},
            {"anyOf": [{"$ref": "#/$defs/Other"}, {"type": "null"}], "description": "d"},
        ),
        (
            {"allOf": [{"$ref": "#/components/schemas/Other"}], "description": "d", "readOnly": True},
            {"$ref": "#/$defs/Other", "description": "d", "readOnly": True},
        ),
        (
            {"oneOf": [{"type": "string"}, {"type": "integer"}], "nullable": True},
            {"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]},
        ),
        ({"type": "integer", "example": 5}, {"type": "integer", "examples": [5]}),
        ({"type": "integer", "examples": {"one": {"value": 5}}}, {"type": "integer", "examples": [5]}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 1, "exclusiveMaximum": False}, {"maximum": 1}),
        ({"exclusiveMinimum": 3}, {"exclusiveMinimum": 3}),
        ({"type": "file"}, {"format": "binary", "type": "string"}),
        ({"type": "number", "format": "int32"}, {"type": "integer", "format": "int32"}),
        ({"type": "number", "format": "int32", "example": 0.5}, {"type": "number", "format": "int32",
          "examples": [0.5]}),
        ({"type": "array", "items": [{"type": "string"}]}, {"type": "array", "prefixItems": [{"type": "string"}]}),
        ({"additionalProperties": False}, {"additionalProperties": False}),
        ({"additionalProperties": {"type": "string"}}, {"additionalProperties": {"type": "string"}}),
        ({"type": "string", "enum": [1, True]}, {"type": "string", "enum": ["1", "true"]}),
        ({"type": "integer", "default": "10"}, {"type": "integer", "default": 10}),
        ({"type": "boolean", "default": "false"}, {"type": "boolean", "default": False}),
        ({"type": "string", "default": None}, {"type": "string"}),
        ({"type": "string", "nullable": True, "default": None}, {"type": ["string", "null"], "default": None}),
        ({"minLength": "3", "maxItems": 4.0}, {"minLength": 3, "maxItems": 4}),
        ({"pattern": "/^[a-z]+$/i"}, {"pattern": "^[a-z]+$"}),
        ({"xml": {"name": "x"}, "x-kept": 1, "externalDocs": {}}, {"x-kept": 1}),
        ({"discriminator": {"propertyName": "kind", "mapping": {"o": "#/components/schemas/Other", "p": "Other"}}},
         {"discriminator": {"propertyName": "kind", "mapping": {"o": "#/$defs/Other", "p": "#/$defs/Other"}}}),
        (True, {}),
        ({"type": ["string", "null"]}, {"type": ["string", "null"]}),
        ({"properties": {"a": {"type": "string", "required": True}}, "required": ["b"]},
         {"properties": {"a": {"type": "string"}}, "required": ["a", "b"]}),
    ],
)  # fmt: skip
def test_keywords_become_those_of_2020_12(written: Any, read: Any) -> None:
    assert read_schema(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ({"type": "int64"}, {"type": "integer", "format": "int64"}),
        ({"type": "Boolean"}, {"type": "boolean"}),
        ({"type": "gibberish", "title": "t"}, {"title": "t"}),
        ({"properties": ["a"]}, {}),
        ({"properties": {"a": "string", "b": {}}}, {"properties": {"b": {}}}),
        ({"required": {"a": 1}}, {}),
        ({"enum": "a"}, {}),
        ({"minLength": "long"}, {}),
        ({"allOf": {"type": "string"}}, {}),
        ({"type": "string", "enum": ["a"], "default": "b"}, {"type": "string", "enum": ["a"]}),
        ({"type": "string", "minLength": 20, "default": "Now"}, {"type": "string", "minLength": 20}),
        ({"type": "string", "pattern": "^[0-9]+$", "default": "all"}, {"type": "string", "pattern": "^[0-9]+$"}),
        ({"items": {"$ref": "#/components/schemas/Missing"}, "type": "array"}, {"type": "array"}),
        ({"properties": {"a": {"$ref": "other.yaml#/A"}, "b": {}}}, {"properties": {"b": {}}}),
        ({"anyOf": [{"$ref": "https://example.com/a.json"}, {"type": "null"}]}, {"anyOf": [{"type": "null"}]}),
        ({"$ref": 5}, {}),
        ("string", {}),
        ([1], {}),
    ],
)
def test_what_is_wrong_is_left_out_with_a_warning(written: Any, read: Any) -> None:
    description = read_schemas({"It": written})
    assert description.schemas["It"] == read
    assert description.warnings[0].where.startswith("#/components/schemas/It")


def test_references_stay_and_may_go_round() -> None:
    description = read_schemas({"Node": {"properties": {"next": {"$ref": "#/components/schemas/Node"}}}})
    assert description.schemas == {"Node": {"properties": {"next": {"$ref": "#/$defs/Node"}}}}
    assert not description.warnings


def test_a_schema_that_refers_to_nothing_but_itself_is_any_value() -> None:
    description = read_schemas({"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}})
    assert {} in description.schemas.values()
    assert "itself" in description.warnings[0].what


def test_references_into_other_places_get_names() -> None:
    user = {"type": "object", "properties": {"home/address": {"type": "object", "properties": {"zip": {}}}}}
    it = {"$ref": "#/components/schemas/User/properties/home~1address"}
    description = read_schemas({"User": user, "It": it})
    assert description.schemas["It"] == {"$ref": "#/$defs/User_home_address"}
    assert description.schemas["User_home_address"] == {"type": "object", "properties": {"zip": {}}}


def test_names_need_no_escaping_and_do_not_meet() -> None:
    schemas = {"Page[Item]": {"title": "a"}, "Page_Item": {"title": "b"}}
    description = read_schemas({**schemas, "It": {"$ref": "#/components/schemas/Page%5BItem%5D"}})
    assert description.schemas["Page_Item"] == {"title": "a"}
    assert description.schemas["Page_Item_2"] == {"title": "b"}
    assert description.schemas["It"] == {"$ref": "#/$defs/Page_Item"}


def test_a_document_may_refer_to_itself_by_its_file_name() -> None:
    description = read_schemas({"It": {"$ref": "./shop.json#/components/schemas/Other"}, "Other": {}})
    assert description.schemas["It"] == {"$ref": "#/$defs/Other"}


def test_swagger_says_nullable_and_discriminator_differently() -> None:
    definitions = {"It": {"type": "object", "discriminator": "kind"}, "Text": {"type": "string", "x-nullable": True}}
    description = described(swagger({"/a": {"get": {}}}, definitions=definitions))
    assert description.schemas["It"]["discriminator"] == {"propertyName": "kind"}
    assert description.schemas["Text"]["type"] == ["string", "null"]


def test_examples_are_shared_with_the_document_and_not_looked_into() -> None:
    example = {"$ref": "no reference", "nullable": True, "example": 1}
    assert read_schema({"type": "object", "example": example})["examples"] == [example]
