"""Another model may write the checks; the rows that they are about stay; an empty list is empty."""

import json
from typing import Any

import pytest

from generator.check import Hold
from generator.holds import hold_fault
from generator.model.settings import Settings

from .conftest import Run
from .endpoints import endpoint, stage_of
from .lockers import RENT, answer

READ = {
    "name": "get", "because": "It answers with one.", "quotation": "answers with one locker",
    "steps": [
        {"tool": "create_locker", "arguments": {"label": "N-92", "size": "small"}},
        {"tool": "get_locker", "arguments": {"locker_id": {"$step": 0, "pointer": "/id"}},
         "holds": [{"at": "/label", "test": "equals", "value": "N-92"}, {"at": "/renter", "test": "empty"}]},
    ],
}  # fmt: skip


def test_only_the_checks_are_asked_of_the_model_for_checks(run: Run) -> None:
    with endpoint(answer) as (url, examiner):
        made, asked = run(answer, check_model="other", check_base_url=url)
    assert {(stage_of(body), body["model"]) for body in examiner.requests} == {("checks", "other")}
    assert "checks" not in {stage_of(body) for body in asked.requests}
    assert made.verification.families["documented"].run == 2
    _, again = run(answer, out="again", check_model="other", check_base_url=url)
    assert again.requests == []


def test_a_key_goes_to_its_own_endpoint_alone() -> None:
    settings = Settings("m", "http://127.0.0.1:9/v1", "secret", check_model="other")
    assert settings.checking.key == "secret"
    assert Settings("m", key="secret", check_model="o", check_base_url="http://127.0.0.1:8/v1").checking.key == ""


@pytest.mark.parametrize("value", [None, "", [], {}])
def test_what_holds_nothing_is_blank(value: Any) -> None:
    assert hold_fault(Hold(at="/a", test="blank"), {"a": value}, ()) is None
    assert hold_fault(Hold(at="/a", test="blank"), {}, ()) is None


@pytest.mark.parametrize("value", [0, False, [0], " "])
def test_what_holds_something_is_not_blank(value: Any) -> None:
    assert hold_fault(Hold(at="/a", test="blank"), {"a": value}, ()) is not None


def test_mending_a_tool_that_had_a_pattern_changes_no_row_to_begin_with(run: Run) -> None:
    shout = ("-- @let\n-- @missing not_found: No locker has the id {locker_id}.\n"
             "SELECT l.id AS found FROM lockers l WHERE l.id = :locker_id;\n\n-- @return 200\n"
             "SELECT body FROM locker_json WHERE id = :found;\n")  # fmt: skip
    seen: list[Any] = []

    def answers(body: Any) -> str:
        said = json.loads(answer(body))
        if stage_of(body) == "programs":
            wrong = RENT.replace("coalesce(rents, 0) + 1", "coalesce(rents, 0) + 2")
            return json.dumps({"programs": [{"tool": "rent_locker", "sql": wrong}]})
        if stage_of(body) == "settling":
            seen.append(body)
            verdicts = [
                {"check": "documented_rent_counts", "wrong": "program", "why": "Twice.",
                 "quotation": "counts it in `rents`", "tool": tool, "sql": sql}
                for tool, sql in (("rent_locker", RENT), ("get_locker", shout))
            ]  # fmt: skip
            return json.dumps({"verdicts": verdicts})
        return json.dumps({"checks": [*said["checks"], READ]} if stage_of(body) == "checks" else said)

    plain, _ = run(answer, out="plain")
    made, _ = run(answers, out="mended", cache=plain.folder.parent / "other.sqlite3")
    assert seen
    assert made.plan.tool("get_locker").pattern == "custom"
    assert (made.folder / "seed.json").read_text("utf-8") == (plain.folder / "seed.json").read_text("utf-8")


def test_a_documented_status_stays_when_a_program_takes_the_place_of_a_pattern(run: Run) -> None:
    made, _ = run(answer)
    assert made.plan.tool("rent_locker").failures["conflict"].status == 409
