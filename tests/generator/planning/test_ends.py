"""Ends: the last page shows what leads on as it is documented, also where that is never null."""

from pathlib import Path
from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import prove
from planning.specs import in_path, parameter, plan_of, ref, shows, tool_at
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
JARS: Json = {"type": "array", "items": ref("Jar")}
LEADS: Json = {"type": "object", "required": ["after"], "properties": {"after": TEXT, "link": TEXT}}


def planned(**envelope: Json) -> Plan:
    return listing({"type": "object", "properties": {"results": JARS, **envelope}})


def listing(listed: Json) -> Plan:
    paging = [parameter("limit", {"type": "integer"}), parameter("after", TEXT)]
    jar = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "label": TEXT}}
    return plan_of(
        {
            "/jars": {"get": {"parameters": paging, "responses": shows(listed)}},
            "/jars/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Jar"))}},
        },
        Jar=jar,
    )


@pytest.mark.parametrize(
    ("envelope", "ends"),
    [
        ({"next_page": {**LEADS, "nullable": True}}, {"/next_page": "null"}),
        ({"paging": {"type": "object", "properties": {"next": LEADS}}}, {"/paging": "absent"}),
        ({"next_cursor": TEXT}, {"/next_cursor": "absent"}),
        ({"next_cursor": {**TEXT, "nullable": True}}, {}),
        (
            {"paging": {"type": "object", "properties": {"total": {"type": "integer"}, "next": LEADS}}},
            {"/paging/next": "absent"},
        ),
    ],
)
def test_what_leads_on_ends_as_it_is_documented(envelope: Json, ends: Json) -> None:
    tool = tool_at(planned(**envelope), "GET /jars")
    assert (tool.ends, tool.output is not None) == (ends, True)


def test_what_must_be_there_and_is_never_null_stays_null_and_promises_no_schema() -> None:
    whole = {"type": "object", "required": ["next_cursor"], "properties": {"results": JARS, "next_cursor": TEXT}}
    tool = tool_at(listing(whole), "GET /jars")
    assert (tool.ends, tool.output) == ({}, None)


@pytest.mark.parametrize(
    ("envelope", "end"),
    [
        ({"next_page": {**LEADS, "nullable": True}}, {"next_page": None}),
        ({"paging": {"type": "object", "properties": {"next": LEADS}}}, {}),
    ],
)
def test_only_the_last_page_does_not_lead_on(envelope: Json, end: Json, tmp_path: Path) -> None:
    plan = planned(**envelope)
    files = render(plan)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    tool = tool_at(plan, "GET /jars").name
    with Environment.open(tmp_path) as env:
        whole = env.call(tool, {"limit": 50}).body
        first = env.call(tool, {"limit": 1}).body
        leads = first.get("next_page") or first["paging"]["next"]
        second = env.call(tool, {"limit": 1, "after": leads["after"]}).body
    assert whole == {"results": whole["results"], **end}
    assert leads["link"].startswith("https://things.example/v1/jars?")
    assert [*first["results"], *second["results"]] == whole["results"][:2]
    proof = prove(plan, files)
    assert proof.result.outcomes and not proof.result.failed


def test_what_is_present_only_with_a_parameter_is_left_out_without_it_and_all_is_listed(tmp_path: Path) -> None:
    said = "*Conditional*. This property is only present when a limit query parameter is provided in the request."
    plan = planned(next_page={**LEADS, "nullable": True, "description": said})
    tool = tool_at(plan, "GET /jars")
    assert tool.asked == {"/next_page": "limit"}
    files = render(plan.model_copy(update={"seed_rows": 30}))
    assert [each.check.name for each in prove(plan, files).result.outcomes if not each.passed] == []
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Environment.open(tmp_path) as env:
        assert list(env.call(tool.name, {}).body) == ["results"]
        assert len(env.call(tool.name, {}).body["results"]) == 30
        assert env.call(tool.name, {"limit": 30}).body["next_page"] is None
        assert env.call(tool.name, {"limit": 29}).body["next_page"] is not None
