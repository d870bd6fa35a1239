"""An answer that is cut off is gone on with, and what one answer cannot hold is asked for in parts."""

import json
from typing import Any

import pytest

from generator.model.cut_json import whole_part
from generator.model.programming import ProgramsSaid
from generator.model.structured import parsed

from .conftest import Run
from .endpoints import Answer, Message, stage_of
from .lockers import CHECKS, READING, answer

Json = Any


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ('{"a": [{"x": 1}, {"y": "]', {"a": [{"x": 1}]}),
        ('```json\n{"a": [{"x": "}"}], "b": "q", "c": "hal', {"a": [{"x": "}"}], "b": "q"}),
        ('{"a": "b\\"c", "d": tru', {"a": 'b"c'}),
        ('{"a": [', None),
    ],
)
def test_the_whole_part_of_a_cut_object_is_its_whole_properties_and_elements(text: str, whole: Json) -> None:
    assert whole_part(text) == (whole, True)


@pytest.mark.parametrize("text", ["prose", "[1, 2", '{"a": ]', '{"a": 1} and {'])
def test_what_is_no_cut_object_has_no_whole_part(text: str) -> None:
    assert whole_part(text) == (None, False)


def test_programs_before_the_cut_are_taken() -> None:
    found = parsed('{"programs": [{"tool": "a", "sql": "x"}, {"tool": "b", "sq', ProgramsSaid)
    assert found.cut
    assert found.value is not None
    assert [each.tool for each in found.value.programs] == ["a"]


@pytest.mark.parametrize("finish", ["length", "stop"])
def test_a_reading_that_is_cut_off_goes_on_where_it_ended(run: Run, finish: str) -> None:
    operations = READING["operations"]
    cut = json.dumps({"operations": operations})[: len(json.dumps({"operations": operations[:2]})) + 20]
    told: list[str] = []

    def answers(body: Json) -> Answer:
        if stage_of(body) != "reading":
            return answer(body)
        if len(body["messages"]) == 2:
            return Message(cut, finish=finish)
        told.append(body["messages"][-1]["content"])
        return json.dumps({**READING, "operations": operations[2:]})

    made, _ = run(answers)
    assert "cut off before its end: go on with what is missing" in told[0]
    assert len(made.plan.tools) == 4
    assert made.verification.checks.failed == 0


def test_what_one_answer_cannot_hold_is_asked_for_in_halves(run: Run) -> None:
    asked: list[list[str]] = []

    def answers(body: Json) -> Answer:
        if stage_of(body) != "checks":
            return answer(body)
        lines = body["messages"][1]["content"].splitlines()
        asked.append([line[2:].partition(":")[0] for line in lines if line.startswith("- ") and "inputs {" in line])
        if len(asked[-1]) > 2:
            return Message("", finish="length")
        return json.dumps(CHECKS if "rent_locker" in asked[-1] else {"checks": []})

    made, _ = run(answers)
    assert [len(names) for names in asked] == [4, 2, 2]
    assert sorted(asked[0]) == sorted([*asked[1], *asked[2]])
    assert len(made.plan.checks) == 2


def test_an_answer_that_is_always_cut_off_ends(run: Run) -> None:
    def answers(body: Json) -> Answer:
        if stage_of(body) == "checks":
            return Message(json.dumps(CHECKS)[:-40], finish="length")
        return answer(body)

    made, asked = run(answers)
    assert len([body for body in asked.requests if stage_of(body) == "checks"]) == 9
    assert len(made.plan.tools) == 4
