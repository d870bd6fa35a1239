"""What a parameter of a path is, is seen where an address is filled in: its own template is no example."""

from generator.document import Document
from generator.model.chunks import chunks_of
from generator.model.describing import Origin, Part, described
from generator.model.sayings import PageSaid
from generator.prose.sections import sections

PAGE = """# Kilns

`GET /kilns/{kiln_id}` reads a kiln:

```shell
curl https://kilns.example/kilns/52
```
"""


def test_a_placeholder_is_no_example_of_what_stands_in_its_place() -> None:
    said = {"operations": [{"name": "get_kiln", "method": "GET", "path": "/kilns/{kiln_id}",
                            "quotation": "GET /kilns/{kiln_id} reads a kiln"}]}  # fmt: skip
    (chunk,) = chunks_of(sections(Document("kilns.md", PAGE.encode(), "text/markdown", location="kilns.md")))
    found, _ = described([Part(chunk, PageSaid.model_validate(said))], Origin("Kilns", "kilns.md", "0" * 64))
    (parameter,) = found.operations[0].parameters
    assert parameter.schema["type"] == "integer"
