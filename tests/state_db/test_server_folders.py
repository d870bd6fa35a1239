import json
import sqlite3
from pathlib import Path
from typing import Any

import apsw
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_servers import SHOP, folder_of, image_of

from state_db.errors import StateError
from state_db.image import Image, opened_image
from state_db.program import Fault
from state_db.schema import constraint_faults, sqlalchemy_metadata
from state_db.sql import identifier, literal, tokens, unquoted


def test_the_shop_is_opened_with_its_tools_in_order() -> None:
    image = Image.load(SHOP)
    assert (image.name, image.title) == ("shop", "Shop")
    assert list(image.tools)[:3] == ["list_customers", "get_customer", "create_customer"]
    assert image.routes.tools["cancel_order"].status_of("conflict") == 409
    assert image.tables["orders"].key == ("id",) and image.tables["order_items"].key == ("order_id", "position")
    types = {column.name: column.type for column in image.tables["customers"].columns}
    assert (types["active"], types["address"], types["name"]) == ("boolean", "json", "text")
    assert opened_image(image.folder_digest) is image
    assert Image.load(SHOP).folder_digest == image.folder_digest


@pytest.mark.parametrize(
    ("file", "text", "what"),
    [
        ("server.json", "{", "server.json"),
        ("server.json", '{"format": 2, "name": "a", "title": "A"}', "Format 2"),
        ("server.json", '{"format": 1, "name": "A b", "title": "A"}', "server.json#/name"),
        ("server.json", '{"format": 1, "name": "a", "title": "A", "clock": {"epoch": "now"}}', "is no time"),
        ("server.json", '{"format": 1, "name": "a", "title": "A", "functions": ["now@9"]}', "no function now@9"),
        ("server.json", '{"format": 1, "name": "a", "title": "A", "ids": {"x": "uuid"}}', "no table x"),
        ("server.json", '{"format": 1, "name": "a", "title": "A", "ids": {"notes": "{x}"}}', "no shape of keys"),
        ("tools.json", "[", "tools.json: It is no JSON"),
        ("tools.json", '{"tools": [{"name": "reset", "title": "", "description": "", "inputSchema": {}}]}', "reset"),
        ("tools.json", '{"tools": [{"name": "do", "title": "", "description": "", "inputSchema": {}}]}', "plain"),
        (
            "tools.json",
            '{"tools": [{"name": "do", "title": "", "description": "", "inputSchema": {"type": "object"}}]}',
            "additionalProperties",
        ),
        ("routes.json", '{"tools": {}}', "The tool do has no route"),
        ("routes.json", '{"tools": {"do": {"method": "EAT"}}}', "routes.json#/tools/do/method"),
        ("seed.json", "[]", "rows by table"),
        ("seed.json", '{"notes": [{"id": 1}]}', "notes/seed.json#/notes/0: NOT NULL"),
        ("schema.sql", "CREATE TABLE notes (id INTEGER PRIMARY KEY);", "not STRICT"),
        ("schema.sql", "CREATE TABLE notes (", "SQLite refuses it"),
        ("schema.sql", "ATTACH 'x' AS y;", "not allowed"),
        ("schema.sql", "PRAGMA writable_schema = 1;", "not allowed"),
        ("schema.sql", "CREATE TABLE t (a INT) STRICT; CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END;",
         "not allowed"),
        ("schema.sql", "CREATE VIRTUAL TABLE t USING fts5(x);", "not allowed"),
        ("schema.sql", "CREATE TABLE notes (at TEXT DEFAULT CURRENT_TIMESTAMP) STRICT;", "reads the machine's clock"),
        ("schema.sql", "CREATE TABLE notes (id INTEGER CHECK (id > random())) STRICT;", "random reads"),
        ("schema.sql", "CREATE TABLE notes (at TEXT DEFAULT (datetime('now'))) STRICT;", "datetime reads"),
        ("schema.sql", "CREATE TABLE a (b TEXT REFERENCES a (c) DEFERRABLE) STRICT;", "deferred key"),
    ],
)  # fmt: skip
def test_a_faulty_file_is_refused_with_its_place(tmp_path: Path, file: str, text: str, what: str) -> None:
    folder = folder_of(tmp_path / "s", {"do": "-- @return 204\n"})
    (folder / file).write_text(text, encoding="utf-8")
    with pytest.raises(StateError, match=what.replace("{", r"\{")):
        Image.load(folder)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="no such server folder"):
        Image.load(tmp_path / "nothing")
    folder = folder_of(tmp_path / "s", {"do": "-- @return 204\n"})
    (folder / "programs" / "do.sql").unlink()
    with pytest.raises(StateError, match="The tool do has no program"):
        Image.load(folder)
    (folder / "routes.json").unlink()
    with pytest.raises(StateError, match=r"routes.json is missing"):
        Image.load(folder)


