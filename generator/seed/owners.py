"""Owners: the one thing that a row hangs on, where calls hang rows of its kind on things of many kinds.

A note that was made at an order is no note of a customer as well, though notes of both stand in one table.
"""

from collections.abc import Collection

from generator.links import key_column
from generator.plan import Column, Entity, Json, Key, Plan, Tool, Value
from generator.seed.parents import Row, Rows

MOST_ROWS = 80
# Rows of the same owner, and of all owners of one kind: two of them have some, and all others have none.
_OF_FIRST, _OF_KIND = 3, 5
_MAKING = frozenset({"create", "upsert", "link"})


class Owners:
    """Chooses the owner of each row of a table; nothing for tables whose rows may belong to several things."""

    def __init__(self, plan: Plan, entity: Entity, rows: Rows) -> None:
        self._rows = rows
        columns = owner_columns(plan, entity)
        targets = [(column, plan.entity(column.references.entity)) for column in columns if column.references]
        self._kinds = [(column, target) for column, target in targets if rows.get(target.name)]
        self._names = [column.name for column in columns]
        self._each = max(2, min(_OF_KIND, MOST_ROWS // max(1, len(self._kinds))))

    @property
    def count(self) -> int:
        """How many rows the table is to have; 0 where nothing is said of it."""
        return len(self._kinds) * self._each if len(self._kinds) > 1 else 0

    def of(self, index: int) -> Row:
        """Return the columns that tell the owner of one row: one of them is set."""
        if not self.count:
            return {}
        column, target = self._kinds[index % len(self._kinds)]
        rows = self._rows[target.name]
        second = index // len(self._kinds) >= _OF_FIRST and len(rows) > 1
        empty: dict[str, Json] = dict.fromkeys(self._names)
        return {**empty, column.name: rows[int(second)][key_column(target, column)]}


def owner_columns(plan: Plan, entity: Entity) -> tuple[Column, ...]:
    """Return the columns of which each row has one: no answer shows them, and each call that makes rows sets one."""
    hidden = {
        column.name: column
        for column in entity.columns
        if column.references and column.nullable and not column.path and column.name not in entity.key
    }
    makers = [tool for tool in plan.tools_of(entity.name) if tool.pattern in _MAKING or tool.each == "create"]
    named = [_named(tool, hidden) for tool in makers]
    if len(hidden) < 2 or any(len(names) != 1 for names in named):
        return ()
    found = dict.fromkeys(name for names in named for name in names)
    single = all(len(plan.entity(each.entity).key) == 1 for name in found if (each := hidden[name].references))
    return tuple(hidden[name] for name in found) if len(found) > 1 and single else ()


def _named(tool: Tool, columns: Collection[str]) -> set[str]:
    names = {argument.does.column for argument in tool.arguments if isinstance(argument.does, Key | Value)}
    return names & set(columns)
