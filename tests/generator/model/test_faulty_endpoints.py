"""Whatever an endpoint answers is survived or told, and nothing that was answered before is lost."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from generator.errors import ModelError
from generator.model.settings import Prices

from .conftest import Run
from .endpoints import Answer, Fault, Message, stage_of
from .lockers import CHECKS, PROGRAMS, READING, RENT, answer

Json = Any

STAGES = ("reading", "planning", "programs", "checks")


def once(stage: str, fault: Answer) -> Callable[[Json], Answer]:
    """Answers with the fault the first time that the stage asks, and then as it should."""
    done: list[str] = []

    def answers(body: Json) -> Answer:
        if stage_of(body) == stage and not done:
            done.append(stage)
            return fault
        return answer(body)

    return answers


def always(stage: str, fault: Answer) -> Callable[[Json], Answer]:
    return lambda body: fault if stage_of(body) == stage else answer(body)


RENTING: dict[str, Any] = dict(READING["operations"][3])
HALF = json.dumps(READING)[:400]
FAULTS = {
    "too many requests": Fault(429, {"retry-after": "0"}),
    "an error of the server": Fault(500),
    "a body that is no JSON": Fault(200, body="<html>busy</html>"),
    "half a JSON": HALF,
    "prose": "Certainly! Here is what I found in the documentation.",
    "a refusal": Message(refusal="I cannot help with that."),
    "a filter": Message("", finish="content_filter"),
    "nothing": "",
    "null": Message(None),
    "another form": '{"answer": 42}',
    "a list": "[1, 2, 3]",
    "deep nesting": "[" * 100_000,
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_while_reading_is_survived(run: Run, fault: Answer) -> None:
    made, _ = run(once("reading", fault))
    assert len(made.plan.tools) == 4
    assert made.verification.checks.failed == 0


@pytest.mark.parametrize("stage", STAGES)
def test_a_fault_in_any_stage_is_survived(run: Run, stage: str) -> None:
    made, asked = run(once(stage, "I would rather not."))
    assert len(made.plan.tools) == 4
    assert len(asked.requests) == 5


@pytest.mark.parametrize("stage", ["planning", "programs", "checks"])
def test_a_stage_that_never_gets_an_answer_of_use_leaves_what_was_there(run: Run, stage: str) -> None:
    made, _ = run(always(stage, "No."))
    assert {"create_locker", "list_lockers", "get_locker"} <= {tool.name for tool in made.plan.tools}
    assert made.verification.checks.failed == 0
    if stage in ("programs", "checks"):
        assert [each.operation for each in made.plan.unmodelled] == ["POST /lockers/{locker_id}/rent"]


def test_json_in_a_fence_with_words_around_is_read(run: Run) -> None:
    said = f"Here you are:\n\n```json\n{json.dumps(READING)}\n```\nIs there more?"
    made, asked = run(once("reading", said))
    assert len(made.plan.tools) == 4
    assert len(asked.requests) == 4


def test_an_endpoint_without_schemas_is_asked_in_its_own_way_and_only_once(run: Run) -> None:
    def answers(body: Json) -> Answer:
        form = body.get("response_format", {}).get("type")
        return answer(body) if form is None else Fault(400)

    made, asked = run(answers)
    assert len(made.plan.tools) == 4
    refused = [body["response_format"]["type"] for body in asked.requests if "response_format" in body]
    assert refused == ["json_schema", "json_object"]
    assert "JSON Schema" in asked.requests[-1]["messages"][0]["content"]


def test_a_wrong_quotation_is_refused_told_and_mended(run: Run) -> None:
    wrong = json.loads(json.dumps(READING))
    wrong["operations"][3]["quotation"] = "POST /lockers/{id}/rent opens the door"
    found: list[str] = []

    def answers(body: Json) -> Answer:
        if stage_of(body) != "reading":
            return answer(body)
        if len(body["messages"]) == 2:
            return json.dumps(wrong)
        found.append(body["messages"][-1]["content"])
        return json.dumps({"operations": [RENTING]})

    made, _ = run(answers)
    assert "POST /lockers/{locker_id}/rent: its quotation is not in the document" in found[0]
    assert len(made.plan.tools) == 4


def test_what_is_quoted_wrongly_to_the_end_is_left_out_and_reported(run: Run) -> None:
    wrong = json.loads(json.dumps(READING))
    wrong["operations"].append({**RENTING, "path": "/lockers/{locker_id}/rob", "name": "rob_locker"})

    made, _ = run(lambda body: json.dumps(wrong) if stage_of(body) == "reading" else answer(body))
    assert {tool.name for tool in made.plan.tools} == {"create_locker", "list_lockers", "get_locker", "rent_locker"}
    assert made.account is not None
    assert any("no such path is in the document" in said for said in made.account.refused)


@pytest.mark.parametrize(
    "sql",
    [
        "-- @run\nATTACH '/tmp/other.db' AS other;\n-- @return 200\nSELECT '{}';",
        "-- @run\nDROP TABLE lockers;\n-- @return 200\nSELECT '{}';",
        "-- @let\nPRAGMA writable_schema = 1;\n-- @return 200\nSELECT '{}';",
        "-- @return 200\nSELECT json_object('x', load_extension('x'));",
        "-- @return 200\nSELECT json_object('x', readfile('/etc/passwd'));",
        "-- @return 200\nSELECT json_group_array(name) FROM sqlite_schema;",
        "-- @run\nUPDATE lockers SET renter = :renter; DELETE FROM lockers;\n-- @return 200\nSELECT '{}';",
    ],
)
def test_sql_that_reaches_beyond_the_tables_is_refused_and_told(run: Run, sql: str) -> None:
    told: list[str] = []

    def answers(body: Json) -> Answer:
        if stage_of(body) != "programs":
            return answer(body)
        if len(body["messages"]) == 2:
            return json.dumps({"programs": [{"tool": "rent_locker", "sql": sql}]})
        told.append(body["messages"][-1]["content"])
        return json.dumps(PROGRAMS)

    made, _ = run(answers)
    assert "rent_locker:" in told[0]
    assert "\n".join(made.plan.tool("rent_locker").steps) == RENT.rstrip("\n")


def test_an_endpoint_that_stays_down_ends_the_run_and_keeps_what_was_answered(run: Run) -> None:
    with pytest.raises(ModelError, match="did not answer in 4 attempts"):
        run(always("checks", Fault(503)))
    made, asked = run(answer)
    assert [stage_of(body) for body in asked.requests] == ["checks"]
    assert len(made.plan.tools) == 4


def test_a_key_that_is_not_taken_is_told_at_once(run: Run) -> None:
    with pytest.raises(ModelError, match="Check OPENAI_API_KEY"):
        run(lambda _: Fault(401))


def test_a_budget_of_tokens_stops_before_it_is_exceeded(run: Run) -> None:
    with pytest.raises(ModelError, match="could go beyond the budget of 5,000 tokens"):
        run(answer, most_tokens=5_000)
    _, asked = run(answer)
    assert asked.requests
    assert stage_of(asked.requests[0]) != "reading"


def test_a_budget_of_money_stops_before_it_is_exceeded(run: Run) -> None:
    with pytest.raises(ModelError, match=r"could go beyond the budget of \$0\.01"):
        run(answer, most_dollars=0.01, prices=Prices(1.0, 4.0))


def test_checks_that_misuse_tools_are_sent_back(run: Run) -> None:
    wrong = json.loads(json.dumps(CHECKS))
    wrong["checks"][0]["steps"][1]["arguments"]["locker"] = 1
    told: list[str] = []

    def answers(body: Json) -> Answer:
        if stage_of(body) != "checks":
            return answer(body)
        if len(body["messages"]) == 2:
            return json.dumps(wrong)
        told.append(body["messages"][-1]["content"])
        return json.dumps({"checks": [CHECKS["checks"][0]]})

    made, _ = run(answers)
    assert "rent_locker has no input locker" in told[0]
    assert len(made.plan.checks) == 2
