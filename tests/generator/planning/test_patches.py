"""JSON Patch: a list of changes takes the operations and paths that its documentation names, and no others."""

from generator.render import render
from generator.verify import opened, prove
from planning.specs import NEW_TASK, TASK, TASKS, in_path, plan_of, ref, sends, shows, tool_at
from state_db.answer import Answer
from state_db.environment import Environment


def test_a_json_patch_whose_operations_and_paths_are_named_takes_no_others() -> None:
    op, path = {"type": "string", "enum": ["replace"]}, {"type": "string", "enum": ["/title"]}
    change = {"type": "object", "properties": {"op": op, "path": path, "value": {"type": "string"}}}
    body = sends({"type": "array", "items": change})
    one = {
        "parameters": [in_path("taskId", "integer")],
        "get": {"responses": shows(ref("Task"))},
        "patch": {"requestBody": body, "responses": shows(ref("Task"))},
    }
    plan = plan_of({**TASKS, "/tasks/{taskId}": one}, Task=TASK, NewTask=NEW_TASK)
    files = render(plan)
    outcomes = prove(plan, files).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []
    tool = tool_at(plan, "PATCH /tasks/{taskId}").name
    assert ("patch", tool) in {(outcome.check.law, outcome.check.tool) for outcome in outcomes}
    with Environment.open(opened(plan, files)) as environment:
        key = environment.call(tool_at(plan, "POST /tasks").name, {"title": "old"}).body["id"]

        def patched(**change: str) -> Answer:
            return environment.call(tool, {"task_id": key, "body": [change]})

        assert patched(op="replace", path="/title", value="new").body["title"] == "new"
        assert patched(op="add", path="/title", value="newer").error == "invalid_argument"
        assert patched(op="replace", path="/status", value="done").error == "invalid_argument"
        assert environment.call(tool_at(plan, "GET /tasks/{taskId}").name, {"task_id": key}).body["title"] == "new"


def test_a_json_patch_is_refused_in_a_state_that_its_text_forbids() -> None:
    change = {"type": "object", "properties": {"op": {"type": "string"}, "path": {"type": "string"}, "value": {}}}
    one = {
        "parameters": [in_path("taskId", "integer")],
        "get": {"responses": shows(ref("Task"))},
        "patch": {
            "description": "You cannot update a task with the `done` status.",
            "requestBody": sends({"type": "array", "items": change}),
            "responses": shows(ref("Task")),
        },
    }
    plan = plan_of({**TASKS, "/tasks/{taskId}": one}, Task=TASK, NewTask=NEW_TASK)
    files = render(plan)
    assert [o.check.name for o in prove(plan, files).result.outcomes if not o.passed] == []
    tool = tool_at(plan, "PATCH /tasks/{taskId}").name
    with Environment.open(opened(plan, files)) as environment:
        rows = environment.call(tool_at(plan, "GET /tasks").name, {}).body
        body = [{"op": "replace", "path": "/title", "value": "new"}]
        answers = {row["status"]: environment.call(tool, {"task_id": row["id"], "body": body}).error for row in rows}
    assert answers["done"] == "failed_precondition"
    assert answers["open"] is None
