import re
import time
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st

from state_db.functions import FUNCTIONS
from state_db.functions.keys import is_key_shape, key_of
from state_db.guard import BUILT_IN, guard_connection
from state_db.template import NoSurroundings


@pytest.fixture(scope="module")
def connection() -> apsw.Connection:
    connection = apsw.Connection(":memory:")
    guard_connection(connection, NoSurroundings())
    return connection


def value(connection: apsw.Connection, expression: str, *bindings: Any) -> Any:
    return connection.execute(f"SELECT {expression}", bindings).fetchall()[0][0]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("fold('ÉCOLE')", "école"),
        ("fold('Straße') = fold('STRASSE')", 1),
        ("text_match('Émile Rousseau', 'ÉMILE')", 1),
        ("text_match('abc', 'd')", 0),
        ("text_match(NULL, 'd')", None),
        ("text_match(1234, 23)", 1),
        ("text_prefix('Über uns', 'über')", 1),
        ("slug('  Crème brûlée & Co. ')", "creme-brulee-co"),
        ("lines('a' || char(10) || 'b')", '["a","b"]'),
        ("regexp('^a+$', 'aaa')", 1),
        ("'abc' REGEXP 'b'", 1),
        ("regexp('(', 'a')", None),
        ("is_regexp('(')", 0),
        ("is_regexp('a|b')", 1),
        ("'a.txt' GLOB '*.txt'", 1),
        ("glob('[^a]?', 'ab')", 0),
        ("sha256('abc')", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        ("sha1('abc')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
        ("base64('héllo')", "aMOpbGxv"),
        ("unbase64('aMOpbGxv')", "héllo"),
        ("unbase64('%%%')", None),
        ("time_add('2026-01-31T10:00:00Z', 1, 'month')", "2026-02-28T10:00:00Z"),
        ("time_add('2024-02-29', -1, 'years')", "2023-02-28"),
        ("time_add('2025-12-31', 2, 'days')", "2026-01-02"),
        ("time_add(60, 2, 'minutes')", 180),
        ("time_add('2026-01-05T10:00:00+02:00', 30, 'minute')", "2026-01-05T08:30:00Z"),
        ("time_add('9999-12-31T23:59:59Z', 1, 'second')", None),
        ("time_add('9999-12-01', 1, 'month')", None),
        ("time_add('now', 1, 'day')", None),
        ("time_add('2026-01-05T10:00:00', 1, 'day')", None),
        ("time_between('2026-01-01', '2026-01-08', 'days')", 7),
        ("time_between('2026-01-02T00:00:00Z', '2026-01-01T12:00:00Z', 'days')", 0),
        ("time_between('2026-01-02T00:00:00Z', '2026-01-01T12:00:00Z', 'hours')", -12),
        ("time_unix('2026-01-05T09:00:00Z')", 1767603600),
        ("time_text(1767603600)", "2026-01-05T09:00:00Z"),
        ("time_date('2026-01-05T23:30:00-01:00')", "2026-01-06"),
        ("time_text('2026-13-05T09:00:00Z')", None),
        ("haversine(51.5, 0, 51.5, 0)", 0.0),
        ("haversine(51.5007, -0.1246, 48.8584, 2.2945)", 340539.39),
        ("haversine(1, 2, 3, 'x')", None),
        ("""json_fields('{"a":1,"b":2,"c":3}', '["c"]', '["a"]')""", '{"a":1,"c":3}'),
        (
            """json_fields('{"a":{"x":1,"y":2},"b":[{"x":3,"y":4}]}', '["a.x","b.y"]', '[]')""",
            '{"a":{"x":1},"b":[{"y":4}]}',
        ),
        ("""json_fields('{"a":{"x":1,"y":2}}', '["a.x","a"]', '[]')""", '{"a":{"x":1,"y":2}}'),
        ("""json_fields('{"a.x":1,"a":2}', '["a.x"]', '[]')""", '{"a.x":1}'),
        ("""json_fields('{"a":1,"p":{"x":1,"y":2}}', '["y"]', '[]', 'p')""", '{"a":1,"p":{"y":2}}'),
        ("""json_fields('{"a":1}', '["y"]', '[]', 'p')""", '{"a":1}'),
        ("""json_fields('[1]', '["a"]', '[]')""", None),
    ],
)
def test_a_function_gives_its_documented_value(connection: apsw.Connection, expression: str, expected: object) -> None:
    assert value(connection, expression) == expected


