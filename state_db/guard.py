"""What a program may do: the authorizer, the functions and the limits of a connection that runs programs."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import apsw

from state_db.functions import FUNCTIONS, Surroundings

RESERVED_TABLE = "_fleetwright"

MOST_STEPS = 20_000_000  # SQLite's virtual machine makes about 100 million a second
MOST_SECONDS = 10.0  # only a net under the steps: functions may take longer than a step
STEPS_BETWEEN_LOOKS = 10_000
LONGEST_VALUE_BYTES = 16 << 20
LONGEST_RESULT_CHARACTERS = 4 << 20
MOST_ROWS = 100_000
MOST_PAGES = 65_536  # of 4 KiB: 256 MiB

LIMITS = (
    (apsw.SQLITE_LIMIT_LENGTH, LONGEST_VALUE_BYTES),
    (apsw.SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
    (apsw.SQLITE_LIMIT_COMPOUND_SELECT, 200),
    (apsw.SQLITE_LIMIT_ATTACHED, 0),
    (apsw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000),
    (apsw.SQLITE_LIMIT_WORKER_THREADS, 0),
)
SETTINGS = (
    (apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1),
    (apsw.SQLITE_DBCONFIG_ENABLE_FKEY, 1),
    (apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
    (apsw.SQLITE_DBCONFIG_DEFENSIVE, 1),
    (apsw.SQLITE_DBCONFIG_DQS_DML, 0),
    (apsw.SQLITE_DBCONFIG_DQS_DDL, 0),
)

# SQLite's own functions that give the same value for the same arguments on every machine, and read nothing else.
BUILT_IN = frozenset(
    """-> ->> abs acos acosh asin asinh atan atan2 atanh avg ceil ceiling char coalesce concat concat_ws cos cosh count
    cume_dist degrees dense_rank exp first_value floor format group_concat hex if ifnull iif instr json json_array
    json_array_length json_error_position json_extract json_group_array json_group_object json_insert json_object
    json_patch json_pretty json_quote json_remove json_replace json_set json_type json_valid jsonb jsonb_array
    jsonb_extract jsonb_group_array jsonb_group_object jsonb_insert jsonb_object jsonb_patch jsonb_remove jsonb_replace
    jsonb_set json_array_insert jsonb_array_insert lag last_value lead length like likelihood likely ln log log10 log2
    lower ltrim max median min mod nth_value ntile nullif octet_length percent_rank percentile percentile_cont
    percentile_disc pi pow power printf quote radians rank replace round row_number rtrim sign sin sinh sqrt string_agg
    substr substring subtype sum tan tanh total trim trunc typeof unhex unicode unlikely upper""".split()
)
ALLOWED_FUNCTIONS = BUILT_IN | FUNCTIONS.keys()

# Functions of SQLite that read the machine's clock or chance, and what to use in their place.
DENIED_FUNCTIONS = {
    **dict.fromkeys(
        ("date", "time", "datetime", "julianday", "strftime", "unixepoch", "timediff"), "now() and time_add()"
    ),
    **dict.fromkeys(("current_date", "current_time", "current_timestamp"), "now()"),
    **dict.fromkeys(("random", "randomblob"), "new_id()"),
}

ALWAYS = frozenset({apsw.SQLITE_SELECT, apsw.SQLITE_RECURSIVE, apsw.SQLITE_SAVEPOINT})
TABLE_ACTIONS = frozenset({apsw.SQLITE_READ, apsw.SQLITE_INSERT, apsw.SQLITE_UPDATE, apsw.SQLITE_DELETE})
SCHEMA_ACTIONS = frozenset(
    {
        apsw.SQLITE_CREATE_TABLE,
        apsw.SQLITE_CREATE_INDEX,
        apsw.SQLITE_CREATE_VIEW,
        apsw.SQLITE_REINDEX,
        apsw.SQLITE_TRANSACTION,
    }
)
HIDDEN_PREFIXES = (RESERVED_TABLE, "sqlite_", "pragma_", "dbstat", "fts", "rtree", "bytecode", "tables_used")


class LimitExceeded(Exception):
    """A call went beyond a bound; the text says which."""


class Guard:
    """The rules of one connection, and what is left of the running call's work."""

    __slots__ = ("_calling", "_deadline", "_looks", "denied", "json_reads", "schema", "trusted")

    def __init__(self) -> None:
        self.trusted = False
        self.schema = False
        self.denied = ""
        self.json_reads: list[str] = []
        self._calling = False
        self._looks = 0
        self._deadline = 0.0

    def begin(self) -> None:
        """Give the next call its full bounds."""
        self._calling = True
        self._looks = MOST_STEPS // STEPS_BETWEEN_LOOKS
        self._deadline = time.monotonic() + MOST_SECONDS

    def end(self) -> None:
        """Lift the bounds: between calls only the engine itself reads, however much there is."""
        self._calling = False

    def look(self) -> bool:
        """Return whether the running call must stop."""
        if self.trusted or not self._calling:
            return False
        self._looks -= 1
        return self._looks < 0 or time.monotonic() > self._deadline

    def authorize(self, action: int, first: str | None, second: str | None, third: str | None, last: str | None) -> int:
        """Return SQLITE_OK for what a program may do, else SQLITE_DENY."""
        if self.trusted or action in ALWAYS:
            return apsw.SQLITE_OK
        if action == apsw.SQLITE_FUNCTION:
            if second in ALLOWED_FUNCTIONS:
                return apsw.SQLITE_OK
            self.denied = f"the function {second}()"
            return apsw.SQLITE_DENY
        if first in ("json_each", "json_tree") and second and last is None:
            self.json_reads.append(second)
        if action in TABLE_ACTIONS and first and (self.schema or not first.lower().startswith(HIDDEN_PREFIXES)):
            return apsw.SQLITE_OK
        if self.schema and action in SCHEMA_ACTIONS:
            return apsw.SQLITE_OK
        self.denied = f"{apsw.mapping_authorizer_function[action]} of {first}"
        return apsw.SQLITE_DENY

    @contextmanager
    def trust(self) -> Iterator[None]:
        """Let the engine itself at everything for a while."""
        before, self.trusted = self.trusted, True
        try:
            yield
        finally:
            self.trusted = before


def limit_memory(megabytes: int) -> None:
    """Bound what SQLite may allocate in this process, all environments together; calls beyond it are refused."""
    apsw.hard_heap_limit(megabytes << 20)


def guard_connection(connection: apsw.Connection, surroundings: Surroundings) -> Guard:
    """Put limits, functions and the authorizer on a connection, and return its guard."""
    guard = Guard()
    for limit, value in LIMITS:
        connection.limit(limit, value)
    for setting, on in SETTINGS:
        connection.config(setting, on)
    for function in FUNCTIONS.values():
        for count in function.counts:
            if function.call is not None:
                connection.create_scalar_function(
                    function.name, function.call, count, deterministic=True, flags=apsw.SQLITE_INNOCUOUS
                )
            elif function.bind is not None:
                flags = apsw.SQLITE_DIRECTONLY if function.name == "new_id" else apsw.SQLITE_INNOCUOUS
                connection.create_scalar_function(function.name, function.bind(surroundings), count, flags=flags)
    connection.set_authorizer(guard.authorize)
    connection.set_progress_handler(guard.look, STEPS_BETWEEN_LOOKS)
    return guard
