"""Functions of SQLite whose work grows with the product of two lengths, in the bounds of a call.

They give what SQLite's own give, because SQLite's own make it, once their values are known not to be too long. What
json_patch makes is text to the functions around it: json() must wrap it there.
"""

import threading
from collections.abc import Callable
from typing import cast

import apsw

from state_db.functions.function import MUCH_WORK, Function, LimitExceeded, Value

MOST_PAIRS = 1 << 30  # of bytes held against each other; SQLite makes about four times as many a second
MOST_PROPERTY_PAIRS = 1 << 24  # of properties by name: 300 ms

_own = threading.local()


def _plain(sql: str, values: tuple[Value, ...]) -> Value:
    """What SQLite without our functions says."""
    cursor: apsw.Cursor | None = getattr(_own, "cursor", None)
    if cursor is None:
        cursor = _own.cursor = apsw.Connection(":memory:").cursor()
    return cast(Value, next(cursor.execute(sql, values))[0])


def _size(value: Value) -> int:
    return len(value) if isinstance(value, str | bytes) else 32


def _pairs(name: str, count: int) -> Callable[..., Value]:
    sql = f"SELECT {name}({', '.join('?' * count)})"

    def bounded(*values: Value) -> Value:
        if _size(values[0]) * _size(values[1]) > MOST_PAIRS:
            raise LimitExceeded(MUCH_WORK)
        return _plain(sql, values)

    return bounded


def _json_patch(target: Value, patch: Value) -> Value:
    if _properties(target) * _properties(patch) > MOST_PROPERTY_PAIRS:
        raise LimitExceeded(MUCH_WORK)
    return _plain("SELECT json_patch(?, ?)", (target, patch))


def _properties(value: Value) -> int:
    """At least as many as the properties of the JSON, in text or in SQLite's binary form."""
    return value.count(":") if isinstance(value, str) else _size(value)


BOUNDED = (
    *(Function(name, 1, (2,), _pairs(name, 2)) for name in ("instr", "trim", "ltrim", "rtrim", "unhex")),
    Function("replace", 1, (3,), _pairs("replace", 3)),
    Function("json_patch", 1, (2,), _json_patch),
)
