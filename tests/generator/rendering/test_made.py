"""What columns that are made of others hold."""

import apsw
import pytest

from generator.render.made import Held


@pytest.mark.parametrize(
    ("held", "text"),
    [
        (Held(("'a'",), True), "a"),
        (Held(("NULL",), False), ""),
        (Held(("NULL", "'b'"), False), "b"),
        (Held((), False), ""),
    ],
)
def test_a_text_is_empty_where_nothing_is_held(held: Held, text: str) -> None:
    assert apsw.Connection("").execute(f"SELECT {held.text}").get == text
