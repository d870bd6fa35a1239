"""Programs of single rows: what get, create, update, replace, upsert, delete, transition and singleton do when run."""

from pathlib import Path
from typing import Any

import pytest

from generator.plan import Value
from generator.render import render
from generator.write import write_folder
from rendering.tracker_entities import argument, in_path, tool, value
from rendering.tracker_plan import DAY, PLAN, SEED
from rendering.tracker_tools import TASK_ID
from state_db.environment import Environment

Json = Any


def body(tracker: Environment, tool: str, **arguments: Json) -> Json:
    answer = tracker.call(tool, arguments)
    assert answer.error is None, answer
    return answer.body


def refused(tracker: Environment, tool: str, **arguments: Json) -> tuple[str | None, str]:
    before = tracker.digest()
    answer = tracker.call(tool, arguments)
    assert tracker.digest() == before
    return answer.error, answer.message


def test_get_shows_the_row_in_its_form(tracker: Environment) -> None:
    assert body(tracker, "get_task", task_id=1) == {
        "id": 1,
        "project_id": "prj_a",
        "title": "Paint",
        "note": "Äpfel",
        "due": None,
        "status": "open",
        "flags": {"done": False},
        "rank": 2,
        "tags": ["red", "blue"],
        "created_at": DAY,
        "updated_at": DAY,
    }


def test_booleans_and_json_columns_are_shown_as_json(tracker: Environment) -> None:
    assert body(tracker, "get_task", task_id=3)["flags"] == {"done": True, "starred": True}
    assert body(tracker, "get_task", task_id=2)["meta"] == {"k": {"x": 1, "y": 2}, "z": 3}


def test_an_object_of_absent_members_stays_as_an_empty_object(tracker: Environment) -> None:
    created = body(tracker, "create_order")
    assert created == {"id": created["id"], "select": {}}


def test_an_unknown_key_is_not_found_in_our_words(tracker: Environment) -> None:
    assert refused(tracker, "get_task", task_id=99) == ("not_found", "No task has the id 99.")
    assert refused(tracker, "get_label", name="none") == ("not_found", "No label has the name none.")


def test_an_envelope_surrounds_the_row(tracker: Environment) -> None:
    assert body(tracker, "get_project", project_id="prj_a")["project"]["name"] == "Alpha"


def test_a_view_shows_one_column_as_json(tracker: Environment) -> None:
    assert tracker.call("view_project", {"project_id": "prj_b"}).text == '"Beta"'


def test_a_composite_key_picks_one_row_of_its_parent(tracker: Environment) -> None:
    assert body(tracker, "get_comment", task_id=1, number=1)["body"] == "first"
    assert refused(tracker, "get_comment", task_id=1, number=2) == ("not_found", "No comment has the number 2.")
    assert refused(tracker, "get_comment", task_id=99, number=1) == ("not_found", "No task has the id 99.")


def test_create_makes_keys_times_urls_and_first_values(tracker: Environment) -> None:
    answer = tracker.call("create_project", {"name": "Gamma", "slug": "g"})
    assert answer.status == 201
    project = answer.body["project"]
    assert project["id"].startswith("prj_") and len(project["id"]) == 12
    assert project["url"] == f"https://tracker.example/projects/{project['id']}?by=g"
    assert project["created_at"] > DAY
    assert (answer.body["asked"], answer.body["price"]) == ("Gamma", "$5")


def test_a_url_of_an_empty_column_is_still_a_url(tracker: Environment) -> None:
    project = body(tracker, "create_project", name="Gamma")["project"]
    assert project["url"] == f"https://tracker.example/projects/{project['id']}?by="


def test_create_makes_the_rows_that_every_parent_has(tracker: Environment) -> None:
    project = body(tracker, "create_project", name="Gamma")["project"]
    assert body(tracker, "get_settings", project_id=project["id"]) == {"project_id": project["id"], "theme": "light"}


def test_create_keeps_what_it_was_given(tracker: Environment) -> None:
    given: dict[str, Json] = {
        "title": "T",
        "status": "open",
        "note": None,
        "done": True,
        "rank": -3,
        "tags": [],
        "meta": {"a": [1]},
    }
    task = body(tracker, "create_task", project_id="prj_b", **given)
    assert task["id"] == 8
    assert {key: task[key] for key in ("title", "status", "rank", "tags", "meta")} == {
        key: given[key] for key in ("title", "status", "rank", "tags", "meta")
    }
    assert task["flags"] == {"done": True} and "note" not in task


def test_what_is_not_given_begins_with_its_first_value(tracker: Environment) -> None:
    task = body(tracker, "create_task", project_id="prj_a", title="T")
    assert (task["status"], task["flags"]) == ("draft", {"done": False})


