"""What prompts tell of a plan: other tools with their inputs, who calls, and the tables near what is asked for."""

from pathlib import Path

import pytest

from generator.model.callers import acting_entity, caller_lines
from generator.model.other_tools import other_tools, tool_in_line
from generator.model.schema_told import schema_told
from generator.plan import Plan, read_plan
from generator.schema import Schemas

SERVERS = Path(__file__).parents[3] / "servers"


@pytest.fixture(scope="module")
def plan() -> Plan:
    """The plan of an issue tracker."""
    path = SERVERS / "issues" / "plan.json"
    return read_plan(path.read_text(encoding="utf-8"), "plan.json")


def test_other_tools_are_told_with_their_inputs_nearest_first(plan: Plan) -> None:
    tool = plan.tools_of("comment")[0]
    lines = other_tools(plan, [tool])
    names = [line.partition("(")[0] for line in lines]
    assert sorted([*names, tool.name]) == sorted(each.name for each in plan.tools)
    assert set(names[: len(plan.tools_of("comment")) - 1]) == {each.name for each in plan.tools_of("comment")[1:]}
    assert all("title: string" in line for line in lines if line.startswith("create_issue("))


def test_what_is_further_off_than_a_request_holds_is_not_named(plan: Plan) -> None:
    lines = other_tools(plan, [plan.tools[0]], most=300)
    assert lines
    assert sum(map(len, lines)) <= 300


def test_a_tool_in_a_line_tells_choices_and_what_may_be_left_out(plan: Plan) -> None:
    line = tool_in_line(plan.tool("list_issues"), Schemas(plan.schemas))
    assert 'state?: "open"' in line


def test_a_long_schema_is_told_by_the_tables_near_and_a_line_for_each_other(plan: Plan) -> None:
    whole = schema_told(plan, {"comment"})
    near = schema_told(plan, {"comment"}, most=0)
    assert whole["tables"] == []
    text, others = str(near["schema"]), str(near["tables"])
    for entity in plan.entities:
        shown = f"CREATE TABLE {entity.table} (" in text
        assert shown != (f"{entity.table} (" in others)
        assert f"CREATE TABLE {entity.table} (" in str(whole["schema"])
    assert "CREATE TABLE comments (" in text
    assert "CREATE TABLE issues (" in text


def test_columns_that_name_the_caller_are_told_with_what_they_hold_in_checks(plan: Plan) -> None:
    assert caller_lines(plan) == [
        "issues.author, comments.author: caller(), the key of the acting user; NULL where nobody is named.",
        "In checks nobody is named: caller() is NULL there.",
    ]


def test_the_row_that_the_acting_user_is_is_told(plan: Plan) -> None:
    tool = plan.tools[0].model_copy(update={"method": "GET", "path": "/users/me.json"})
    entity = plan.entity(tool.entity)
    own = plan.model_copy(update={"tools": (tool,)})
    assert acting_entity(own) == entity
    assert (
        f"is about the acting user: the row of {entity.table} whose {entity.key[0]} is caller()" in caller_lines(own)[0]
    )
    single = own.model_copy(update={"entities": (entity.model_copy(update={"singleton": True}),)})
    assert caller_lines(single)[0].endswith(f"the one row of {entity.table}.")
