"""Functions that do a piece of work: differences and merges of texts, ways, arithmetic, ranges."""

import itertools
import json
import math
import re
from typing import Any

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from state_db.functions import LimitExceeded
from state_db.functions.arithmetic import value_of
from state_db.functions.differences import LINE, MOST_LINES, merged, unified
from state_db.functions.graphs import shortest
from state_db.functions.ranges import column_letters, column_number
from state_db.guard import guard_connection
from state_db.template import NoSurroundings

TEXTS = st.text("ab\n", max_size=30)
HUNK = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n")


@pytest.fixture(scope="module")
def connection() -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    guard_connection(connection, NoSurroundings())
    return connection


def value(connection: apsw.Connection, expression: str, *bindings: Any) -> Any:
    return connection.execute(f"SELECT {expression}", bindings).fetchall()[0][0]


def patched(old: str, diff: str) -> str:
    """The text after a unified diff, which must fit it line for line."""
    lines, out, at = LINE.findall(old), [], 0
    for line in re.sub(r"\n\\ No newline at end of file\n", "\0", diff).replace("\0", "\0\n").splitlines(keepends=True):
        hunk = HUNK.fullmatch(line)
        if hunk:
            start = int(hunk[1]) - (hunk[2] != "0")
            out += lines[at:start]
            at = start
            continue
        body = line[1:].replace("\0\n", "")
        if line[0] in " -":
            assert lines[at] == body
            at += 1
        if line[0] in " +":
            out.append(body)
    return "".join(out + lines[at:])


@given(TEXTS, TEXTS)
def test_a_difference_leads_from_one_text_to_the_other(old: str, new: str) -> None:
    assert patched(old, unified(old, new)) == new
    assert (unified(old, new) == "") == (old == new)


def test_a_difference_is_written_as_git_writes_it(connection: apsw.Connection) -> None:
    assert value(connection, "text_diff(?, ?)", "a\nb\nc\nd\n", "a\nx\nc\nd\ne") == (
        "@@ -1,4 +1,5 @@\n a\n-b\n+x\n c\n d\n+e\n\\ No newline at end of file\n"
    )
    assert value(connection, "text_diff(NULL, 'a')") is None


def test_texts_that_differ_in_very_much_are_replaced_or_refused() -> None:
    old, new = "".join(f"a{n}\n" for n in range(3000)), "".join(f"b{n}\n" for n in range(3000))
    assert patched(old, unified(old, new)) == new
    with pytest.raises(LimitExceeded):
        unified("a\n" * MOST_LINES, "b\n")


@given(TEXTS, TEXTS)
def test_a_merge_takes_the_only_change(base: str, changed: str) -> None:
    assert merged(base, base, changed) == merged(base, changed, base) == merged(base, changed, changed) == (changed, 0)


@given(st.lists(st.sampled_from("abcdef"), min_size=6, max_size=12), st.data())
def test_changes_far_apart_are_both_taken(lines: list[str], data: Any) -> None:
    numbered = [f"{at}{line}\n" for at, line in enumerate(lines)]
    first = data.draw(st.integers(0, len(lines) - 3))
    second = data.draw(st.integers(first + 2, len(lines) - 1))
    ours, theirs, both = list(numbered), list(numbered), list(numbered)
    ours[first] = both[first] = "ours\n"
    theirs[second] = both[second] = "theirs\n"
    assert merged("".join(numbered), "".join(ours), "".join(theirs)) == ("".join(both), 0)


def test_a_conflict_shows_both_sides(connection: apsw.Connection) -> None:
    found = json.loads(value(connection, "text_merge(?, ?, ?)", "a\nb\n", "a\nx\n", "a\ny"))
    assert found == {"text": "a\n<<<<<<< ours\nx\n=======\ny\n>>>>>>> theirs\n", "conflicts": 1}


EDGES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.integers(0, 9)), max_size=14)


@given(EDGES, st.integers(0, 5), st.integers(0, 5))
def test_no_way_is_shorter(edges: list[tuple[int, int, int]], start: int, goal: int) -> None:
    lengths = {(one, other): 0.0 if one == other else math.inf for one in range(6) for other in range(6)}
    for one, other, length in edges:
        lengths[one, other] = min(lengths[one, other], length)
    for middle, one, other in itertools.product(range(6), repeat=3):
        lengths[one, other] = min(lengths[one, other], lengths[one, middle] + lengths[middle, other])
    known: dict[Any, list[tuple[float, Any]]] = {}
    for one, other, length in edges:
        known.setdefault(one, []).append((length, other))
    found = shortest(known, start, goal)
    assert (math.inf if found is None else found[0]) == lengths[start, goal]
    if found:
        best = {pair: min(e[2] for e in edges if e[:2] == pair) for pair in itertools.pairwise(found[1])}
        assert sum(best.values()) == found[0] and (found[1][0], found[1][-1]) == (start, goal)


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        ('[["a","b"],["b","c"]]', {"length": 2, "path": ["a", "b", "c"]}),
        ('[["a","c",5],["a","b",1],["b","c",1.5]]', {"length": 2.5, "path": ["a", "b", "c"]}),
        ('[["c","a"]]', None),
        ('[["a","c",-1]]', None),
        ('[["a"]]', None),
        ("{}", None),
        ("[", None),
    ],
)
def test_a_way_is_found_over_edges_in_json(connection: apsw.Connection, edges: str, expected: Any) -> None:
    found = value(connection, "shortest_path(?, 'a', 'c')", edges)
    assert (found and json.loads(found)) == expected


