"""Rows as parallel arrays on the wire."""

from state_db.http.columns import columns_of, rows_of

COLUMNS = {"ids": "id", "texts": "text"}


def test_arrays_of_one_length_are_rows_and_null_tells_nothing() -> None:
    rows = [{"id": "a", "text": "x"}, {"id": "b"}]
    body = {"ids": ["a", "b"], "texts": ["x", None]}
    assert rows_of(body, COLUMNS) == rows
    assert columns_of(rows, COLUMNS) == body


def test_arrays_of_several_lengths_are_no_rows() -> None:
    assert rows_of({"ids": ["a", "b"], "texts": ["x"]}, COLUMNS) is None
    assert rows_of({"ids": "a"}, COLUMNS) is None


def test_what_no_row_has_is_left_out() -> None:
    assert columns_of([{"id": "a"}], COLUMNS) == {"ids": ["a"]}
