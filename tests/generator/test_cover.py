"""A small cover keeps every kill and a check for each law and tool, and is always the same."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from generator.check import Check, CheckStep
from generator.cover import small_cover


def check(name: str, law: str = "law", tool: str = "tool", steps: int = 1) -> Check:
    return Check(name=name, law=law, tool=tool, because="So it is.", steps=(CheckStep(tool=tool),) * steps)


CHECKS = [
    check(f"{law}_{tool}_{number}", law, tool, number + 1)
    for law, tool, number in itertools.product(("read", "list"), ("get", "find"), range(3))
]
NAMES = [each.name for each in CHECKS]


@given(st.lists(st.frozensets(st.sampled_from(NAMES), min_size=1), max_size=12))
def test_every_kill_and_every_law_on_every_tool_is_kept(matrix: list[frozenset[str]]) -> None:
    chosen = {each.name for each in small_cover(CHECKS, matrix)}
    assert all(killers & chosen for killers in matrix)
    assert {(each.law, each.tool) for each in CHECKS if each.name in chosen} == {
        (each.law, each.tool) for each in CHECKS
    }


@given(st.lists(st.frozensets(st.sampled_from(NAMES), min_size=1), max_size=12))
def test_no_chosen_check_is_superfluous(matrix: list[frozenset[str]]) -> None:
    chosen = small_cover(CHECKS, matrix)
    names = {each.name for each in chosen}
    for each in chosen:
        others = names - {each.name}
        alone = not any((other.law, other.tool) == (each.law, each.tool) for other in chosen if other is not each)
        assert alone or any(not killers & others for killers in matrix)


def test_the_shorter_of_two_equal_checks_is_taken() -> None:
    assert [each.name for each in small_cover([check("long", steps=4), check("short")], [])] == ["short"]


def test_the_cover_stands_in_the_order_of_the_checks() -> None:
    checks = [check("b", "two"), check("a", "one"), check("c", "three")]
    matrix = [frozenset({"c"}), frozenset({"c"}), frozenset({"a"})]
    assert small_cover(checks, matrix) == checks


def test_a_mutant_that_only_an_unknown_check_notices_asks_for_nothing() -> None:
    assert [each.name for each in small_cover([check("a")], [frozenset({"gone"})])] == ["a"]


def test_no_checks_have_an_empty_cover() -> None:
    assert small_cover([], []) == []
