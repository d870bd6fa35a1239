"""A database to open copies of: the tables of a server with the rows of one scenario."""

import threading
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import apsw

from state_db.errors import StateError
from state_db.functions.function import Value
from state_db.guard import MOST_LOAD_SECONDS, RESERVED_TABLE, Guard, guard_connection
from state_db.query import fetched
from state_db.rows import Loading, Row, load_rows
from state_db.schema import Table, TableMap, load_schema, read_tables, read_views
from state_db.sql import identifier
from state_db.versions import Contents
from state_db.views import check_views

STATE_TABLE_SQL = f"CREATE TABLE {RESERVED_TABLE} (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID"
COLUMN_NAMES_SQL = """
SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_xinfo(t.name) c
WHERE t.type IN ('table', 'view') ORDER BY t.name, c.cid
"""
VIEW_SQL = "SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ?"
DEFINITIONS_SQL = "SELECT type, name, coalesce(sql, '') FROM sqlite_schema"
COPY_STATEMENTS = 400


class NoSurroundings:
    """What the impure functions see where no environment is open: the beginning of time, and nobody."""

    def now_text(self) -> str:
        """Return a fixed time."""
        return "1970-01-01T00:00:00Z"

    def now_seconds(self) -> int:
        """Return a fixed time."""
        return 0

    def caller_key(self) -> str | int | None:
        """Return nobody."""
        return None

    def new_key(self, table: str, *parent: Value) -> str | int:
        """Refuse. Raises: RuntimeError."""
        raise RuntimeError("new_id() needs an environment")


class Template:
    """An open database, never changed once it is loaded, and the counters that its rows begin with."""

    __slots__ = ("_lock", "connection", "contents", "counters", "guard")

    def __init__(self, connection: apsw.Connection, guard: Guard, counters: Mapping[str, int]) -> None:
        self.connection = connection
        self.guard = guard
        self.counters = dict(counters)
        self.contents = Contents()
        self._lock = threading.Lock()

    @classmethod
    def from_bytes(cls, data: bytes, counters: Mapping[str, int]) -> "Template":
        """Return a template of a serialised database."""
        connection = apsw.Connection(":memory:")
        connection.deserialize("main", data)
        return cls(connection, Guard(), counters)

    def view_sql(self, name: str) -> str:
        """Return the statement that made a view, or nothing."""
        with self.guard.trust():
            found = fetched(self.connection, VIEW_SQL, (name,))
        return str(found[0][0]) if found else ""

    def with_view(self, name: str, definition: str) -> "Template":
        """Return a copy in which another statement makes the view. Raises: StateError."""
        connection = apsw.Connection(":memory:", statementcachesize=COPY_STATEMENTS)
        guard = guard_connection(connection, NoSurroundings())
        self.copy_into(connection)
        with guard.trust():
            connection.execute(f"DROP VIEW {identifier(name)}")
        load_schema(connection, guard, definition, f"schema.sql: {name}")
        return Template(connection, guard, self.counters)

    def definitions(self) -> frozenset[tuple[str, str, str]]:
        """Return type, name and definition of everything in the database."""
        with self.guard.trust():
            return frozenset(fetched(self.connection, DEFINITIONS_SQL))

    def column_names(self) -> dict[str, tuple[str, ...]]:
        """Return the columns of every table and view, in order."""
        found: dict[str, tuple[str, ...]] = {}
        with self.guard.trust():
            for name, column in fetched(self.connection, COLUMN_NAMES_SQL):
                found[name] = (*found.get(name, ()), column)
        return found

    def greatest(self, table: Table, parent: Sequence[Any]) -> int:
        """Return the greatest number that a row has under the parent's key, 0 where there is none."""
        with self._lock, self.guard.trust():
            return fetched(self.connection, greatest_sql(table.name, table.key), parent)[0][0] or 0

    def copy_into(self, connection: apsw.Connection) -> None:
        """Make another database equal to this one."""
        with self._lock, connection.backup("main", self.connection, "main") as backup:
            backup.step()


@lru_cache(maxsize=4096)
def greatest_sql(table: str, key: tuple[str, ...]) -> str:
    """Return the query for the greatest value of a key's last column under given values of those before it."""
    *parent, own = key
    under = " AND ".join(f"{identifier(name)} IS ?" for name in parent)
    return f"SELECT max({identifier(own)}) FROM {identifier(table)}" + (f" WHERE {under}" if under else "")


@lru_cache(maxsize=4096)
def having_sql(table: str, column: str) -> str:
    """Return the query for the rows that have a value in a column."""
    return f"SELECT 1 FROM {identifier(table)} WHERE {identifier(column)} = ?"


def empty_template(schema: str, where: str) -> tuple[Template, dict[str, Table], frozenset[str]]:
    """Return a database with the schema's tables and no rows, its tables, and its views' names. Raises: StateError."""
    connection = apsw.Connection(":memory:", statementcachesize=COPY_STATEMENTS)
    guard = guard_connection(connection, NoSurroundings())
    with guard.trust():
        connection.execute(STATE_TABLE_SQL)
    load_schema(connection, guard, schema, where)
    try:
        with guard.trust(), guard.bounds(MOST_LOAD_SECONDS):
            check_views(connection, where)
            return Template(connection, guard, {}), read_tables(connection, where), read_views(connection)
    except apsw.InterruptError as error:
        raise StateError("Its views take too much work to look through.", where=where) from error


def filled_template(
    base: Template, tables: TableMap, rows: Mapping[str, Sequence[Row]], where: str, how: Loading = "merge"
) -> Template:
    """Return a copy of a template with these rows merged into it, or instead of those tables' rows.

    Raises: StateError.
    """
    connection = apsw.Connection(":memory:")
    guard = guard_connection(connection, NoSurroundings())
    base.copy_into(connection)
    with guard.trust():
        connection.execute("BEGIN")
        load_rows(connection, tables, rows, where, how)
        connection.execute("COMMIT")
        return Template(connection, guard, first_counters(connection, tables))


def first_counters(connection: apsw.Connection, tables: TableMap) -> dict[str, int]:
    """Return the greatest key of every table whose key's last column is an integer."""
    counters: dict[str, int] = {}
    for table in tables.values():
        column = table.column(table.key[-1]) if table.key else None
        if column is None or column.type != "integer":
            continue
        greatest = fetched(connection, f"SELECT max({identifier(column.name)}) FROM {identifier(table.name)}")[0][0]
        if isinstance(greatest, int) and greatest > 0:
            counters[table.name] = greatest
    return counters
