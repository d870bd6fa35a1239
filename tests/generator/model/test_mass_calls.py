"""A call of one thing and a call of many are two, though their paths differ in a placeholder's number alone."""

from typing import Any

from generator.document import Document
from generator.model.chunks import chunks_of
from generator.model.describing import Origin, Part, described
from generator.model.sayings import PageSaid
from generator.prose.sections import sections

PAGE = """# Jars

`PUT /jars/{jar_id}` relabels a jar. `PUT /jars/{jar_ids}` relabels jars whose ids are separated by commas.
`PUT /jars/{id}` is called by its owner.
"""


def call(name: str, path: str) -> dict[str, Any]:
    return {"name": name, "method": "PUT", "path": path, "quotation": f"PUT {path}"}


def test_a_mass_call_is_not_taken_for_the_call_of_one() -> None:
    calls = [call("relabel_jar", "/jars/{jar_id}"), call("relabel_jars", "/jars/{jar_ids}"), call("own", "/jars/{id}")]
    (chunk,) = chunks_of(sections(Document("jars.md", PAGE.encode(), "text/markdown", location="jars.md")))
    found, _ = described(
        [Part(chunk, PageSaid.model_validate({"operations": calls}))], Origin("Jars", "jars.md", "0" * 64)
    )
    assert [each.path for each in found.operations] == ["/jars/{jar_id}", "/jars/{jar_ids}"]
