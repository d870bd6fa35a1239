"""Looking into schemas: ``generator.schema.Schemas``."""

from typing import Any

import jsonschema_rs
import pytest

from generator.schema import Schemas

PET: dict[str, Any] = {
    "type": "object",
    "description": "A pet.",
    "required": ["id"],
    "properties": {"id": {"type": "integer"}, "owner": {"$ref": "#/$defs/Owner"}},
    "x-resource": "pet",
}
OWNER: dict[str, Any] = {"type": "object", "properties": {"pets": {"type": "array", "items": {"$ref": "#/$defs/Pet"}}}}
DOG: dict[str, Any] = {
    "allOf": [{"$ref": "#/$defs/Pet"}, {"required": ["bark"], "properties": {"bark": {"type": "string"}}}],
    "description": "A dog.",
}
CAT: dict[str, Any] = {"type": "object", "properties": {"id": {"type": "integer"}, "lives": {"type": "integer"}}}
# A variant that names the choice it belongs to.
TAG: dict[str, Any] = {"allOf": [{"$ref": "#/$defs/Egg"}, {"type": "object", "properties": {"label": {}}}]}
SCHEMAS = Schemas(
    {
        "Pet": PET,
        "Owner": OWNER,
        "Dog": DOG,
        "Cat": CAT,
        "Alias": {"$ref": "#/$defs/Pet"},
        "Either": {
            "oneOf": [{"$ref": "#/$defs/Dog"}, {"$ref": "#/$defs/Cat"}],
            "discriminator": {"propertyName": "id"},
        },
        "Ring": {"allOf": [{"$ref": "#/$defs/Ring"}, {"properties": {"a": {"type": "string"}}}]},
        "Ping": {"allOf": [{"$ref": "#/$defs/Pong"}, {"properties": {"ping": {}}}]},
        "Pong": {"allOf": [{"$ref": "#/$defs/Ping"}, {"properties": {"pong": {}}}]},
    }
)


def to(name: str, **beside: Any) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{name}", **beside}


def test_a_reference_is_followed_to_the_very_schema() -> None:
    assert SCHEMAS.resolve(to("Pet")) is PET
    assert SCHEMAS.resolve(to("Alias")) is PET
    assert SCHEMAS.resolve(CAT) is CAT


def test_what_stands_beside_a_reference_wins() -> None:
    found = SCHEMAS.resolve(to("Pet", description="Mine.", readOnly=True))
    assert found == {**PET, "description": "Mine.", "readOnly": True}


def test_all_of_is_merged() -> None:
    assert SCHEMAS.resolve(to("Dog")) == {
        **PET,
        "description": "A dog.",
        "required": ["id", "bark"],
        "properties": {**PET["properties"], "bark": {"type": "string"}},
    }


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([{"type": "number"}, {"type": "integer"}], {"type": "integer"}),
        ([{"type": ["string", "null"]}, {"type": "string"}], {"type": "string"}),
        ([{"enum": ["a", "b"]}, {"enum": ["b", "c"]}], {"enum": ["b"]}),
        ([{"minimum": 1, "maximum": 9}, {"minimum": 3, "maximum": 12}], {"minimum": 3, "maximum": 9}),
        ([{"properties": {"a": {"type": "string"}}}, {"properties": {"a": {"enum": ["x"]}}}],
         {"properties": {"a": {"type": "string", "enum": ["x"]}}}),
        ([{"properties": {"a": to("Pet")}}, {"properties": {"a": {"description": "d"}}}],
         {"properties": {"a": {"allOf": [to("Pet"), {"description": "d"}]}}}),
        ([{"properties": {"a": {}}, "additionalProperties": False}, {"properties": {"b": {}}}],
         {"properties": {"a": {}, "b": {}}}),
        ([{"properties": {"a": {}}, "examples": [{"a": 1}]}, {"properties": {"b": {}}}],
         {"properties": {"a": {}, "b": {}}}),
        ([{"title": "first"}, {"title": "second"}], {"title": "first"}),
        ([{"anyOf": [{"minimum": 1}, {"type": "string"}]}, {"anyOf": [{"maximum": 9}, {"type": "null"}]}],
         {"anyOf": [{"minimum": 1}, {"type": "string"}], "allOf": [{"anyOf": [{"maximum": 9}, {"type": "null"}]}]}),
    ],
)  # fmt: skip
def test_keywords_of_parts_hold_at_once(parts: list[dict[str, Any]], whole: dict[str, Any]) -> None:
    assert SCHEMAS.resolve({"allOf": parts}) == whole