def test_write_only_columns_are_kept_and_never_shown(tracker: Environment) -> None:
    task = body(tracker, "create_task", project_id="prj_a", title="T", secret="s3cret")
    assert "secret" not in task
    assert next(row for row in tracker.rows("tracker", "tasks") if row["id"] == task["id"])["secret"] == "s3cret"


@pytest.mark.parametrize(
    ("tool", "arguments", "error"),
    [
        ("create_task", {"project_id": "none", "title": "T"}, ("not_found", "No project has the id none.")),
        (
            "create_task",
            {"project_id": "prj_a", "title": "T", "parent": "x"},
            ("invalid_argument", "No project has the id x."),
        ),
        ("update_task", {"task_id": 1, "parent": "x"}, ("invalid_argument", "No project has the id x.")),
        ("update_task", {"task_id": 99, "parent": "x"}, ("not_found", "No task has the id 99.")),
        ("create_order", {"label_names": ["bug", "x"]}, ("invalid_argument", "No label has the name x.")),
        ("create_project", {"name": "Alpha"}, ("conflict", "Another project has this name.")),
        ("create_label", {"name": "bug"}, ("conflict", "Another label has this name.")),
    ],
)
def test_what_cannot_be_is_refused(
    tracker: Environment, tool: str, arguments: dict[str, Json], error: tuple[str, str]
) -> None:
    assert refused(tracker, tool, **arguments) == error


def test_create_takes_the_key_that_the_caller_chose(tracker: Environment) -> None:
    assert body(tracker, "create_label", name="new") == {"name": "new", "color": "grey"}


def test_the_caller_is_written_where_the_plan_says_so(tracker_image: Any) -> None:
    with Environment.open(tracker_image, caller="ann") as environment:
        comment = body(environment, "add_comment", task_id=1, body="hi")
    assert comment == {"task_id": 1, "number": 2, "body": "hi", "author": "ann"}


def test_update_changes_only_what_is_named(tracker: Environment) -> None:
    before = body(tracker, "get_task", task_id=1)
    after = body(tracker, "update_task", task_id=1, title="Repaint")
    assert after == {**before, "title": "Repaint", "updated_at": after["updated_at"]}
    assert after["updated_at"] > before["updated_at"]


def test_update_with_null_empties_and_without_anything_still_answers(tracker: Environment) -> None:
    assert "note" not in body(tracker, "update_task", task_id=1, note=None)
    assert body(tracker, "update_task", task_id=1)["title"] == "Paint"
    assert body(tracker, "rename_label", name="bug") == {"name": "bug", "color": "red"}


def test_update_merges_objects_where_the_plan_says_so(tracker: Environment) -> None:
    changed = body(tracker, "update_task", task_id=2, meta={"k": {"x": None, "n": 1}, "z": None}, tags=["new"])
    assert (changed["meta"], changed["tags"]) == ({"k": {"y": 2, "n": 1}}, ["new"])
    assert body(tracker, "update_task", task_id=1, meta={"a": 1})["meta"] == {"a": 1}


def test_a_url_follows_the_columns_it_is_made_of(tracker: Environment) -> None:
    changed = body(tracker, "update_project", project_id="prj_a", slug="alpha")
    assert changed["url"] == "https://tracker.example/projects/prj_a?by=alpha"


def test_a_new_key_is_answered_and_followed_by_what_refers_to_it(tracker: Environment) -> None:
    assert body(tracker, "rename_label", name="bug", new_name="fault")["name"] == "fault"
    assert body(tracker, "list_tags", task_id=1) == [{"task_id": 1, "label_name": "fault"}]


def test_replace_sets_what_is_not_given_back_to_its_beginning(tracker: Environment) -> None:
    replaced = body(tracker, "replace_task", task_id=3, title="Bolts")
    assert (replaced["status"], replaced["flags"]["done"]) == ("draft", False)
    assert "rank" not in replaced
    # Nothing that the caller could give names this one.
    assert replaced["flags"]["starred"] is True
    assert (replaced["id"], replaced["created_at"]) == (3, DAY)


def test_replace_leaves_what_its_path_says_where_the_body_does_not_say_it(tmp_path: Path) -> None:
    moving = argument("moved_to", Value(column="project_id"))
    arguments = (in_path("project_id"), TASK_ID, moving, value("title", required=True))
    put = tool("put", "replace", "task", "PUT", "/projects/{project_id}/tasks/{task_id}", *arguments)
    write_folder(render(PLAN.model_copy(update={"tools": (put,)}), seed=SEED), tmp_path / "tracker")
    named = {"project_id": "prj_a", "task_id": 1, "title": "Kept"}
    with Environment.open(tmp_path / "tracker") as tracker:
        assert body(tracker, "put", **named)["project_id"] == "prj_a"
        assert body(tracker, "put", **named, moved_to="prj_b")["project_id"] == "prj_b"
        assert refused(tracker, "put", **named)[0] == "not_found"


def test_replace_of_a_missing_row_is_not_found(tracker: Environment) -> None:
    assert refused(tracker, "replace_task", task_id=99, title="T")[0] == "not_found"


