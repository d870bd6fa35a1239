"""Rows of a query as plain tuples, for the engine's own reading."""

from collections.abc import Sequence
from typing import Any

import apsw


def fetched(connection: apsw.Connection, sql: str, bindings: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return all rows."""
    return connection.execute(sql, bindings).fetchall()
