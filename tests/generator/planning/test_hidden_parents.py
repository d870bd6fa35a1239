"""Where 403 is documented for what is not accessible, a path through a parent that is not there is refused with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.generate import Request, generate
from state_db.environment import Environment
from state_db.image import Image

Json = Any


def library(said: str) -> Json:
    """Return a library of shelves with books; ``said`` is what it says of 403."""
    book = {"type": "object", "properties": {"isbn": {"type": "string"}, "title": {"type": "string"}}}
    error = {"type": "object", "properties": {"code": {"type": "integer"}, "message": {"type": "string"}}}

    def answers(status: str, schema: Json = None) -> Json:
        content = {"content": {"application/json": {"schema": schema}}} if schema else {}
        failed = {"content": {"application/json": {"schema": error}}}
        lost = {"404": {"description": "The book is not there.", **failed}}
        return {
            "responses": {status: {"description": "Done.", **content}, "403": {"description": said, **failed}, **lost}
        }

    def path(*names: str) -> list[Json]:
        return [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]

    body = {"required": True, "content": {"application/json": {"schema": {**book, "required": ["isbn", "title"]}}}}
    shelf = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    sent = {"required": True, "content": {"application/json": {"schema": shelf}}}
    books, shelves = {"type": "array", "items": book}, {"type": "array", "items": shelf}
    one = {"get": answers("200", book), "delete": answers("204")}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Library", "version": "1"},
        "paths": {
            "/shelves": {"post": {**answers("201", shelf), "requestBody": sent}, "get": answers("200", shelves)},
            "/shelves/{name}": {"parameters": path("name"), "get": answers("200", shelf), "delete": answers("204")},
            "/shelves/{shelf_name}/books": {
                "parameters": path("shelf_name"),
                "get": answers("200", books),
                "post": {**answers("201", book), "requestBody": body},
            },
            "/shelves/{shelf_name}/books/{isbn}": {"parameters": path("shelf_name", "isbn"), **one},
        },
    }


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("You may not do this, or the shelf is not accessible.", 403),
        ("You may not do this.", 404),
    ],
)
def test_a_parent_that_is_not_there_is_answered_as_documented(said: str, status: int, tmp_path: Path) -> None:
    source = tmp_path / "library.json"
    source.write_text(json.dumps(library(said)), encoding="utf-8")
    image = Image.load(generate(Request(str(source), "library", tmp_path / "servers")).folder)
    named = {f"{route.method} {route.path}": name for name, route in image.routes.tools.items()}
    assert len(named) == 8  # all of them passed their checks
    with Environment.open(image, scenario="empty") as shelves:
        book = named["GET /shelves/{shelf_name}/books/{isbn}"]
        assert shelves.call(book, {"shelf_name": "none", "isbn": "1"}).status == status
        assert shelves.call(named["GET /shelves/{shelf_name}/books"], {"shelf_name": "none"}).status == status
        shelves.call(named["POST /shelves"], {"name": "sea"})
        assert shelves.call(book, {"shelf_name": "sea", "isbn": "1"}).status == 404
        assert shelves.call(named["GET /shelves/{name}"], {"name": "none"}).status == 404
