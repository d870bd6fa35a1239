"""Text for regular expressions."""

import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.seed.patterns import matching


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[A-Z][A-Z0-9]{1,9}$",
        r"^#[0-9a-fA-F]{6}$",
        r"^([01][0-9]|2[0-3]):[0-5][0-9]$",
        r"^(?:cus|ord)_[A-Za-z0-9]{14}$",
        r"^(?P<major>\d+)\.(?P<minor>\d+)(-[a-z]+)?$",
        r"^\+?[1-9]\d{1,14}$",
        r"^\S+@\S+\.\w{2,}$",
        r"^[^/\\]+$",
        r"^a{2,}b*?c+?$",
        r"^\u0041\x42[\-_.]$",
        r"^(?=.*x)?[\w-]{3,8}$",
        r"abc",
        r"^$",
    ],
)
def test_the_text_matches(pattern: str) -> None:
    for seed in range(20):
        text = matching(pattern, Random(seed))
        assert text is not None
        assert re.search(pattern, text), (pattern, text)


@pytest.mark.parametrize("pattern", ["(", "[a", "a{x}", r"\q", "(?<a", "a)", r"\x1", "[z-a]"])
def test_an_expression_that_cannot_be_read_gives_nothing(pattern: str) -> None:
    assert matching(pattern, Random(0)) is None


def test_longer_text_is_had_by_asking_for_more() -> None:
    longest = max(len(matching("^[a-z]+$", Random(seed), 60) or "") for seed in range(20))
    assert longest > 40


ATOMS = st.sampled_from(["a", "[a-f]", "[^a-f]", r"\d", r"\w", r"\.", "[0-9_-]", "Z", r"\-"])
QUANTITIES = st.sampled_from(["", "?", "*", "+", "{2}", "{1,3}", "{2,}", "+?"])
PIECES = st.recursive(
    st.builds(lambda atom, quantity: atom + quantity, ATOMS, QUANTITIES),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"(?:{''.join(parts)})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
    ),
    max_leaves=8,
)


@given(st.lists(PIECES, max_size=4).map("".join), st.integers(0, 1000))
def test_what_is_made_for_an_expression_is_what_it_matches(pattern: str, seed: int) -> None:
    text = matching(f"^{pattern}$", Random(seed))
    assert text is not None
    assert re.fullmatch(pattern, text)
