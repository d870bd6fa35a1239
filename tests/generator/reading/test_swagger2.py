from typing import Any

import pytest

from generator.openapi.read import read_description
from reading.site import described, document, only, swagger


def operation(members: dict[str, Any], **more: Any) -> Any:
    return only(described(swagger({"/a/{id}": {"post": {"operationId": "it", **members}}}, **more)))


@pytest.mark.parametrize(
    ("written", "style", "explode"),
    [
        ({"in": "query", "type": "array", "items": {"type": "string"}}, "form", False),
        ({"in": "query", "type": "array", "collectionFormat": "multi"}, "form", True),
        ({"in": "query", "type": "array", "collectionFormat": "ssv"}, "spaceDelimited", False),
        ({"in": "query", "type": "array", "collectionFormat": "pipes"}, "pipeDelimited", False),
        ({"in": "query", "type": "string"}, "form", True),
        ({"in": "header", "type": "array", "collectionFormat": "csv"}, "simple", False),
    ],
)
def test_collection_formats_become_styles(written: dict[str, Any], style: str, explode: bool) -> None:
    found = operation({"parameters": [{"name": "ids", **written}]}).parameters[-1]
    assert (found.style, found.explode, found.schema["type"]) == (style, explode, written["type"])


def test_keywords_beside_a_parameter_are_its_schema() -> None:
    written = {"name": "n", "in": "query", "required": True, "description": "d", "type": "integer", "minimum": 1}
    found = operation({"parameters": [{**written, "exclusiveMinimum": True, "x-example": 4}]}).parameters[-1]
    assert found.required and found.text == "d"
    assert found.schema == {"type": "integer", "exclusiveMinimum": 1, "examples": [4]}


def test_the_body_parameter_is_the_body() -> None:
    body = {
        "name": "pet",
        "in": "body",
        "required": True,
        "description": "The pet.",
        "schema": {"$ref": "#/definitions/Pet"},
    }
    found = operation({"parameters": [body], "consumes": ["application/xml", "application/json"]},
                      definitions={"Pet": {"type": "object"}})  # fmt: skip
    assert (found.body.media_type, found.body.required, found.body.text) == ("application/json", True, "The pet.")
    assert found.body.schema == {"$ref": "#/$defs/Pet"}
    assert [p.name for p in found.parameters] == ["id"]


def test_form_fields_are_the_properties_of_one_object() -> None:
    fields = [
        {"name": "title", "in": "formData", "type": "string", "required": True, "description": "Its title."},
        {"name": "tags", "in": "formData", "type": "array", "items": {"type": "string"}},
    ]
    found = operation({"parameters": fields}).body
    assert found.media_type == "application/x-www-form-urlencoded"
    assert found.schema == {
        "type": "object",
        "properties": {
            "title": {"type": "string", "description": "Its title."},
            "tags": {"type": "array", "items": {"type": "string"}},
        },
        "required": ["title"],
    }


def test_a_file_makes_the_form_multipart() -> None:
    found = operation({"parameters": [{"name": "image", "in": "formData", "type": "file"}]}).body
    assert found.media_type == "multipart/form-data"
    assert found.schema["properties"]["image"] == {"type": "string", "format": "binary"}


def test_a_response_has_the_media_type_that_the_operation_produces() -> None:
    responses = {
        "200": {
            "description": "ok",
            "schema": {"type": "string"},
            "headers": {"X-Rate": {"type": "integer", "description": "d"}},
            "examples": {"application/json": {"a": 1}, "text/plain": "a"},
        },
        "204": {"description": "none"},
    }
    ok, none = operation({"produces": ["text/plain"], "responses": responses}, produces=["application/json"]).responses
    assert (ok.media_type, ok.schema, ok.examples) == ("text/plain", {"type": "string"}, ({"a": 1},))
    assert ok.headers == {"X-Rate": {"type": "integer"}}
    assert (none.media_type, none.schema) == (None, None)


@pytest.mark.parametrize(
    ("members", "location", "base_url", "base_path"),
    [
        (
            {"host": "api.example.com", "basePath": "/v1/", "schemes": ["http", "https"]},
            "",
            "https://api.example.com/v1",
            "/v1",
        ),
        ({"host": "api.example.com", "schemes": ["http"]}, "", "http://api.example.com", ""),
        ({"basePath": "api"}, "", "", "/api"),
        ({"basePath": "/api"}, "https://example.com/x/swagger.json", "https://example.com/api", "/api"),
        ({}, "", "", ""),
    ],
)
def test_host_and_base_path_are_the_base(members: dict[str, Any], location: str, base_url: str, base_path: str) -> None:
    data = swagger({"/a": {"get": {"operationId": "a"}}}, **members)
    description = read_description(document(data, location or "shop.json", location))
    assert (description.base_url, description.base_path) == (base_url, base_path)


def test_shared_parameters_and_responses_are_followed() -> None:
    found = operation(
        {"parameters": [{"$ref": "#/parameters/Page"}], "responses": {"404": {"$ref": "#/responses/Gone"}}},
        parameters={"Page": {"name": "page", "in": "query", "type": "integer"}},
        responses={"Gone": {"description": "It is gone."}},
    )
    assert found.parameters[-1].name == "page"
    assert found.responses[0].text == "It is gone."


def test_one_text_where_a_list_belongs_is_a_list_of_one() -> None:
    body: Any = {"name": "b", "in": "body", "schema": {"$ref": "#/definitions/It"}}
    description = described(
        swagger(
            {"/a": {"post": {"parameters": [body], "responses": {}}}},
            host="a.example",
            schemes="http",
            consumes="application/xml",
            definitions={"It": {"required": "name", "properties": {"name": {"type": "string"}}}},
        )
    )
    operation = only(description)
    assert description.base_url == "http://a.example"
    assert operation.body is not None and operation.body.media_type == "application/xml"
    assert description.schemas["It"]["required"] == ["name"]
    assert sum("read as a list of one" in warning.what for warning in description.warnings) == 3


def test_a_path_parameter_is_found_under_another_spelling() -> None:
    parameter = {"name": "crateId", "in": "path", "type": "integer", "required": True}
    description = described(swagger({"/crates/{crate_id}": {"get": {"parameters": [parameter], "responses": {}}}}))
    (found,) = only(description).parameters
    assert (found.name, found.schema) == ("crate_id", {"type": "integer"})
