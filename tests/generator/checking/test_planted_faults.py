"""Every law is held against servers with one fault planted in their programs: it must be the one that notices."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from checking.conftest import written
from generator.check import Check
from generator.testing import report
from generator.verify import run_checks
from state_db.image import Image

# What is wrong, the file, what is taken (a regular expression), what stands there instead, the law that notices.
FAULTS = [
    ("a filter that is forgotten", "programs/list_tasks.sql", r"\n  AND t\.status = :status[^\n]*", "", "filter"),
    ("a filter that is turned around", "programs/list_tasks.sql", r"t\.priority >= ", "t.priority < ", "filter"),
    ("a list that forgets its parent", "programs/list_tasks.sql", r"WHERE t\.project_id = :project_id",
     "WHERE TRUE", "list"),
    ("a list that never shows new rows", "programs/list_tasks.sql", r"(WHERE t\.project_id = :project_id)",
     r"\1\n  AND t.id < 17", "create"),
    ("an order that is ignored", "programs/list_tasks.sql", r"ORDER BY\n    CASE.*?t\._rowid_\)",
     "ORDER BY t._rowid_)", "order"),
    ("pages that overlap", "programs/list_tasks.sql", r"\(:page - 1\) \* :page_size", "(:page - 1)", "paging"),
    ("a page size that is ignored", "programs/list_tasks.sql", r"f\.place <= :page_start \+ :page_size", "TRUE",
     "paging"),
    ("a last page that is not the last", "programs/list_projects.sql", r":page_start \+ :page_size < :total", "TRUE",
     "cursor"),
    ("a constant answer", "programs/get_task.sql", r"WHERE project_id = :project_id AND id = :task_id", "LIMIT 1",
     "read"),
    ("a get that writes", "programs/get_comment.sql", r"-- @return 200",
     "-- @run\nUPDATE comments SET text = text || '!';\n\n-- @return 200", "read"),
    ("a wrong status", "programs/create_task.sql", r"@return 201", "@return 200", "contract"),
    ("a create that stores something else", "programs/create_task.sql", r":title, :notes", ":notes, :title", "create"),
    ("a create that echoes and keeps nothing", "programs/create_comment.sql", r"(-- @return 201\n)[^;]*;",
     r"-- @run\nDELETE FROM comments WHERE id = :comment_id;\n\n"
     r"\1SELECT json_object('id', :comment_id, 'task_id', :task_id, 'text', :text);", "create"),
    ("an update that wipes other fields", "programs/update_task.sql", r"(UPDATE tasks SET)", r"\1\n  notes = NULL,",
     "update"),
    ("an update of every row", "programs/update_project.sql", r"WHERE id = :project_id;\n\n", "WHERE TRUE;\n\n",
     "update"),
    ("a replacement that keeps what was not sent", "programs/replace_task.sql", r"\n  notes = :notes,", "", "replace"),
    ("a deletion that does nothing", "programs/delete_comment.sql",
     r"DELETE FROM comments\nWHERE", "UPDATE comments SET text = text WHERE", "delete"),
    ("a deletion of too much", "programs/delete_comment.sql", r"WHERE id = :comment_id", "WHERE TRUE", "delete"),
    ("a transition from any state", "programs/finish_task.sql",
     r"-- @require conflict[^;]*;", "", "transition"),
    ("a transition to another state", "programs/finish_task.sql", r"status = 'done'", "status = 'doing'", "transition"),
    ("a child found under any parent", "programs/get_task.sql", r"WHERE project_id = :project_id AND id",
     "WHERE id", "not_found"),
    ("a parent that need not exist", "programs/list_comments.sql", r"-- @require not_found[^;]*;", "", "not_found"),
    ("a second row of a unique value", "schema.sql", r"NOT NULL UNIQUE", "NOT NULL", "unique"),
    ("a secret that is shown", "schema.sql", r"('title', t\.title,\n  'details')", r"'hidden', t.secret,\n  \1",
     "write_only"),
    ("an upsert that replaces nothing", "programs/put_label.sql", r"DO UPDATE SET[^;]*;", "DO NOTHING;", "upsert"),
    ("a disconnection of everything",
     "programs/detach_label.sql", r"WHERE task_id = :task_id\n  AND label_slug = :slug",
     "WHERE task_id = :task_id OR TRUE", "link"),
    ("a singleton that keeps its state", "programs/update_settings.sql", r"language = :language,",
     "language = language,",
     "singleton"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "taken", "put", "law"), [fault[1:] for fault in FAULTS], ids=[fault[0] for fault in FAULTS]
)
def test_law_notices(
    file: str, taken: str, put: str, law: str, files: Mapping[str, str], checks: list[Check], tmp_path: Path
) -> None:
    spoilt, count = re.subn(taken, put, files[file], count=1, flags=re.DOTALL)
    assert count == 1
    image = Image.load(written({**files, file: spoilt}, tmp_path / "tracker"))
    result = run_checks(image, checks)
    assert law in {outcome.check.law for outcome in result.failed}


def test_no_law_complains_of_a_sound_server(image: Image, checks: list[Check]) -> None:
    result = run_checks(image, checks)
    assert [report(outcome) for outcome in result.failed] == []
