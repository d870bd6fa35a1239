"""Every format is recognised by what it holds, and those that are not read are told by their name."""

import json
from typing import Any

import pytest

from generator.errors import SpecError
from generator.formats import read_document
from reading.site import SMALL, document


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ({"asyncapi": "2.0.0"}, "an AsyncAPI document"),
        ({"data": {"__schema": {"types": []}}}, "a GraphQL schema"),
        ("schema {\n  query: Query\n}\n", "a GraphQL schema"),
        ('"""Books."""\ntype Book implements Node @key(fields: "id") {\n  id: ID!\n}\n', "a GraphQL schema"),
        ('<?xml version="1.0"?>\n<wsdl:definitions xmlns:wsdl="x"/>', "a WSDL document"),
        ('<definitions name="Shop"/>', "a WSDL document"),
        ('<application xmlns="http://wadl.dev.java.net/2009/02"/>', "a WADL document"),
        ('<?xml version="1.0"?><edmx:Edmx Version="4.0"/>', "OData metadata"),
        ('<?xml version="1.0"?><rss/>', "an XML document"),
        ("#%RAML 1.0\ntitle: Shop\n", "a RAML document"),
        ('// Shop\nsyntax = "proto3";\n', "a Protocol Buffers file"),
        ({"log": {"entries": []}}, "a recording (HAR)"),
        ({"swaggerVersion": "1.2", "apis": []}, "Swagger 1.x"),
        ({"smithy": "2.0"}, "a Smithy model"),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema"}, "a JSON Schema"),
    ],
)
def test_a_format_that_is_not_read_yet_is_told_by_its_name(data: Any, kind: str) -> None:
    with pytest.raises(SpecError) as caught:
        read_document(document(data, "shop"))
    assert caught.value.what == f"This is {kind}, which is not read yet."
    assert caught.value.where == "shop" and "OpenAPI" in caught.value.next


def test_what_no_format_knows_is_told() -> None:
    with pytest.raises(SpecError, match="neither 'openapi' nor 'swagger'"):
        read_document(document({"a": 1}))


def test_a_collection_within_an_answer_of_postmans_own_api_is_read() -> None:
    held = {"info": {"name": "Shop", "schema": ""}, "item": [{"request": "https://shop.example/a", "response": []}]}
    assert read_document(document({"collection": held})).operations[0].path == "/a"


def test_json_with_comments_and_last_commas_is_read() -> None:
    text = json.dumps(SMALL).replace('"paths"', '// the "paths"\n/* all, of them */ "paths"')[:-1] + ",\n}"
    assert read_document(document(text)).operations[0].id == "list_items"


def test_what_looks_like_a_comment_in_a_text_stays() -> None:
    data = {**SMALL, "info": {"title": "https://shop.example/*, ]*/", "version": "1"}}
    assert read_document(document(json.dumps(data)[:-1] + ",}")).title == "https://shop.example/*, ]*/"


def test_a_fault_in_json_with_comments_is_told_where_strict_json_breaks() -> None:
    with pytest.raises(SpecError, match="line 2, column 3"):
        read_document(document('{"openapi": "3.0.0", // version\n  paths: {}}'))
