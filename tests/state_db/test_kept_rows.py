"""The result of @rows is a table to later steps: what a step in between writes does not change it."""

from pathlib import Path
from typing import Any

import pytest
from tiny_servers import folder_of, image_of

from state_db.environment import Environment
from state_db.image import Image
from state_db.variant import kept_tables

TITLE = {"title": {"type": "string"}}
ROWS = "-- @rows open(id, title, weight)\nSELECT n.id, n.title, n.weight FROM notes n WHERE n.done = 0;\n"
CLOSE = "-- @run\nUPDATE notes SET done = 1, title = 'closed';\n"
ANSWER = (
    "-- @return 200\n"
    "SELECT json_group_array(json_object('id', o.id, 'title', o.title, 'weight', o.weight) ORDER BY o.id) FROM open o;"
)


def answered(folder: Path, program: str, arguments: dict[str, Any] | None = None) -> Any:
    with Environment.open(image_of(folder, program, TITLE)) as environment:
        return environment.call("do", arguments or {}).body


def test_rows_that_were_read_before_a_write_are_the_same_after_it(tmp_path: Path) -> None:
    assert answered(tmp_path / "a", ROWS + CLOSE + ANSWER) == [{"id": 7, "title": "second", "weight": None}]


def test_rows_that_stand_on_other_rows_are_kept_with_them(tmp_path: Path) -> None:
    named = "-- @rows named(title)\nSELECT o.title FROM open o;\n"
    read = "-- @return 200\nSELECT json_group_array(n.title ORDER BY n.title) FROM named n;"
    assert answered(tmp_path / "a", ROWS + named + CLOSE + read) == ["second"]
    assert answered(tmp_path / "b", ROWS + CLOSE + named + read) == ["second"]


def test_a_write_that_the_caller_did_not_ask_for_keeps_nothing(tmp_path: Path) -> None:
    program = ROWS + CLOSE.replace("-- @run\n", "-- @run\n-- @if title\n") + ANSWER
    code = image_of(tmp_path, program, TITLE).codes["do"]
    assert kept_tables(code.program, {}) == frozenset()
    assert kept_tables(code.program, {"title": "x"}) == {"open"}


@pytest.mark.parametrize("value", ["1.5", "1e300", "0.1", "9007199254740993", "'ä\"'", "NULL", "''"])
def test_values_are_kept_as_they_were(tmp_path: Path, value: str) -> None:
    rows = f"-- @rows one(v)\nSELECT {value};\n"
    read = "-- @return 200\nSELECT json_object('same', json(iif(o.v IS " + value + " AND typeof(o.v) = typeof("
    read += value + "), 'true', 'false'))) FROM one o;"
    assert answered(tmp_path, rows + CLOSE + read) == {"same": True}


def test_what_is_doubtful_in_kept_rows_is_told_of_the_programs_own_text_alone(tmp_path: Path) -> None:
    assert image_of(tmp_path / "a", ROWS + CLOSE + ANSWER).codes["do"].findings == ()
    doubtful = "-- @rows found(x)\nSELECT n.id FROM notes n WHERE n.title LIKE 'a%';\n"
    read = "-- @return 200\nSELECT json_group_array(f.x ORDER BY f.x) FROM found f;"
    (finding,) = image_of(tmp_path / "b", doubtful + CLOSE + read).codes["do"].findings
    assert "LIKE folds" in finding.text


def test_json_that_is_changed_need_not_be_wrapped(tmp_path: Path) -> None:
    rows = "-- @rows form(body)\nSELECT json_object('id', n.id) FROM notes n WHERE n.id = 7;\n"
    assert answered(tmp_path, rows + "-- @return 200\nSELECT json_set(body, '$.more', 1) FROM form;") == {
        "id": 7,
        "more": 1,
    }
    with pytest.raises(Exception, match="quoted string"):
        Image.load(folder_of(tmp_path / "b", {
            "do": rows + "-- @return 200\nSELECT json_set('{}', '$.more', body) FROM form;"
        }))  # fmt: skip
