"""Formats that texts may be said to have, beside those of JSON Schema."""

import pytest

from state_db.formats import holds_json


@pytest.mark.parametrize(("text", "holds"), [("{}", True), ('"a"', True), ("{", False), ("", False), ("NaN", False)])
def test_a_text_of_json_is_one_value_of_the_standard(text: str, holds: bool) -> None:
    assert holds_json(text) is holds


def test_a_text_that_nests_without_end_is_no_json() -> None:
    assert not holds_json("[" * 200_000)
