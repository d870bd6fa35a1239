"""Revisions: numbers that grow by one with every change of their row."""

from generator.plan import Json
from state_db.sql import identifier


def next_revision(column: str, first: Json, *, text: bool) -> str:
    """Return the SQL of a row's next revision, as the column keeps it; ``first`` is the one that rows begin with."""
    name, number = identifier(column), int(str(first or 0))
    if text:
        return f"CAST(CAST(coalesce({name}, '{number}') AS INTEGER) + 1 AS TEXT)"
    return f"coalesce({name}, {number}) + 1"
