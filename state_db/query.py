"""Connections to state, and rows of a query as plain tuples, for the engine's own reading."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import apsw

from state_db.errors import StateError

STATEMENTS_KEPT = 400


def fetched(connection: apsw.Connection, sql: str, bindings: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return all rows."""
    return connection.execute(sql, bindings).fetchall()


def opened(file: Path | None) -> apsw.Connection:
    """Return a connection to the state file, or to a database in memory. Raises: StateError."""
    try:
        return apsw.Connection(str(file) if file else ":memory:", statementcachesize=STATEMENTS_KEPT)
    except apsw.CantOpenError as error:
        raise StateError("The state file cannot be opened.", where=str(file), next="Is its folder there?") from error
