"""What happened to the state: rows by table before and after, as one change."""

from collections.abc import Mapping
from typing import Any

from client.tasks import ChangedRow, Changes, Row, TableChange
from generator.samples import json_key
from state_db.environment import Environment

Json = Any
RowsByTable = dict[str, dict[str, list[Row]]]


def rows_by_table(environment: Environment) -> RowsByTable:
    """Return all rows of the environment, by server and table."""
    return {
        image.name: {table: environment.rows(image.name, table) for table in image.tables} for image in environment.images
    }


def changes_between(environment: Environment, before: RowsByTable, after: RowsByTable) -> Changes:
    """Return what changed; the environment's tables say which columns are a row's key."""
    found: Changes = {}
    for image in environment.images:
        for name, table in image.tables.items():
            change = table_change(before[image.name][name], after[image.name][name], tuple(table.key))
            if change.added or change.removed or change.changed:
                found.setdefault(image.name, {})[name] = change
    return found


def table_change(before: list[Row], after: list[Row], key: tuple[str, ...]) -> TableChange:
    """Return what changed between two states of a table; without a key every row stands for itself."""
    old, new = _by_key(before, key), _by_key(after, key)
    changed = []
    for each in old:
        if each in new and json_key(old[each]) != json_key(new[each]):
            names = [name for name in old[each] if json_key(old[each][name]) != json_key(new[each].get(name))]
            changed.append(
                ChangedRow(
                    key={name: old[each][name] for name in key},
                    before={name: old[each][name] for name in names},
                    after={name: new[each].get(name) for name in names},
                )
            )
    return TableChange(
        added=tuple(row for each, row in new.items() if each not in old),
        removed=tuple(row for each, row in old.items() if each not in new),
        changed=tuple(changed),
    )


def _by_key(rows: list[Row], key: tuple[str, ...]) -> Mapping[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        text = json_key({name: row[name] for name in key} if key else row)
        count = 0
        while f"{text}#{count}" in found:
            count += 1
        found[f"{text}#{count}"] = row
    return found
