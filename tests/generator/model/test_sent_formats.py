"""One example of what is sent does not say in which form all that is sent must be."""

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
