"""One run of a program's variant: step by step on a connection, up to its answer or a documented failure."""

import re
from collections.abc import Mapping
from itertools import islice
from typing import Any, Protocol

import apsw

from state_db.errors import ErrorCode, ProgramError
from state_db.functions import LimitExceeded
from state_db.guard import LONGEST_RESULT_CHARACTERS
from state_db.inputs import Binding
from state_db.program import Fault, Let, Refuse, Require, Return, Rows, Run, Step
from state_db.sql import json_text
from state_db.variant import Statement, Variant

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
MOST_FAULTS = 100
LONGEST_SHOWN = 200


class Failure(Exception):
    """A documented failure of a call."""

    def __init__(self, code: ErrorCode, message: str, details: tuple[dict[str, Any], ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.details = details


class Keys(Protocol):
    """What gives the keys of new rows."""

    def new_key(self, table: str) -> str | int:
        """Return a key of the table that was never given before and that no row has."""
        ...

    def next_key(self, table: str, column: str) -> str | int:
        """Return the next key of the table; a row may have it all the same where the column is the table's key."""
        ...

    def has_key(self, table: str, column: str, key: Binding) -> bool:
        """Return whether the column is the table's key and a row has this one."""
        ...


class Execution:
    """Runs variants on one connection, with one cursor that is finished at the end of each run, however it ends."""

    __slots__ = ("_connection", "_constraints", "_cursor", "_keys")

    def __init__(self, connection: apsw.Connection, constraints: Mapping[str, Fault], keys: Keys) -> None:
        self._connection = connection
        self._keys = keys
        self._cursor = connection.cursor()
        self._constraints = constraints

    def run(self, variant: Variant, values: dict[str, Binding]) -> tuple[int, str]:
        """Return the status and the body of the answer.

        Raises: Failure for a documented failure, LimitExceeded, ProgramError when the program is at fault.
        """
        try:
            for statement in variant.statements:
                step = statement.step
                if type(step) is Return:
                    text = self._answer(step, statement, values)
                    if text is not None:
                        return step.status, text
                elif type(step) is Run:
                    self._run(step, statement, values)
                elif type(step) is Let:
                    self._let(step, statement, values)
                else:
                    self._take(step, statement, values)
            raise ProgramError("The program ended without an answer.", where=variant.where)
        except BaseException:
            self._abandon()
            raise

    def _answer(self, step: Return, statement: Statement, values: Mapping[str, Binding]) -> str | None:
        if not statement.sql:
            return ""
        row = self._row(statement, values)
        if row is not None:
            value = row[0]
            text = value if type(value) is str else json_text(value)
            if len(text) > LONGEST_RESULT_CHARACTERS:
                raise LimitExceeded(f"{LONGEST_RESULT_CHARACTERS} characters of answer")
            return text
        if step.missing:
            raise failure(step.missing, values)
        return None

    def _take(self, step: Step, statement: Statement, values: dict[str, Binding]) -> None:
        match step:
            case Require():
                row = self._row(statement, values)
                if row is None or not row[0]:
                    raise failure(step.fault, values)
            case Refuse():
                self._refuse(step, statement, values)
            case Rows():
                row = self._row(statement, values)
                values[statement.columns[0]] = row[0] if row is not None else "[]"

    def _abandon(self) -> None:
        """Close what a step has left open."""
        self._cursor.close(True)
        self._cursor = self._connection.cursor()

    def _row(self, statement: Statement, values: Mapping[str, Binding]) -> tuple[Any, ...] | None:
        cursor = self._cursor.execute(statement.sql, list(map(values.get, statement.names)))
        row = cursor.fetchone()
        if row is not None and cursor.fetchone() is not None:
            self._abandon()
        return row

    def _let(self, step: Let, statement: Statement, values: dict[str, Binding]) -> None:
        if not statement.runs:
            values.update(dict.fromkeys(statement.columns))
            return
        if statement.fresh:
            inserts, keys = statement.inserts, self._keys
            key = keys.next_key(inserts[0], inserts[1]) if inserts else keys.new_key(statement.fresh)
            values[statement.columns[0]] = key
            return
        try:
            row = self._row(statement, values)
        except apsw.ConstraintError as error:
            raise self._violation(error, step.violates, statement, values) from error
        if row is None:
            if step.missing:
                raise failure(step.missing, values)
            values.update(dict.fromkeys(statement.columns))
        else:
            values.update(zip(statement.columns, row, strict=True))

    def _run(self, step: Run, statement: Statement, values: dict[str, Binding]) -> None:
        try:
            self._row(statement, values)
        except apsw.ConstraintError as error:
            if not self._has_other_key(statement, values):
                raise self._violation(error, step.violates, statement, values) from error
            self._run(step, statement, values)
            return
        if step.missing and not self._connection.changes():
            raise failure(step.missing, values)

    def _has_other_key(self, statement: Statement, values: dict[str, Binding]) -> bool:
        """Whether a row had the new key that the statement inserts: ``values`` then hold one that is free."""
        if statement.inserts is None:
            return False
        table, column, name = statement.inserts
        if not self._keys.has_key(table, column, values[name]):
            return False
        values[name] = self._keys.new_key(table)
        return True

    def _refuse(self, step: Refuse, statement: Statement, values: Mapping[str, Binding]) -> None:
        cursor = self._cursor.execute(statement.sql, list(map(values.get, statement.names)))
        rows = [dict(zip(statement.columns, row, strict=True)) for row in islice(cursor, MOST_FAULTS)]
        if rows:
            details = tuple({"message": said(step.fault.message, {**values, **row}), **row} for row in rows)
            raise Failure(step.fault.code, details[0]["message"], details)

    def _violation(
        self, error: apsw.ConstraintError, own: Fault | None, statement: Statement, values: Mapping[str, Binding]
    ) -> Exception:
        text = str(error)
        fault = own or self._constraints.get(text)
        if fault:
            return failure(fault, values)
        if text.startswith("cannot store REAL value in INTEGER column"):
            return Failure(
                "invalid_argument", f"The number for {text.rsplit('.', 1)[-1]} is too large, or no whole number."
            )
        return ProgramError(
            f"A constraint failed that has no documented error: {text}.",
            where=statement.step.body.where,
            next="Put @violates under the step, or -- @error beside the constraint in schema.sql.",
        )


def failure(fault: Fault, values: Mapping[str, Binding]) -> Failure:
    """Return the documented failure with its message filled in."""
    return Failure(fault.code, said(fault.message, values))


def said(template: str, values: Mapping[str, Any]) -> str:
    """Return the message with {name} replaced by what the name stands for; long values are cut."""

    def value(match: re.Match[str]) -> str:
        found = values.get(match[1])
        text = "null" if found is None else str(found)
        return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"

    return PLACEHOLDER.sub(value, template) if "{" in template else template
