"""A call of one thing and a call of many are two, though their paths differ in a placeholder's number alone."""

from pathlib import Path
from typing import Any

from generator.document import Document
from generator.model.chunks import chunks_of
from generator.model.custom_tools import CustomTools
from generator.model.describing import Origin, Part, described
from generator.model.passages import Knowledge, knowledge_of
from generator.model.sayings import PageSaid
from generator.plan import Plan
from generator.prose.sections import sections

SHOP = Path(__file__).parents[3] / "servers" / "shop"
PAGE = """# Jars

`PUT /jars/{jar_id}` relabels a jar. `PUT /jars/{jar_ids}` relabels jars whose ids are separated by commas.
`PUT /jars/{id}` is called by its owner. A jar is `sealed`, true by default.

`curl -X PUT https://jars.example/jars/52` relabels the jar 52.
"""


def call(name: str, path: str) -> dict[str, Any]:
    return {"name": name, "method": "PUT", "path": path, "quotation": f"PUT {path}"}


def read() -> Knowledge:
    calls = [call("relabel_jar", "/jars/{jar_id}"), call("relabel_jars", "/jars/{jar_ids}"), call("own", "/jars/{id}")]
    for each in calls[:2]:
        each["parameters"] = [{"name": "sealed", "place": "body", "type": "boolean", "default": True,
                               "quotation": "A jar is sealed, true by default"}]  # fmt: skip
    found = sections(Document("jars.md", PAGE.encode(), "text/markdown", location="jars.md"))
    (chunk,) = chunks_of(found)
    part = Part(chunk, PageSaid.model_validate({"operations": calls}))
    description, said = described([part], Origin("Jars", "jars.md", "0" * 64))
    return knowledge_of(description, said, found)


def test_a_mass_call_is_not_taken_for_the_call_of_one() -> None:
    operations = read().description.operations
    assert [each.path for each in operations] == ["/jars/{jar_id}", "/jars/{jar_ids}"]


def test_a_mass_call_takes_a_list_of_what_the_call_of_one_takes() -> None:
    one, many = (each.parameters[0].schema for each in read().description.operations)
    assert (one["type"], many["type"], many["items"]["type"]) == ("integer", "array", "integer")


def test_what_a_new_row_has_by_default_is_no_default_of_a_change() -> None:
    plan = Plan.model_validate_json((SHOP / "plan.json").read_text(encoding="utf-8"))
    tool = CustomTools(read()).tool("PUT /jars/{jar_ids}", "customer", plan)
    kinds = {argument.name: argument.value for argument in tool.arguments}
    assert kinds["jar_ids"]["type"] == "array"
    assert kinds["sealed"]["type"] == "boolean"
    assert "default" not in kinds["sealed"]