@given(
    st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(), st.binary()), max_size=4)
)
def test_no_pure_function_fails_whatever_it_is_given(connection: apsw.Connection, values: list[Any]) -> None:
    for function in FUNCTIONS.values():
        if function.call is not None and len(values) in function.counts:
            marks = ", ".join("?" * len(values))
            value(connection, f"{function.name}({marks})", *values)


@given(st.text("ab*?[]^-\\.", max_size=8), st.text("ab]^-\\.", max_size=6))
def test_glob_is_sqlites_own(connection: apsw.Connection, pattern: str, text: str) -> None:
    plain = apsw.Connection(":memory:").execute("SELECT glob(?, ?)", (pattern, text)).fetchall()[0][0]
    ours = value(connection, "glob(?, ?)", pattern, text)
    assert ours == plain


def test_a_hostile_pattern_takes_linear_time(connection: apsw.Connection) -> None:
    start = time.monotonic()
    assert value(connection, "regexp('(a+)+$', ?)", "a" * 100_000 + "b") == 0
    assert value(connection, "glob(?, ?)", "*a" * 300 + "b", "a" * 20_000) == 0
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("shape", "size"),
    [("k_{digits:2}", 100), ("{lower:1}-{hex:1}", 416), ("%d{alnum:2}%", 3844), ("{upper:1}{digits:1}x", 260)],
)
def test_a_template_gives_each_of_its_keys_once(shape: str, size: int) -> None:
    keys = [str(key_of(shape, 3, "t", counter)) for counter in range(1, size + 1)]
    assert len(set(keys)) == size and keys != sorted(keys)
    with pytest.raises(OverflowError):
        key_of(shape, 3, "t", size + 1)


def test_a_template_of_very_many_keys_is_filled_in_its_letters_and_never_twice_the_same() -> None:
    keys = [str(key_of("a%{digits:12}-{alnum:60}.{hex:99}", 3, "t", counter)) for counter in range(1, 2001)]
    assert len(set(keys)) == 2000
    assert all(re.fullmatch(r"a%[0-9]{12}-[0-9A-Za-z]{60}\.[0-9a-f]{99}", key) for key in keys)
    assert set(key_of("{alnum:14}", 3, "t", 1) for _ in range(3)) != {key_of("{alnum:14}", 4, "t", 1)}


@given(st.integers(0, 2**31), st.text(max_size=100), st.integers(1, 10**6))
def test_keys_depend_on_seed_table_and_counter_alone(seed: int, table: str, counter: int) -> None:
    for shape in ("uuid", "ord_{alnum:14}", "{digits:9}"):
        assert key_of(shape, seed, table, counter) == key_of(shape, seed, table, counter)
        assert key_of(shape, seed, table, counter) != key_of(shape, seed, table, counter + 1)
    text = str(key_of("uuid", seed, table, counter))
    assert len(text) == 36 and text[14] == "4" and text[19] in "89ab"


def test_shapes_are_told_from_other_text() -> None:
    assert all(is_key_shape(shape) for shape in ("integer", "uuid", "{digits:1}", "a-{hex:32}.{upper:2}"))
    assert not any(
        is_key_shape(shape) for shape in ("", "text", "{digits}", "{digits:0}", "{x:3}", "{hex:2}{", "}{hex:2}")
    )


def test_every_function_has_a_version_and_a_sentence() -> None:
    for name, function in FUNCTIONS.items():
        assert function.stamp == f"{name}@{function.version}" and function.text.endswith(".")
        assert (function.call is None) != (function.bind is None)


def test_every_function_stands_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "functions.md").read_text(encoding="utf-8")
    for function in FUNCTIONS.values():
        assert f"| `{function.stamp}` | {function.text} |" in text
    assert all(f"`{name}`" in text for name in BUILT_IN)


def test_the_url_of_a_call_has_its_path_filled_in_and_the_rest_as_its_query() -> None:
    call_url = FUNCTIONS["call_url"].call
    assert call_url is not None
    given = '{"id": "a/b", "q": "é &", "many": [1, 2], "none": null, "on": true, "deep": {"x": 1}}'
    address = "https://x.example/things/a%2Fb?q=%C3%A9%20%26&many=1&many=2&on=true&deep[x]=1"
    assert call_url("https://x.example/things/{id}", given) == address
    assert call_url("/things/{id}", "{}") == "/things/"
    assert call_url("/things", "[]") is None and call_url(None, "{}") is None and call_url("/things", "{") is None
