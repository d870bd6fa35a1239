"""An action that copies makes a new row; a PUT makes none where only changes are spoken of."""

from typing import Any

import pytest

from generator.checks import generate_checks
from generator.plan import Plan
from generator.render import render
from generator.verify import opened, run_checks
from state_db.environment import Environment
from state_db.image import Image

from .specs import NEW_TASK, TASK, TASKS, in_path, plan_of, ref, sends, shows

OF_COPIES = "copy"

FRESH = ("id", "title", "created_at")


def copying(**answer: Any) -> Plan:
    paths = {
        **TASKS,
        "/tasks/{taskId}": {
            "parameters": [in_path("taskId", "integer")],
            "get": {"responses": shows(ref("Task"))},
        },
        "/tasks/{taskId}/duplicate": {
            "parameters": [in_path("taskId", "integer")],
            "post": {
                "operationId": "duplicateTask",
                "requestBody": sends({"type": "object", "properties": {"title": {"type": "string"}}}),
                "responses": answer or shows(ref("Task"), "201"),
            },
        },
    }
    return plan_of(paths, Task=TASK, NewTask=NEW_TASK)


@pytest.fixture(scope="module")
def image() -> Image:
    plan = copying()
    return opened(plan, render(plan))


def test_a_copy_is_a_new_row_with_what_is_given_and_the_rest_of_the_first(image: Image) -> None:
    with Environment.open(image) as environment:
        first = environment.rows(image.name, "tasks")[0]
        answer = environment.call("duplicate_task", {"task_id": first["id"], "title": "Another"})
        copy = environment.rows(image.name, "tasks")[-1]
    assert answer.status == 201 and answer.body["title"] == "Another"
    assert copy["id"] != first["id"] and copy["title"] == "Another"
    assert {name: copy[name] for name in copy if name not in FRESH} == {
        name: first[name] for name in first if name not in FRESH
    }


def test_a_copy_that_keeps_the_wrong_title_is_noticed(image: Image) -> None:
    plan = copying()
    checks = generate_checks(plan, image)
    assert run_checks(image, checks).passed
    text = image.texts["programs/duplicate_task.sql"]
    faulty = image.with_programs({"duplicate_task": text.replace("coalesce(:title, title)", "title")})
    assert OF_COPIES in {outcome.check.law for outcome in run_checks(faulty, checks).failed}


def test_a_copy_whose_answer_does_not_show_it_is_not_modelled() -> None:
    plan = copying(**{"202": {"description": ""}})
    assert "does not show the row" in plan.unmodelled[0].reason


@pytest.mark.parametrize(
    ("parameter", "summary", "pattern"),
    [
        ("taskName", "Create or update a task", "upsert"),
        ("taskName", "", "upsert"),
        ("taskName", "Update an existing task", "update"),
        ("taskId", "", "update"),
        ("taskId", "Store a task, if it does not exist", "upsert"),
    ],
)
def test_a_put_makes_a_row_where_its_words_or_the_name_of_its_key_allow(
    parameter: str, summary: str, pattern: str
) -> None:
    key = parameter.removeprefix("task").lower()
    schema = {"type": "object", "required": [key], "properties": {key: {"type": "string"}, "title": {"type": "string"}}}
    paths = {
        "/tasks": {"get": {"responses": shows({"type": "array", "items": ref("Task")})}},
        f"/tasks/{{{parameter}}}": {
            "parameters": [in_path(parameter, "string")],
            "get": {"responses": shows(ref("Task"))},
            "put": {"operationId": "putTask", "summary": summary, "requestBody": sends(ref("Task")),
                    "responses": shows(ref("Task"))},
        },
    }  # fmt: skip
    assert plan_of(paths, Task=schema).tool("put_task").pattern == pattern
