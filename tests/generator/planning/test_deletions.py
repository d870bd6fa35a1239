"""Deletions: what they answer, and in which states the documentation allows them."""

from typing import Any

from generator.render import render
from generator.verify import prove
from planning.specs import TASKS, ref, shows, tasks_with, tool_at

Json = Any


def tasks_deleted(text: str, answer: Json = None) -> Any:
    deletion = {"description": text, "responses": answer or {"204": {"description": ""}}}
    return tasks_with(**{"/tasks/{taskId}": {**TASKS["/tasks/{taskId}"], "delete": deletion}})


def test_a_sentence_that_names_the_only_states_of_a_deletion_binds_it() -> None:
    plan = tasks_deleted("Deletes a task. Tasks in the open or archived state only can be deleted.")
    tool = tool_at(plan, "DELETE /tasks/{taskId}")
    assert tool.only_from == {"status": ("open", "archived")}
    outcomes = prove(plan, render(plan)).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []


def test_a_sentence_that_names_the_states_that_forbid_a_deletion_leaves_the_others() -> None:
    tool = tool_at(tasks_deleted("A task that is done cannot be deleted."), "DELETE /tasks/{taskId}")
    assert tool.only_from == {"status": ("open", "archived")}


def test_a_sentence_about_something_else_binds_no_deletion() -> None:
    for text in ("Deletes a task.", "Only open tasks are listed. Deletes a task.", "Deletes an open or archived task."):
        assert tool_at(tasks_deleted(text), "DELETE /tasks/{taskId}").only_from == {}


def test_an_empty_record_that_is_documented_is_answered() -> None:
    record = {"type": "object", "properties": {"data": {"type": "object", "description": "Nothing."}}}
    tool = tool_at(tasks_deleted("", shows(record)), "DELETE /tasks/{taskId}")
    assert tool.answer == {"data": {}}


def test_an_answer_that_shows_the_row_is_no_empty_record() -> None:
    record = {"type": "object", "properties": {"data": ref("Task")}}
    plan = tasks_deleted("", shows(record))
    assert tool_at(plan, "DELETE /tasks/{taskId}").answer == {"data": "$row"}
