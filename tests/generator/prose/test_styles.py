"""One API, written in twelve styles of documentation that people use, is read as the same API."""

from pathlib import Path

import pytest

from generator.description import Operation
from generator.prose.explore import explored
from generator.prose.read import ProseReading, read_prose
from generator.rules.paths import resource_path

STYLES = sorted((Path(__file__).parent / "styles").iterdir())
BOOK = {"id": "integer", "title": "string", "year": "integer", "genre": "string"}
CALLS = ["GET books", "GET books/{}", "POST books", "PUT books/{}", "DELETE books/{}"]


def read(style: Path) -> ProseReading:
    return read_prose(explored(str(style)).documents, style.name)


def by_call(style: Path) -> dict[str, Operation]:
    found = read(style).description.operations
    return {f"{each.method} {resource_path(each.path).shape}": each for each in found}


def types(properties: dict[str, dict[str, object]]) -> dict[str, object]:
    return {name: "integer" if each["type"] == "number" else each["type"] for name, each in properties.items()}


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_all_calls_are_found_and_no_others(style: Path) -> None:
    assert sorted(by_call(style)) == sorted(CALLS)
    assert not read(style).unread


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_parameters_are_found_with_their_places_and_types(style: Path) -> None:
    calls = by_call(style)
    asked = {p.name: p for p in calls["GET books"].parameters}
    assert asked.keys() == {"author", "limit"}
    assert all(p.place == "query" and not p.required for p in asked.values())
    (key,) = [p for p in calls["GET books/{}"].parameters if p.place == "path"]
    assert key.schema["type"] in ("integer", "number")
    assert not [p for call in CALLS[2:] for p in calls[call].parameters if p.place == "query"]


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_bodies_are_found_with_what_they_require(style: Path) -> None:
    calls = by_call(style)
    made, changed = calls["POST books"].body, calls["PUT books/{}"].body
    assert made is not None and changed is not None
    assert types(made.schema["properties"]) == {name: kind for name, kind in BOOK.items() if name != "id"}
    assert types(changed.schema["properties"]) == {name: kind for name, kind in BOOK.items() if name != "id"}
    assert "title" in made.schema.get("required", []) or style.name == "wiki.md"
    assert changed.schema.get("required", []) == []


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_answers_are_found_with_their_statuses(style: Path) -> None:
    calls = by_call(style)
    many, one = calls["GET books"].responses[0], calls["GET books/{}"].responses[0]
    assert many.schema is not None and many.schema["type"] == "array"
    for response in (one, calls["POST books"].responses[0], calls["PUT books/{}"].responses[0]):
        assert response.schema is not None and types(response.schema["properties"]) == BOOK
    assert calls["POST books"].responses[0].status in ("200", "201")
    assert calls["DELETE books/{}"].responses[0].schema is None


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_every_piece_says_where_it_stands(style: Path) -> None:
    for operation in by_call(style).values():
        pieces = [operation.source, *(p.source for p in operation.parameters), *(r.source for r in operation.responses)]
        assert all(piece.startswith(style.name) for piece in pieces)
