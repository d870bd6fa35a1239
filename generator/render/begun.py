"""The rows that a server begins with: made ones that its own tables refuse are left out, so that no row costs a server.

Rows are made to keep every rule of their tables. A description may tell rules that nobody foresaw, in whatever mixture;
what is left out is said in ``server.json``.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from state_db.errors import StateError
from state_db.schema import Table
from state_db.template import empty_template, filled_template

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]

_SCHEMA, _SEED = "schema.sql", "seed.json"


@dataclass(frozen=True, slots=True)
class Begun:
    """Rows that the tables take, and how many of each table they refuse."""

    rows: Rows
    refused: Mapping[str, int]

    @property
    def said(self) -> tuple[str, ...]:
        """A sentence for each table of which rows were left out."""
        return tuple(
            f"Of the rows made for {table}, {count} broke a rule of the table and are left out."
            for table, count in sorted(self.refused.items())
        )


def taken_rows(schema: str, rows: Rows) -> Begun:
    """Return the rows that tables of this schema take together.

    What a row refers to is there: whoever names a row that is refused is left out as well. Raises: StateError where
    the schema itself is at fault.
    """
    base, tables, _ = empty_template(schema, _SCHEMA)
    left: Counter[str] = Counter()
    while True:
        try:
            filled_template(base, tables, rows, _SEED)
        except StateError as error:
            kept = _standing(_without_refused(rows, error), tables)
            left.update({name: len(own) - len(kept[name]) for name, own in rows.items()})
            if kept == rows:
                raise
            rows = kept
        else:
            return Begun(rows, +left)


def _without_refused(rows: Rows, error: StateError) -> Rows:
    """Return the rows without the one that an error names by its place: seed.json#/boards/3."""
    table, _, number = error.where.partition("#/")[2].rpartition("/")
    if table not in rows or not number.isdigit():
        return rows
    return {**rows, table: [row for place, row in enumerate(rows[table]) if place != int(number)]}


def _standing(rows: Rows, tables: Mapping[str, Table]) -> Rows:
    """Return the rows whose references all lead to rows that are there."""
    references = [reference for table in tables.values() for reference in table.references]
    while True:
        keys = {
            (each.table, each.targets): {_values(row, each.targets) for row in rows.get(each.table, ())}
            for each in references
        }
        kept = {name: [row for row in own if _stands(row, tables.get(name), keys)] for name, own in rows.items()}
        if kept == rows:
            return rows
        rows = kept


def _stands(
    row: Row, table: Table | None, keys: Mapping[tuple[str, tuple[str, ...]], Collection[tuple[Any, ...]]]
) -> bool:
    named = [(each, _values(row, each.columns)) for each in (table.references if table is not None else ())]
    return all(None in key or key in keys[each.table, each.targets] for each, key in named)


def _values(row: Row, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(row.get(name) for name in names)
