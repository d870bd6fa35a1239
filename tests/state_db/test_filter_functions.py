"""The filter languages: what they select is what their conditions mean, and nothing that is sent breaks them."""

import json
from collections.abc import Callable
from typing import Any

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from state_db.functions import FUNCTIONS
from state_db.guard import guard_connection
from state_db.template import NoSurroundings

ROW = {
    "id": 7, "status": "open", "total": 12.5, "name": "Émile's big House", "closed": None, "paid": True,
    "created": "2026-01-05T09:00:00Z", "due": "2026-01-06", "tags": ["red", "light blue"],
    "address": {"city": "Bristol", "zip": "0117"},
    "items": [{"sku": "mug", "quantity": 2}, {"sku": "pot", "quantity": 9}],
}  # fmt: skip


@pytest.fixture(scope="module")
def connection() -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    guard_connection(connection, NoSurroundings())
    return connection


def matched(connection: apsw.Connection, name: str, *values: Any) -> Any:
    marks = ", ".join("?" * (len(values) + 1))
    return connection.execute(f"SELECT {name}({marks})", (json.dumps(ROW), *values)).fetchall()[0][0]


ODATA = [
    ("status eq 'open'", 1),
    ("status ne 'open'", 0),
    ("status eq 'OPEN'", 0),
    ("tolower(status) eq 'open' and toupper(status) eq toupper('open')", 1),
    ("total gt 12 and total lt 13", 1),
    ("total ge 12.5 and not (total gt 12.5)", 1),
    ("status eq 'shut' or id eq 7", 1),
    ("status eq 'shut' or id eq 7 and paid eq false", 0),
    ("closed eq null", 1),
    ("closed ne null", 0),
    ("missing eq null and missing ne 'x'", 1),
    ("closed gt 5", 0),
    ("paid eq true", 1),
    ("created gt 2026-01-05T10:59:59+02:00", 1),
    ("created lt 2026-01-06", 1),
    ("due eq 2026-01-06", 1),
    ("contains(name,'big')", 1),
    ("contains(tolower(name), 'HOUSE') eq true", 1),
    ("contains(name,'BIG')", 0),
    ("startswith(name,'Émile''s')", 1),
    ("endswith(name, 'House') eq false", 0),
    ("status in ('a', 'open')", 1),
    ("id in (1, 2)", 0),
    ("address/city eq 'Bristol'", 1),
    ("tags/any(t: t eq 'red')", 1),
    ("tags/all(t: t eq 'red')", 0),
    ("items/any(i: i/sku eq 'pot' and i/quantity gt 5)", 1),
    ("items/any(i: i/sku eq 'mug' and i/quantity gt 5)", 0),
    ("tags/any()", 1),
    ("closed/any()", 0),
    ("status eq", None),
    ("status = 'open'", None),
    ("(status eq 'open'", None),
    ("", None),
    ("eq eq eq eq", None),
    ("(" * 60 + "id eq 7" + ")" * 60, None),
    (" or ".join(["id eq 1"] * 300), None),
]
LUCENE = [
    ("status:open", 1),
    ("status:OPEN", 1),
    ("house", 1),
    ("hous", 0),
    ("hous*", 1),
    ("h?use", 1),
    ('"big house"', 1),
    ('"house big"', 0),
    ('name:"big house"', 1),
    ("total:>=12 AND total:<13", 1),
    ("total:[12 TO 12.5]", 1),
    ("total:[12 TO 12.5}", 0),
    ("total:[* TO 5]", 0),
    ("created:[2026-01-01 TO *]", 1),
    ("nothing OR status:open", 1),
    ("nothing house", 1),
    ("+nothing house", 0),
    ("house -open", 0),
    ("house -nothing", 1),
    ("NOT nothing", 1),
    ("!open", 0),
    ("nothing AND house OR open", 1),
    ("status:(shut OR open)", 1),
    ("address.city:bristol", 1),
    ("tags:blue", 1),
    ("items.sku:pot", 1),
    ("paid:true", 1),
    ("closed:*", 0),
    ("name:*", 1),
    ("*:*", 1),
    ("big\\ house", 1),
    ("a:", None),
    ("[1 TO 2", None),
    ('"open', None),
    ("", None),
    ("a AND", None),
]
WHERE = [
    ("status = 'open' AND total > 12", 1),
    ("status = open", 1),
    ('status = "open"', 1),
    ("status IN ('a', \"open\")", 1),
    ("status NOT IN ('a', 'b')", 1),
    ("status <> 'open' OR id == 7", 1),
    ("name LIKE '%big%'", 1),
    ("name LIKE 'big%'", 0),
    ("name NOT LIKE '%b_g h%'", 0),
    ("name ~ 'BIG'", 1),
    ("name !~ 'big'", 0),
    ("total BETWEEN 10 AND 12.5 AND id = 7", 1),
    ("closed IS NULL", 1),
    ("closed IS NOT NULL", 0),
    ("closed = null", 1),
    ("closed is empty", 1),
    ("closed = 'x'", 0),
    ("NOT closed = 'x'", 0),
    ("NOT (closed = 'x' AND status = 'shut')", 1),
    ("closed != 'x'", 0),
    ("address.city = 'Bristol'", 1),
    ("`status` = 'open'", 1),
    ("created >= 2026-01-05", 1),
    ("paid = true", 1),
    ("status = 'open' AND", None),
    ("status LIKE 5", None),
    ("DROP TABLE x", None),
    ("1 = 1; --", None),
    ("status = (SELECT 1)", None),
]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        *(("odata", *case) for case in ODATA),
        *(("lucene", *case) for case in LUCENE),
        *(("where", *case) for case in WHERE),
    ],
)
def test_a_filter_selects_what_it_says(connection: apsw.Connection, name: str, text: str, expected: int | None) -> None:
    assert matched(connection, f"{name}_match", text) == expected
    assert connection.execute(f"SELECT is_{name}(?)", (text,)).fetchall() == [(int(expected is not None),)]


