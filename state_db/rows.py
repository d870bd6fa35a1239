"""Rows as JSON: checked and loaded into tables, and read out of them with their types."""

import difflib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import apsw

from state_db.complaints import shown
from state_db.errors import StateError
from state_db.inputs import Binding, InputRefused, binding_of
from state_db.query import fetched
from state_db.schema import Column, Table, TableMap, columns_sql
from state_db.sql import identifier, json_text

Json = Any
Row = Mapping[str, Json]
Stored = tuple[Any, ...]
Loading = Literal["merge", "replace"]

ALWAYS_MARK = "_always"
WANTED = {
    "text": "a string", "integer": "an integer", "real": "a number", "boolean": "true or false",
    "json": "a value of JSON", "blob": "NULL", "any": "a plain value",
}  # fmt: skip
# Types of columns whose stored values are not what JSON has for them.
CONVERTED = frozenset({"boolean", "json", "blob", "any"})


def load_rows(
    connection: apsw.Connection, tables: TableMap, rows: Mapping[str, Sequence[Row]], where: str, how: Loading = "merge"
) -> None:
    """Put rows into the tables, in their order, and check every reference. Needs a guard that trusts.

    To merge, a row whose key was there before changes the columns that it names; to replace, what is in these tables
    goes first. Raises: StateError, which names the row and what is wrong with it.
    """
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, 0)
    try:
        for name, table_rows in rows.items():
            table = _known_table(tables, name, where)
            if not isinstance(table_rows, list | tuple):
                raise StateError("A table's rows are an array.", where=f"{where}#/{name}")
            if how == "replace":
                connection.execute(f"DELETE FROM {identifier(name)}")
            there = _keys(connection, table)
            for number, row in enumerate(table_rows):
                _put(connection, table, row, f"{where}#/{name}/{number}", there)
        _check_references(connection, tables, where)
    finally:
        connection.config(apsw.SQLITE_DBCONFIG_ENABLE_FKEY, 1)


def _known_table(tables: TableMap, name: str, where: str) -> Table:
    table = tables.get(name)
    if table is None:
        close = difflib.get_close_matches(name, tables, 1)
        hint = f"Did you mean {close[0]}?" if close else f"Tables are {', '.join(tables)}."
        raise StateError(f'There is no table "{name}".', where=where, next=hint)
    return table


def _keys(connection: apsw.Connection, table: Table) -> set[tuple[Binding, ...]]:
    """The keys of the rows that are there; none of a table without a key."""
    if not table.key:
        return set()
    columns = ", ".join(identifier(name) for name in table.key)
    return set(fetched(connection, f"SELECT {columns} FROM {identifier(table.name)}"))


def _put(connection: apsw.Connection, table: Table, row: Row, where: str, there: set[tuple[Binding, ...]]) -> None:
    if not isinstance(row, Mapping):
        raise StateError("A row is an object.", where=where)
    bound = {name: _bound(table, name, value, where) for name, value in row.items() if name != ALWAYS_MARK}
    key = tuple(bound.get(name) for name in table.key)
    if key in there:
        there.discard(key)
        sql, values = _update(table, bound)
    else:
        sql, values = _insert(table, bound)
    try:
        connection.execute(sql, values)
    except apsw.ConstraintError as error:
        raise StateError(f"{error}.", where=where, next="Mend the row.") from error
    except (apsw.TooBigError, apsw.FullError) as error:
        raise StateError(f"The row is too large: {error}.", where=where) from error


def _insert(table: Table, bound: Mapping[str, Binding]) -> tuple[str, list[Binding]]:
    if not bound:
        return f"INSERT INTO {identifier(table.name)} DEFAULT VALUES", []
    columns = ", ".join(identifier(name) for name in bound)
    return (
        f"INSERT INTO {identifier(table.name)} ({columns}) VALUES ({', '.join('?' * len(bound))})",
        list(bound.values()),
    )


def _update(table: Table, bound: Mapping[str, Binding]) -> tuple[str, list[Binding]]:
    changes = ", ".join(f"{identifier(name)} = ?" for name in bound)
    keys = " AND ".join(f"{identifier(name)} = ?" for name in table.key)
    return (
        f"UPDATE {identifier(table.name)} SET {changes} WHERE {keys}",
        [*bound.values(), *(bound[name] for name in table.key)],
    )


def _bound(table: Table, name: str, value: Json, where: str) -> Binding:
    column = table.column(name)
    if column is None or column.generated:
        names = [column.name for column in table.columns if not column.generated]
        close = difflib.get_close_matches(name, names, 1)
        hint = f"Did you mean {close[0]}?" if close else f"Columns are {', '.join(names)}."
        raise StateError(f'The table {table.name} has no column "{name}".', where=where, next=hint)
    if value is None:
        return None
    if not _fits(column, value):
        raise StateError(f"{name} must be {WANTED[column.type]}, not {shown(value)}.", where=where)
    try:
        if column.type != "json":
            return binding_of(value, name)
        if isinstance(value, str | int | float):
            binding_of(value, name)
            return json_text(value)
        return binding_of(value, name)
    except InputRefused as error:
        raise StateError(str(error), where=where) from error


def _fits(column: Column, value: Json) -> bool:
    match column.type:
        case "text":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "real":
            return isinstance(value, int | float) and not isinstance(value, bool)
        case "any":
            return isinstance(value, str | int | float)
        case "json":
            return True
        case "blob":
            return False


def _check_references(connection: apsw.Connection, tables: TableMap, where: str) -> None:
    broken = fetched(connection, 'SELECT "table", "rowid", parent, fkid FROM pragma_foreign_key_check')
    if not broken:
        return
    name, rowid, parent, _ = broken[0]
    row = "a row" if rowid is None else f"row {rowid}"
    columns = [", ".join(reference.columns) for reference in tables[name].references if reference.table == parent]
    raise StateError(
        f"{row} of {name} names a row of {parent} that is not there ({' or '.join(columns)}).",
        where=f"{where}#/{name}",
        next=f"{len(broken)} references are broken in all." if len(broken) > 1 else "",
    )


def typed_rows(connection: apsw.Connection, table: Table) -> list[dict[str, Json]]:
    """Return a table's rows in the order of their keys: JSON columns parsed, booleans as true or false."""
    return as_typed(table, stored_rows(connection, table))


def stored_rows(connection: apsw.Connection, table: Table) -> list[Stored]:
    """Return a table's rows in the order of their keys as they are stored, generated columns left out."""
    order = ", ".join(identifier(name) for name in table.key) or columns_sql(table)
    return fetched(connection, f"SELECT {columns_sql(table)} FROM {identifier(table.name)} ORDER BY {order}")


def as_typed(table: Table, stored: Sequence[Stored]) -> list[dict[str, Json]]:
    """Return stored rows as JSON."""
    columns = [column for column in table.columns if not column.generated]
    names = [column.name for column in columns]
    rows = [dict(zip(names, row, strict=True)) for row in stored]
    for column in columns:
        if column.type in CONVERTED:
            for row in rows:
                row[column.name] = typed(column, row[column.name])
    return rows


def typed(column: Column, value: Json) -> Json:
    """Return a stored value as JSON."""
    if value is None:
        return None
    match column.type:
        case "boolean":
            return bool(value)
        case "json":
            return json.loads(value)
        case "blob" | "any" if isinstance(value, bytes):
            return value.hex()
        case _:
            return value
