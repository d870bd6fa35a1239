"""Digests of state: equal for equal rows, in whatever order they are kept."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import apsw

from state_db.schema import Table, columns_sql
from state_db.sql import identifier


def table_digest(connection: apsw.Connection, table: Table) -> str:
    """Return the sha256 of a table's rows."""
    lines = "".join(f"{line}\n" for line in sorted(row_texts(connection, table)))
    return hashlib.sha256(lines.encode()).hexdigest()


def digest_of(tables: Mapping[str, str]) -> str:
    """Return the sha256 of a whole state, of the digests of its tables by ``server/table``."""
    lines = "".join(f"{name} {tables[name]}\n" for name in sorted(tables))
    return hashlib.sha256(lines.encode()).hexdigest()


def row_texts(connection: apsw.Connection, table: Table) -> list[str]:
    """Return each row of a table as JSON text; the order of properties inside JSON columns does not count."""
    rows = connection.execute(f"SELECT {columns_sql(table)} FROM {identifier(table.name)}").fetchall()
    written = [column for column in table.columns if not column.generated]
    documents = [index for index, column in enumerate(written) if column.type == "json"]
    if documents:
        rows = [_canonical(row, documents) for row in rows]
    return [_row_text(row) for row in rows]


def _canonical(row: tuple[Any, ...], documents: list[int]) -> tuple[Any, ...]:
    values = list(row)
    for index in documents:
        if values[index] is not None:
            values[index] = _document_text(json.loads(values[index]))
    return tuple(values)


def _hexadecimal(value: object) -> dict[str, str]:
    if isinstance(value, bytes):
        return {"bytes": value.hex()}
    raise TypeError(f"a row cannot hold {type(value).__name__}")


_row_text = json.JSONEncoder(default=_hexadecimal).encode
_document_text = json.JSONEncoder(sort_keys=True).encode
