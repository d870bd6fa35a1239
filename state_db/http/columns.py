"""Rows as parallel arrays: {"ids": ["a", "b"]} on the wire is [{"id": "a"}, {"id": "b"}] as an argument."""

from collections.abc import Mapping, Sequence
from typing import Any

Json = Any


def rows_of(body: Mapping[str, Json], columns: Mapping[str, str]) -> list[dict[str, Json]] | None:
    """Return the rows that arrays of one length make, without what is null; None where they are no such arrays."""
    arrays = {one: body[name] for name, one in columns.items() if body.get(name) is not None}
    if not arrays or not all(isinstance(each, list) for each in arrays.values()):
        return None
    lengths = {len(each) for each in arrays.values()}
    if len(lengths) != 1:
        return None
    rows = [dict(zip(arrays, values, strict=True)) for values in zip(*arrays.values(), strict=True)]
    return [{name: value for name, value in row.items() if value is not None} for row in rows]


def columns_of(rows: Sequence[Mapping[str, Json]], columns: Mapping[str, str]) -> dict[str, Json]:
    """Return the arrays that say the same as the rows; what no row has is left out."""
    used = {name: one for name, one in columns.items() if any(one in row for row in rows)}
    return {name: [row.get(one) for row in rows] for name, one in used.items()}
