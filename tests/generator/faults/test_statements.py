"""Statements are taken apart where their clauses, conditions and values stand, and changed in one place only."""

from dataclasses import replace

import pytest

from generator.faults.programs import program_text, row_test, written_table
from generator.faults.statements import (
    Change,
    assignments,
    changed,
    clause,
    conjuncts,
    inserted,
    narrowed,
    occurrences,
    text_of,
    unconditional,
)
from state_db.image import Image
from state_db.parse import parse_program
from state_db.program import Body, Program, Run


def body(sql: str) -> Body:
    program = parse_program("tried", f"-- @run\n{sql}\n;\n\n-- @return 204\n", {})
    found = program.steps[0].body
    return replace(found, lines=tuple(line for line in found.lines if line.text))


UPDATE = """UPDATE tasks SET
  title = :title,            -- @if title
  notes = coalesce(:notes, 'a, b = c'),  -- @if notes
  updated_at = now()
WHERE project_id = :project_id
  AND id = :task_id"""


def test_conditions_are_those_that_and_joins_at_the_statements_own_level() -> None:
    sql = "DELETE FROM t WHERE a = :a AND b BETWEEN 1 AND 2 AND EXISTS (SELECT 1 FROM u WHERE u.x = 1 AND u.y = :y)"
    assert [span.text for span in conjuncts(body(sql))] == [
        "a = :a",
        "b BETWEEN 1 AND 2",
        "EXISTS (SELECT 1 FROM u WHERE u.x = 1 AND u.y = :y)",
    ]


def test_a_statement_without_where_has_no_conditions() -> None:
    assert conjuncts(body("DELETE FROM t")) == []


def test_assignments_are_found_with_their_conditions_whatever_their_values_hold() -> None:
    found = assignments(body(UPDATE))
    assert [(name, span.text) for name, span in found] == [
        ("title", ":title"),
        ("notes", "coalesce(:notes, 'a, b = c')"),
        ("updated_at", "now()"),
    ]
    assert [[condition.name for condition in span.conditions] for _, span in found] == [["title"], ["notes"], []]


def test_a_column_that_is_assigned_in_two_ways_stands_there_twice() -> None:
    sql = "UPDATE t SET\n  a = :a  -- @if a\n  a = a  -- @unless a\nWHERE id = :id"
    assert [(name, span.text) for name, span in assignments(body(sql))] == [("a", ":a"), ("a", "a")]


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO t (a, \"order\") VALUES (:a, coalesce(:b, 'x,y'))",
        "INSERT INTO t (a, \"order\")\nSELECT :a, coalesce(:b, 'x,y')\nFROM json_each(:c) e",
    ],
)
def test_inserted_values_are_paired_with_their_columns(sql: str) -> None:
    assert {name: span.text for name, span in inserted(body(sql)).items()} == {
        "a": ":a",
        "order": "coalesce(:b, 'x,y')",
    }


def test_values_that_cannot_be_paired_are_none() -> None:
    assert inserted(body("INSERT INTO t (a, b) VALUES (:a)")) == {}


def test_a_change_keeps_every_other_line_and_its_conditions() -> None:
    old = body(UPDATE)
    new = changed(old, [Change(assignments(old)[0][1], "NULL"), Change(conjuncts(old)[1], "TRUE")])
    assert text_of(new) == text_of(old).replace("= :title", "= NULL").replace("AND id = :task_id", "AND TRUE")
    assert [line.conditions for line in new.lines] == [line.conditions for line in old.lines]


def test_a_change_over_several_lines_leaves_no_blank_ones() -> None:
    old = body(UPDATE)
    where = clause(old, "where")
    assert where is not None
    assert text_of(changed(old, [Change(where, "FALSE")])).endswith("updated_at = now()\nWHERE FALSE")


def test_lines_can_lose_their_conditions_alone() -> None:
    old = body(UPDATE)
    new = unconditional(old, [assignments(old)[1][1]])
    assert text_of(new) == text_of(old)
    assert [bool(line.conditions) for line in new.lines] == [False, True, False, False, False, False]


def test_rows_are_narrowed_with_and_without_a_condition_before() -> None:
    assert text_of(narrowed(body("DELETE FROM t"), "x = 1")) == "DELETE FROM t\nWHERE x = 1"
    assert text_of(narrowed(body("DELETE FROM t WHERE y = 2"), "x = 1")) == "DELETE FROM t WHERE x = 1 AND y = 2"


def test_tokens_that_follow_each_other_are_found_and_texts_that_look_like_them_are_not() -> None:
    found = occurrences(body("DELETE FROM t WHERE a = new_id('t') AND b = 'new_id(''t'')'"), "new_id", "(", "'t'", ")")
    assert [span.text for span in found] == ["new_id('t')"]


def test_what_a_step_writes_is_known() -> None:
    for sql, found in [
        ('DELETE FROM "order" WHERE id = 1', ("delete", "order")),
        ("UPDATE tasks SET a = 1", ("update", "tasks")),
        ("INSERT INTO tasks (a) VALUES (1)", ("insert", "tasks")),
    ]:
        assert written_table(Run(body(sql))) == found


def test_the_test_of_a_row_is_its_where_unless_parts_of_it_come_and_go() -> None:
    assert row_test(body(UPDATE)) == "project_id = :project_id   AND id = :task_id"
    assert row_test(body("DELETE FROM t WHERE a = 1\n  AND b = :b  -- @if b\n")) == ""


def test_every_program_of_a_server_is_written_back_as_it_was_read(image: Image) -> None:
    for name, code in image.codes.items():
        again = parse_program(name, program_text(code.program), {})
        assert _bare(again) == _bare(code.program)


def _bare(program: Program) -> list[tuple[object, ...]]:
    """The program without the places that its steps stand at."""
    return [
        (type(step), [(line.text, line.conditions) for line in step.body.lines], step.body.conditions,
         *(getattr(step, name, None) for name in ("fault", "missing", "violates", "status", "name", "columns")))
        for step in program.steps
    ]  # fmt: skip
