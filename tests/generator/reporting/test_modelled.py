"""What a run of generate tells of its servers: how each operation is modelled, what is not, and why."""

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from generator.generate import Request
from generator.report.modelled import run_text
from generator.report.pages import modelled_page
from generator.survey import Gain, gains_of


def described(title: str) -> dict[str, Any]:
    """Notes that are listed by colour and made, and a call of which nothing is known."""
    note = {"type": "object", "properties": {"id": {"type": "integer"}, "colour": {"type": "string"}}}
    shows = {"description": "", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}}
    listed = {"type": "array", "items": {"$ref": "#/components/schemas/Note"}}
    colour = {"name": "colour", "in": "query", "schema": {"type": "string"}}
    sent = {"required": True, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Note"}}}}
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "version": "1"},
        "paths": {
            "/notes": {
                "get": {
                    "parameters": [colour],
                    "responses": {"200": {"description": "", "content": {"application/json": {"schema": listed}}}},
                },
                "post": {"requestBody": sent, "responses": {"201": shows}},
            },
            "/weather": {"get": {"responses": {"200": {"description": ""}}}},
        },
        "components": {"schemas": {"Note": note}},
    }


@pytest.fixture
def gains(tmp_path: Path) -> list[Gain]:
    """Two servers, the title of one of which is markup, and a source that is broken."""
    texts = [json.dumps(described("Notes")), json.dumps(described("<script>alert(1)</script>")), "{"]
    found: list[Gain] = []
    for number, text in enumerate(texts):
        path = tmp_path / f"{number}.json"
        path.write_text(text, encoding="utf-8")
        request = Request(str(path), out=tmp_path / "out", source_url=f"https://docs.example/{number}.json")
        found += gains_of(request)
    return found


class Page(HTMLParser):
    """The links, ids and elements of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []
        self.elements: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.elements.add(tag)
        self.links += [each for each in (given.get("href"), given.get("src")) if each]
        self.ids += [each for each in (given.get("id"),) if each]


def test_a_page_stands_alone_and_its_index_leads_to_every_server(gains: list[Gain]) -> None:
    page = Page(modelled_page(gains))
    assert {link.removeprefix("#") for link in page.links if link.startswith("#")} <= set(page.ids)
    assert len(page.ids) == 2
    assert "script" not in page.elements
    others = [link for link in page.links if not link.startswith("#")]
    assert all(link.startswith(("https://docs.example/", "data:")) for link in others)
    assert "https://docs.example/0.json#/paths/~1notes/get" in others


def test_one_server_needs_no_index(gains: list[Gain]) -> None:
    assert not [link for link in Page(modelled_page(gains[:1])).links if link.startswith("#")]


def test_the_text_tells_what_each_input_does_and_why_an_operation_is_none(gains: list[Gain]) -> None:
    told = run_text(gains)
    assert "GET /notes → list_notes: list note [https://docs.example/0.json#/paths/~1notes/get]" in told
    assert "colour? (query) narrows by colour (eq)" in told
    assert "colour? (body) is written to colour" in told
    assert "- GET /weather: " in told
    assert "id integer (key" in told
    assert "Not compiled: " in told
    assert told.startswith("4 of 6 operations are tools (66 %).")
