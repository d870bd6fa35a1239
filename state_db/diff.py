"""What is different between two states, row by row."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import apsw

from state_db.rows import Stored, as_typed, stored_rows
from state_db.schema import Table, TableMap
from state_db.sql import json_text
from state_db.versions import Content

Json = Any
Rows = list[dict[str, Json]]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that both states have: its key, and the columns that differ, before and after."""

    key: dict[str, Json]
    before: dict[str, Json]
    after: dict[str, Json]


@dataclass(frozen=True, slots=True)
class TableDiff:
    """The rows of one table that differ."""

    added: tuple[dict[str, Json], ...] = ()
    removed: tuple[dict[str, Json], ...] = ()
    changed: tuple[ChangedRow, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class StateDiff:
    """The tables that differ, by server and table. It is false when the states are equal."""

    servers: Mapping[str, Mapping[str, TableDiff]]

    def __bool__(self) -> bool:
        return bool(self.servers)

    def to_json(self) -> dict[str, Json]:
        """Return {server: {table: {"added": [row], "removed": [row], "changed": [{"key", "before", "after"}]}}}."""
        return {
            server: {
                name: {
                    "added": list(table.added),
                    "removed": list(table.removed),
                    "changed": [{"key": row.key, "before": row.before, "after": row.after} for row in table.changed],
                }
                for name, table in tables.items()
            }
            for server, tables in self.servers.items()
        }


@dataclass(frozen=True, slots=True)
class Database:
    """One server's database: its tables, and what they hold as far as others may hold the very same."""

    connection: apsw.Connection
    tables: TableMap
    content: Callable[[str], Content]

    def holds_the_same(self, other: "Database", table: str) -> bool:
        """Whether both have the table, with rows of the same origin."""
        return table in self.tables and table in other.tables and self.content(table) is other.content(table)


Databases = Mapping[str, Database]


def diff_of(before: Databases, after: Databases) -> StateDiff:
    """Return what differs; a server or table that only one of them has counts as empty in the other."""
    servers: dict[str, dict[str, TableDiff]] = {}
    for server in sorted({*before, *after}):
        found: dict[str, TableDiff] = {}
        old, new = before.get(server), after.get(server)
        tables = {**(old.tables if old else {}), **(new.tables if new else {})}
        for name, table in sorted(tables.items()):
            if old is None or new is None or not old.holds_the_same(new, name):
                difference = table_diff(table, *_different(table, _rows(old, name), _rows(new, name)))
                if difference:
                    found[name] = difference
        if found:
            servers[server] = found
    return StateDiff(servers)


def _rows(database: Database | None, name: str) -> list[Stored]:
    if database is None or name not in database.tables:
        return []
    return stored_rows(database.connection, database.tables[name])


def _different(table: Table, before: list[Stored], after: list[Stored]) -> tuple[Rows, Rows]:
    """The rows that only one of them has, in order. Most are in both, and are told apart before they are parsed."""
    both = Counter(before) & Counter(after) if not table.key else {*before} & {*after}
    if not isinstance(both, Counter):
        old, new = [row for row in before if row not in both], [row for row in after if row not in both]
    else:
        old, new = _without(before, both), _without(after, both)
    return as_typed(table, old), as_typed(table, new)


def _without(rows: list[Stored], others: Counter[Stored]) -> list[Stored]:
    left = others.copy()
    kept = []
    for row in rows:
        if left[row]:
            left[row] -= 1
        else:
            kept.append(row)
    return kept


def table_diff(table: Table, before: Rows, after: Rows) -> TableDiff:
    """Return the rows that differ, told apart by the table's key; without a key, a row is gone or new as a whole."""
    if not table.key:
        return TableDiff(tuple(after), tuple(before))
    old = {json_text([row.get(name) for name in table.key]): row for row in before}
    new = {json_text([row.get(name) for name in table.key]): row for row in after}
    changed = []
    for text in [text for text in old if text in new and old[text] != new[text]]:
        names = [name for name in new[text] if old[text].get(name) != new[text][name]]
        changed.append(
            ChangedRow(
                {name: new[text][name] for name in table.key},
                {name: old[text].get(name) for name in names},
                {name: new[text][name] for name in names},
            )
        )
    added = tuple(row for text, row in new.items() if text not in old)
    removed = tuple(row for text, row in old.items() if text not in new)
    return TableDiff(added, removed, tuple(changed))
