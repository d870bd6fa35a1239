"""A small lending library, generated from its description, and recordings of it written by hand."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from generator.generate import Request, generate
from generator.plan import Plan, read_plan
from state_db.image import Image

Json = Any

PROBLEM = {"type": "object", "properties": {"code": {"type": "integer"}, "message": {"type": "string"}}}
BOOK = {
    "type": "object",
    "required": ["id", "title"],
    "properties": {
        "id": {"type": "string", "format": "uuid", "readOnly": True},
        "title": {"type": "string", "maxLength": 40},
        "pages": {"type": "integer"},
        "created_at": {"type": "string", "format": "date-time", "readOnly": True},
    },
}
SENT = {
    "type": "object",
    "required": ["title"],
    "properties": {"title": BOOK["properties"]["title"], "pages": {"type": "integer"}},  # type: ignore[index]
}


def response(schema: Json = None) -> Json:
    return {"description": "", **({"content": {"application/json": {"schema": schema}}} if schema else {})}


def library() -> Json:
    """Return the description: books that are listed, created, read and deleted, and a report that nothing models."""
    book = {"$ref": "#/components/schemas/Book"}
    missing = {"404": response(PROBLEM)}
    one = [{"name": "book_id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}]
    sent = {"required": True, "content": {"application/json": {"schema": SENT}}}
    return {
        "openapi": "3.0.3",
        "info": {"title": "Lending library", "version": "1"},
        "servers": [{"url": "https://library.example/v1"}],
        "paths": {
            "/books": {
                "get": {"responses": {"200": response({"type": "array", "items": book})}},
                "post": {"requestBody": sent, "responses": {"201": response(book), "422": response(PROBLEM)}},
            },
            "/books/{book_id}": {
                "parameters": one,
                "get": {"responses": {"200": response(book), **missing}},
                "delete": {"responses": {"204": response(), **missing}},
            },
            "/books/{book_id}/weigh": {
                "parameters": one,
                "post": {"responses": {"200": response({"type": "object", "properties": {"kg": {"type": "number"}}})}},
            },
        },
        "components": {"schemas": {"Book": BOOK}},
    }


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("comparing")
    source = room / "library.json"
    source.write_text(json.dumps(library()), encoding="utf-8")
    return generate(Request(str(source), "library", room / "servers")).folder


@pytest.fixture(scope="session")
def plan(folder: Path) -> Plan:
    return read_plan((folder / "plan.json").read_text(encoding="utf-8"), "plan.json")


@pytest.fixture(scope="session")
def image(folder: Path) -> Image:
    return Image.load(folder)


def entry(method: str, url: str, status: int, answered: Json = None, sent: Json = None) -> dict[str, Json]:
    """Return an entry of an HTTP Archive."""
    request: dict[str, Json] = {"method": method, "url": url}
    if sent is not None:
        request["postData"] = {"mimeType": "application/json", "text": json.dumps(sent)}
    content = {} if answered is None else {"text": json.dumps(answered), "mimeType": "application/json"}
    return {"request": request, "response": {"status": status, "content": content}}


def archive(path: Path, *entries: Mapping[str, Json]) -> Path:
    path.write_text(json.dumps({"log": {"version": "1.2", "entries": list(entries)}}), encoding="utf-8")
    return path


HOST = "https://books.internal"
KEY = "0b0c4f0e-6f2c-4a55-8a9e-0f6d0d8f6a11"
SHOWN = {"id": KEY, "title": "Tides", "pages": 12, "created_at": "2024-02-03T04:05:06.789Z"}


def story() -> list[dict[str, Json]]:
    """Return a run of the real library that the generated one repeats."""
    lost = {"code": 404, "message": "gone"}
    return [
        entry("POST", f"{HOST}/v1/books", 201, SHOWN, {"title": "Tides", "pages": 12}),
        entry("GET", f"{HOST}/v1/books/{KEY}", 200, SHOWN),
        entry("GET", f"{HOST}/v1/books", 200, [SHOWN]),
        entry("DELETE", f"{HOST}/v1/books/{KEY}", 204),
        entry("GET", f"{HOST}/v1/books/{KEY}", 404, lost),
    ]
