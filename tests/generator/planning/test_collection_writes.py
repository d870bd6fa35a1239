"""What the planner makes of collection-level writes, and what the rendered servers prove of them."""

from typing import Any

import pytest

from generator.plan import Filter, Plan
from generator.render import render
from generator.verify import Proof, prove
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at

Json = Any

BOOK = {
    "type": "object",
    "properties": {
        "bookId": {"type": "string", "format": "uuid"},
        "title": {"type": "string"},
        "pages": {"type": "integer"},
    },
}
PAGE = {"type": "object", "properties": {"page": {"type": "integer"}}}
BOOKS = {"type": "object", "properties": {"books": {"type": "array", "items": ref("Book")}, "pagination": PAGE}}


def enveloped() -> Plan:
    """Books that are listed, sent and shown in one envelope, also where the path picks one of them."""
    body, answer = sends(ref("Books")), shows(ref("Books"))
    return plan_of(
        {
            "/books": {
                "get": {"responses": answer},
                "put": {"summary": "Creates one or more books", "requestBody": body, "responses": answer},
                "post": {"summary": "Updates or creates one or more books", "requestBody": body, "responses": answer},
            },
            "/books/{bookId}": {
                "parameters": [in_path("bookId")],
                "get": {"responses": answer},
                "post": {"summary": "Updates a book", "requestBody": body, "responses": answer},
            },
        },
        Book=BOOK,
        Books=BOOKS,
    )


def proof(plan: Plan) -> Proof:
    return prove(plan, render(plan))


def laws_of(found: Proof, tool: str) -> set[str]:
    return {outcome.check.law for outcome in found.result.outcomes if outcome.check.tool == tool and outcome.passed}


def test_summaries_tell_whether_an_envelope_creates_its_rows_or_changes_them_too() -> None:
    plan = enveloped()
    assert (tool_at(plan, "PUT /books").pattern, tool_at(plan, "PUT /books").each) == ("batch", "create")
    assert (tool_at(plan, "POST /books").pattern, tool_at(plan, "POST /books").each) == ("batch", "upsert")


def test_an_envelope_behind_a_key_is_about_the_one_row() -> None:
    plan = enveloped()
    change = tool_at(plan, "POST /books/{bookId}")
    assert change.pattern == "update"
    assert change.argument("title").wire == ("books", "[0]", "title")
    assert tool_at(plan, "GET /books/{bookId}").answer["books"] == ["$row"]


def test_batches_that_create_and_change_are_proved_by_what_a_get_shows() -> None:
    plan = enveloped()
    found = proof(plan)
    assert found.result.passed
    assert "batch" in laws_of(found, tool_at(plan, "POST /books").name)


