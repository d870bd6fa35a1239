"""Faults in the rows to begin with: a value that is another, a row that is not there."""

import copy
from collections.abc import Iterator, Mapping

from generator.mutation.mutant import Mutant, Rows, unified
from generator.plan import Json
from state_db.rows import ALWAYS_MARK
from state_db.schema import Column, Table
from state_db.sql import json_text

FILE = "seed.json"


def seed_mutants(seed: Mapping[str, list[dict[str, Json]]], tables: Mapping[str, Table]) -> Iterator[Mutant]:
    """Yield a mutant for every table's middle row, and one for every column of it that no key or reference holds."""
    referred = {reference.table for table in tables.values() for reference in table.references}
    for name, rows in seed.items():
        table = tables.get(name)
        if table is None or not rows:
            continue
        number = len(rows) // 2
        if name not in referred and not rows[number].get(ALWAYS_MARK):
            yield _mutant("lost_seed_row", seed, name, number, None)
        bound = {*table.key, *(column for reference in table.references for column in reference.columns)}
        for column in table.columns:
            if column.name in bound or rows[number].get(column.name) is None:
                continue
            other = _other([row.get(column.name) for row in rows], rows[number][column.name], column)
            if other is not None:
                yield _mutant("other_seed_value", seed, name, number, {column.name: other})


def _other(values: list[Json], own: Json, column: Column) -> Json:
    """Another value of the same kind: one of another row's, or one beside it."""
    if isinstance(own, bool):
        return not own
    for value in values:
        if value is not None and value != own:
            return value
    if isinstance(own, int | float):
        return own + 1
    return f"{own}x" if isinstance(own, str) and column.type == "text" else None


def _mutant(
    operator: str, seed: Mapping[str, list[dict[str, Json]]], table: str, number: int, put: dict[str, Json] | None
) -> Mutant:
    rows: Rows = dict(copy.copy(seed))
    rows[table] = list(rows[table])
    old = json_text(rows[table][number])
    if put is None:
        new = ""
        del rows[table][number]
    else:
        rows[table][number] = {**rows[table][number], **put}
        new = json_text(rows[table][number])
    diff = unified(f"{FILE}#/{table}/{number}", old, new)
    return Mutant(operator, "", FILE, 0, diff, "", rows=rows, subject=table)
