"""Conditions of rows that a model may propose: one SQL expression over an entity's own columns, and nothing else."""

from contextlib import suppress

import apsw

from generator.plan import Entity
from state_db.sql import significant


class Refused(Exception):
    """An edit that cannot be made; the text says why."""


def sound_condition(entity: Entity, sql: str) -> str:
    """Return the condition where it is one expression over the entity's columns, and nothing else. Raises: Refused."""
    if any(token.text in (";", "--", "/*") for token in significant(sql)) or "--" in sql or "/*" in sql or "\n" in sql:
        raise Refused("a condition is one expression, without comments, in one line")
    columns = ", ".join(f'"{column.name}"' for column in entity.columns)
    connection = apsw.Connection(":memory:")
    try:
        connection.execute(f"CREATE TABLE t ({columns})")
        connection.authorizer = _reads_only
        width = _width(connection, f"SELECT ({sql}) FROM t")
    except apsw.Error as error:
        raise Refused(f"SQLite cannot prepare the condition: {error}") from error
    finally:
        connection.close(True)
    if width != 1 or _leaves_its_brackets(sql):
        raise Refused("a condition is one expression")
    return sql.strip()


def _width(connection: apsw.Connection, sql: str) -> int:
    """How many columns the statement gives; it is prepared and never run."""
    found: list[int] = []

    def tracer(cursor: apsw.Cursor, _: str, __: object) -> bool:
        found.append(len(cursor.get_description()))
        return False

    cursor = connection.cursor()
    cursor.exec_trace = tracer
    with suppress(apsw.ExecTraceAbort):
        cursor.execute(sql)
    return found[0] if len(found) == 1 else 0


def _leaves_its_brackets(sql: str) -> bool:
    depth = 0
    for token in significant(sql):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth < 0:
            return True
    return depth != 0


def _reads_only(action: int, name: str | None, _: str | None, __: str | None, ___: str | None) -> int:
    reads = action == apsw.SQLITE_SELECT or (action == apsw.SQLITE_READ and name in ("t", ""))
    return apsw.SQLITE_OK if reads or action == apsw.SQLITE_FUNCTION else apsw.SQLITE_DENY
