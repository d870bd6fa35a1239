"""Two readings of one documentation: what they differ in by the same calls is listed and settled."""

import json
from typing import Any

from .conftest import Run
from .endpoints import stage_of
from .lockers import CHECKS, RENT, answer

Json = Any

CAREFUL = [{**check, "scenario": "empty"} for check in CHECKS["checks"]]
FORGETFUL = RENT.replace("-- @require conflict: Locker {locker_id} is rented already.\nSELECT :holder IS NULL;\n\n", "")


def test_a_difference_in_behaviour_is_listed_and_settled_by_the_passage(run: Run) -> None:
    def answers(body: Json) -> str:
        first = body["model"] == "m"
        match stage_of(body):
            case "programs" if first:
                return json.dumps({"programs": [{"tool": "rent_locker", "sql": FORGETFUL}]})
            case "checks":
                return json.dumps({"checks": [CHECKS["checks"][0]] if first else CAREFUL})
            case "settling":
                verdict = {"check": "documented_rent_twice_second", "wrong": "program", "why": "It does not refuse.",
                           "quotation": "A locker that is rented already is answered with `409`.",
                           "tool": "rent_locker", "sql": RENT}  # fmt: skip
                return json.dumps({"verdicts": [verdict]})
        return answer(body)

    made, asked = run(answers, second="n")
    assert made.account is not None
    (difference,) = made.account.differences
    assert "It is rented already." in difference
    assert "conflict" in "\n".join(made.plan.tool("rent_locker").steps)
    assert {body["model"] for body in asked.requests} == {"m", "n"}
    assert [name for name, _ in made.account.stages].count("reading") == 2


def test_readings_that_agree_leave_nothing_to_settle(run: Run) -> None:
    def answers(body: Json) -> str:
        if stage_of(body) == "checks" and body["model"] == "n":
            return json.dumps({"checks": CAREFUL})
        return answer(body)

    made, asked = run(answers, second="n")
    assert made.account is not None
    assert made.account.differences == ()
    assert not any(stage_of(body) == "settling" for body in asked.requests)


def test_the_same_model_reads_at_another_temperature(run: Run) -> None:
    _, asked = run(answer, second="m")
    assert sorted({body.get("temperature", 0) for body in asked.requests}) == [0, 1.0]
