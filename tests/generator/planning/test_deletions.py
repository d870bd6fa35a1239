"""Deletions: what they answer, and in which states the documentation allows them."""

from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.repair import mended
from generator.verify import prove
from planning.specs import (
    TASKS,
    in_path,
    listing,
    parameter,
    plan_of,
    reason_of,
    ref,
    sends,
    shows,
    tasks_with,
    tool_at,
)

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


def cleared(summary: str, *asked: Json) -> Plan:
    """Return the plan of boxes with lids, of which the collection below a box has a DELETE that says this."""
    thing = {
        "type": "object",
        "properties": {"id": {"type": "integer", "readOnly": True}, "label": {"type": "string"}},
        "required": ["id"],
    }
    lids = {
        "get": listing(ref("Lid")),
        "post": {"requestBody": sends(ref("Lid")), "responses": shows(ref("Lid"), "201")},
        "delete": {"summary": summary, "parameters": list(asked), "responses": {"204": {"description": ""}}},
    }
    paths = {
        "/boxes": {
            "get": listing(ref("Box")),
            "post": {"requestBody": sends(ref("Box")), "responses": shows(ref("Box"))},
        },
        "/boxes/{boxId}": {"parameters": [in_path("boxId", "integer")], "get": {"responses": shows(ref("Box"))}},
        "/boxes/{boxId}/lids": {"parameters": [in_path("boxId", "integer")], **lids},
        "/boxes/{boxId}/lids/{id}": {
            "parameters": [in_path("boxId", "integer"), in_path("id", "integer")],
            "get": {"responses": shows(ref("Lid"))},
        },
    }
    return plan_of(paths, Box=thing, Lid=thing)


@pytest.mark.parametrize("summary", ["Delete all lids", "Remove all the lids of a box.", "Clears a box"])
def test_a_delete_that_is_said_to_take_all_takes_all_below_its_path_and_nothing_else(summary: str) -> None:
    found = mended(cleared(summary))
    tool = tool_at(found.plan, "DELETE /boxes/{boxId}/lids")
    assert "DELETE FROM lids WHERE box_id = :box_id;" in tool.steps
    assert found.plan.dropped == ()
    assert any(check.law == "leave" and check.tool == tool.name for check in found.proof.checks)


def test_a_delete_of_many_that_does_not_say_all_or_is_told_which_is_not_modelled() -> None:
    for plan in (cleared("Delete lids"), cleared("Delete all lids", parameter("colour", {"type": "string"}))):
        assert reason_of(plan, "DELETE /boxes/{boxId}/lids") == "It deletes many at once."


def test_what_has_another_things_key_in_its_own_goes_with_it() -> None:
    text: Json = {"type": "string"}
    shelf = {"type": "object", "properties": {"key": text, "name": text}, "required": ["key", "name"]}
    label = {"type": "object", "properties": {"id": text, "shelfKey": text, "note": text}, "required": ["id"]}
    room, one = in_path("roomKey"), in_path("shelfKey")
    gone = {"204": {"description": ""}}
    paths: Json = {
        "/rooms": {"get": listing(ref("Shelf"))},
        "/rooms/{roomKey}": {"get": {"parameters": [room], "responses": shows(ref("Shelf"))}},
        "/rooms/{roomKey}/shelves": {
            "get": listing(ref("Shelf"), room),
            "post": {"parameters": [room], "requestBody": sends(ref("Shelf")), "responses": shows(ref("Shelf"), "201")},
        },
        "/rooms/{roomKey}/shelves/{shelfKey}": {
            "get": {"parameters": [room, one], "responses": shows(ref("Shelf"))},
            "delete": {"parameters": [room, one], "responses": gone},
        },
        "/rooms/{roomKey}/shelves/{shelfKey}/labels": {"get": listing(ref("Label"), room, one)},
        "/rooms/{roomKey}/shelves/{shelfKey}/labels/{id}": {
            "get": {"parameters": [room, one, in_path("id")], "responses": shows(ref("Label"))}
        },
    }
    found = mended(plan_of(paths, Shelf=shelf, Label=label))
    assert found.plan.dropped == ()
    for entity in found.plan.entities:
        in_key = [column.references for column in entity.columns if column.references and column.name in entity.key]
        assert all(reference.on_delete != "clear" for reference in in_key)
