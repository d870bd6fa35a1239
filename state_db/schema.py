"""schema.sql: loaded under guard, and what SQLite itself says of its tables, keys and constraints."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import apsw

from state_db.errors import ERROR_CODES, StateError
from state_db.guard import DENIED_FUNCTIONS, MOST_LOAD_SECONDS, RESERVED_TABLE, Guard
from state_db.program import Fault
from state_db.query import fetched
from state_db.sql import identifier, significant, unquoted

if TYPE_CHECKING:
    from sqlalchemy import MetaData

ColumnType = Literal["text", "integer", "real", "blob", "any", "boolean", "json"]
BOOLEAN_CHECK = re.compile(r'CHECK\s*\(\s*"?(\w+)"?\s+IN\s*\(\s*0\s*,\s*1\s*\)\s*\)', re.IGNORECASE)
JSON_CHECK = re.compile(
    r'CHECK\s*\(\s*(?:"?\w+"?\s+IS\s+NULL\s+OR\s+)?json_valid\s*\(\s*"?(\w+)"?\s*\)\s*\)', re.IGNORECASE
)
ERROR_COMMENT = re.compile(r"--.*?@error\s+([a-z_]+)\s*:\s*(\S.*?)\s*$")
TABLE_LINE = re.compile(r'\s*CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?("(?:[^"]|"")+"|\w+)', re.IGNORECASE)
UNIQUE_INDEX = re.compile(
    r'CREATE\s+UNIQUE\s+INDEX\s+("(?:[^"]|"")+"|\w+)\s+ON\s+("(?:[^"]|"")+"|\w+)\s*\(([^)]*)\)', re.IGNORECASE
)
NAMED_CHECK = re.compile(r'CONSTRAINT\s+("(?:[^"]|"")+"|\w+)\s+CHECK', re.IGNORECASE)
COLUMN_LIST = re.compile(r"(?:UNIQUE|PRIMARY\s+KEY)\s*\(([^)]*)\)", re.IGNORECASE)
LIST_TABLES_SQL = """
SELECT name, wr, strict FROM pragma_table_list
WHERE schema = 'main' AND type = 'table' AND substr(name, 1, 7) <> 'sqlite_' AND name <> ? ORDER BY name
"""
COLUMNS_SQL = 'SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?)'
REFERENCES_SQL = 'SELECT id, "table", "from", "to" FROM pragma_foreign_key_list(?) ORDER BY id, seq'
TYPES: dict[str, ColumnType] = {
    "TEXT": "text", "INTEGER": "integer", "INT": "integer", "REAL": "real", "BLOB": "blob", "ANY": "any",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Column:
    """One column as SQLite keeps it. ``default`` tells that it has one; a generated column is never written."""

    name: str
    type: ColumnType
    nullable: bool
    default: bool
    generated: bool


@dataclass(frozen=True, slots=True)
class Reference:
    """Columns that hold the key of a row in another table."""

    columns: tuple[str, ...]
    table: str
    targets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, the names of its key columns, and what it references."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...]
    without_rowid: bool

    def column(self, name: str) -> Column | None:
        """Return the column of this name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    @property
    def key_is_integer(self) -> bool:
        """Whether the key is one integer column."""
        column = self.column(self.key[0]) if len(self.key) == 1 else None
        return column is not None and column.type == "integer"


def load_schema(connection: apsw.Connection, guard: Guard, text: str, where: str) -> None:
    """Run schema.sql on an empty database: tables, indexes and views, and nothing else. Raises: StateError."""
    _check_words([token.text.lower() for token in significant(text) if token.kind != "string"], where)
    guard.schema = True
    guard.denied = ""
    try:
        with guard.bounds(MOST_LOAD_SECONDS):
            connection.execute(text)
    except apsw.Error as error:
        denied = f" ({guard.denied} is not allowed)" if guard.denied else ""
        raise StateError(f"SQLite refuses it: {error}{denied}.", where=where) from error
    finally:
        guard.schema = False


def _check_words(words: Sequence[str], where: str) -> None:
    for before, word, after in zip(["", *words], words, [*words[1:], ""], strict=False):
        called = after == "(" and before not in ("table", "exists", "on", "references", "view")
        if word in DENIED_FUNCTIONS and (called or word.startswith("current_")):
            raise StateError(
                f"{word} reads the machine's clock, or chance.", where=where, next="Let programs write now()."
            )
        if word == "deferrable":
            raise StateError("A deferred key is checked after the call has been answered.", where=where)


def read_tables(connection: apsw.Connection, where: str) -> dict[str, Table]:
    """Return the tables of the database by name; needs a guard that trusts. Raises: StateError."""
    listed = fetched(connection, LIST_TABLES_SQL, (RESERVED_TABLE,))
    tables = {}
    for name, without_rowid, strict in listed:
        if not strict:
            raise StateError(f"The table {name} is not STRICT.", where=where)
        tables[name] = _table(connection, name, bool(without_rowid))
    return tables


