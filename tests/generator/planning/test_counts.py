"""Operations that answer how many rows there are."""

from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import prove
from planning.specs import NEW_TASK, TASK, listing, parameter, plan_of, ref, sends, shows, tool_at

Json = Any


def counted(count: Json) -> Plan:
    return plan_of(
        {
            "/tasks": {
                "get": listing(ref("Task")),
                "post": {"requestBody": sends(ref("NewTask")), "responses": shows(ref("Task"), "201")},
            },
            "/tasks/count": {
                "get": {"parameters": [parameter("status", {"type": "string"})], "responses": shows(count)},
                "post": {"requestBody": sends({"type": "object"}), "responses": shows(count)},
            },
        },
        Task=TASK,
        NewTask=NEW_TASK,
    )


@pytest.mark.parametrize(
    ("count", "answer"),
    [
        ({"type": "integer"}, "$total"),
        ({"type": "object", "properties": {"count": {"type": "integer"}}}, {"count": "$total"}),
    ],
)
def test_a_count_is_the_number_of_rows_that_its_filters_leave(count: Json, answer: Json) -> None:
    plan = counted(count)
    get, post = tool_at(plan, "GET /tasks/count"), tool_at(plan, "POST /tasks/count")
    assert (get.pattern, get.answer, get.argument("status").does.role) == ("list", answer, "filter")
    assert (post.pattern, post.answer) == ("search", answer)
    outcomes = prove(plan, render(plan)).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []
    assert "count" in {outcome.check.law for outcome in outcomes if outcome.check.tool == get.name}


def test_an_answer_with_more_than_a_number_is_no_count() -> None:
    more = {"type": "object", "properties": {"count": {"type": "integer"}, "text": {"type": "string"}}}
    assert all(tool.path != "/tasks/count" for tool in counted(more).tools)
