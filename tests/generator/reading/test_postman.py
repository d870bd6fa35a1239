"""A Postman collection shows calls; what they have in common is the description."""

import json
from typing import Any

import pytest

from generator.description import Description, Operation, Parameter
from generator.errors import SpecError
from generator.formats import read_document
from reading.site import document

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def collection(*items: Any, **more: Any) -> dict[str, Any]:
    return {"info": {"name": "Shop", "schema": SCHEMA}, "item": list(items), **more}


def item(name: str, url: Any, method: str = "GET", answers: Any = (), **request: Any) -> dict[str, Any]:
    return {"name": name, "request": {"method": method, "url": url, **request}, "response": list(answers)}


def answer(body: Any, code: int = 200, **more: Any) -> dict[str, Any]:
    return {"name": "Fine", "code": code, "body": body if isinstance(body, str) else json.dumps(body), **more}


def read(*items: Any, **more: Any) -> Description:
    return read_document(document(collection(*items, **more)))


def only(*items: Any, **more: Any) -> Operation:
    (operation,) = read(*items, **more).operations
    return operation


def parameters(operation: Operation) -> dict[str, Parameter]:
    return {parameter.name: parameter for parameter in operation.parameters}


@pytest.mark.parametrize(
    ("url", "path", "base"),
    [
        ("https://a.example/v1/items?x=1#top", "/v1/items", "https://a.example"),
        ("a.example/items", "/items", "https://a.example"),
        ("{{baseUrl}}/items/:id", "/items/{id}", "https://shop.example/v2"),
        ("{{ baseUrl }}/items/{{item id}}", "/items/{item_id}", "https://shop.example/v2"),
        ("{{unknown}}/items", "/items", ""),
        ("{{nested}}/items", "/items", "https://shop.example/v2/deep"),
        ("{{baseUrl}}/{{version}}/items", "/v3/items", "https://shop.example/v2"),
        ("/items/item-{{id}}.json", "/items/item-{id}.json", ""),
        ({"raw": "x", "protocol": "http", "host": ["a", "example"], "port": "81", "path": ["items", ":id"]},
         "/items/{id}", "http://a.example:81"),
        ({"host": "{{baseUrl}}", "path": "items/all"}, "/items/all", "https://shop.example/v2"),
        ({"raw": "{{baseUrl}}/items"}, "/items", "https://shop.example/v2"),
        ({"host": ["{{baseUrl}}"], "path": ["items", {"type": "string", "value": ":id"}, ""]}, "/items/{id}",
         "https://shop.example/v2"),
    ],
)  # fmt: skip
def test_an_address_is_read_in_every_form(url: Any, path: str, base: str) -> None:
    variables = [
        {"key": "baseUrl", "value": "https://shop.example/v2/"},
        {"id": "nested", "value": "{{baseUrl}}/deep"},
        {"key": "version", "value": "v3"},
    ]
    description = read(item("One", url), variable=variables)
    assert (description.operations[0].path, description.base_url.replace("v2//", "v2/")) == (path, base)


def test_a_key_that_stands_in_the_path_is_a_parameter_and_told() -> None:
    uuid = "0b9a3c1e-6f0e-4d43-9a43-0a0a3e1b9c11"
    description = read(item("One", f"/categories/12/items/{uuid}"), item("Two", "/2024"))
    first, second = description.operations
    assert first.path == "/categories/{category_id}/items/{item_id}" and second.path == "/2024"
    assert parameters(first)["category_id"].schema == {"type": "integer", "examples": [12]}
    assert parameters(first)["item_id"].schema["format"] == "uuid"
    assert "'12' in the path was read as a key, {category_id}" in description.warnings[0].what


def test_folders_are_tags_and_names_are_ids() -> None:
    inner = {"name": "Inner", "description": {"content": "Deep."}, "item": [item("List items", "/items")]}
    description = read({"name": "Outer", "item": [inner, item("GET /a/b", "/a/b")]})
    assert [(each.id, each.tags) for each in description.operations] == [
        ("List items", ("Inner",)), ("get /a/b", ("Outer",))
    ]  # fmt: skip
    assert description.tags == {"Outer": "", "Inner": "Deep."}
    assert description.operations[0].source == "shop.json#/item/0/item/0/item/0"


def test_requests_of_one_place_are_examples_of_one_operation() -> None:
    operation = only(
        item("First", "/items/:id?size=3", "PUT", [answer({"a": 1})], body={"mode": "raw", "raw": '{"a": 1}'}),
        item("Second", "/items/{{itemId}}?sort=up", "PUT", [answer({"a": 2, "b": None})],
             body={"mode": "raw", "raw": '{"a": 2, "b": "x"}'}),
    )  # fmt: skip
    assert operation.id == "First" and list(parameters(operation)) == ["id", "size", "sort"]
    assert operation.body is not None and len(operation.body.examples) == 2
    assert list(operation.body.schema["properties"]) == ["a", "b"] and "required" not in operation.body.schema
    schema = operation.responses[0].schema
    assert schema is not None and schema["required"] == ["a"]


