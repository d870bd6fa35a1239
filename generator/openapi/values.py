"""Which values that a document shows can be kept: as SQLite and JSON readers hold them, and not too large."""

from typing import Any

Json = Any

MOST_WEIGHT = 20_000  # of a value in a schema: characters of its texts, and its numbers, lists and objects
MOST_EXAMPLE_WEIGHT = 500_000  # of the example of a whole body

_LARGEST = 2**63


def can_be_kept(value: Json, most_weight: int = MOST_WEIGHT) -> bool:
    """Whether all integers of a value fit in 64 bits, and its weight is not beyond the bound."""
    level, weight = [value], 0
    while level and weight <= most_weight:
        below: list[Json] = []
        for one in level:
            weight += 1 + (len(one) if isinstance(one, str) else 0)
            if isinstance(one, int) and not -_LARGEST <= one < _LARGEST:
                return False
            if isinstance(one, dict):
                weight += sum(map(len, one))
                below += one.values()
            elif isinstance(one, list):
                below += one
        level = below
    return weight <= most_weight
