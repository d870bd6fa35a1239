from typing import Any

import pytest

from generator.description import Parameter
from generator.errors import SpecError
from generator.openapi.read import read_description
from reading.site import described, document, only, openapi


def operation(path: str = "/a", item: dict[str, Any] | None = None, components: Any = None, **members: Any) -> Any:
    data = openapi({path: {**(item or {}), "get": {"operationId": "it", **members}}}, components=components or {})
    return only(described(data))


def test_a_parameter_has_its_defaults_filled_in() -> None:
    found = operation(
        parameters=[{"name": "q", "in": "query", "schema": {"type": "string"}, "example": "x"}]
    ).parameters
    assert found == (
        Parameter(
            name="q",
            place="query",
            required=False,
            schema={"type": "string", "examples": ["x"]},
            style="form",
            explode=True,
            source="shop.json#/paths/~1a/get/parameters/0",
        ),
    )


def test_the_operations_parameters_override_those_of_the_path() -> None:
    shared: list[Any] = [{"name": n, "in": "query", "description": "shared", "schema": {}} for n in ("a", "b")]
    own = [
        {"name": "b", "in": "query", "description": "own", "schema": {}},
        {"name": "b", "in": "header", "schema": {}},
    ]
    found = operation(item={"parameters": shared}, parameters=own).parameters
    assert [(p.name, p.place, p.text) for p in found] == [
        ("a", "query", "shared"),
        ("b", "query", "own"),
        ("b", "header", ""),
    ]


def test_references_are_followed_everywhere() -> None:
    components = {
        "parameters": {"Limit": {"name": "limit", "in": "query", "schema": {"$ref": "#/components/schemas/Count"}}},
        "requestBodies": {"New": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/It"}}}}},
        "responses": {"Ok": {"description": "Fine.", "headers": {"X-Total": {"$ref": "#/components/headers/Total"}}}},
        "headers": {"Total": {"schema": {"type": "integer"}}},
        "schemas": {"Count": {"type": "integer"}, "It": {"type": "object"}},
        "examples": {"One": {"value": {"a": 1}}},
        "pathItems": {
            "Shared": {
                "parameters": [{"$ref": "#/components/parameters/Limit"}],
                "post": {
                    "requestBody": {"$ref": "#/components/requestBodies/New"},
                    "responses": {
                        "200": {"$ref": "#/components/responses/Ok"},
                        "201": {
                            "content": {"application/json": {"examples": {"a": {"$ref": "#/components/examples/One"}}}}
                        },
                    },
                },
            }
        },
    }
    found = only(described(openapi({"/a": {"$ref": "#/components/pathItems/Shared"}}, components=components)))
    assert found.source == "shop.json#/paths/~1a/post"
    assert found.parameters[0].schema == {"$ref": "#/$defs/Count"}
    assert found.parameters[0].source == "shop.json#/components/parameters/Limit"
    assert found.body is not None and found.body.schema == {"$ref": "#/$defs/It"}
    assert found.responses[0].headers == {"X-Total": {"type": "integer"}}
    assert found.responses[1].examples == ({"a": 1},)


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        (["text/plain", "multipart/form-data", "application/json"], "application/json"),
        (["application/xml", "application/vnd.api+json"], "application/vnd.api+json"),
        (["multipart/form-data", "application/x-www-form-urlencoded"], "application/x-www-form-urlencoded"),
        (["application/octet-stream", "multipart/form-data"], "multipart/form-data"),
        (["text/csv", "text/plain"], "text/csv"),
        (["application/x-www-form-urlencoded", "application/json; charset=utf-8"], "application/json; charset=utf-8"),
    ],
)
def test_json_is_chosen_before_forms_before_anything_else(offered: list[str], chosen: str) -> None:
    found = operation(
        requestBody={"required": True, "content": {name: {"schema": {"title": name}} for name in offered}}
    )
    assert (found.body.media_type, found.body.schema) == (chosen, {"title": chosen})


def test_examples_written_as_text_are_json_where_json_is_due() -> None:
    content = {"application/json": {"schema": {}, "example": '{"a": 1}', "examples": {"b": {"value": {"a": 2}}}}}
    found = operation(responses={"200": {"description": "", "content": content}})
    assert found.responses[0].examples == ({"a": 1}, {"a": 2})


def test_statuses_are_written_alike_and_others_left_out() -> None:
    responses = {code: {"description": code} for code in ("200", "4xx", "default", "ok", "x-note")}
    description = described(openapi({"/a": {"get": {"operationId": "a", "responses": responses}}}))
    assert [r.status for r in only(description).responses] == ["200", "4XX", "default"]
    assert only(description).responses[0].schema is None
    assert [w.where for w in description.warnings] == ["#/paths/~1a/get/responses/ok"]


@pytest.mark.parametrize(
    ("servers", "location", "base_url", "base_path"),
    [
        ([{"url": "https://api.example.com/v2/"}], "", "https://api.example.com/v2", "/v2"),
        ([{"url": "/api/v3"}], "https://example.com/docs/openapi.json", "https://example.com/api/v3", "/api/v3"),
        ([{"url": "../v1"}], "https://example.com/docs/openapi.json", "https://example.com/v1", "/v1"),
        ([{"url": "/api/v3"}], "", "", "/api/v3"),
        ([{"url": "https://{host}/{base}", "variables": {"host": {"default": "a.example"}, "base": {"enum": ["v9"]}}}],
         "", "https://a.example/v9", "/v9"),
        ([{"url": "api.example.com/v1"}], "", "https://api.example.com/v1", "/v1"),
        ([{"url": "https://api.example.com"}, {"url": "https://b.example/x"}], "", "https://api.example.com", ""),
        ([{"url": "http://[broken"}], "", "", ""),
        (None, "https://example.com/openapi.json", "", ""),
        ("https://example.com", "", "", ""),
    ],
)  # fmt: skip
def test_the_base_is_the_first_servers(servers: Any, location: str, base_url: str, base_path: str) -> None:
    data = openapi({"/a": {"get": {"operationId": "a"}}}, servers=servers)
    description = read_description(document(data, location or "shop.json", location))
    assert (description.base_url, description.base_path) == (base_url, base_path)