def test_query_and_headers_are_typed_by_what_they_show() -> None:
    query = [
        {"key": "limit", "value": "10", "description": "How many."},
        {"key": "price", "value": "1.5", "disabled": True},
        {"key": "open", "value": "true"},
        {"key": "name", "value": "Ann", "description": {"content": "(Required) Whose."}},
        {"key": "code", "value": "007"},
        {"key": "who", "value": "{{user}}"},
        {"key": "ids[]", "value": "1"},
        {"key": "after", "value": "<dateTime>"},
        {"key": None, "value": "x"},
    ]
    header = [{"key": "Authorization", "value": "x"}, {"key": "X-Trace", "value": "1"}, "Accept: x"]
    operation = only(item("One", {"raw": "/items", "path": ["items"], "query": query}, header=header))
    found = parameters(operation)
    types = {name: parameter.schema["type"] for name, parameter in found.items()}
    assert types == {"limit": "integer", "price": "number", "open": "boolean", "name": "string", "code": "string",
                     "who": "string", "ids[]": "array", "after": "string", "X-Trace": "integer"}  # fmt: skip
    assert found["after"].schema["format"] == "date-time" and "examples" not in found["after"].schema
    assert [name for name, parameter in found.items() if parameter.required] == ["name"]
    assert (found["name"].text, found["limit"].text) == ("Whose.", "How many.")


@pytest.mark.parametrize(
    ("mode", "media_type"), [("urlencoded", "application/x-www-form-urlencoded"), ("formdata", "multipart/form-data")]
)
def test_a_form_is_an_object(mode: str, media_type: str) -> None:
    fields = [
        {"key": "text", "value": "Fine", "description": "Required. What to say."},
        {"key": "stars", "value": "4"},
        {"key": "photo", "type": "file", "src": "/tmp/x"},
    ]
    body = only(item("One", "/items", "POST", body={"mode": mode, mode: fields})).body
    assert body is not None and body.media_type == media_type and body.required
    properties = body.schema["properties"]
    assert properties["text"] == {"type": "string", "examples": ["Fine"], "description": "What to say."}
    assert (properties["stars"]["type"], properties["photo"]["format"]) == ("integer", "binary")
    assert body.schema["required"] == ["text"]


def test_a_body_with_comments_and_variables_is_read() -> None:
    raw = '{\n // who\n "name": "{{name}}", "age": {{age}}, "tags": ["a"],\n}'
    body = only(item("One", "/items", "POST", body={"mode": "raw", "raw": raw})).body
    assert body is not None and body.schema["properties"]["tags"]["items"]["type"] == "string"
    assert body.schema["properties"]["age"] == {}


def test_what_only_stands_for_a_value_is_a_type_and_no_example() -> None:
    shown = {"id": "<integer>", "at": "<dateTime>", "ok": "<boolean>", "name": "<string>", "list": ["<uuid>", "<uuid>"]}
    (response,) = only(item("One", "/items", answers=[answer(shown)])).responses
    assert response.examples == () and response.schema is not None
    properties = response.schema["properties"]
    assert properties["id"] == {"type": "integer"} and properties["ok"] == {"type": "boolean"}
    assert properties["list"] == {"type": "array", "items": {"type": "string", "format": "uuid"}}


def test_saved_answers_are_responses_by_status() -> None:
    answers = [answer([{"a": 1}]), answer([]), answer({"error": "no"}, 404), answer("", 204), answer("plain", 400),
               answer("x", 999), {"code": "??"}, None]  # fmt: skip
    responses = only(item("One", "/items", answers=answers)).responses
    assert [(each.status, each.media_type, len(each.examples)) for each in responses] == [
        ("200", "application/json", 2), ("404", "application/json", 1), ("204", None, 0), ("400", "text/plain", 1)
    ]  # fmt: skip
    assert responses[0].schema is not None and responses[0].schema["items"]["properties"]["a"]["type"] == "integer"


def test_the_request_beside_a_saved_answer_is_an_example_too() -> None:
    saved = answer({"a": 1}, originalRequest={"body": {"mode": "raw", "raw": '{"b": 2}'}})
    body = only(item("One", "/items", "POST", [saved], body={"mode": "raw", "raw": '{"a": 1}'})).body
    assert body is not None and list(body.schema["properties"]) == ["a", "b"]


def test_what_cannot_be_read_is_told_and_left_out() -> None:
    description = read(
        "text", item("No address", None), item("Query", "/graphql", "POST", body={"mode": "graphql"}),
        item("No", "/a", ""),
        item("One", "/items"), item("Elsewhere", "https://b.example/x"), item("Here", "https://a.example/y"),
        item("Here too", "https://a.example/z"), {"name": "nothing"}, {"name": "text", "request": "/text"},
    )  # fmt: skip
    assert [each.path for each in description.operations] == ["/items", "/x", "/y", "/z", "/text"]
    said = {each.where: each.what for each in description.warnings}
    assert said["#/item/0"].startswith("An object should stand here")
    assert "no URL" in said["#/item/1"] and "GraphQL" in said["#/item/2"] and "no method" in said["#/item/3"]
    assert said["#/item/5"] == "The request goes to https://b.example; read as if it went to https://a.example."


def test_a_collection_without_requests_is_refused() -> None:
    with pytest.raises(SpecError, match="The collection has no requests"):
        read({"name": "empty", "item": []})
