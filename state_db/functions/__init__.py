"""The SQL functions that programs may use beside SQLite's own: deterministic, bounded in work, and versioned.

``FUNCTIONS`` is every one of them by name. A function is pure, or it is one of the three that read the environment
(``now``, ``caller``, ``new_id``). None of them raises for what a caller sent: what cannot be computed is NULL.
"""

from state_db.functions import (
    addresses,
    arithmetic,
    comparison,
    differences,
    digests,
    filters,
    geography,
    graphs,
    keys,
    moments,
    parts,
    patterns,
    ranges,
    text,
    times,
)  # fmt: skip
from state_db.functions.function import Function, LimitExceeded, Surroundings, Value

FUNCTIONS: dict[str, Function] = {
    function.name: function
    for module in (
        moments,
        keys,
        text,
        patterns,
        times,
        digests,
        geography,
        parts,
        comparison,
        filters,
        differences,
        graphs,
        arithmetic,
        ranges,
        addresses,
    )
    for function in module.FUNCTIONS
}

__all__ = ["FUNCTIONS", "Function", "LimitExceeded", "Surroundings", "Value"]
