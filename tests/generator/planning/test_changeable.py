"""Changes: in which states the documentation allows them."""

from typing import Any

import pytest

from generator.render import render
from generator.verify import prove
from planning.specs import TASKS, tasks_with, tool_at


def tasks_changed(text: str) -> Any:
    change = {**TASKS["/tasks/{taskId}"]["patch"], "description": text}
    return tasks_with(**{"/tasks/{taskId}": {**TASKS["/tasks/{taskId}"], "patch": change}})


@pytest.mark.parametrize(
    "text",
    [
        "Changes a task. You can only update a task in the `open` or `archived` status.",
        "You cannot update a task with the `done` status.",
        "Tasks can be edited only while their status is open or archived.",
        "A done task cannot be changed.",
    ],
)
def test_a_sentence_that_names_the_states_of_a_change_binds_it(text: str) -> None:
    plan = tasks_changed(text)
    assert tool_at(plan, "PATCH /tasks/{taskId}").only_from == {"status": ("open", "archived")}


@pytest.mark.parametrize(
    "text",
    [
        "Changes a task.",
        "For an `archived` task, you can make only status updates.",
        "Only the fields that are sent are updated. An open task is shown to all.",
        "The title cannot be changed in the open.",
    ],
)
def test_a_sentence_about_something_else_binds_no_change(text: str) -> None:
    assert tool_at(tasks_changed(text), "PATCH /tasks/{taskId}").only_from == {}


def test_a_change_is_refused_in_a_state_that_forbids_it_and_checks_show_it() -> None:
    plan = tasks_changed("A done task cannot be changed.")
    outcomes = prove(plan, render(plan)).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []
    name = tool_at(plan, "PATCH /tasks/{taskId}").name
    steps = [step for outcome in outcomes for step in outcome.check.steps if step.tool == name]
    assert any(step.expect.error == "failed_precondition" for step in steps)
