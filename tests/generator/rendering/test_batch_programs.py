"""Programs of many rows at once."""

from typing import Any

from rendering.test_row_programs import body, refused
from state_db.environment import Environment

Json = Any


def test_batch_create_makes_a_row_for_each_element_in_order(tracker: Environment) -> None:
    tasks = [{"title": "Zed", "tags": ["a"], "rank": 1}, {"title": "Amy", "flags": {"done": True}}]
    created = body(tracker, "create_tasks", project_id="prj_b", tasks=tasks)
    assert created["count"] == 2
    assert [task["title"] for task in created["created"]] == ["Zed", "Amy"]
    assert [task["id"] for task in created["created"]] == [8, 9]
    first, second = created["created"]
    assert (first["tags"], first["status"], first["flags"]) == (["a"], "draft", {"done": False})
    assert (second["flags"], second["project_id"]) == ({"done": True}, "prj_b")


def test_batch_create_of_nothing_creates_nothing(tracker: Environment) -> None:
    assert body(tracker, "create_tasks", project_id="prj_b", tasks=[]) == {"created": [], "count": 0}


def test_one_wrong_element_stops_the_whole_batch(tracker: Environment) -> None:
    tasks = [{"title": "Good"}, {"title": "Bad", "parent": "nowhere"}]
    error = refused(tracker, "create_tasks", project_id="prj_b", tasks=tasks)
    assert error == ("invalid_argument", "No project has the id nowhere.")


def test_batch_create_takes_keys_that_the_caller_chose(tracker: Environment) -> None:
    created = body(tracker, "create_labels", body=[{"name": "b", "color": "red"}, {"name": "a"}])
    assert created == {"b": {"name": "b", "color": "red"}, "a": {"name": "a", "color": "grey"}}
    assert refused(tracker, "create_labels", body=[{"name": "c"}, {"name": "bug"}])[0] == "conflict"


def test_batch_update_changes_what_each_element_names(tracker: Environment) -> None:
    changes = [{"id": 4, "note": "n"}, {"id": 1, "note": None, "flags": {"done": True}}]
    changed = body(tracker, "change_tasks", tasks=changes)
    assert [task["id"] for task in changed] == [4, 1]
    assert (changed[0]["note"], changed[0]["title"]) == ("n", "paper")
    assert "note" not in changed[1] and changed[1]["flags"]["done"] is True
    assert refused(tracker, "change_tasks", tasks=[{"id": 4}, {"id": 99}]) == ("not_found", "No task has the id 99.")


def test_batch_update_writes_the_same_to_all_that_are_named(tracker: Environment) -> None:
    assert body(tracker, "mark_tasks", ids=[3, 2], status="open") == {"changed": [3, 2]}
    assert body(tracker, "get_task", task_id=3)["status"] == "open"
    assert body(tracker, "get_task", task_id=6)["status"] == "draft"


def test_batch_delete_takes_all_or_none(tracker: Environment) -> None:
    assert refused(tracker, "delete_tasks", ids=[1, 99]) == ("not_found", "No task has the id 99.")
    assert body(tracker, "delete_tasks", ids=[3, 1]) == {"deleted": [3, 1]}
    assert [row["id"] for row in tracker.rows("tracker", "tasks")] == [2, 4, 5, 6, 7]


def test_batch_delete_is_refused_while_one_row_is_in_use(tracker: Environment) -> None:
    error = refused(tracker, "delete_projects", ids=["prj_b", "prj_a"])
    assert error == ("conflict", "The project prj_a still has tasks.")


def test_batch_get_answers_in_the_order_of_the_keys(tracker: Environment) -> None:
    assert [task["id"] for task in body(tracker, "get_tasks", ids=[5, 1, 3])] == [5, 1, 3]
    assert refused(tracker, "get_tasks", ids=[5, 77])[0] == "not_found"
