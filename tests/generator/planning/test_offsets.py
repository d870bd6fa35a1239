"""Offsets: rows are counted from 0, or from 1 where the documentation says so."""

from pathlib import Path
from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import prove
from planning.specs import parameter, plan_of, shows
from state_db.environment import Environment

Json = Any
TEXT: Json = {"type": "string"}
KILN: Json = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}


def kilns(text: str = "", **schema: Json) -> Plan:
    asked = [parameter("limit", {"type": "integer"}),
             parameter("offset", {"type": "integer", **schema}, description=text)]  # fmt: skip
    page = {"type": "object", "properties": {"offset": {"type": "integer"}, "next": {"type": "string", "format": "uri"},
                                             "kilns": {"type": "array", "items": KILN}}}  # fmt: skip
    return plan_of({"/kilns": {"get": {"parameters": asked, "responses": shows(page)}}})


@pytest.mark.parametrize(
    ("plan", "first"),
    [
        (kilns(), 0),
        (kilns(minimum=0), 0),
        (kilns(minimum=1), 1),
        (kilns(default=1), 1),
        (kilns("The 1-based index of the first kiln."), 1),
        (kilns("The 0-based index of the first kiln."), 0),
    ],
)
def test_the_first_row_is_the_one_at_which_offsets_begin(plan: Plan, first: int, tmp_path: Path) -> None:
    files = render(plan)
    assert prove(plan, files).result.passed
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Environment.open(str(tmp_path)) as environment:
        (tool,) = plan.tools
        whole = environment.call(tool.name, {}).body["kilns"]
        page = environment.call(tool.name, {"limit": 2, "offset": first + 1}).body
        assert page["kilns"] == whole[1:3]
        assert page["offset"] == first + 1
        assert f"offset={first + 3}" in page["next"]
