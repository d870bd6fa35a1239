"""Formats that texts may be said to have, beside those of JSON Schema."""

import pytest

from state_db.formats import holds_json, is_moment


@pytest.mark.parametrize(("text", "holds"), [("{}", True), ('"a"', True), ("{", False), ("", False), ("NaN", False)])
def test_a_text_of_json_is_one_value_of_the_standard(text: str, holds: bool) -> None:
    assert holds_json(text) is holds


def test_a_text_that_nests_without_end_is_no_json() -> None:
    assert not holds_json("[" * 200_000)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("2026-03-01T08:00:00Z", True),
        ("2026-03-01t08:00:00.123456+05:30", True),
        ("2026-03-01T08:00:00", True),  # in no zone, as many services take it
        ("2016-12-31T23:59:60Z", True),
        ("2026-02-30T08:00:00Z", False),
        ("2026-03-01T25:00:00", False),
        ("2026-03-01T08:00:00+25:00", False),
        ("2026-03-01 08:00:00", False),
        ("2026-03-01", False),
        ("soon", False),
    ],
)
def test_a_moment_is_a_date_with_a_time_in_a_zone_or_in_none(text: str, holds: bool) -> None:
    assert is_moment(text) is holds