def test_a_paths_own_server_counts_where_the_document_names_none() -> None:
    item = {"servers": [{"url": "https://sync.example.com/v1"}], "get": {"operationId": "a"}}
    assert described(openapi({"/a": item})).base_path == "/v1"


def test_an_operation_of_another_server_is_told() -> None:
    item = {"get": {"operationId": "a", "servers": [{"url": "https://upload.example.com/v2"}]}}
    description = described(openapi({"/a": item}, servers=[{"url": "https://api.example.com/v1"}]))
    assert description.base_path == "/v1"
    assert "https://upload.example.com/v2" in description.warnings[0].what


def test_ids_are_made_unique() -> None:
    named = {"operationId": "it"}
    description = described(
        openapi({"/a": {"get": named, "post": named, "put": {}}, "/b": {"get": {"operationId": "it_2"}}})
    )
    assert [o.id for o in description.operations] == ["it", "it_3", "put /a", "it_2"]
    assert [w.where for w in description.warnings] == ["#/paths/~1a/post", "#/paths/~1a/put"]


def test_path_parameters_are_those_of_the_path() -> None:
    parameters = [
        {"name": n, "in": "path", "required": True, "schema": {"type": "integer"}} for n in ("petid", "extra")
    ]
    data = openapi({"/pets/{petId}/{other}": {"get": {"operationId": "a", "parameters": parameters}}})
    description = described(data)
    assert [(p.name, p.schema["type"]) for p in only(description).parameters] == [
        ("petId", "integer"),
        ("other", "string"),
    ]
    assert len(description.warnings) == 2


def test_headers_of_the_transport_are_no_parameters() -> None:
    names = ["Authorization", "content-type", "Accept", "X-Own"]
    found = operation(parameters=[{"name": n, "in": "header", "schema": {}} for n in names]).parameters
    assert [p.name for p in found] == ["X-Own"]


def test_deprecated_operations_and_tags_are_kept() -> None:
    data = openapi(
        {"/a": {"get": {"operationId": "a", "deprecated": True, "tags": ["x", 5]}}},
        tags=[{"name": "x", "description": "All of x."}],
    )
    description = described(data)
    assert only(description).deprecated and only(description).tags == ("x",)
    assert description.tags == {"x": "All of x."}


def test_openapi_3_2_and_its_methods_are_read() -> None:
    data = openapi({"/a": {"query": {"operationId": "q"}, "additionalOperations": {"COPY": {"operationId": "c"}}}})
    description = described({**data, "openapi": "3.2.0"})
    assert [(o.id, o.method) for o in description.operations] == [("q", "QUERY"), ("c", "COPY")]


BROKEN_PIECES: list[tuple[Any, str]] = [
    ({"parameters": [{"in": "query", "schema": {}}]}, "/parameters/0"),
    ({"parameters": {"name": "a"}}, "/parameters"),
    ({"parameters": [{"name": "a", "in": "nowhere"}]}, "/parameters/0"),
    ({"parameters": [{"$ref": "#/components/parameters/Missing"}]}, "/parameters/0"),
    ({"parameters": [{"name": "a", "in": "query", "schema": "string"}]}, "/parameters/0/schema"),
    ({"responses": [{"description": "list"}]}, "/responses"),
    ({"responses": {"200": "fine"}}, "/responses/200"),
    ({"responses": {"200": {"content": {"application/json": {"schema": "text"}}}}}, "/responses/200/content"),
    ({"requestBody": "text"}, "/requestBody"),
    ({"requestBody": {"content": []}}, "/requestBody/content"),
    ({"requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Missing"}}}}},
     "/requestBody/content/application~1json/schema"),
]  # fmt: skip


@pytest.mark.parametrize(("members", "where"), BROKEN_PIECES)
def test_a_broken_piece_is_left_out_and_the_rest_read(members: dict[str, Any], where: str) -> None:
    paths = {"/a": {"post": {"operationId": "broken", **members}, "get": {"operationId": "whole"}}}
    description = described(openapi(paths))
    assert [o.id for o in description.operations] == ["broken", "whole"]
    assert description.warnings and description.warnings[0].where.startswith(f"#/paths/~1a/post{where}")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"openapi": "3.0.0", "info": {}}, "no paths"),
        (openapi({}), "no paths"),
        (
            openapi({"/a": {"$ref": "#/components/pathItems/Missing"}}),
            "No operation can be read. First fault: #/paths/~1a",
        ),
        ({"openapi": "4.0.0", "paths": {}}, "Version '4.0.0' of openapi is not read"),
        ({"swagger": "1.2", "paths": {}}, "Version '1.2' of swagger is not read"),
        ({"a": 1}, "neither 'openapi' nor 'swagger'"),
        ([1], "neither 'openapi' nor 'swagger'"),
        ("just text", "neither 'openapi' nor 'swagger'"),
    ],
)
def test_what_is_no_description_is_refused(data: Any, said: str) -> None:
    with pytest.raises(SpecError) as caught:
        described(data)
    assert said in str(caught.value) and caught.value.where.startswith("shop.json") and caught.value.next