CLIP = {
    "type": "object",
    "properties": {
        "clipId": {"type": "string", "format": "uuid"},
        "fileName": {"type": "string"},
        "mimeType": {"type": "string"},
        "size": {"type": "integer"},
    },
}
BYTES = {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}}
GIVES_BYTES = {
    "200": {
        "description": "",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


def clips(*, download: bool) -> Plan:
    paths: Json = {
        "/clips": {"get": listing(ref("Clip"))},
        "/clips/{fileName}": {
            "put": {
                "summary": "Creates a clip by its file name",
                "parameters": [in_path("fileName")],
                "requestBody": BYTES,
                "responses": shows(ref("Clip")),
            },
        },
        "/clips/{clipId}/preview": {"get": {"parameters": [in_path("clipId")], "responses": GIVES_BYTES}},
    }
    if download:
        paths["/clips/{clipId}/content"] = {"get": {"parameters": [in_path("clipId")], "responses": GIVES_BYTES}}
    return plan_of(paths, Clip=CLIP)


def test_bytes_that_are_sent_and_given_back_are_kept_with_their_size() -> None:
    plan = clips(download=True)
    upload = tool_at(plan, "PUT /clips/{fileName}")
    assert upload.pattern == "create"
    assert upload.set == {"size": "$size:content", "mime_type": "application/octet-stream"}
    assert tool_at(plan, "GET /clips/{clipId}/content").answer["content"] == "$column:content"
    assert proof(plan).result.passed


@pytest.mark.parametrize("label", ["GET /clips/{clipId}/preview", "PUT /clips/{fileName}"])
def test_bytes_that_nothing_gives_back_are_not_modelled(label: str) -> None:
    assert label in {each.operation for each in clips(download=False).unmodelled}


def searched(*, as_map: bool) -> Plan:
    term = {
        "type": "object",
        "properties": {
            "propertyName": {"type": "string"},
            "operator": {"type": "string", "enum": ["EQ", "NEQ", "GTE", "IN", "HAS_PROPERTY", "SOUNDS_LIKE"]},
            "value": {"type": "string"},
            "values": {"type": "array", "items": {"type": "string"}},
        },
    }
    groups = {"type": "array", "items": {"type": "object", "properties": {"filters": {"type": "array", "items": term}}}}
    own: Json = {"properties": {"type": "object", "additionalProperties": {"type": "string"}}}
    plain: Json = {"title": {"type": "string"}, "pages": {"type": "integer"}}
    book = {"type": "object", "properties": {"id": {"type": "string"}, **(own if as_map else plain)}}
    body = {"type": "object", "required": ["filterGroups"], "properties": {"filterGroups": groups}}
    return plan_of(
        {
            "/books": {"get": listing(ref("Book"))},
            "/books/{id}": {"get": {"parameters": [in_path("id")], "responses": shows(ref("Book"))}},
            "/books/search": {
                "post": {"requestBody": sends(body), "responses": shows({"type": "array", "items": ref("Book")})}
            },
        },
        Book=book,
    )


@pytest.mark.parametrize("as_map", [True, False])
def test_groups_of_terms_narrow_a_search_and_unknown_operators_are_not_offered(as_map: bool) -> None:
    plan = searched(as_map=as_map)
    search = tool_at(plan, "POST /books/search")
    does = search.argument("filter_groups").does
    assert isinstance(does, Filter) and does.terms is not None
    assert "SOUNDS_LIKE" not in does.terms.operators
    assert bool(does.terms.fields) != as_map
    found = proof(plan)
    assert found.result.passed
    assert "filter" in laws_of(found, search.name)


def saved() -> Plan:
    keys = {
        "type": "object",
        "required": ["ids"],
        "properties": {"ids": {"type": "array", "items": {"type": "string"}}},
    }
    entry = {
        "type": "object",
        "properties": {"added_at": {"type": "string", "format": "date-time"}, "book": ref("Book")},
    }
    done = {"200": {"description": ""}}
    asked = parameter("ids", {"type": "string"}, required=True, description="A comma-separated list of ids.")
    return plan_of(
        {
            "/books": {"get": listing(ref("Book"))},
            "/books/{id}": {"get": {"parameters": [in_path("id")], "responses": shows(ref("Book"))}},
            "/me/books": {
                "get": listing(entry),
                "put": {"requestBody": sends(keys), "responses": done},
                "delete": {"requestBody": sends(keys), "responses": done},
            },
            "/me/books/contains": {
                "get": {
                    "parameters": [asked],
                    "responses": shows({"type": "array", "items": {"type": "boolean"}}),
                }
            },
        },
        Book={"type": "object", "properties": {"id": {"type": "string"}, "title": {"type": "string"}}},
    )


def test_a_shelf_holds_rows_of_another_kind_by_their_keys() -> None:
    plan = saved()
    patterns = {f"{tool.method} {tool.path}": tool.pattern for tool in plan.tools}
    assert patterns["PUT /me/books"] == "link"
    assert patterns["DELETE /me/books"] == "unlink"
    assert patterns["GET /me/books/contains"] == "custom"
    found = proof(plan)
    assert found.result.passed
    assert "link" in laws_of(found, tool_at(plan, "PUT /me/books").name)


def test_taking_a_row_out_of_another_one_does_not_delete_it() -> None:
    member = {"type": "object", "properties": {"id": {"type": "string"}, "name": {"type": "string"}}}
    plan = plan_of(
        {
            "/members": {"get": listing(ref("Member"))},
            "/members/{id}": {"get": {"parameters": [in_path("id")], "responses": shows(ref("Member"))}},
            "/groups/{groupId}/members": {"get": {"parameters": [in_path("groupId")], **listing(ref("Member"))}},
            "/groups/{groupId}/members/{id}": {
                "delete": {
                    "summary": "Removes a member from a group",
                    "parameters": [in_path("groupId"), in_path("id")],
                    "responses": {"204": {"description": ""}},
                }
            },
        },
        Member=member,
    )
    assert "DELETE /groups/{groupId}/members/{id}" in {each.operation for each in plan.unmodelled}
