"""Whether a text tells a value."""

import pytest

from client.answers import tells


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("There are 5 of them.", 5),
        ("It costs 8,700 in all.", 8700),
        ("It costs 12.50.", 12.5),
        ("The total is 4450", 4450),
        ("The note is Ordered twice by mistake.", "Ordered twice by mistake."),
        ("Its state is SHIPPED!", "shipped"),
        ("It was made on 5 January 2026.", "2026-01-05T09:00:00Z"),
        ("Write to ada@example.com.", "ada@example.com"),
        ("No, it is not.", False),
    ],
)
def test_what_is_said_is_told(text: str, value: object) -> None:
    assert tells(text, value)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("There are 15 of them.", 5),
        ("There are 5.5 of them.", 5),
        ("It was unpaid.", "paid"),
        ("", "paid"),
        ("It was made on 15 January 2026.", "2026-01-05"),
        ("Done.", 0),
    ],
)
def test_a_part_of_something_else_is_not_told(text: str, value: object) -> None:
    assert not tells(text, value)
