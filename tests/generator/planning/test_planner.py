"""What the rules read out of small descriptions: entities, keys, patterns, and reasons for what is not modelled."""

import pytest

from generator.plan import Direction, Filter, Key, Order, Paging, plan_text, read_plan
from planning.specs import (
    NEW_TASK,
    TASK,
    TASKS,
    column_names,
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


def test_a_collection_and_its_items_are_one_entity() -> None:
    plan = tasks_with()
    assert [entity.name for entity in plan.entities] == ["task"]
    assert plan.entity("task").table == "tasks"
    assert plan.entity("task").key == ("id",)
    assert column_names(plan.entity("task"))[:3] == ["id", "title", "status"]


def test_each_operation_gets_its_pattern() -> None:
    plan = tasks_with()
    patterns = {f"{tool.method} {tool.path}": tool.pattern for tool in plan.tools}
    assert patterns == {
        "GET /tasks": "list",
        "POST /tasks": "create",
        "GET /tasks/{taskId}": "get",
        "PATCH /tasks/{taskId}": "update",
        "DELETE /tasks/{taskId}": "delete",
    }


def test_the_path_parameter_names_the_key_whatever_it_is_called() -> None:
    argument = tool_at(tasks_with(), "GET /tasks/{taskId}").argument("task_id")
    assert argument.does == Key(column="id")
    assert argument.required


def test_times_and_keys_that_only_answers_show_are_made_by_the_server() -> None:
    entity = tasks_with().entity("task")
    assert entity.column("id").made == "id"
    assert entity.id == "integer"
    assert entity.column("created_at").made == "created"


def test_a_first_state_that_nothing_documents_is_an_assumption() -> None:
    plan = tasks_with()
    assert plan.entity("task").column("status").initial == "open"
    assert any("status" in said for said in plan.assumptions)


def test_plan_json_reads_back_as_the_same_plan() -> None:
    plan = tasks_with()
    assert read_plan(plan_text(plan), "plan.json") == plan


@pytest.mark.parametrize(
    ("name", "schema", "column", "test"),
    [
        ("status", {"type": "string"}, "status", "eq"),
        ("label", {"type": "string"}, "labels", "has"),
        ("labels", {"type": "array", "items": {"type": "string"}}, "labels", "has_any"),
        ("ids", {"type": "array", "items": {"type": "integer"}}, "id", "in"),
        ("created_after", {"type": "string", "format": "date-time"}, "created_at", "gt"),
        ("due_before", {"type": "string", "format": "date"}, "due", "lt"),
        ("q", {"type": "string"}, "title", "text"),
        ("filter[status]", {"type": "string"}, "status", "eq"),
    ],
)
def test_a_query_parameter_that_names_a_column_narrows_the_list(
    name: str, schema: dict[str, object], column: str, test: str
) -> None:
    plan = plan_of(
        {**TASKS, "/tasks": {"get": listing(ref("Task"), parameter(name, schema))}}, Task=TASK, NewTask=NEW_TASK
    )
    (argument,) = tool_at(plan, "GET /tasks").arguments
    assert isinstance(argument.does, Filter)
    assert (argument.does.column, argument.does.test) == (column, test)


def test_a_query_parameter_that_names_nothing_is_left_out_with_the_reason() -> None:
    paths = {**TASKS, "/tasks": {"get": listing(ref("Task"), parameter("mood", {"type": "string"}))}}
    tool = tool_at(plan_of(paths, Task=TASK, NewTask=NEW_TASK), "GET /tasks")
    assert not tool.arguments
    assert [left.input for left in tool.left_out] == ["mood"]


def test_a_bound_without_a_time_is_no_filter_of_the_creation_time() -> None:
    index = parameter("from", {"type": "string"}, description="The index of the first item to read.")
    paths = {**TASKS, "/tasks": {"get": listing(ref("Task"), index)}}
    assert not tool_at(plan_of(paths, Task=TASK, NewTask=NEW_TASK), "GET /tasks").arguments


def test_an_operation_that_needs_an_input_without_meaning_is_not_modelled() -> None:
    needed = {**parameter("mood", {"type": "string"}), "required": True}
    plan = plan_of({**TASKS, "/tasks": {"get": listing(ref("Task"), needed)}}, Task=TASK, NewTask=NEW_TASK)
    assert "mood" in reason_of(plan, "GET /tasks")


def test_paging_and_order_are_read_from_names_and_choices() -> None:
    asked = [
        parameter("per_page", {"type": "integer", "default": 30, "maximum": 100}),
        parameter("page", {"type": "integer", "minimum": 1}),
        parameter("sort", {"type": "string", "enum": ["created", "title", "-due"]}),
        parameter("direction", {"type": "string", "enum": ["asc", "desc"]}),
    ]
    paths = {**TASKS, "/tasks": {"get": listing(ref("Task"), *asked)}}
    tool = tool_at(plan_of(paths, Task=TASK, NewTask=NEW_TASK), "GET /tasks")
    assert tool.argument("per_page").does == Paging(what="size", default=30, most=100)
    assert tool.argument("page").does == Paging(what="page", first=1)
    assert tool.argument("sort").does == Order(by={"created": ("created_at",), "title": ("title",), "-due": ("-due",)})
    assert tool.argument("direction").does == Direction(descending="desc")


def test_an_envelope_with_page_metadata_is_a_list() -> None:
    envelope = {
        "type": "object",
        "properties": {
            "tasks": {"type": "array", "items": ref("Task")},
            "total": {"type": "integer"},
            "next_cursor": {"type": "string"},
            "has_more": {"type": "boolean"},
        },
    }
    asked = [parameter("limit", {"type": "integer"}), parameter("cursor", {"type": "string"})]
    paths = {**TASKS, "/tasks": {"get": {"parameters": asked, "responses": shows(envelope)}}}
    tool = tool_at(plan_of(paths, Task=TASK, NewTask=NEW_TASK), "GET /tasks")
    assert tool.answer == {
        "tasks": "$items",
        "total": "$total",
        "next_cursor": "$next_cursor",
        "has_more": "$has_more",
    }


def test_an_envelope_promises_no_cursor_where_none_can_be_given_back() -> None:
    envelope = {
        "type": "object",
        "properties": {"items": {"type": "array", "items": ref("Task")}, "next_cursor": {"type": "string"}},
    }
    paths = {**TASKS, "/tasks": {"get": {"responses": shows(envelope)}}}
    assert tool_at(plan_of(paths, Task=TASK, NewTask=NEW_TASK), "GET /tasks").answer == {"items": "$items"}


def test_a_wrapped_row_is_unwrapped_in_both_directions() -> None:
    wrapped = {"type": "object", "properties": {"task": ref("Task")}}
    sent = {"type": "object", "properties": {"task": ref("NewTask")}}
    paths = {
        **TASKS,
        "/tasks": {
            "get": listing(ref("Task")),
            "post": {"requestBody": sends(sent), "responses": shows(wrapped, "201")},
        },
    }
    tool = tool_at(plan_of(paths, Task=TASK, NewTask=NEW_TASK), "POST /tasks")
    assert tool.answer == {"task": "$row"}
    assert tool.argument("title").wire == ("task", "title")


def test_an_action_sets_the_state_that_its_participle_names() -> None:
    plan = tasks_with(
        **{
            "/tasks/{taskId}/archive": {
                "parameters": [in_path("taskId", "integer")],
                "post": {"description": "Only a task that is `done` can be archived.", "responses": shows(ref("Task"))},
            }
        }
    )
    tool = tool_at(plan, "POST /tasks/{taskId}/archive")
    assert tool.pattern == "transition"
    assert tool.set == {"status": "archived", "archived_at": "$now"}
    assert tool.only_from == {"status": ("done",)}


def test_a_precondition_that_nothing_documents_is_not_invented() -> None:
    plan = tasks_with(
        **{
            "/tasks/{taskId}/archive": {
                "parameters": [in_path("taskId", "integer")],
                "post": {"summary": "Archive a task", "responses": shows(ref("Task"))},
            }
        }
    )
    assert tool_at(plan, "POST /tasks/{taskId}/archive").only_from == {}


def test_an_action_that_no_property_shows_is_not_modelled() -> None:
    plan = tasks_with(
        **{
            "/tasks/{taskId}/print": {
                "parameters": [in_path("taskId", "integer")],
                "post": {"responses": {"204": {"description": ""}}},
            }
        }
    )
    assert "print" in reason_of(plan, "POST /tasks/{taskId}/print")


def test_a_child_collection_refers_to_its_parent() -> None:
    comment = {"type": "object", "properties": {"id": {"type": "integer"}, "text": {"type": "string"}}}
    sent = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
    plan = tasks_with(
        **{
            "/tasks/{taskId}/comments": {
                "parameters": [in_path("taskId", "integer")],
                "get": listing(comment),
                "post": {"requestBody": sends(sent), "responses": shows(comment, "201")},
            }
        }
    )
    column = plan.entity("comment").column("task_id")
    assert column.references is not None
    assert (column.references.entity, column.references.on_delete) == ("task", "cascade")
    assert column.path == ()


def test_a_sentence_that_refuses_a_deletion_makes_the_reference_a_refusing_one() -> None:
    comment = {"type": "object", "properties": {"id": {"type": "integer"}, "task_id": {"type": "integer"}}}
    paths = {
        **TASKS,
        "/tasks/{taskId}": {
            "parameters": [in_path("taskId", "integer")],
            "get": {"responses": shows(ref("Task"))},
            "delete": {
                "description": "A task with comments cannot be deleted.",
                "responses": {"204": {"description": ""}},
            },
        },
        "/comments": {"get": listing(comment)},
        "/comments/{id}": {"parameters": [in_path("id", "integer")], "get": {"responses": shows(comment)}},
    }
    plan = plan_of(paths, Task=TASK, NewTask=NEW_TASK)
    reference = plan.entity("comment").column("task_id").references
    assert reference is not None
    assert reference.on_delete == "refuse"


def test_a_key_that_only_put_creates_is_the_callers() -> None:
    shown = {"type": "object", "properties": {"name": {"type": "string"}, "rate": {"type": "number"}}}
    sent = {"type": "object", "required": ["rate"], "properties": {"rate": {"type": "number"}}}
    plan = plan_of(
        {
            "/queues": {"get": listing(shown)},
            "/queues/{name}": {
                "parameters": [in_path("name")],
                "get": {"responses": shows(shown)},
                "put": {"requestBody": sends(sent), "responses": shows(shown)},
            },
        }
    )
    tool = tool_at(plan, "PUT /queues/{name}")
    assert tool.pattern == "upsert"
    assert tool.client_key
    assert plan.entity("queue").id is None


def test_a_thing_without_a_collection_is_a_singleton() -> None:
    shown = {"type": "object", "properties": {"theme": {"type": "string"}}}
    plan = plan_of(
        {
            "/settings": {
                "get": {"responses": shows(shown)},
                "patch": {"requestBody": sends(shown), "responses": shows(shown)},
            }
        }
    )
    assert plan.entity("settings").singleton
    assert {tool.pattern for tool in plan.tools} == {"singleton"}


def test_a_body_that_names_the_key_of_what_it_changes_picks_the_row() -> None:
    sent = {"type": "object", "properties": {"id": {"type": "integer"}, "title": {"type": "string"}}}
    shown = {**sent, "properties": {**sent["properties"]}}  # type: ignore[dict-item]
    paths = {
        "/notes": {
            "post": {"requestBody": sends(sent), "responses": shows(shown)},
            "put": {"requestBody": sends(sent), "responses": shows(shown)},
        },
        "/notes/{id}": {"parameters": [in_path("id", "integer")], "get": {"responses": shows(shown)}},
    }
    argument = tool_at(plan_of(paths), "PUT /notes").argument("id")
    assert argument.does == Key(column="id")
    assert argument.required


def test_an_array_body_is_a_batch_over_its_elements() -> None:
    paths = {
        **TASKS,
        "/tasks/bulk": {
            "post": {
                "operationId": "bulkCreateTasks",
                "requestBody": sends({"type": "array", "items": ref("NewTask")}),
                "responses": shows({"type": "array", "items": ref("Task")}),
            }
        },
        "/tasks/batch-delete": {
            "post": {
                "requestBody": sends(
                    {"type": "object", "properties": {"ids": {"type": "array", "items": {"type": "integer"}}}}
                ),
                "responses": {"204": {"description": ""}},
            }
        },
    }
    plan = plan_of(paths, Task=TASK, NewTask=NEW_TASK)
    assert "bulk" in reason_of(plan, "POST /tasks/bulk")
    told = {"post": {**paths["/tasks/bulk"]["post"], "summary": "Create several tasks"}}
    made = tool_at(plan_of({**TASKS, "/tasks/batch": told}, Task=TASK, NewTask=NEW_TASK), "POST /tasks/batch")
    assert (made.pattern, made.each) == ("batch", "create")
    batch = plan_of({**TASKS, "/tasks/bulk_create": paths["/tasks/bulk"]}, Task=TASK, NewTask=NEW_TASK).tool(
        "bulk_create_tasks"
    )
    assert (batch.pattern, batch.each, batch.over) == ("batch", "create", "body")


def test_a_json_patch_changes_the_columns_that_its_paths_name() -> None:
    change = {
        "type": "object",
        "properties": {"op": {"type": "string"}, "path": {"type": "string"}, "value": {}},
    }
    paths = {
        **TASKS,
        "/tasks/{taskId}": {
            "parameters": [in_path("taskId", "integer")],
            "get": {"responses": shows(ref("Task"))},
            "patch": {
                "requestBody": sends({"type": "array", "items": change}),
                "responses": {"204": {"description": ""}},
            },
        },
    }
    tool = tool_at(plan_of(paths, Task=TASK, NewTask=NEW_TASK), "PATCH /tasks/{taskId}")
    assert tool.pattern == "custom"
    offered = tool.argument("body").value["items"]["oneOf"]
    assert "/title" in [each["properties"]["path"]["const"] for each in offered]
    assert "/id" not in [each["properties"]["path"]["const"] for each in offered]
    assert any("title = iif('/title' IN" in line for line in tool.steps)


def test_declared_statuses_and_bodies_of_errors_are_used() -> None:
    fault = {
        "type": "object",
        "properties": {
            "code": {"type": "integer"},
            "error": {"type": "object", "properties": {"message": {"type": "string"}}},
        },
    }
    paths = {
        **TASKS,
        "/tasks/{taskId}": {
            "parameters": [in_path("taskId", "integer")],
            "get": {"responses": {**shows(ref("Task")), **shows(fault, "404"), **shows(fault, "422")}},
        },
    }
    failures = tool_at(plan_of(paths, Task=TASK, NewTask=NEW_TASK), "GET /tasks/{taskId}").failures
    assert failures["not_found"].status == 404
    assert failures["not_found"].body == {"code": "$status", "error": {"message": "$message"}}
    assert failures["invalid_argument"].status == 422


def test_credentials_are_no_arguments() -> None:
    asked = [parameter("X-Api-Key", {"type": "string"}, "header"), parameter("access_token", {"type": "string"})]
    paths = {**TASKS, "/tasks": {"get": listing(ref("Task"), *asked)}}
    assert not tool_at(plan_of(paths, Task=TASK, NewTask=NEW_TASK), "GET /tasks").arguments


def test_tool_names_are_short_unique_and_never_reserved() -> None:
    operation = {"operationId": "reset", "responses": shows(ref("Task"))}
    long = {"operationId": "get" + "VeryLongName" * 8, "responses": shows(ref("Task"))}
    paths = {
        "/tasks/{taskId}": {"parameters": [in_path("taskId", "integer")], "get": operation},
        "/chores/{taskId}": {"parameters": [in_path("taskId", "integer")], "get": long},
        "/jobs/{taskId}": {"parameters": [in_path("taskId", "integer")], "get": {"responses": shows(ref("Task"))}},
    }
    names = [tool.name for tool in plan_of(paths, Task=TASK).tools]
    assert len(set(names)) == 3
    assert "reset" not in names
    assert all(len(name) <= 40 for name in names)
    assert "get_job" in names