def test_circles_end() -> None:
    assert SCHEMAS.properties(to("Ring")) == {"a": {"type": "string"}}
    assert SCHEMAS.properties(to("Ping")).keys() == {"ping", "pong"}
    assert SCHEMAS.properties(to("Pong")).keys() == {"ping", "pong"}


def test_a_missing_name_is_any_value() -> None:
    assert SCHEMAS.resolve(to("Nothing")) == {}
    assert SCHEMAS.name(to("Nothing")) is None


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        (to("Pet"), "Pet"),
        (to("Pet", description="d"), "Pet"),
        ({"anyOf": [to("Pet"), {"type": "null"}]}, "Pet"),
        ({"oneOf": [{"type": "null"}, to("Pet")]}, "Pet"),
        ({"anyOf": [to("Pet"), to("Owner")]}, None),
        ({"type": "string"}, None),
    ],
)
def test_the_name_is_that_of_the_reference(schema: dict[str, Any], name: str | None) -> None:
    assert SCHEMAS.name(schema) == name


def test_one_schema_or_null_becomes_that_schema_with_null() -> None:
    found = SCHEMAS.resolve({"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "null"}], "title": "t"})
    assert found == {"type": ["string", "null"], "enum": ["a", None], "title": "t"}
    assert SCHEMAS.resolve({"anyOf": [to("Cat"), {"type": "null"}]}) == {**CAT, "type": ["object", "null"]}


def test_alternatives_are_kept_and_can_be_listed() -> None:
    assert "oneOf" in SCHEMAS.resolve(to("Either"))
    assert SCHEMAS.alternatives(to("Either")) == (to("Dog"), to("Cat"))
    assert SCHEMAS.alternatives(to("Cat")) == (to("Cat"),)


def test_the_union_of_objects_allows_what_one_of_them_allows() -> None:
    found = SCHEMAS.union(to("Either"))
    assert found["type"] == "object"
    assert list(found["properties"]) == ["id", "owner", "bark", "lives"]
    assert "required" not in found and "oneOf" not in found and "discriminator" not in found


def test_properties_that_are_none_beside_alternatives_are_those_of_the_alternatives() -> None:
    bare = Schemas({"Egg": {"properties": {}, "oneOf": [to("Cat"), to("Tag")]}, "Cat": CAT, "Tag": TAG})
    assert list(bare.properties(to("Egg"))) == ["id", "lives", "label"]


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        ({"type": "string"}, ("string",)),
        ({"type": ["string", "null"]}, ("string", "null")),
        ({"properties": {}}, ("object",)),
        ({"items": {}}, ("array",)),
        ({"enum": ["a", 1]}, ("string", "integer")),
        ({"anyOf": [{"type": "string"}, to("Pet")]}, ("string", "object")),
        ({"anyOf": [{"type": "string"}, {}]}, ()),
        ({}, ()),
    ],
)
def test_types_are_said_or_inferred(schema: dict[str, Any], types: tuple[str, ...]) -> None:
    assert SCHEMAS.types(schema) == types


def test_a_bundle_holds_only_what_it_needs_and_has_a_plain_root() -> None:
    found = SCHEMAS.bundle(to("Either"))
    assert found["type"] == "object" and not {"$ref", "allOf", "oneOf"} & found.keys()
    assert found["$defs"].keys() == {"Owner", "Pet"}
    jsonschema_rs.validator_for(found).validate({"id": 1, "bark": "w", "owner": {"pets": [{"id": 2, "owner": {}}]}})


def test_a_bundle_outlines_what_is_too_far() -> None:
    found = SCHEMAS.bundle(to("Pet"), depth=1)
    assert found["$defs"].keys() == {"Owner"}
    assert found["$defs"]["Owner"]["properties"]["pets"]["items"] == {"type": "object", "description": "A pet."}
    assert SCHEMAS.bundle(to("Pet"), depth=0)["properties"]["owner"] == {"type": "object"}


def test_inline_leaves_no_reference() -> None:
    found = SCHEMAS.inline(to("Dog"))
    assert found["properties"]["owner"]["properties"]["pets"]["items"]["properties"]["owner"] == {"type": "object"}
    assert "$ref" not in str(found) and "$defs" not in found


def test_nothing_that_was_given_is_changed() -> None:
    before = str(SCHEMAS.defs)
    for name in SCHEMAS.defs:
        SCHEMAS.bundle(to(name, nullable=True))
        SCHEMAS.inline(to(name))
    assert str(SCHEMAS.defs) == before
