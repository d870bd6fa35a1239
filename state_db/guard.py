"""What a program may do: the authorizer, the functions and the limits of a connection that runs programs."""

import re
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

import apsw

from state_db.functions import FUNCTIONS, Surroundings, Value
from state_db.functions.bounded import BOUNDED
from state_db.functions.function import MUCH_WORK, LimitExceeded

RESERVED_TABLE = "_fleetwright"

MOST_STEPS = 20_000_000  # SQLite's virtual machine makes about 100 million a second
MOST_SECONDS = 5.0  # only a net under the steps: functions may take longer than a step
STEPS_BETWEEN_LOOKS = 1000
CHARACTERS_A_STEP = 4  # of the long values that functions are given
LONG_VALUE = 256  # shorter ones are paid for by the steps that it takes to call the function
LONGEST_VALUE_BYTES = 8 << 20
LONGEST_RESULT_CHARACTERS = 4 << 20
MOST_ROWS = 100_000  # that one call may insert, update or delete
MOST_PAGES = 65_536  # of 4 KiB: 256 MiB
MOST_CALL_BYTES = 256 << 20  # that one call may take for sorting, recursion and values
MOST_LOAD_SECONDS = 60.0  # for what is done once, when a server folder is opened
HEAP_MEGABYTES = 2048  # of all environments of a process together, unless limit_memory() says otherwise

