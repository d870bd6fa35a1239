"""One server's private running state: its database, its counters, and the calls made on it."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import apsw

from state_db.answer import Answer, error_answer
from state_db.clock import LAST_SECOND, Clock
from state_db.codes import ToolCode
from state_db.describe import described
from state_db.diff import Database
from state_db.errors import ProgramError, StateError
from state_db.execution import Execution, Failure
from state_db.functions import LimitExceeded
from state_db.functions.function import Value
from state_db.functions.keys import key_of
from state_db.guard import MOST_PAGES, MOST_ROWS, RESERVED_TABLE, guard_connection, offer_functions
from state_db.image import MOST_VARIANTS, Image
from state_db.inputs import Binding, InputRefused, checked_mapping
from state_db.overruns import overrun
from state_db.query import fetched, opened
from state_db.refusals import faults_of
from state_db.schema import Table
from state_db.snapshot import Saved
from state_db.template import DEFINITIONS_SQL, Template, greatest_sql, having_sql
from state_db.variant import Key, Variant, variant_key, variant_of
from state_db.versions import Contents, Versions

MOST_TRIES = 1000
SAVE_STATE_SQL = f"INSERT OR REPLACE INTO {RESERVED_TABLE} (name, value) VALUES ('state', ?)"
LOST_TRIAL = "A write went beyond its bounds inside a trial and ended it; nothing can be called before it is left."
READ_STATE_SQL = f"SELECT value FROM {RESERVED_TABLE} WHERE name = 'state'"

Caller = str | int | None
Kept = tuple[dict[str, int], dict[str, int]]


def _checked(state: Mapping[str, Any]) -> tuple[int, int, dict[str, int]]:
    """Return clock, seed and counters. Raises: StateError for what was never written here."""
    clock, seed, counters = state.get("clock"), state.get("seed"), state.get("counters")
    if not (
        type(clock) is int and 0 <= clock <= LAST_SECOND and type(seed) is int and isinstance(counters, dict)
        and all(type(counter) is int for counter in counters.values())
    ):  # fmt: skip
        raise StateError("The state's clock, seed and counters were not written by Fleetwright.")
    return clock, seed, counters


class Store:
    """One server's database within an environment. Not for use by two threads at once: the environment sees to that."""

    def __init__(
        self, image: Image, template: Template, clock: Clock, seed: int, caller: Caller, file: Path | None = None,
        fsync: bool = False,
    ) -> None:  # fmt: skip
        self.image = image
        self.clock = clock
        self.seed = seed
        self.caller = caller
        self.template = template
        self.counters = template.counters
        self.file = file
        self.fsync = fsync
        self.trials = 0
        self.taken_up = False
        self._lost = False
        self._saved: tuple[int, dict[str, int]] | None = None
        self.connection = opened(file)
        self.guard = guard_connection(self.connection, self, image.functions)
        with self.guard.trust():
            self._begin()
        # What a file holds from before nobody else has.
        self.versions = Versions(self.connection, Contents() if self.taken_up else template.contents)
        self._execution = Execution(self.connection, image.constraints, self)
        self._savepoints = self.connection.cursor()
        self._keys = self.connection.cursor()

    # What the functions of programs see.

    def now_text(self) -> str:
        """Return the clock's time as text."""
        return self.clock.text

    def now_seconds(self) -> int:
        """Return the clock's seconds since 1970."""
        return self.clock.seconds

    def caller_key(self) -> Caller:
        """Return the acting user's key."""
        return self.caller

    def new_key(self, table: str, *parent: Value) -> str | int:
        """Return a key of the table that was never given before. Raises: ProgramError for an unknown table.

        ``parent`` are the values of the key's columns before its last: rows are numbered under each parent.
        """
        known = self.image.tables.get(table)
        if known is None:
            raise ProgramError(f"new_id() knows no table {table!r}.", where=self.image.name)
        if parent:
            return self._next_number(known, parent)
        shape = self.image.ids.get(table) or ("integer" if known.key_is_integer else "uuid")
        counter = self.counters.get(table, 0)
        key: str | int
        if shape == "integer":
            counter = self._greatest_key(table, counter) + 1
            key = counter
        else:
            for _ in range(MOST_TRIES):
                counter += 1
                key = key_of(shape, self.seed, table, counter)
                if len(known.key) != 1 or not self.has_key(table, known.key[0], key):
                    break
            else:
                raise ProgramError(f"The shape {shape} gives no free key of {table}.", where=self.image.name)
        self.counters = {**self.counters, table: counter}
        return key

    def next_key(self, table: str, column: str) -> str | int:
        """Return the next key of the table; a row may have it all the same where the column is the table's key."""
        shape = self.image.ids.get(table, "integer")
        if shape == "integer" or self.image.tables[table].key != (column,):
            return self.new_key(table)
        counter = self.counters.get(table, 0) + 1
        key = key_of(shape, self.seed, table, counter)
        self.counters = {**self.counters, table: counter}
        return key

    def _next_number(self, table: Table, parent: tuple[Value, ...]) -> int:
        """Return the number after the greatest that was ever given under the parent."""
        if len(table.key) != len(parent) + 1:
            raise ProgramError(f"new_id() needs {len(table.key) - 1} values for {table.name}.", where=self.image.name)
        counter = json.dumps([table.name, *parent], ensure_ascii=False, default=str)
        # Rows that are gone count as well: those of the beginning stand in the template.
        given = self.counters.get(counter) or self.template.greatest(table, parent)
        number = max(given, fetched(self.connection, greatest_sql(table.name, table.key), parent)[0][0] or 0) + 1
        self.counters = {**self.counters, counter: number}
        return number

    def _greatest_key(self, table: str, counter: int) -> int:
        known = self.image.tables[table]
        if not known.key_is_integer:
            return counter
        greatest: int | None = self._keys.execute(greatest_sql(table, known.key)).fetchall()[0][0]  # type: ignore[assignment]
        return max(counter, greatest or 0)

    def has_key(self, table: str, column: str, key: Binding) -> bool:
        """Return whether the column is the table's key and a row has this one."""
        if self.image.tables[table].key != (column,):
            return False
        return bool(self._keys.execute(having_sql(table, column), (key,)).fetchall())

    # Calls.

    def call(self, code: ToolCode, arguments: object) -> Answer:
        """Return the answer of one call; a failed one leaves no trace. Raises: StateError for a fault of the server."""
        given: dict[str, Any] = {}
        try:
            given = arguments if type(arguments) is dict else checked_mapping(arguments)
            values = code.inputs.bindings(given)
        except InputRefused as error:
            faults = faults_of(code.route, given, error.refusals) if error.refusals else ()
            return error_answer("invalid_argument", str(error), code.errors, faults=faults)
        key = variant_key(code.program, given)
        variant = code.variants.get(key) or self._variant(code, key, given)
        self.guard.begin()
        try:
            if self._lost:
                raise StateError(LOST_TRIAL)
            if variant.writes:
                return self._write(variant, values)
            status, text = self._execution.run(variant, values)
            return Answer(status, text)
        except Failure as error:
            return error_answer(error.code, error.message, code.errors, error.details)
        except LimitExceeded as error:
            return error_answer("invalid_argument", f"The call exceeded the limit of {error}.", code.errors)
        except (apsw.Error, ValueError, OverflowError, RuntimeError, MemoryError) as error:
            return self._broken_off(code, error)
        finally:
            self.guard.end()

    def _write(self, variant: Variant, values: dict[str, Binding]) -> Answer:
        connection, kept = self.connection, self._kept()
        before = connection.total_changes()
        self._savepoints.execute("SAVEPOINT call")
        try:
            status, text = self._execution.run(variant, values)
            changes = connection.total_changes() - before
            if changes > MOST_ROWS:
                raise LimitExceeded(f"{MOST_ROWS} rows that one call may change")
            if self.file is not None:
                self.save(self.clock.seconds + 1)
            self._savepoints.execute("RELEASE call")
            if changes:
                self.versions.changed(variant.written)
        except BaseException:
            self._take_up(kept)
            if connection.in_transaction:
                self._savepoints.execute("ROLLBACK TO call")
                self._savepoints.execute("RELEASE call")
            elif self.trials:
                self._lost = True
                self.versions.renew()
            raise
        return Answer(status, text, None, "", changes)

    def _broken_off(self, code: ToolCode, error: Exception) -> Answer:
        """The answer to a call that was broken off for what the caller sent. Raises: StateError for other causes."""
        if self._lost:
            raise StateError(LOST_TRIAL) from error
        said = overrun(error, self.guard.exceeded)
        if said:
            return error_answer("invalid_argument", said, code.errors)
        raise ProgramError(f"{type(error).__name__}: {error}.", where=f"{self.image.name}: {code.name}") from error

    def _variant(self, code: ToolCode, key: Key, given: dict[str, Any]) -> Variant:
        if len(code.variants) >= MOST_VARIANTS:
            code.variants.clear()
        describe = partial(described, self.connection, self.guard)
        variant = code.variants[key] = variant_of(code.program, given, describe)
        return variant

    # State.

    def _begin(self) -> None:
        if self.file is None:
            self.connection.pragma("max_page_count", MOST_PAGES)
            self.template.copy_into(self.connection)
            return
        self.connection.set_busy_timeout(0)
        try:
            self.connection.pragma("locking_mode", "exclusive")
            self.connection.pragma("journal_mode", "wal")
            if fetched(self.connection, "SELECT 1 FROM sqlite_schema LIMIT 1") and self._state():
                self.load()
                self.taken_up = True
            else:
                self.template.copy_into(self.connection)
                self.save(self.clock.seconds)
            self.connection.pragma("synchronous", "full" if self.fsync else "normal")
        except apsw.BusyError as error:
            raise StateError("Another process has the state file open.", where=str(self.file)) from error
        except apsw.Error as error:
            raise StateError(f"The state file cannot be used: {error}.", where=str(self.file)) from error
        self.connection.pragma("max_page_count", MOST_PAGES)

    def keep(self) -> None:
        """Write clock, counters and seed where a file keeps the state and they are not yet written."""
        if self.file is not None and self._saved != (self.clock.seconds, self.counters):
            self.save(self.clock.seconds)

    def save(self, seconds: int) -> None:
        """Write this time, counters and seed into the reserved table."""
        state = {
            "server": self.image.name, "clock": seconds, "seed": self.seed, "counters": self.counters,
        }  # fmt: skip
        trusted, self.guard.trusted = self.guard.trusted, True
        try:
            self.connection.execute(SAVE_STATE_SQL, (json.dumps(state),))
        finally:
            self.guard.trusted = trusted
        self._saved = (seconds, self.counters)

    def load(self) -> None:
        """Take clock, counters and seed from the reserved table. Raises: StateError for what is no state of ours."""
        state = self._state()
        with self._readable():
            same = frozenset(fetched(self.connection, DEFINITIONS_SQL)) == self.image.definitions
        if not same or state.get("server") != self.image.name:
            raise StateError(f"The state is not one of {self.image.name} as it is now.", where=str(self.file or ""))
        self.clock.seconds, self.seed, self.counters = _checked(state)

    def _state(self) -> dict[str, Any]:
        """What the reserved table holds: nothing where the writing of a new file was cut off."""
        with self._readable():
            rows = fetched(self.connection, READ_STATE_SQL)
            return dict(json.loads(rows[0][0])) if rows else {}

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            with self.guard.trust():
                yield
        except (apsw.Error, ValueError, TypeError, RecursionError) as error:
            raise StateError("The database is no state of a server.", where=str(self.file or "")) from error

    def data(self) -> bytes:
        """Return the whole database, with clock, counters and seed."""
        with self.guard.trust():
            self.connection.execute("SAVEPOINT data")
            try:
                self.save(self.clock.seconds)
                if self.file is None:
                    return self.connection.serialize("main")
            finally:
                self.connection.execute("RELEASE data")
            copy = bytearray(self.connection.serialize("main"))
            copy[18:20] = b"\x01\x01"
            return bytes(copy)

    def database(self) -> Database:
        """Return the database, to be held against others."""
        return Database(self.connection, self.image.tables, self.versions.content)

    def reset(self) -> None:
        """Go back to the rows and counters of the template."""
        with self.guard.trust():
            self.template.copy_into(self.connection)
        self.versions.renew(self.template.contents)
        self.counters = self.template.counters
        if self.file is not None:
            self.save(self.clock.seconds)

    def exchange(self, image: Image) -> None:
        """Go on with another image that has the very same tables."""
        offer_functions(self.connection, self.guard, self, image.functions - self.image.functions)
        self.image = image

    def fork(self, clock: Clock) -> "Store":
        """Return an equal store in memory, on another clock, that resets to the same template."""
        if self.file is None and not self.trials:
            source = Template(self.connection, self.guard, self.counters)
        else:
            source = Template.from_bytes(self.data(), self.counters)
        held = self.versions.held()
        other = Store(self.image, source, clock, self.seed, self.caller)
        other.template = self.template
        other.versions.renew(held)
        return other

    def again(self, clock: Clock) -> "Store":
        """Return a store in memory, on another clock, as this one was opened."""
        return Store(self.image, self.template, clock, self.seed, self.caller)

    def begin_trial(self) -> Kept:
        """Begin a trial, inside those that are open, and return what to end it with."""
        self._savepoints.execute(f"SAVEPOINT trial_{self.trials}" if self.trials else "SAVEPOINT trial_0")
        self.trials += 1
        return self._kept()

    def end_trial(self, kept: Kept) -> None:
        """Undo everything since the innermost trial began."""
        self.trials -= 1
        if self.connection.in_transaction:
            self._roll_back()
        if not self.trials:
            self._lost = False
        self._take_up(kept)

    def _roll_back(self) -> None:
        """Undo what the trial did: the outermost began the transaction, so that goes as one."""
        if self.trials:
            self._savepoints.execute(f"ROLLBACK TO trial_{self.trials}")
            self._savepoints.execute(f"RELEASE trial_{self.trials}")
            return
        trusted, self.guard.trusted = self.guard.trusted, True
        try:
            self._savepoints.execute("ROLLBACK")
        finally:
            self.guard.trusted = trusted

    def _kept(self) -> Kept:
        """Counters and versions, as they are to be again when what comes is undone."""
        return self.counters, self.versions.marked()

    def _take_up(self, kept: Kept) -> None:
        self.counters, versions = kept
        if not self._lost:
            self.versions.go_back(versions)

    def close(self) -> None:
        """Close the database."""
        self.connection.close()


def restored_store(image: Image, saved: Saved, clock: Clock) -> Store:
    """Return the store that a part of a snapshot holds; its reset goes back to the snapshot. Raises: StateError."""
    try:
        store = Store(image, Template.from_bytes(saved.data, {}), clock, 0, saved.caller)
    except (apsw.Error, MemoryError) as error:
        raise StateError("The snapshot holds what is no database.", where=image.name) from error
    store.load()
    store.template.counters = store.counters
    return store
