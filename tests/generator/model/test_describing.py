"""What is said of pages becomes the description that rules read: examples are found whole, objects are named once."""

import pytest

from generator.description import Description
from generator.document import Document
from generator.model.chunks import chunks_of
from generator.model.describing import Origin, Part, described
from generator.model.sayings import PageSaid
from generator.model.shown_examples import NOTHING, example_in, json_in
from generator.prose.sections import sections

PAGE = """# Notes

Base address: https://notes.example/api/v2

## Write a note

`POST https://notes.example/api/v2/notes`

```shell
curl -d '{"note":{"title":"Milk","tags":["home"]}}' \\
  -X POST https://notes.example/api/v2/notes
```

```json
{"data": {"id": 31, "title": "Milk", "tags": ["home"], "at": "2026-01-02T03:04:05Z", ... }}
```

Notes have these properties: title (string, required), tags (list), color (red or blue, default red), at (read-only).

## Read a note

`GET https://notes.example/api/v2/notes/31`

```json
{"data": {"id": 31, "title": "Milk", "tags": []}}
```
"""

SAID = {
    "operations": [
        {"name": "create_note", "method": "POST", "path": "https://notes.example/api/v2/notes", "sends": "Note",
         "quotation": "POST https://notes.example/api/v2/notes", "example": 'curl -d \'{"note":',
         "answer": {"object": "Note", "at": "/data",
                    "example": '{"data": {"id": 31, "title": "Milk", "tags": ["home"]'}},
        {"name": "get_note", "method": "GET", "path": "https://notes.example/api/v2/notes/{note_id}",
         "quotation": "GET https://notes.example/api/v2/notes/31",
         "answer": {"object": "Note", "at": "/data", "example": '{"data": {"id": 31, "title": "Milk", "tags": []}}'}},
    ],
    "objects": [{"name": "Note", "fields": [
        {"name": "title", "type": "string", "required": True, "quotation": "title (string, required)"},
        {"name": "color", "type": "string", "enum": ["red", "blue"], "default": "red",
         "quotation": "color (red or blue"},
        {"name": "at", "read_only": True, "quotation": "at (read-only)"},
    ]}],
}  # fmt: skip


@pytest.fixture
def description() -> Description:
    """The description of the notes."""
    (chunk,) = chunks_of(sections(Document("notes.md", PAGE.encode(), "text/markdown", location="notes.md")))
    found, _ = described([Part(chunk, PageSaid.model_validate(SAID))], Origin("Notes", "notes.md", "0" * 64))
    return found


def test_paths_stand_behind_what_they_have_in_common(description: Description) -> None:
    assert description.base_url == "https://notes.example/api/v2"
    assert [operation.path for operation in description.operations] == ["/notes", "/notes/{note_id}"]


def test_a_parameter_of_the_path_has_the_kind_of_what_the_page_shows_there(description: Description) -> None:
    (parameter,) = description.operations[1].parameters
    assert parameter.schema == {"type": "integer"}


def test_an_object_has_what_examples_show_and_what_the_text_says(description: Description) -> None:
    note = description.schemas["Note"]["properties"]
    assert note["id"]["type"] == "integer"
    assert note["at"]["format"] == "date-time"
    assert note["at"]["readOnly"] is True
    assert (note["color"]["enum"], note["color"]["default"]) == (["red", "blue"], "red")


def test_answers_name_the_object_in_their_envelope(description: Description) -> None:
    for operation in description.operations:
        schema = operation.responses[0].schema
        assert schema is not None
        assert schema["properties"]["data"] == {"$ref": "#/$defs/Note"}


def test_a_body_has_the_wrapper_of_its_example_and_no_property_that_the_server_sets(description: Description) -> None:
    body = description.operations[0].body
    assert body is not None
    assert list(body.schema["properties"]) == ["note"]
    inner = body.schema["properties"]["note"]
    assert set(inner["properties"]) == {"title", "tags", "color"}
    assert inner["required"] == ["title"]


def test_an_operation_points_to_its_section(description: Description) -> None:
    assert [operation.source for operation in description.operations] == [
        "notes.md#write-a-note",
        "notes.md#read-a-note",
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1, ...}', {"a": 1}),
        ('{"a": [1, 2, …]}', {"a": [1, 2]}),
        ('{"a": 1,}', {"a": 1}),
        ('// comment\n{"a": 1}', {"a": 1}),
        ('HTTP/1.1 200 OK\n\n[{"a": 1}]', [{"a": 1}]),
        ("no JSON", NOTHING),
        ("{broken", NOTHING),
    ],
)
def test_json_with_gaps_is_read_and_what_is_none_is_nothing(text: str, value: object) -> None:
    assert json_in(text) == value


def test_an_example_is_found_by_how_it_begins() -> None:
    text = '```json\n{"a": 1}\n```\n\n```json\n{ "b":\n  2 }\n```\n'
    assert example_in(text, '{"b":') == {"b": 2}
    assert example_in(text, '{"c":') is NOTHING
    assert example_in(text, "") is NOTHING


def test_pages_are_packed_whole_and_long_ones_cut_between_sections() -> None:
    pages = [
        Document(f"p{number}.md", f"# P{number}\n\n{'x' * size}\n\n## Two\n\n{'y' * size}\n".encode(), "text/markdown",
                 location=f"p{number}.md")
        for number, size in enumerate((100, 100, 900, 100))
    ]  # fmt: skip
    found = [section for page in pages for section in sections(page)]
    chunks = chunks_of(found, most=1_000)
    assert [section for chunk in chunks for section in chunk.sections] == found
    assert [[section.url for section in chunk.sections] for chunk in chunks] == [
        ["p0.md", "p0.md", "p1.md", "p1.md"],
        ["p2.md"],
        ["p2.md"],
        ["p3.md", "p3.md"],
    ]