SUMS: st.SearchStrategy[Any] = st.recursive(
    st.integers(-99, 99),
    lambda inner: st.tuples(inner, st.sampled_from("+-*/"), inner),
    max_leaves=10,
)


def counted(tree: Any) -> float:
    if isinstance(tree, int):
        return tree
    one, other = counted(tree[0]), counted(tree[2])
    return {"+": one + other, "-": one - other, "*": one * other}[tree[1]] if tree[1] != "/" else one / other


def shown(tree: Any) -> str:
    return str(tree) if isinstance(tree, int) else f"({shown(tree[0])}) {tree[1]} ({shown(tree[2])})"


@given(SUMS)
def test_arithmetic_is_what_python_makes_of_it(tree: Any) -> None:
    try:
        expected = counted(tree)
    except ZeroDivisionError:
        assert value_of(shown(tree), {}) is None
        return
    assert value_of(shown(tree), {}) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("1 + 2 * 3", 7),
        ("(1 + 2) * 3", 9),
        ("-2 ^ 2", -4),
        ("2 ** 3 ^ 2", 512),
        ("10 - 4 - 3", 3),
        ("7 / 2", 3.5),
        ("8 / 2", 4),
        ("-7 % 3", 2),
        ("price * quantity", 15),
        ("order.total - 1", 9),
        ("max(1, price, 2) + round(2.6)", 6 + 2 - 2 + 0),
        ("sqrt(16) + abs(-1)", 5.0),
        ("sum(1, 2, 3) / average(1, 3)", 3),
        ("2 ^ 62 * 4", 2.0**64),
        ("1 / 0", None),
        ("sqrt(-1)", None),
        ("9 ^ 9 ^ 9 ^ 9", None),
        ("1e308 * 10", None),
        ("unknown + 1", None),
        ("__import__('os')", None),
        ("1 +", None),
        ("1 2", None),
        ("", None),
        ("(" * 80 + "1" + ")" * 80, None),
        ("+".join(["1"] * 900), 900),
    ],
)
def test_an_expression_has_its_value(connection: apsw.Connection, expression: str, expected: float | None) -> None:
    names = json.dumps({"price": 3, "quantity": 5, "order.total": 10})
    assert value(connection, "calc(?, ?)", expression, names) == expected


@given(st.text("0123456789.+-*/%^()e, abcmaxsqrt", max_size=40))
def test_whatever_is_sent_as_an_expression_has_a_number_or_none(connection: apsw.Connection, text: str) -> None:
    found = value(connection, "calc(?)", text)
    assert found is None or (isinstance(found, int | float) and math.isfinite(found))


@given(st.integers(1, 18_278))
def test_the_letters_of_a_column_lead_back_to_it(number: int) -> None:
    assert column_number(column_letters(number)) == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("B2", [None, 2, 2, 2, 2]),
        ("Sheet1!B2:D9", ["Sheet1", 2, 2, 9, 4]),
        ("'It''s mine'!$D$9:$B$2", ["It's mine", 2, 2, 9, 4]),
        ("B:D", [None, 1, 2, 9_999_999, 4]),
        ("x!2:9", ["x", 2, 1, 9, 18_278]),
        ("AA10", [None, 10, 27, 10, 27]),
        ("B0", None),
        ("2:B", None),
        ("", None),
        ("B2:", None),
    ],
)
def test_a_range_of_cells_is_read(connection: apsw.Connection, text: str, expected: list[Any] | None) -> None:
    found = value(connection, "cell_range(?)", text)
    assert (found and list(json.loads(found).values())) == expected


def test_cells_have_names_and_lists_of_numbers_are_read(connection: apsw.Connection) -> None:
    assert value(connection, "cell_name(9, 28)") == "AB9"
    assert value(connection, "cell_name(0, 1)") is None
    assert value(connection, "numbers_in(' 1-3, 7,5-5')") == "[1,2,3,7,5]"
    for bad in ("", "a", "3-1", "1-", "1,,2", "1-10001", "1-999999999999999999"):
        assert value(connection, "numbers_in(?)", bad) is None
