"""A documentation in prose becomes a verified server by a model's answers, and by nothing that they do not bear out."""

import json
from pathlib import Path
from typing import Any

from state_db.environment import Environment
from state_db.image import Image

from .conftest import Run
from .endpoints import stage_of
from .lockers import RENT, answer


def folder_bytes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_documented_operation_is_a_verified_tool(run: Run) -> None:
    made, _ = run(answer)
    assert {tool.name for tool in made.plan.tools} == {"create_locker", "list_lockers", "get_locker", "rent_locker"}
    assert made.verification.checks.failed == 0
    assert made.verification.families["documented"].run == 2
    assert (made.plan.unmodelled, made.plan.dropped) == ((), ())


def test_a_program_does_what_no_pattern_does(run: Run) -> None:
    made, _ = run(answer)
    with Environment.open(Image.load(made.folder)) as environment:
        locker = environment.call("create_locker", {"label": "Z-1", "size": "large"}).body
        rented = environment.call("rent_locker", {"locker_id": locker["id"], "renter": "ada"})
        again = environment.call("rent_locker", {"locker_id": locker["id"], "renter": "bob"})
    assert (rented.status, rented.body["rents"], rented.body["renter"]) == (200, 1, "ada")
    assert (again.status, again.error) == (409, "conflict")


def test_choices_are_recorded_as_assumptions_and_words_as_quotations(run: Run) -> None:
    made, _ = run(answer)
    server = json.loads((made.folder / "server.json").read_text(encoding="utf-8"))
    assert server["engine"] == "model"
    assert "A locker is never given back." in server["assumptions"]
    assert "A renter may be any text." in server["assumptions"]
    assert "and counts it in rents" in made.plan.quotations["POST /lockers/{locker_id}/rent"]


def test_a_second_run_asks_nothing_and_writes_the_same_bytes(run: Run) -> None:
    first, asked = run(answer)
    second, none = run(answer, out="again")
    assert len(asked.requests) == 4
    assert none.requests == []
    assert folder_bytes(first.folder) == folder_bytes(second.folder)
    assert second.account is not None
    assert (second.account.usage.requests, second.account.usage.cached) == (0, 4)


def test_the_one_who_writes_checks_never_sees_a_program(run: Run) -> None:
    _, asked = run(answer)
    (request,) = [body for body in asked.requests if stage_of(body) == "checks"]
    said = json.dumps(request)
    assert "UPDATE lockers" not in said
    assert "@return" not in said
    assert "CREATE TABLE" not in said


def test_a_program_that_a_check_refutes_is_mended_by_the_one_who_sees_both(run: Run) -> None:
    whole = RENT
    wrong = whole.replace("coalesce(rents, 0) + 1", "coalesce(rents, 0) + 2")

    def answers(body: Any) -> str:
        if stage_of(body) == "programs":
            return json.dumps({"programs": [{"tool": "rent_locker", "sql": wrong}]})
        if stage_of(body) == "settling":
            verdict = {"check": "documented_rent_counts", "wrong": "program", "why": "It counts twice.",
                       "quotation": "counts it in `rents`", "tool": "rent_locker", "sql": whole}  # fmt: skip
            return json.dumps({"verdicts": [verdict]})
        return answer(body)

    made, _ = run(answers)
    assert made.account is not None
    assert made.account.rounds == 1
    assert made.plan.tool("rent_locker").pattern == "custom"
    assert "+ 1" in "\n".join(made.plan.tool("rent_locker").steps)


def test_a_program_that_stays_wrong_is_unmodelled_with_the_reason(run: Run) -> None:
    wrong = RENT.replace("coalesce(rents, 0) + 1", "coalesce(rents, 0) + 2")

    def answers(body: Any) -> str:
        if stage_of(body) == "programs":
            return json.dumps({"programs": [{"tool": "rent_locker", "sql": wrong}]})
        return answer(body)

    made, _ = run(answers)
    (left,) = made.plan.unmodelled
    assert left.operation == "POST /lockers/{locker_id}/rent"
    assert "does not answer as documented" in left.reason
    assert made.plan.dropped == ()
    assert made.verification.checks.failed == 0