def test_upsert_tells_creation_from_replacement(tracker: Environment) -> None:
    created = tracker.call("put_label", {"name": "new", "color": "blue", "group": "g"})
    assert (created.status, created.body) == (201, {"name": "new", "color": "blue", "group": "g"})
    replaced = tracker.call("put_label", {"name": "new"})
    assert (replaced.status, replaced.body) == (200, {"name": "new", "color": "grey"})


def test_transition_moves_from_the_documented_states_only(tracker: Environment) -> None:
    assert body(tracker, "open_task", task_id=2, note="go")["status"] == "open"
    assert refused(tracker, "open_task", task_id=2)[0] == "failed_precondition"
    assert refused(tracker, "open_task", task_id=99)[0] == "not_found"


def test_soft_delete_writes_its_mark_and_keeps_the_row(tracker: Environment) -> None:
    gone = body(tracker, "archive_task", task_id=1)
    assert gone["status"] == "done"
    assert gone["due"] == gone["updated_at"]
    assert body(tracker, "get_task", task_id=1)["status"] == "done"


def test_delete_shows_the_row_that_is_gone(tracker: Environment) -> None:
    before = body(tracker, "get_task", task_id=3)
    assert body(tracker, "delete_task", task_id=3) == {"deleted": before}
    assert refused(tracker, "delete_task", task_id=3) == ("not_found", "No task has the id 3.")


def test_delete_takes_along_what_belongs_to_the_row(tracker: Environment) -> None:
    body(tracker, "delete_task", task_id=1)
    assert [row["task_id"] for row in tracker.rows("tracker", "comments")] == [2]
    assert tracker.rows("tracker", "taggings") == []


def test_delete_is_refused_while_the_row_is_in_use(tracker: Environment) -> None:
    assert refused(tracker, "delete_project", project_id="prj_a") == ("conflict", "The project still has tasks.")
    assert tracker.call("delete_project", {"project_id": "prj_b"}).status == 204
    assert tracker.call("delete_project", {"project_id": "prj_a"}).text == ""


def test_delete_takes_the_key_out_of_arrays_that_hold_it(tracker: Environment) -> None:
    assert tracker.call("delete_label", {"name": "bug"}).status == 204
    assert body(tracker, "get_order", id="o1")["select"] == {"from": ["idea"]}


def test_delete_of_a_scope_takes_every_row_that_the_filters_leave(tracker: Environment) -> None:
    assert body(tracker, "clear_tasks", project_id="prj_a", status="open") == {"gone": 2}
    assert body(tracker, "clear_tasks", project_id="prj_a") == {"gone": 4}
    assert [row["id"] for row in tracker.rows("tracker", "tasks")] == [5]


def test_a_singleton_is_read_and_changed_by_its_scope(tracker: Environment) -> None:
    changed = body(tracker, "change_settings", project_id="prj_a", limits={"b": None, "c": 3})
    assert changed == {"project_id": "prj_a", "theme": "dark", "limits": {"a": 1, "c": 3}}
    assert body(tracker, "get_settings", project_id="prj_b") == {"project_id": "prj_b", "theme": "light"}
    assert refused(tracker, "change_settings", project_id="none")[0] == "not_found"


def test_a_singleton_that_is_not_there_yet_begins_with_a_change(tracker_image: Any) -> None:
    rows = {"tracker": {"projects": [{"id": "p", "name": "P", "created_at": DAY}]}}
    with Environment.open(tracker_image, scenario=rows) as environment:
        assert body(environment, "change_settings", project_id="p") == {"project_id": "p", "theme": "light"}


def test_a_custom_program_runs_as_it_is_written(tracker: Environment) -> None:
    assert body(tracker, "custom_order")["id"] == "o1"


def test_link_connects_once_and_unlink_takes_it_back(tracker: Environment) -> None:
    for reason in ("first", "second"):
        assert tracker.call("tag_task", {"task_id": 2, "label_name": "idea", "reason": reason}).status == 204
    assert body(tracker, "list_tags", task_id=2) == [{"task_id": 2, "label_name": "idea", "reason": "second"}]
    assert tracker.call("untag_task", {"task_id": 2, "label_name": "idea"}).status == 204
    assert refused(tracker, "untag_task", task_id=2, label_name="idea")[0] == "not_found"
    assert refused(tracker, "tag_task", task_id=2, label_name="none") == ("not_found", "No label has the name none.")


def test_link_takes_many_ends_at_once(tracker: Environment) -> None:
    assert [tag["label_name"] for tag in body(tracker, "tag_task_often", task_id=1, labels=["idea", "bug"])] == [
        "bug",
        "idea",
    ]
    assert refused(tracker, "tag_task_often", task_id=1, labels=["idea", "x"]) == (
        "invalid_argument",
        "No label has the name x.",
    )
