"""Acknowledgments: texts that only tell that a change was done."""

from typing import Any

import pytest

from generator.plan import Tool
from generator.repair import mended
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at

Json = Any
BELL: Json = {
    "type": "object",
    "properties": {"id": {"type": "string", "readOnly": True}, "tone": {"type": "string"}},
    "required": ["id", "tone"],
}


def answered(schema: Json) -> Tool:
    """The tool that changes a bell and is answered with a text of this schema; it passes its checks."""
    text = {"200": {"description": "", "content": {"text/plain": {"schema": schema}}}}
    one = {
        "parameters": [in_path("id")],
        "get": {"responses": shows(ref("Bell"))},
        "put": {"requestBody": sends(ref("Bell")), "responses": text},
        "delete": {"responses": text},
    }
    made = {"requestBody": sends(ref("Bell")), "responses": shows(ref("Bell"), "201")}
    found = mended(plan_of({"/bells": {"get": listing(ref("Bell")), "post": made}, "/bells/{id}": one}, Bell=BELL))
    assert found.plan.dropped == ()
    return tool_at(found.plan, "PUT /bells/{id}")


@pytest.mark.parametrize(
    ("schema", "answer"),
    [({"type": "string", "example": "OK"}, "OK"), ({"type": "string"}, None)],
    ids=["as the example shows", "with no body"],
)
def test_a_change_that_is_answered_with_a_word_is_modelled(schema: Json, answer: Json) -> None:
    tool = answered(schema)
    assert (tool.pattern in ("replace", "update"), tool.answer) == (True, answer)
