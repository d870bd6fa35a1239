"""Digests of state: equal for equal rows, in whatever order they are kept."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import apsw

from state_db.schema import Table, TableMap, columns_sql
from state_db.sql import identifier

Databases = Mapping[str, tuple[apsw.Connection, TableMap]]


def digest_of(databases: Databases) -> str:
    """Return the sha256 of all rows of all tables of the servers."""
    whole = hashlib.sha256()
    for name in sorted(databases):
        connection, tables = databases[name]
        for table in sorted(tables):
            whole.update(f"{name}/{table}\n".encode())
            for line in sorted(row_texts(connection, tables[table])):
                whole.update(line.encode())
                whole.update(b"\n")
    return whole.hexdigest()


def row_texts(connection: apsw.Connection, table: Table) -> list[str]:
    """Return each row of a table as JSON text; the order of properties inside JSON columns does not count."""
    rows = connection.execute(f"SELECT {columns_sql(table)} FROM {identifier(table.name)}").fetchall()
    written = [column for column in table.columns if not column.generated]
    documents = [index for index, column in enumerate(written) if column.type == "json"]
    if documents:
        rows = [_canonical(row, documents) for row in rows]
    return [json.dumps(row, default=_hexadecimal) for row in rows]


def _canonical(row: tuple[Any, ...], documents: list[int]) -> tuple[Any, ...]:
    values = list(row)
    for index in documents:
        if values[index] is not None:
            values[index] = json.dumps(json.loads(values[index]), sort_keys=True)
    return tuple(values)


def _hexadecimal(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    raise TypeError(f"a row cannot hold {type(value).__name__}")
