"""However a description is damaged, it is read with warnings or refused with a SpecError."""

import copy
from typing import Any

import jsonschema_rs
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import SpecError
from generator.openapi.read import read_description
from generator.schema import Schemas
from reading.site import document, openapi, swagger

PET = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "example": "Rex", "nullable": True},
        "parent": {"$ref": "#/components/schemas/Pet"},
        "tags": {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}, "default": ["a"]},
        "kind": {
            "allOf": [{"$ref": "#/definitions/Kind"}],
            "discriminator": {"propertyName": "k", "mapping": {"a": "Kind"}},
        },
    },
}
KIND = {
    "oneOf": [{"type": "string"}, {"type": "object", "minProperties": 1, "additionalProperties": {"type": "integer"}}]
}
THREE = openapi(
    {
        "/pets/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}],
            "get": {
                "operationId": "a",
                "tags": ["pets"],
                "parameters": [
                    {"name": "q", "in": "query", "style": "form", "explode": False, "examples": {"a": {"value": 1}}}
                ],
                "responses": {
                    "200": {
                        "description": "d",
                        "headers": {"X": {"schema": {"type": "string"}}},
                        "content": {
                            "application/json": {"schema": {"$ref": "#/components/schemas/Pet"}, "example": {}}
                        },
                    }
                },
            },
            "put": {
                "requestBody": {"content": {"multipart/form-data": {"schema": {"$ref": "#/components/schemas/Pet"}}}}
            },
        }
    },
    components={"schemas": {"Pet": PET, "Kind": KIND}},
    definitions={"Kind": KIND},
    servers=[{"url": "https://{a}.example/v1", "variables": {"a": {"default": "b", "enum": ["b"]}}}],
    tags=[{"name": "pets", "description": "d"}],
)
TWO = swagger(
    {
        "/pets": {
            "post": {
                "consumes": ["application/json"],
                "parameters": [
                    {"name": "pet", "in": "body", "schema": {"$ref": "#/definitions/Kind"}, "x-examples": {"a": 1}},
                    {"name": "f", "in": "formData", "type": "file"},
                    {
                        "name": "l",
                        "in": "query",
                        "type": "array",
                        "items": {"type": "string"},
                        "collectionFormat": "csv",
                    },
                ],
                "responses": {
                    "200": {"schema": {"type": "string"}, "examples": {"application/json": 1}, "headers": {"X": {}}}
                },
            },
            "get": {"parameters": [{"name": "f", "in": "formData", "type": "string"}]},
        }
    },
    definitions={"Kind": KIND},
    host="a.example",
    basePath="/v1",
    schemes=["https"],
)

junk: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, False, 0, -1, 1.5, 10**30, "", "x", "#/paths", "#/components/schemas/Pet", [], ["x"], [None], [[]], {},
     {"x": 1}, {"$ref": "#/components/schemas/Pet"}, {"$ref": "#"}, {"$ref": []}, {"type": []}, {"x": {"x": {}}}]
)  # fmt: skip


def places(value: Any) -> list[tuple[Any, Any]]:
    keys = list(value) if isinstance(value, dict) else list(range(len(value))) if isinstance(value, list) else []
    return [(value, key) for key in keys] + [place for key in keys for place in places(value[key])]


@settings(max_examples=12000, deadline=None)
@given(
    st.sampled_from([THREE, TWO]),
    st.lists(st.tuples(st.integers(0, 10_000), junk, st.booleans()), min_size=1, max_size=4),
)
def test_a_damaged_description_never_crashes_the_reader(whole: Any, damages: list[tuple[int, Any, bool]]) -> None:
    data = copy.deepcopy(whole)
    for where, wrong, swap in damages:
        found = places(data)
        holder, key = found[where % len(found)]
        other_holder, other_key = found[(where * 7) % len(found)]
        holder[key] = copy.deepcopy(other_holder[other_key] if swap else wrong)
    try:
        description = read_description(document(data))
    except SpecError as fault:
        assert fault.what and fault.where and fault.next
        return
    schemas = Schemas(description.schemas)
    for schema in description.schemas.values():
        for own in (schemas.bundle(schema), schemas.bundle(schema, 0), schemas.inline(schema)):
            jsonschema_rs.meta.validate({"$schema": "https://json-schema.org/draft/2020-12/schema", **own})
            jsonschema_rs.validator_for(own, retriever=no_retrieval)
        schemas.types(schema)


def no_retrieval(uri: str) -> Any:
    raise AssertionError(f"{uri} is no reference within the schema")