def _table(connection: apsw.Connection, name: str, without_rowid: bool) -> Table:
    sql = str(fetched(connection, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", (name,))[0][0])
    booleans = {match.lower() for match in BOOLEAN_CHECK.findall(sql)}
    documents = {match.lower() for match in JSON_CHECK.findall(sql)}
    columns, key = [], []
    for column, declared, notnull, default, position, hidden in fetched(connection, COLUMNS_SQL, (name,)):
        kind = TYPES.get(declared.upper(), "any")
        if kind == "integer" and column.lower() in booleans:
            kind = "boolean"
        elif kind == "text" and column.lower() in documents:
            kind = "json"
        columns.append(Column(column, kind, not notnull and not position, default is not None, hidden in (2, 3)))
        if position:
            key.append((position, column))
    return Table(
        name, tuple(columns), tuple(column for _, column in sorted(key)), _references(connection, name), without_rowid
    )


def _references(connection: apsw.Connection, name: str) -> tuple[Reference, ...]:
    found: dict[int, tuple[str, list[str], list[str]]] = {}
    for number, table, column, target in fetched(connection, REFERENCES_SQL, (name,)):
        entry = found.setdefault(number, (table, [], []))
        entry[1].append(column)
        if target is not None:
            entry[2].append(target)
    return tuple(Reference(tuple(columns), table, tuple(targets)) for table, columns, targets in found.values())


def read_views(connection: apsw.Connection) -> frozenset[str]:
    """Return the names of the database's views; needs a guard that trusts."""
    return frozenset(row[0] for row in fetched(connection, "SELECT name FROM sqlite_schema WHERE type = 'view'"))


def constraint_faults(text: str, where: str) -> dict[str, Fault]:
    """Return the documented error of each constraint that has an ``-- @error`` comment, by what SQLite says of it.

    The comment stands at the end of the constraint's line. On the line of a column it speaks for its UNIQUE, PRIMARY
    KEY or CHECK; for NOT NULL only where there is none of these. Raises: StateError.
    """
    faults: dict[str, Fault] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), 1):
        opened = TABLE_LINE.match(line)
        if opened:
            table = unquoted(opened[1])
        comment = ERROR_COMMENT.search(line)
        if not comment:
            continue
        code = next((code for code in ERROR_CODES if code == comment[1]), None)
        said = list(_failures(line[: comment.start()], table))
        if code is None or not said:
            what = (
                f'"{comment[1]}" is no error code'
                if code is None
                else "No constraint stands on the line of this @error"
            )
            raise StateError(f"{what}.", where=f"{where}:{number}")
        faults.update((failure, Fault(code, comment[2])) for failure in said)
    return faults


def _failures(line: str, table: str) -> list[str]:
    """What SQLite says when the constraints on this line fail."""
    index = UNIQUE_INDEX.search(line)
    if index:
        name, columns = unquoted(index[2]), _names(index[3])
        return [_unique(name, columns), f"UNIQUE constraint failed: index '{unquoted(index[1])}'"]
    said = [f"CHECK constraint failed: {unquoted(name)}" for name in NAMED_CHECK.findall(line)]
    listed = COLUMN_LIST.search(line)
    if listed:
        return [*said, _unique(table, _names(listed[1]))]
    found = significant(line)
    first = found[0].text if found else ""
    upper = " ".join(line.upper().split())
    if first.upper() in ("CONSTRAINT", "CHECK", "FOREIGN") or not first:
        return said
    column = unquoted(first)
    if " UNIQUE" in upper or " PRIMARY KEY" in upper:
        said.append(_unique(table, [column]))
    if not said and " NOT NULL" in upper:
        said.append(f"NOT NULL constraint failed: {table}.{column}")
    return said


def _names(columns: str) -> list[str]:
    return [unquoted(part.split()[0]) for part in columns.split(",") if part.strip()]


def _unique(table: str, columns: list[str]) -> str:
    return "UNIQUE constraint failed: " + ", ".join(f"{table}.{column}" for column in columns)


def sqlalchemy_metadata(schema: str) -> "MetaData":
    """Return SQLAlchemy's metadata of schema.sql's tables, reflected through the sqlite3 module.

    Views are left out: theirs may need a newer SQLite than the module has.
    """
    import sqlite3

    from sqlalchemy import MetaData, create_engine
    from sqlalchemy.pool import StaticPool

    connection = sqlite3.connect(":memory:")
    ours = apsw.Connection(":memory:")
    ours.execute(schema)
    for (statement,) in fetched(ours, "SELECT sql FROM sqlite_schema WHERE type = 'table'"):
        connection.execute(statement)
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    metadata = MetaData()
    metadata.reflect(engine, views=False)
    engine.dispose()
    connection.close()
    return metadata


def columns_sql(table: Table) -> str:
    """Return the table's columns as a list for SELECT or INSERT, generated ones left out."""
    return ", ".join(identifier(column.name) for column in table.columns if not column.generated)


TableMap = Mapping[str, Table]
