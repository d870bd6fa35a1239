"""What is different between two states, row by row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import apsw

from state_db.digest import Databases
from state_db.rows import typed_rows
from state_db.schema import Table
from state_db.sql import json_text

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


def diff_of(before: Databases, after: Databases) -> StateDiff:
    """Return what differs; a server or table that only one of them has counts as empty in the other."""
    servers: dict[str, dict[str, TableDiff]] = {}
    for server in sorted({*before, *after}):
        found: dict[str, TableDiff] = {}
        old, new = before.get(server), after.get(server)
        names = sorted({*(old[1] if old else ()), *(new[1] if new else ())})
        for name in names:
            table = _table(new, name) or _table(old, name)
            if table is None:
                continue
            difference = table_diff(table, _rows(old, name), _rows(new, name))
            if difference:
                found[name] = difference
        if found:
            servers[server] = found
    return StateDiff(servers)


def table_diff(table: Table, before: Rows, after: Rows) -> TableDiff:
    """Return the rows that differ, told apart by the table's key; without a key, by all that they hold."""
    key = table.key or tuple(column.name for column in table.columns)
    old = {json_text([row.get(name) for name in key]): row for row in before}
    new = {json_text([row.get(name) for name in key]): row for row in after}
    changed = []
    for text in [text for text in old if text in new and old[text] != new[text]]:
        names = [name for name in new[text] if old[text].get(name) != new[text][name]]
        changed.append(
            ChangedRow(
                {name: new[text][name] for name in key},
                {name: old[text].get(name) for name in names},
                {name: new[text][name] for name in names},
            )
        )
    added = tuple(row for text, row in new.items() if text not in old)
    removed = tuple(row for text, row in old.items() if text not in new)
    return TableDiff(added, removed, tuple(changed))


def _table(database: tuple[apsw.Connection, Mapping[str, Table]] | None, name: str) -> Table | None:
    return database[1].get(name) if database else None


def _rows(database: tuple[apsw.Connection, Mapping[str, Table]] | None, name: str) -> Rows:
    table = _table(database, name)
    return typed_rows(database[0], table) if database and table else []
