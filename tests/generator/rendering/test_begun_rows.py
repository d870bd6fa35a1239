"""Rows that a server begins with, where its own tables refuse some of them."""

import pytest

from generator.render.begun import Rows, taken_rows
from state_db.errors import StateError

SCHEMA = """
CREATE TABLE shelves (id INTEGER PRIMARY KEY, width INTEGER NOT NULL CHECK (width > 0)) STRICT;
CREATE TABLE books (
  id INTEGER PRIMARY KEY,
  shelf_id INTEGER NOT NULL REFERENCES shelves (id),
  follows INTEGER REFERENCES books (id)
) STRICT;
"""


def test_rows_that_break_no_rule_are_all_taken() -> None:
    rows: Rows = {"shelves": [{"id": 1, "width": 2}], "books": [{"id": 7, "shelf_id": 1, "follows": None}]}
    begun = taken_rows(SCHEMA, rows)
    assert (begun.rows, begun.refused, begun.said) == (rows, {}, ())


def test_a_row_that_breaks_a_rule_is_left_out_with_all_that_name_it() -> None:
    rows: Rows = {
        "shelves": [{"id": 1, "width": 2}, {"id": 2, "width": 0}, {"id": 3, "width": None}],
        "books": [
            {"id": 7, "shelf_id": 2, "follows": None},
            {"id": 8, "shelf_id": 1, "follows": 7},
            {"id": 9, "shelf_id": 1, "follows": None},
        ],
    }
    begun = taken_rows(SCHEMA, rows)
    assert begun.rows == {"shelves": rows["shelves"][:1], "books": rows["books"][2:]}
    assert begun.said == (
        "Of the rows made for books, 2 broke a rule of the table and are left out.",
        "Of the rows made for shelves, 2 broke a rule of the table and are left out.",
    )


def test_a_row_that_names_one_that_was_never_made_is_left_out() -> None:
    rows: Rows = {"shelves": [{"id": 1, "width": 2}], "books": [{"id": 7, "shelf_id": 5}, {"id": 8, "shelf_id": 1}]}
    assert taken_rows(SCHEMA, rows).rows["books"] == [{"id": 8, "shelf_id": 1}]


def test_rows_of_a_table_that_is_not_there_are_no_matter_of_single_rows() -> None:
    with pytest.raises(StateError, match="There is no table"):
        taken_rows(SCHEMA, {"lamps": [{"id": 1}]})
