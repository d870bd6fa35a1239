"""A Google discovery document: methods of nested resources, schemas by name, names that are paths."""

from typing import Any

import pytest

from generator.description import Description
from generator.errors import SpecError
from generator.formats import read_document
from reading.site import document

NOTE = {
    "id": "Note",
    "type": "object",
    "properties": {
        "id": {"type": "string", "annotations": {"required": ["notes.notes.patch"]}},
        "text": {"type": "string", "annotations": {"required": ["notes.notes.insert"]}},
        "parent": {"$ref": "Note"},
        "size": {"type": "string", "format": "int64"},
        "extra": {"type": "any"},
        "labels": {"type": "object", "additionalProperties": {"type": "string"}},
        "state": {"type": "string", "enum": ["OPEN", "DONE"], "enumDescriptions": ["open", "done"]},
    },
}


def discovery(methods: Any, **more: Any) -> dict[str, Any]:
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "name": "notes",
        "version": "v1",
        "title": "Notes API",
        "rootUrl": "https://notes.example.com/",
        "servicePath": "notes/v1/",
        "schemas": {"Note": NOTE},
        "resources": {"notes": {"methods": methods}},
        **more,
    }


def method(name: str, path: str, verb: str = "GET", **more: Any) -> dict[str, Any]:
    return {"id": f"notes.notes.{name}", "path": path, "httpMethod": verb, **more}


def read(methods: Any, **more: Any) -> Description:
    return read_document(document(discovery(methods, **more)))


def test_a_method_is_an_operation_without_the_apis_name() -> None:
    wanted = {
        "type": "integer",
        "format": "uint32",
        "minimum": "1",
        "maximum": "50",
        "default": "20",
        "location": "query",
    }
    description = read(
        {
            "list": method(
                "list", "notes", parameters={"maxResults": wanted}, description="All notes.", deprecated=True
            ),
            "get": method("get", "notes/{noteId}", parameters={"noteId": {"type": "string", "location": "path"}}),
        }
    )
    listing, getting = description.operations
    assert (listing.id, listing.method, listing.path, listing.tags) == ("notes.list", "GET", "/notes", ("notes",))
    assert (listing.text, listing.deprecated) == ("All notes.", True)
    assert listing.parameters[0].schema == {
        "type": "integer", "format": "uint32", "minimum": 1, "maximum": 50, "default": 20
    }  # fmt: skip
    assert (getting.parameters[0].place, getting.parameters[0].required) == ("path", True)
    assert (description.base_url, description.base_path) == ("https://notes.example.com/notes/v1", "/notes/v1")
    assert listing.source == "shop.json#/resources/notes/methods/list"


def test_schemas_refer_to_each_other_by_name() -> None:
    description = read({"get": method("get", "notes/1", response={"$ref": "Note"})})
    note = description.schemas["Note"]
    assert description.operations[0].responses[0].schema == {"$ref": "#/$defs/Note"}
    assert note["properties"]["parent"] == {"$ref": "#/$defs/Note"}
    assert note["properties"]["size"] == {"type": "string", "format": "int64"}
    assert note["properties"]["state"] == {"type": "string", "enum": ["OPEN", "DONE"]}
    assert note["properties"]["extra"] == {} and not description.warnings


def test_what_a_method_requires_of_its_body_is_its_own() -> None:
    description = read(
        {"insert": method("insert", "notes", "POST", request={"$ref": "Note"}, response={"$ref": "Note"})}
    )
    body = description.operations[0].body
    assert body is not None and body.required
    assert body.schema == {"$ref": "#/$defs/Note", "required": ["text"]}


def test_a_name_that_is_a_path_is_written_out() -> None:
    whole = {"name": {"type": "string", "location": "path", "required": True, "description": "Which."}}
    flat = "v1/projects/{projectsId}/notes/{notesId}:archive"
    description = read({"do": method("do", "v1/{+name}:archive", "POST", flatPath=flat, parameters=whole)})
    (operation,) = description.operations
    assert operation.path == "/v1/projects/{projectsId}/notes/{notesId}:archive"
    assert [each.name for each in operation.parameters] == ["projectsId", "notesId"]
    assert operation.parameters[0].text == "Part of `name`. Which."


def test_a_name_that_is_a_path_stays_whole_where_nothing_writes_it_out() -> None:
    description = read({"get": method("get", "{+name}", parameters={"name": {"type": "string", "location": "path"}})})
    assert description.operations[0].path == "/{name}" and description.operations[0].parameters[0].name == "name"


def test_a_repeated_parameter_is_an_array() -> None:
    description = read({"get": method("list", "notes", parameters={"ids": {"type": "string", "repeated": True}})})
    (parameter,) = description.operations[0].parameters
    assert parameter.schema == {"type": "array", "items": {"type": "string"}} and parameter.explode


def test_parameters_of_every_method_are_left_out_and_told() -> None:
    description = read(
        {"get": method("get", "notes")}, parameters={"alt": {"type": "string"}, "key": {"type": "string"}}
    )
    assert description.operations[0].parameters == ()
    assert "(alt, key) concern the transport" in description.warnings[0].what


def test_resources_within_resources_are_read() -> None:
    inner = {"resources": {"pages": {"methods": {"get": method("pages.get", "notes/1/pages/1")}}}}
    description = read({}, resources={"notes": inner})
    assert [each.id for each in description.operations] == ["notes.pages.get"]


def test_broken_pieces_are_told() -> None:
    description = read(
        {"a": "text", "b": {"id": "x"}, "c": method("c", "c/{id}", parameters=[]),
         "d": method("d", "d", response="Note"), "e": method("e", "e", request={"$ref": "Missing"})},
        schemas={"Note": NOTE, "Odd": 3},
    )  # fmt: skip
    assert [each.path for each in description.operations] == ["/c/{id}", "/d", "/e"]
    assert {each.where for each in description.warnings} >= {
        "#/resources/notes/methods/a", "#/resources/notes/methods/b", "#/resources/notes/methods/c",
        "#/resources/notes/methods/e/request", "#/schemas/Odd",
    }  # fmt: skip


def test_a_document_without_methods_is_refused() -> None:
    with pytest.raises(SpecError, match="no methods"):
        read({})
    with pytest.raises(SpecError, match="neither"):
        read_document(document({"kind": "discovery#directoryList", "discoveryVersion": "v1", "items": []}))
