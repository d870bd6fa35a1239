"""Rows for the tables of a plan: references first, then scopes, keys and all other values, kept unique and valid."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random

from generator.plan import Column, Entity, Json, Plan
from generator.seed.bonds import bound
from generator.seed.catalogues import entries_of
from generator.seed.cells import Cells
from generator.seed.coherence import agreed
from generator.seed.copies import copies
from generator.seed.counted import number_rows
from generator.seed.families import Family, families
from generator.seed.latecomers import filled_late
from generator.seed.owners import Owners
from generator.seed.parents import KnownRows, Parents, Row, Rows
from generator.seed.scene import Scene, opened
from generator.seed.standing import standing_key
from generator.seed.states import marks, settled, unset
from generator.seed.tallies import tallied
from generator.seed.values import Values
from generator.seed.wording import calling

# How many days before the epoch the rows of a table were created, from and to, by the table's depth.
AGES = ((400, 150), (140, 65), (60, 28), (25, 12), (10, 6), (5, 2))
ROW_TRIES = 24


def seed_rows(plan: Plan) -> dict[str, list[Row]]:
    """Return rows by table, parents first; equal plans give equal rows.

    The rows of a singleton that point to no other row have ``"_always": true``: they are there in an empty server too,
    and so is a row that no call creates and the documentation names.
    """
    ordered = families(plan)
    rows: Rows = {}
    known = KnownRows(ordered, rows)
    values = Values(plan.schemas, known)  # one for all tables, which share most schemas
    for family in ordered:
        rows[family.entity.name] = list(Table(plan, family, ordered, known, values).rows())
    filled_late(plan, ordered, known, _moment(plan.epoch))
    bound(plan, ordered, rows, values)
    tallied(plan, ordered, rows)
    for family in ordered:
        number_rows(family.entity, rows[family.entity.name])
        for row in rows[family.entity.name]:
            row |= copies(plan, family.entity, row, rows)
    return {family.entity.table: rows[family.entity.name] for family in ordered}


class Table:
    """The rows of one entity, drawn after those of the entities that it stands on."""

    def __init__(
        self, plan: Plan, family: Family, ordered: tuple[Family, ...], known: KnownRows, values: Values
    ) -> None:
        self._plan = plan
        self._family = family
        self._entity = family.entity
        self._parents = Parents(plan, family, ordered, known)
        self._rows = known.rows
        self._marks = marks(plan, self._entity)
        self._unset = unset(plan, self._entity)
        self._cells = Cells(plan, family, known, values, frozenset(mark.column for mark in self._marks))
        self._now = _moment(plan.epoch)
        self._scoped: dict[int, Row] = {}
        self._owners = Owners(plan, self._entity, known.rows)
        self._called, self._entries = entries_of(plan, self._entity) if not family.scopes else ("", ())

    def rows(self) -> Iterator[Row]:
        """Yield the rows in the order of insertion."""
        made: list[Row] = []
        seen: set[str] = set()
        count = self._parents.count()
        scoped = len(self._scopes(0)) > 0 and self._parents.main is None
        if self._entity.singleton:
            # Nothing tells the rows of a singleton without a key apart, so that there is one whatever it refers to.
            count = 2 if scoped else count if self._entity.key else min(count, 1)
        count = len(self._entries) or self._owners.count or count
        for index in range(count):
            row = self._fresh_row(index, count, made, seen)
            if row is not None:
                made.append(row)
        self._order(made)
        standing = standing_key(self._plan, self._entity)
        for row in _with_key(made, self._entity, standing):
            always = self._entity.singleton or (standing is not None and row[self._entity.key[0]] == standing)
            yield {**row, "_always": True} if always and self._stands_alone(row) else row

    def _order(self, made: list[Row]) -> None:
        """Let rows stand by their key where that is one whole number: SQLite keeps them so, whatever came first."""
        key, name = self._entity.key, self._entity.name
        to_itself = any(column.references and column.references.entity == name for column in self._entity.columns)
        if len(key) == 1 and self._entity.column(key[0]).type == "integer" and not to_itself:
            made.sort(key=lambda row: row[key[0]])

    def _stands_alone(self, row: Row) -> bool:
        return all(row[column.name] is None for column in self._entity.columns if column.references)

    def _fresh_row(self, index: int, count: int, made: list[Row], seen: set[str]) -> Row | None:
        """Return a row that differs from the earlier ones in all that must be unique, or None where none was found."""
        scene = self._cells.peopled(
            opened(self._plan.seed, self._entity.table, index, self._now, self._created(index, count))
        )
        for attempt in range(ROW_TRIES):
            chosen = self._parents.chosen(scene.tried(attempt), self._scopes(scene.offset), made)
            if chosen is None:
                return None
            chosen |= self._owners.of(index)
            if seen.intersection(self._signs(chosen)):
                continue  # what it belongs to has such a row already, whatever else would be drawn
            if self._entries:
                chosen[self._called] = self._entries[index]
            row = self._row(scene.again(attempt), chosen, made)
            signs = list(self._signs(row))
            if not seen.intersection(signs):
                seen.update(signs)
                return row
        return None

    def _signs(self, row: Row) -> Iterator[str]:
        entity = self._entity
        alone = [(column.name,) for column in entity.columns if column.unique]
        for names in dict.fromkeys([entity.key, *entity.unique, *alone]):
            values = [row.get(name) for name in names]
            if names and all(value is not None for value in values):
                yield repr((names, values))

    def _created(self, index: int, count: int) -> datetime:
        oldest, youngest = AGES[min(self._family.depth, len(AGES) - 1)]
        rng = Random(f"{self._plan.seed}/{self._entity.table}/{index}/created")
        share = (index + rng.random() * 0.9) / max(1, count)
        return (self._now - timedelta(days=oldest - (oldest - youngest) * share)).replace(microsecond=0)

    def _scopes(self, index: int) -> Row:
        """Return one of the two values of each column that is a scope without a table."""
        turn = index % 2 if self._entity.singleton else int(index % 3 == 1)
        if turn not in self._scoped:
            self._scoped[turn] = {column.name: self._cells.scope(column, turn) for column in self._family.scopes}
        return self._scoped[turn]

    def _row(self, scene: Scene, chosen: Row, earlier: list[Row]) -> Row:
        row = dict(chosen)
        scene = scene._replace(money=self._parents.money(row) or scene.money)
        for name, value in row.items():
            scene = calling(scene, name, value)
        fresh: Row = dict(row)
        for column in self._cells.ordered:
            if column.name not in row:
                fresh[column.name] = self._cells.value(column, scene, self._place(column, row, earlier))
                scene = calling(scene, column.name, fresh[column.name])
                row[column.name] = None if self._cells.left_empty(column, scene) else fresh[column.name]
        row = settled(row, self._marks, fresh)
        row = agreed(row, self._cells.accepts)
        row = self._not_deleted(row, scene)
        row |= self._cells.urls(row)
        row |= copies(self._plan, self._entity, row, self._rows)
        return {column.name: row[column.name] for column in self._entity.columns}

    def _place(self, column: Column, row: Row, earlier: list[Row]) -> int:
        """Return how many rows stand before this one: those of its parent, where it is numbered under that."""
        *parent, own = self._entity.key or ("",)
        if not parent or column.name != own or self._entity.id != "integer":
            return len(earlier)
        here = [row.get(name) for name in parent]
        return sum([other[name] for name in parent] == here for other in earlier)

    def _not_deleted(self, row: Row, scene: Scene) -> Row:
        return {
            name: self._cells.other(name, self._unset[name], value, scene) if name in self._unset else value
            for name, value in row.items()
        }


def _with_key(rows: list[Row], entity: Entity, key: Json) -> list[Row]:
    """Return the rows with one of them having the key that is given, the first where none has it yet."""
    if key is None or not rows or any(row[entity.key[0]] == key for row in rows):
        return rows
    return [{**rows[0], entity.key[0]: key}, *rows[1:]]


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text.replace("Z", "+00:00"))
    return found if found.tzinfo else found.replace(tzinfo=UTC)
