"""Merging an entry into a configuration file: what else is there stays, and nothing is ever half-written."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state_db.connect.merging import merged, read_configuration, write_configuration
from state_db.errors import StateError

ENTRY = {"command": "python", "args": ["server.py"]}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def put(text: str, **options: Any) -> str:
    return merged(text, "mcpServers", "shop", ENTRY, **options)


@given(
    st.dictionaries(st.text(), JSON, max_size=4),
    st.dictionaries(st.text(), JSON, max_size=3),
    st.sampled_from([None, 1, 4, "\t"]),
)
def test_whatever_else_a_file_says_it_goes_on_saying(rest: dict[str, Any], others: dict[str, Any], indent: Any) -> None:
    rest.pop("mcpServers", None)
    others.pop("shop", None)
    before = json.dumps({**rest, "mcpServers": others}, indent=indent, ensure_ascii=False)
    after = put(before)
    assert json.loads(after) == {**rest, "mcpServers": {**others, "shop": ENTRY}}
    assert put(after) == after


def test_an_empty_or_missing_file_begins_with_the_entry() -> None:
    assert json.loads(put("")) == json.loads(put(" \n")) == {"mcpServers": {"shop": ENTRY}}


def test_indentation_line_ends_and_the_byte_order_mark_stay() -> None:
    before = '\ufeff{\r\n\t"mcpServers": {\r\n\t\t"ä": {}\r\n\t}\r\n}'
    after = put(before)
    assert after.startswith('\ufeff{\r\n\t"mcpServers": {\r\n\t\t"ä": {},\r\n\t\t"shop": {')
    assert "\n" not in after.replace("\r\n", "")
    assert not after.endswith("\n")


def test_what_a_person_added_to_the_entry_is_no_difference() -> None:
    before = json.dumps({"mcpServers": {"shop": {**ENTRY, "disabled": True}}})
    assert put(before) == before


def test_another_server_of_the_name_is_replaced_only_when_asked() -> None:
    before = json.dumps({"mcpServers": {"shop": {"command": "mine"}}})
    with pytest.raises(StateError, match='another server of the name "shop"'):
        put(before)
    assert json.loads(put(before, replace=True)) == {"mcpServers": {"shop": ENTRY}}


def test_inputs_are_asked_for_once() -> None:
    asked = [{"id": "TOKEN", "type": "promptString"}]
    mine = json.dumps({"inputs": [{"id": "other"}]})
    after = put(mine, inputs=asked)
    assert json.loads(after)["inputs"] == [{"id": "other"}, *asked]
    assert put(after, inputs=asked) == after


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{\n  // mine\n  "servers": {}\n}', "comments"),
        ('{"a": 1,}', "no plain JSON"),
        ('{"a": 1, "a": 2}', "there twice"),
        ("[]", "no JSON object"),
        ('{"mcpServers": []}', 'Its "mcpServers" is no object'),
        ("[" * 100_000, "no plain JSON"),
    ],
)
def test_what_would_be_lost_is_refused(text: str, said: str) -> None:
    with pytest.raises(StateError, match=said) as refused:
        put(text)
    assert "by hand" in str(refused.value)


def test_a_file_is_written_whole_and_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "mcp.json"
    real.parent.mkdir()
    real.write_text("{}", encoding="utf-8")
    real.chmod(0o600)
    link = tmp_path / "mcp.json"
    link.symlink_to(real)
    write_configuration(link, "new\r\n")
    assert link.is_symlink()
    assert read_configuration(real) == "new\r\n"
    assert real.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in real.parent.iterdir()] == ["mcp.json"]


def test_a_write_that_fails_leaves_the_file_and_nothing_beside_it(tmp_path: Path) -> None:
    file = tmp_path / "mcp.json"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(UnicodeEncodeError):
        write_configuration(file, "\ud800")
    assert read_configuration(file) == "{}"
    assert [one.name for one in tmp_path.iterdir()] == ["mcp.json"]
    (tmp_path / "folder").mkdir()
    with pytest.raises(StateError, match="cannot be written"):
        write_configuration(tmp_path / "folder", "x")