LIMITS = (
    (apsw.SQLITE_LIMIT_LENGTH, LONGEST_VALUE_BYTES),
    (apsw.SQLITE_LIMIT_SQL_LENGTH, 1 << 20),
    (apsw.SQLITE_LIMIT_COMPOUND_SELECT, 200),
    (apsw.SQLITE_LIMIT_ATTACHED, 0),
    (apsw.SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000),
    (apsw.SQLITE_LIMIT_WORKER_THREADS, 0),
    (apsw.SQLITE_LIMIT_VDBE_OP, 250_000),
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
    json_patch json_quote json_remove json_replace json_set json_type json_valid jsonb jsonb_array
    jsonb_extract jsonb_group_array jsonb_group_object jsonb_insert jsonb_object jsonb_remove jsonb_replace
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
HIDDEN_PREFIXES = (RESERVED_TABLE, "sqlite_", "pragma_")
READABLE_MODULES = frozenset({"json_each", "json_tree"})
# The tables that SQLite makes by itself when they are named; which there are is a matter of how it was built.
MODULES = frozenset(
    name.lower() for (name,) in apsw.Connection(":memory:").execute("SELECT name FROM pragma_module_list")
) | {"dbstat", "bytecode", "tables_used", "generate_series", "carray"}


class Guard:
    """The rules of one connection, and what is left of the running call's work."""

    __slots__ = (
        "_deadline",
        "_looks",
        "_memory",
        "_working",
        "denied",
        "exceeded",
        "json_reads",
        "schema",
        "trusted",
        "written",
    )

    def __init__(self) -> None:
        self.trusted = False
        self.schema = False
        self.denied = ""
        self.exceeded = ""
        self.json_reads: list[str] = []
        self.written: set[str] = set()
        self._working = False
        self._looks = 0.0
        self._deadline = 0.0
        self._memory = -1

    def begin(self) -> None:
        """Give the next call its full bounds."""
        self._working = True
        self._looks = MOST_STEPS / STEPS_BETWEEN_LOOKS
        self._deadline = time.monotonic() + MOST_SECONDS
        self._memory = -1

    def end(self) -> None:
        """Lift the bounds: between calls only the engine itself reads, however much there is."""
        self._working = False

    @contextmanager
    def bounds(self, seconds: float = MOST_SECONDS) -> Iterator[None]:
        """Give what is done inside the bounds of a call, but for the time that it may take."""
        self.begin()
        self._deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            self.end()

    def look(self) -> bool:
        """Return whether the running call must stop; ``exceeded`` then says which bound it went beyond."""
        if not self._working:
            return False
        self._looks -= 1
        if self._looks < 0 or time.monotonic() > self._deadline:
            self.exceeded = MUCH_WORK
            return True
        used = apsw.memory_used()
        if self._memory < 0:
            self._memory = used
        if used - self._memory > MOST_CALL_BYTES:
            self.exceeded = "the memory that one call may take"
            return True
        return False

    def spend(self, size: int) -> None:
        """Take the work of a function on a value of this size off what is left. Raises: LimitExceeded."""
        if self._working:
            self._looks -= size / (CHARACTERS_A_STEP * STEPS_BETWEEN_LOOKS)
            if self._looks < 0 or time.monotonic() > self._deadline:
                raise LimitExceeded(MUCH_WORK)

    def metered(self, call: Callable[..., Value]) -> Callable[..., Value]:
        """Return the function so that long values are paid for."""

        def paid(*values: Value) -> Value:
            for value in values:
                if (type(value) is str or type(value) is bytes) and len(value) > LONG_VALUE:
                    self.spend(len(value))
            return call(*values)

        return paid

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
        if action in TABLE_ACTIONS and first and (self._may_make(action, first) if self.schema else is_open(first)):
            if action != apsw.SQLITE_READ:
                self.written.add(first)
            return apsw.SQLITE_OK
        if self.schema and action in SCHEMA_ACTIONS:
            return apsw.SQLITE_OK
        self.denied = f"{apsw.mapping_authorizer_function[action]} of {first}"
        return apsw.SQLITE_DENY

    def _may_make(self, action: int, table: str) -> bool:
        """What the making of tables does by itself: it reads, and it writes SQLite's own tables."""
        return action == apsw.SQLITE_READ or table.lower().startswith("sqlite_")

    @contextmanager
    def trust(self) -> Iterator[None]:
        """Let the engine itself at everything for a while."""
        before, self.trusted = self.trusted, True
        try:
            yield
        finally:
            self.trusted = before


def is_open(table: str) -> bool:
    """Return whether programs may read and write a table of this name, if there is one."""
    name = table.lower()
    return not name.startswith(HIDDEN_PREFIXES) and (name in READABLE_MODULES or name not in MODULES)


_heap: list[int] = []


def limit_memory(megabytes: int) -> None:
    """Bound what SQLite may allocate in this process, all environments together; calls beyond it are refused."""
    _heap[:] = [megabytes]
    apsw.hard_heap_limit(megabytes << 20)


OFFERED = {function.name: function for function in (*FUNCTIONS.values(), *BOUNDED)}
WORD = re.compile(r"\w+")


def functions_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the names of our functions that SQL texts may call: those that stand in them as words."""
    found = {word.lower() for text in texts for word in WORD.findall(text)}
    return frozenset(OFFERED.keys() & found)


def guard_connection(
    connection: apsw.Connection, surroundings: Surroundings, names: Iterable[str] = tuple(OFFERED)
) -> Guard:
    """Put limits, the functions of these names and the authorizer on a connection, and return its guard."""
    if not _heap:
        limit_memory(HEAP_MEGABYTES)
    guard = Guard()
    for limit, value in LIMITS:
        connection.limit(limit, value)
    for setting, on in SETTINGS:
        connection.config(setting, on)
    connection.execute("PRAGMA temp_store = memory")
    offer_functions(connection, guard, surroundings, names)
    connection.set_authorizer(guard.authorize)
    connection.set_progress_handler(guard.look, STEPS_BETWEEN_LOOKS)
    return guard


def offer_functions(
    connection: apsw.Connection, guard: Guard, surroundings: Surroundings, names: Iterable[str]
) -> None:
    """Put functions on a connection: programs that are prepared on it later may call them."""
    for name in names:
        function = OFFERED[name]
        for count in function.counts:
            if function.call is not None:
                call = guard.metered(function.call) if function.long else function.call
                connection.create_scalar_function(
                    function.name, call, count, deterministic=True, flags=apsw.SQLITE_INNOCUOUS
                )
            elif function.bind is not None:
                flags = apsw.SQLITE_DIRECTONLY if function.name == "new_id" else apsw.SQLITE_INNOCUOUS
                connection.create_scalar_function(function.name, function.bind(surroundings), count, flags=flags)
