import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import SpecError
from generator.openapi.text import read_data
from reading.site import document

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_json_is_read_as_it_is(data: dict[str, object]) -> None:
    assert read_data(document(json.dumps(data))) == data


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read_data(document(data))
    except SpecError as fault:
        assert fault.what and fault.where == "shop.json" and fault.next


@given(st.text(alphabet="ab:-&*[]{}?<>|!%#'\"\\,\n 0", max_size=60))
def test_any_yaml_is_read_or_refused(text: str) -> None:
    try:
        read_data(document(text))
    except SpecError as fault:
        assert fault.what and fault.next


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2020-01-01", "2020-01-01"),
        ("NO", "NO"),
        ("on", "on"),
        ("true", True),
        ("~", None),
        ("", None),
        ("12", 12),
        ("0x1f", 31),
        ("012", "012"),
        ("1.5", 1.5),
        ("1e3", 1000.0),
        ("1e999", "1e999"),
        (".nan", ".nan"),
        ("12:30:00", "12:30:00"),
        ("'12'", "12"),
        ("!!python/object:os.system x", "x"),
    ],
)
def test_yaml_scalars_are_those_of_the_core_schema(written: str, read: object) -> None:
    assert read_data(document(f"value: {written}\n")) == {"value": read}


def test_yaml_keys_are_text_and_the_last_of_two_wins() -> None:
    assert read_data(document("200: a\nyes: b\nno: c\n200: d\n")) == {"200": "d", "yes": "b", "no": "c"}


def test_yaml_merges_and_aliases_are_followed() -> None:
    text = "base: &base {a: 1, b: 2}\nother: &other {b: 5, c: 6}\nwhole: {<<: [*base, *other], a: 3}\nagain: *base\n"
    read = read_data(document(text))
    assert read["whole"] == {"b": 2, "c": 6, "a": 3}
    assert read["again"] == {"a": 1, "b": 2}


def test_broken_yaml_is_refused_with_line_and_column() -> None:
    with pytest.raises(SpecError, match=r"shop.json: The YAML breaks at line 3, column 7: .*\. Mend that line"):
        read_data(document("openapi: 3.0.0\ninfo:\n  a: b: c\n"))


def test_broken_json_is_refused_with_line_and_column_and_never_read_as_yaml() -> None:
    with pytest.raises(SpecError, match=r"The JSON breaks at line 2, column 5"):
        read_data(document('{"a": 1,\n"b" 2 "c": 3}'))


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, "{a: " * 100_000, "- " * 100_000, "a:\n" + "- " * 150]
)
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(SpecError, match="nested deeper"):
        read_data(document(text))


def test_depth_that_aliases_add_up_is_refused() -> None:
    deep = "x0: &x0 " + "[" * 40 + "]" * 40 + "\n"
    text = deep + "".join(f"x{n}: &x{n} {'[' * 40}*x{n - 1}{']' * 40}\n" for n in range(1, 4))
    with pytest.raises(SpecError, match="nested deeper"):
        read_data(document(text))


def test_an_alias_bomb_is_refused() -> None:
    text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
    text += "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))
    with pytest.raises(SpecError, match="aliases"):
        read_data(document(text))


def test_a_merge_bomb_is_refused() -> None:
    text = "a: &a {" + ", ".join(f"k{n}: 1" for n in range(2000)) + "}\n"
    text += "b: {<<: [" + ", ".join(["*a"] * 2000) + "]}\n"
    with pytest.raises(SpecError, match="aliases"):
        read_data(document(text))


def test_an_alias_to_what_it_stands_in_is_refused() -> None:
    with pytest.raises(SpecError, match="alias"):
        read_data(document("a: &a [*a]\n"))


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\x00\x00", b"\x1f\x8b\x08\x00\x00", b"PK\x03\x04\x14\x00"])
def test_binary_data_is_refused(data: bytes) -> None:
    with pytest.raises(SpecError, match="binary data"):
        read_data(document(data))


def test_an_empty_document_is_refused() -> None:
    with pytest.raises(SpecError, match="empty"):
        read_data(document(b" \n"))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_other_encodings_are_read(encoding: str) -> None:
    assert read_data(document("title: Café\n".encode(encoding))) == {"title": "Café"}


def test_lone_surrogates_and_infinities_do_not_get_in() -> None:
    read = read_data(document(rb'{"a": "\ud800", "b": "\ud83d\ude00", "c": 1e999, "d": NaN}'))
    assert read == {"a": "\ufffd", "b": "\U0001f600", "c": None, "d": None}
