"""A program says with which status its tool answers; what is not documented is not told as if it were."""

import copy
import json
from typing import Any

from generator.model.programming import with_steps

from .conftest import Run
from .endpoints import stage_of
from .lockers import PROGRAMS, READING, RENT, answer

Json = Any


def undocumented(body: Json) -> str:
    """What is answered where nobody says the status of a rent, and the program gives one of its own."""
    said = copy.deepcopy(READING)
    said["operations"][3]["answer"].pop("status")
    program = {**PROGRAMS["programs"][0], "sql": RENT.replace("@return 200", "@return 202")}
    own = {"reading": said, "programs": {"programs": [program]}}
    return json.dumps(own[stage_of(body)]) if stage_of(body) in own else answer(body)


def test_a_status_that_is_not_documented_is_no_part_of_a_prompt(run: Run) -> None:
    _, asked = run(undocumented)
    told = {stage_of(body): body["messages"][1]["content"] for body in asked.requests}
    assert "about locker; no status is documented: choose what is usual." in told["programs"]
    assert "POST /lockers/{locker_id}/rent, no status documented;" in told["checks"]
    assert "POST /lockers, answers 201;" in told["checks"]


def test_plan_and_routes_follow_the_program(run: Run) -> None:
    made, _ = run(undocumented)
    routes = json.loads((made.folder / "routes.json").read_text(encoding="utf-8"))
    assert made.plan.tool("rent_locker").status == 202
    assert routes["tools"]["rent_locker"]["statuses"] == [202]
    assert made.verification.checks.failed == 0


def test_of_two_statuses_the_documented_one_is_the_tools(run: Run) -> None:
    made, _ = run(answer)
    both = "-- @return 201\nSELECT '{}' WHERE 0;\n\n-- @return 200\nSELECT '{}';"
    tool = with_steps(made.plan.tool("rent_locker"), both)
    assert (tool.status, tool.created_status) == (200, 201)