def test_terms_side_by_side_are_joined_as_the_server_says(connection: apsw.Connection) -> None:
    assert matched(connection, "lucene_match", "nothing house", "or") == 1
    assert matched(connection, "lucene_match", "nothing house", "and") == 0
    assert matched(connection, "lucene_match", "open house", "and") == 1


NUMBERS = st.integers(-5, 5)
FIELDS = st.sampled_from(["a", "b", "c"])
OPS: dict[str, tuple[str, str, str, Callable[[int, int], bool]]] = {
    "eq": ("eq", "=", "", lambda one, other: one == other),
    "gt": ("gt", ">", ">", lambda one, other: one > other),
    "le": ("le", "<=", "<=", lambda one, other: one <= other),
}
TESTS = st.tuples(st.just("test"), FIELDS, st.sampled_from(sorted(OPS)), NUMBERS)
TREES: st.SearchStrategy[Any] = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.tuples(st.just("and"), inner, inner),
        st.tuples(st.just("or"), inner, inner),
        st.tuples(st.just("not"), inner),
    ),
    max_leaves=8,
)


def meant(tree: Any, row: dict[str, int]) -> bool:
    match tree:
        case ("test", field, op, number):
            return OPS[op][3](row[field], number)
        case ("and", one, other):
            return meant(one, row) and meant(other, row)
        case ("or", one, other):
            return meant(one, row) or meant(other, row)
    return not meant(tree[1], row)


def written(tree: Any, language: int) -> str:
    """The tree in OData (0), SQL's manner (1) or Lucene's (2)."""
    match tree:
        case ("test", field, op, number):
            if language == 2:
                return f"{field}:[{number} TO {number}]" if op == "eq" else f"{field}:{OPS[op][2]}{number}"
            return f"{field} {OPS[op][language]} {number}"
        case ("not", one):
            return f"{('not', 'NOT', 'NOT')[language]} ({written(one, language)})"
    word = tree[0] if language == 0 else tree[0].upper()
    return f"({written(tree[1], language)}) {word} ({written(tree[2], language)})"


@given(TREES, st.fixed_dictionaries({"a": NUMBERS, "b": NUMBERS, "c": NUMBERS}))
def test_the_three_languages_agree_with_what_a_tree_of_tests_means(
    connection: apsw.Connection, tree: Any, row: dict[str, int]
) -> None:
    for language, name in enumerate(("odata_match", "where_match", "lucene_match")):
        text = written(tree, language)
        found = connection.execute(f"SELECT {name}(?, ?)", (json.dumps(row), text)).fetchall()[0][0]
        assert found == int(meant(tree, row)), (name, text)


PIECES = st.sampled_from(
    """a b: eq and AND or not ( ) 'x' "y" 5 - + * ? [ TO ] in like is null between any( / , : \\ ' " 2026-01-05 ~ ^ >=
    contains( é \0""".split()
)


@given(st.lists(PIECES, max_size=12).map(" ".join) | st.lists(PIECES, max_size=12).map("".join) | st.text(max_size=30))
def test_whatever_is_sent_as_a_filter_is_decided_or_refused(connection: apsw.Connection, text: str) -> None:
    for name in ("odata", "where", "lucene"):
        known = connection.execute(f"SELECT is_{name}(?)", (text,)).fetchall()[0][0]
        found = matched(connection, f"{name}_match", text)
        assert (found in (0, 1)) if known else found is None


def test_every_filter_function_is_offered() -> None:
    assert {"odata_match", "lucene_match", "where_match", "is_odata", "is_lucene", "is_where"} <= FUNCTIONS.keys()
