"""What SQLite says of a statement without running it: its columns, its parameters, whether it writes."""

from dataclasses import dataclass
from typing import Any

import apsw

from state_db.errors import ProgramError
from state_db.guard import DENIED_FUNCTIONS, Guard

Instruction = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """A prepared statement's columns and parameters, and whether it writes.

    ``json_reads`` are the columns of json_each and json_tree that it reads, views left out, once for each reading.
    ``written`` are the tables that it may change, also those that foreign keys make it change.
    """

    columns: tuple[str, ...]
    parameters: tuple[str | None, ...]
    writes: bool
    json_reads: tuple[str, ...]
    written: frozenset[str]


def described(connection: apsw.Connection, guard: Guard, sql: str, where: str) -> Description:
    """Return what SQLite says of the statement. Raises: ProgramError when it cannot be prepared."""
    found: list[Description] = []

    def tracer(cursor: apsw.Cursor, _sql: str, _bindings: object) -> bool:
        columns = tuple(column[0] for column in cursor.get_description())
        names, writes = tuple(cursor.bindings_names), not cursor.is_readonly
        found.append(Description(columns, names, writes, tuple(guard.json_reads), frozenset(guard.written)))
        return False

    cursor = connection.cursor()
    cursor.exec_trace = tracer
    guard.denied = ""
    guard.json_reads.clear()
    guard.written.clear()
    try:
        with guard.bounds():
            cursor.execute(sql, _NoBindings(), can_cache=False)
    except apsw.ExecTraceAbort:
        return found[0]
    except apsw.Error as error:
        if not guard.denied:
            raise ProgramError(f"SQLite cannot prepare it: {error}.", where=where) from error
        name = guard.denied.removeprefix("the function ").removesuffix("()")
        instead = DENIED_FUNCTIONS.get(name)
        raise ProgramError(
            f"A program may not use {guard.denied}.", where=where, next=f"Use {instead}." if instead else ""
        ) from error
    finally:
        cursor.close(True)
    raise ProgramError("The step has no statement.", where=where)


def instructions(connection: apsw.Connection, guard: Guard, sql: str) -> tuple[Instruction, ...]:
    """Return what SQLite compiles the statement to: statements with equal instructions do the same."""
    with guard.trust():
        return tuple(connection.execute(f"EXPLAIN {sql}", _NoBindings(), can_cache=False).fetchall())


class _NoBindings(dict[str, None]):
    """NULL for every parameter."""

    def __missing__(self, name: str) -> None:
        return None