SCHEMA = """
CREATE TABLE a (
  id INTEGER PRIMARY KEY,  -- @error conflict: The id is taken.
  "b c" TEXT NOT NULL,  -- @error invalid_argument: It needs b c.
  d TEXT NOT NULL UNIQUE,  -- greeting @error conflict: d is taken.
  e INTEGER NOT NULL CONSTRAINT e_small CHECK (e < 9),  -- @error invalid_argument: e is too large.
  UNIQUE ("b c", d),  -- @error conflict: Both are taken.
  CONSTRAINT sane CHECK (e > length(d))  -- @error failed_precondition: Not sane.
) STRICT;
CREATE UNIQUE INDEX by_e ON a (e) WHERE d IS NOT NULL;  -- @error conflict: e is taken.
CREATE UNIQUE INDEX by_fold ON a (lower(d), e);  -- @error conflict: d and e are taken.
"""


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, "x", "y", 5), Fault("conflict", "The id is taken.")),
        ((2, None, "y2", 6), Fault("invalid_argument", "It needs b c.")),
        ((2, "q", "y", 6), Fault("conflict", "d is taken.")),
        ((2, "q", "z", 10), Fault("invalid_argument", "e is too large.")),
        ((2, "q", "abcdefg", 7), Fault("failed_precondition", "Not sane.")),
        ((2, "q", "z", 5), Fault("conflict", "e is taken.")),
    ],
)
def test_a_constraints_error_is_found_by_what_sqlite_says(values: tuple[Any, ...], expected: Fault) -> None:
    faults = constraint_faults(SCHEMA, "schema.sql")
    connection = apsw.Connection(":memory:")
    connection.execute(SCHEMA)
    connection.execute("INSERT INTO a VALUES (1, 'x', 'y', 5)")
    with pytest.raises(apsw.ConstraintError) as raised:
        connection.execute("INSERT INTO a VALUES (?, ?, ?, ?)", values)
    assert faults[str(raised.value)] == expected
    assert faults["UNIQUE constraint failed: index 'by_fold'"].message == "d and e are taken."


@pytest.mark.parametrize("line", ["-- @error conflict: nothing here", "  a TEXT,  -- @error oops: x"])
def test_an_error_comment_without_a_constraint_or_code_is_refused(line: str) -> None:
    with pytest.raises(StateError, match=r"schema.sql:2"):
        constraint_faults(f"CREATE TABLE t (\n{line}\n) STRICT;", "schema.sql")


def test_sqlalchemy_reflects_the_same_tables_that_sqlite_keeps() -> None:
    image = Image.load(SHOP)
    metadata = sqlalchemy_metadata((SHOP / "schema.sql").read_text(encoding="utf-8"))
    assert set(metadata.tables) == set(image.tables)
    for name, table in image.tables.items():
        reflected = metadata.tables[name]
        assert [column.name for column in reflected.columns] == [column.name for column in table.columns]
        assert {column.name for column in reflected.primary_key} == set(table.key)
        assert {key.column.table.name for key in reflected.foreign_keys} == {ref.table for ref in table.references}


def test_the_seed_says_where_a_default_cannot_be_used(tmp_path: Path) -> None:
    with pytest.raises(StateError, match="A default cannot be used"):
        image_of(tmp_path, "-- @return 204\n", {"a": {"type": "integer", "default": 2**80}})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@given(JSON)
def test_a_literal_comes_back_from_sqlite_as_it_was(value: Any) -> None:
    found = sqlite3.connect(":memory:").execute(f"SELECT {literal(value)}").fetchone()[0]
    if isinstance(value, list | dict):
        assert json.loads(found) == value
    else:
        assert found == value


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1))
def test_an_identifier_names_a_column_of_that_name(name: str) -> None:
    cursor = sqlite3.connect(":memory:").execute(f"SELECT 1 AS {identifier(name)}")
    assert cursor.description[0][0] == name and unquoted(identifier(name)) == name


@given(st.text())
def test_the_tokens_of_a_text_joined_are_the_text(text: str) -> None:
    assert "".join(token.text for token in tokens(text)) == text
