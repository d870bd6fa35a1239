"""Conditions in a language of callers, read in plain Python over a row: those that checks themselves write."""

import itertools
import re
from collections.abc import Iterator, Mapping

from generator.plan import Filter, Json

Row = Mapping[str, Json]

# How each language says that a property equals a value, and that two conditions hold.
_EQUALS = {"where": "==", "odata": " eq "}
_QUOTES = {"where": '"', "odata": "'"}
_ONE = re.compile(r"""^(\w+)\s*(?:==?|\beq\b)\s*(?:"([^"\\]*)"|'([^']*)'|(true|false)|(-?\d+))$""")
_AND = re.compile(r"\s+and\s+", re.I)


def is_condition(test: Filter) -> bool:
    """Return whether the filter takes a condition in a language of its own."""
    return test.test in _EQUALS


def condition_candidates(test: Filter, row: Row) -> Iterator[Json]:
    """Yield conditions for which the row passes: that one property, or two of them, are what the row has."""
    mark, equals = _QUOTES[test.test], _EQUALS[test.test]
    parts = []
    for name, column in test.fields.items():
        value = row.get(column)
        if isinstance(value, bool):
            parts.append(f"{name}{equals}{str(value).lower()}")
        elif isinstance(value, int):
            parts.append(f"{name}{equals}{value}")
        elif isinstance(value, str) and value and re.search(r"[\\\"']", value) is None:
            parts.append(f"{name}{equals}{mark}{value}{mark}")
    yield from parts
    yield from (f"{one} and {other}" for one, other in itertools.pairwise(parts))


def condition_holds(test: Filter, row: Row, wanted: str) -> bool:
    """Return whether the row fulfils the condition, which is one that ``condition_candidates`` writes."""
    return all(_equals(test, row, part) for part in _AND.split(wanted))


def _equals(test: Filter, row: Row, part: str) -> bool:
    found = _ONE.match(part)
    if found is None or found[1] not in test.fields:
        return False
    value = row.get(test.fields[found[1]])
    if found[4] or found[5]:
        return value is not None and str(value).lower() == (found[4] or found[5])
    return isinstance(value, str) and value == (found[3] if found[2] is None else found[2])
