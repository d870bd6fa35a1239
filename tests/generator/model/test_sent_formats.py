"""One example of what is sent does not say in which form all that is sent must be."""

from typing import Any

from generator.document import Document
from generator.model.chunks import chunks_of
from generator.model.describing import Origin, Part, described
from generator.model.sayings import PageSaid
from generator.prose.sections import sections

PAGE = """# Letters

`POST /letters` sends a letter to `readers` (array of strings).

```json
{"readers": ["ada@mail.example"]}
```
"""


MAIL = """# Readers

`POST /readers` adds a reader by `mail` (string), for whom `born` (string) is kept as well.

```json
{"mail": "ada@mail.example", "born": "1815-12-10"}
```

Answers with the reader:

```json
{"id": 1, "mail": "ada@mail.example", "born": "1815-12-10"}
```

`GET /readers` lists readers:

```json
[{"id": 1, "mail": "ada@mail.example", "born": "1815-12-10"}, {"id": 2, "mail": "ada@mail.example", "born": "1906-12-09"}]
```
"""  # noqa: E501


def sent(**said: Any) -> dict[str, Any]:
    """What is sent of a reader, as the page shows it, with this said of its mail."""
    operations = [
        {"name": "add_reader", "method": "POST", "path": "/readers", "quotation": "POST /readers adds a reader",
         "example": '{"mail":', "answer": {"object": "Reader", "example": '{"id": 1,'},
         "parameters": [{"name": "mail", "place": "body", "type": "string", "quotation": "mail (string)", **said}]},
        {"name": "list_readers", "method": "GET", "path": "/readers", "quotation": "GET /readers lists readers",
         "answer": {"object": "Reader", "many": True, "example": '[{"id": 1,'}},
    ]  # fmt: skip
    (chunk,) = chunks_of(sections(Document("readers.md", MAIL.encode(), "text/markdown", location="readers.md")))
    page = PageSaid.model_validate({"operations": operations})
    found, _ = described([Part(chunk, page)], Origin("Readers", "readers.md", "0" * 64))
    body = found.operations[0].body
    assert body is not None
    return dict(body.schema["properties"])


def test_a_text_takes_what_has_another_form_than_its_only_example() -> None:
    assert "format" not in sent()["mail"]


def test_a_text_has_the_form_that_the_documentation_says() -> None:
    assert sent(format="email")["mail"]["format"] == "email"


def test_a_text_has_the_form_that_several_examples_show() -> None:
    assert sent()["born"]["format"] == "date"


def test_an_array_of_strings_takes_what_has_another_form_than_its_example() -> None:
    said = {"operations": [{"name": "send_letter", "method": "POST", "path": "/letters", "example": '{"readers":',
                            "quotation": "POST /letters sends a letter",
                            "parameters": [{"name": "readers", "place": "body", "type": "array", "items": "string",
                                            "quotation": "readers (array of strings)"}]}]}  # fmt: skip
    (chunk,) = chunks_of(sections(Document("letters.md", PAGE.encode(), "text/markdown", location="letters.md")))
    found, _ = described([Part(chunk, PageSaid.model_validate(said))], Origin("Letters", "letters.md", "0" * 64))
    body = found.operations[0].body
    assert body is not None
    items = body.schema["properties"]["readers"]["items"]
    assert (items["type"], items.get("format")) == ("string", None)
