"""Which rows a row belongs to and points to, so that all of its references tell the same story."""

from collections.abc import Mapping
from functools import lru_cache
from random import Random

from generator.links import Link, key_column, links_of
from generator.plan import Column, Entity, Json, Plan
from generator.seed.families import Family
from generator.seed.moments import words_of
from generator.seed.scene import Scene

Row = dict[str, Json]
# Rows by the entity's name.
Rows = dict[str, list[Row]]

# From this attempt on a row may be given to another parent than it was meant for.
OTHER_PARENT = 8
# In plans of more entities the rows of each are fewer: a service with a thousand operations has thousands all the same.
MANY_ENTITIES = 100
# Of more rows only some are looked at when one of them is chosen.
MOST_CANDIDATES = 64
# From this number of parents on, rows are spread over them unevenly.
MANY_PARENTS = 4
# How deep inside a row its currency is looked for.
MONEY_DEPTH = 3
_COMMON = frozenset({"id", "name", "title", "email", "slug", "key", "code", "number", "label", "type", "url"})
_CALLED = ("name", "title", "label", "username", "slug", "code", "summary", "full_name", "display_name")


def children_of(plan: Plan) -> int:
    """Return how many rows an entity with parents gets: twice those of one without, in large plans as many."""
    return plan.seed_rows if len(plan.entities) > MANY_ENTITIES else 2 * plan.seed_rows


def assigned(parents: list[Row], lineage: tuple[str, ...], count: int, rng: Random) -> list[int]:
    """Return for each of ``count`` children the index of its parent: many, a few, one each, and none for the last.

    The first two parents, which get at least two children each, differ in what they belong to themselves, if any do.
    """
    order = _unlike_first(parents, lineage)
    if len(order) == 1:
        return [order[0]] * count
    fed = order[:-1] if len(order) > 2 else order
    quotas = [max(2, count * 2 // 5), max(2, count // 5)]
    left = max(0, count - sum(quotas))
    quotas += [left // max(1, len(fed) - 2) + (place < left % max(1, len(fed) - 2)) for place in range(len(fed) - 2)]
    if len(fed) == 2:
        quotas[0] += left
    children = [parent for parent, quota in zip(fed, quotas, strict=False) for _ in range(quota)]
    rng.shuffle(children)
    children.remove(order[0])
    return [order[0], *children]


def _unlike_first(parents: list[Row], lineage: tuple[str, ...]) -> list[int]:
    order = list(range(len(parents)))
    for index in order[1:]:
        if any(parents[index].get(name) != parents[0].get(name) for name in lineage):
            return [0, index, *(other for other in order[1:] if other != index)]
    return order


def money_in(value: Json, depth: int) -> str:
    """Return the currency that a row tells, in a column or inside JSON, or an empty text."""
    if not isinstance(value, dict) or depth > MONEY_DEPTH:
        return ""
    for name, part in value.items():
        if isinstance(part, str) and len(part) == 3 and part.isupper() and words_of(name)[:1] == ("currency",):
            return part
    return next(
        (found for part in value.values() if isinstance(part, dict) and (found := money_in(part, depth + 1))), ""
    )


class Parents:
    """Chooses the references and scopes of one table's rows among the rows that are there."""

    def __init__(self, plan: Plan, family: Family, ordered: tuple[Family, ...], known: "KnownRows") -> None:
        self._plan = plan
        self._family = family
        self._families = {other.entity.name: other for other in ordered}
        self._known = known
        self._rows = known.rows
        self._table = family.entity.table
        self.main = next((column for column in family.parents if self._entity(column) is not family.entity), None)
        # References of several columns, those to what belongs to most itself first.
        links = [
            link for link in links_of(plan, family.entity) if link.enforced and len(link.pairs) > 1 and _alike(link)
        ]
        self._wide = sorted(
            (link for link in links if link.target is not family.entity),
            key=lambda link: -self._families[link.target.name].depth,
        )
        # What must always be shown of another row needs that row to be there.
        self._told = {
            column.template for column in family.entity.columns if column.made == "copied" and not column.nullable
        }
        self._able: list[Row] = []
        self._assigned: list[int] = []
        self._index: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def _entity(self, column: Column) -> Entity:
        if column.references is None:
            raise KeyError(column.name)
        return self._families[column.references.entity].entity

    def count(self) -> int:
        """Return how many rows the table is to have, and remember whose they are."""
        if self.main is None:
            return 1 if self._family.entity.singleton else self._plan.seed_rows
        entity = self._entity(self.main)
        parents = self._rows.get(entity.name, [])
        if not parents:
            return 0 if not self.main.nullable else self._plan.seed_rows
        self._able = [parent for parent in parents if not self._lacks(entity, parent)] or parents
        if self._single():
            kept = len(self._able) - (len(self._able) > 2 and not self._family.entity.singleton)
            self._assigned = list(range(kept))
        else:
            rng = Random(f"{self._plan.seed}/{self._table}/parents")
            lineage = self._families[entity.name].lineage
            self._assigned = assigned(self._able, lineage, children_of(self._plan), rng)
        return len(self._assigned)

    def _lacks(self, entity: Entity, other: Row) -> bool:
        """Return whether the other row belongs to nothing of a kind that each of our rows must belong to."""
        needed = {
            column.references.entity
            for column in self._family.entity.columns
            if column.references and not column.nullable and column.references.entity != entity.name
        }
        above = [column for name in needed for column in self._above(entity, self._families[name].entity)]
        return any(other.get(column.name) is None for column in above)

    def _single(self) -> bool:
        """Return whether a parent can have one row only."""
        entity = self._family.entity
        alone = {self.main.name} if self.main else set()
        columns = [{column.name} for column in entity.columns if column.unique]
        return any(names and names <= alone for names in (set(entity.key), *map(set, entity.unique), *columns))

    def chosen(self, scene: Scene, scopes: Mapping[str, Json], earlier: list[Row]) -> Row | None:
        """Return the row's references and scopes; None where one that is required has nothing to point to."""
        row: Row = dict(scopes)
        if self.main is not None and self._assigned:
            parent = self._parent(scene)
            row[self.main.name] = parent.get(key_column(self._entity(self.main), self.main))
            row |= self._told_by(parent)
            for column in self._family.scopes:
                # What the parent may leave empty is drawn where this row may not.
                if self._shares(column) and (column.nullable or parent[column.name] is not None):
                    row[column.name] = parent[column.name]
        rest = [column for column in (*self._family.parents, *self._ordered_others()) if column.name not in row]
        for column in rest:
            value = self._reference(column, row, scene, earlier)
            if value is None and not column.nullable:
                return None
            row[column.name] = value
        return self._true(self._true(row, by_scope=True), by_scope=False)

    def _told_by(self, parent: Row) -> Row:
        """Return what the main parent's row tells of what it belongs to itself, where the row has columns for it."""
        pairs = next((link.pairs for link in self._wide if link.column is self.main), ())
        return {own: parent[theirs] for own, theirs in pairs}

    def _true(self, row: Row | None, *, by_scope: bool) -> Row | None:
        """Return the row with references of several columns that lead to a row; None where one that must does not.

        A scope of the row may be given the value that the row pointed to has.
        """
        for link in self._wide if row is not None else ():
            if row is None or any(row.get(own, "") is None for own, _ in link.pairs) or link.column.name not in row:
                continue
            # What is not there yet would be made up later.
            free = {own for own, _ in link.pairs if by_scope and not link.entity.column(own).references}
            bare = free | {own for own, _ in link.pairs if own not in row}
            fixed = [(own, theirs) for own, theirs in link.pairs if own not in bare]
            rows = self._pointed(link.target, link.pairs[-1][1], row[link.column.name])
            fitting = [other for other in rows if all(other.get(theirs) == row[own] for own, theirs in fixed)]
            agreeing = [
                other for other in fitting if all(other.get(theirs) == row.get(own) for own, theirs in link.pairs)
            ]
            if agreeing:
                continue
            if fitting:
                row = {**row, **{own: fitting[0][theirs] for own, theirs in link.pairs if own in bare}}
            else:
                row = {**row, link.column.name: None} if link.column.nullable else None
        return row

    def late(self, column: Column, row: Row, scene: Scene) -> Json:
        """Return the key of a row that was made after this one, and that it may belong to as all rows are now."""
        return self._reference(column, row, scene, self._rows[self._family.entity.name])

    def _pointed(self, entity: Entity, key: str, value: Json) -> list[Row]:
        """Return the rows of the entity that have this value in their key's column."""
        rows = self._rows.get(entity.name, [])
        if entity is self._family.entity:
            return [row for row in rows if row.get(key) == value]
        if (entity.name, key) not in self._index:
            found: dict[str, list[Row]] = {}
            for row in rows:
                found.setdefault(repr(row.get(key)), []).append(row)
            self._index[entity.name, key] = found
        return self._index[entity.name, key].get(repr(value), []) if value is not None else []

    def money(self, row: Row) -> str:
        """Return the currency of what the row belongs to or points to, or an empty text."""
        for column in (*self._family.parents, *self._family.others):
            entity = self._entity(column)
            key = key_column(entity, column)
            for pointed in self._pointed(entity, key, row.get(column.name))[:1]:
                if found := self._known.money(pointed):
                    return found
        return ""

    def _parent(self, scene: Scene) -> Row:
        if scene.attempt >= OTHER_PARENT:
            return scene.rng("other parent").choice(self._able)
        return self._able[self._assigned[scene.offset % len(self._assigned)]]

    def _shares(self, scope: Column) -> bool:
        """Return whether the parent has the same scope, so that both hold the same value."""
        assert self.main is not None
        return any(
            column.name == scope.name and column.type == scope.type for column in self._entity(self.main).columns
        )

    def _ordered_others(self) -> list[Column]:
        return sorted(self._family.others, key=lambda column: -self._families[self._entity(column).name].depth)

    def _reference(self, column: Column, row: Row, scene: Scene, earlier: list[Row]) -> Json:
        entity = self._entity(column)
        itself = entity is self._family.entity
        key = key_column(entity, column)
        rows = earlier if itself else self._rows.get(entity.name, [])
        few = rows if len(rows) <= MOST_CANDIDATES else _sample(rows, scene.rng(f"candidates/{column.name}"))
        fitting = [other for other in few if self._agrees(column, other, row)]
        if not fitting and few is not rows:
            fitting = [other for other in rows if self._agrees(column, other, row)]
        if not fitting and not column.nullable:
            fitting = rows
        in_lineage = column.name in self._family.lineage and not itself
        may_be_left_out = column.nullable and column.name not in self._told
        may_be_left_out = may_be_left_out and (column.absent or itself or _takes_null(column))
        if not fitting or (may_be_left_out and not in_lineage and self._left_out(column, scene, itself)):
            return None
        shown = self._documented(column, scene, [other.get(key) for other in fitting])
        if shown is not None:
            return shown
        if in_lineage:
            place = (scene.offset * 3 + scene.attempt) % len(fitting)
            if len(fitting) >= MANY_PARENTS and scene.attempt < OTHER_PARENT:
                place = int(place * (place / len(fitting)) ** 0.6)  # some have several rows and some none
            return fitting[place].get(key)
        return fitting[int(len(fitting) * scene.rng(f"reference/{column.name}").random() ** 1.6)].get(key)

    def _left_out(self, column: Column, scene: Scene, itself: bool) -> bool:
        if itself:
            return scene.offset == 0 or scene.rng(f"self/{column.name}").random() < 0.5
        return scene.offset % 4 == Random(f"{self._plan.seed}/{self._table}/{column.name}").randrange(1, 4)

    def _documented(self, column: Column, scene: Scene, values: list[Json]) -> Json:
        examples = column.value.get("examples")
        if not isinstance(examples, list) or scene.turn >= len(examples):
            return None
        return examples[scene.turn] if examples[scene.turn] in values else None

    def _agrees(self, column: Column, other: Row, row: Row) -> bool:
        """Return whether pointing to the other row contradicts none of the references and scopes that are set."""
        entity = self._entity(column)
        family = self._families[entity.name]
        for name, value in row.items():
            mine = self._family.entity.column(name)
            target = mine.references.entity if mine.references else None
            for theirs in family.lineage:
                reference = entity.column(theirs).references
                same = theirs == name or (target is not None and reference is not None and reference.entity == target)
                if same and value is not None and other.get(theirs) not in (None, value):
                    return False
            if target is None or value is None or mine.name == column.name:
                continue
            if target == entity.name and len(entity.key) > 1 and other.get(key_column(entity, mine)) != value:
                return False
            if not self._stands_on(mine, value, entity, other.get(key_column(entity, column))):
                return False
        return True

    def _stands_on(self, mine: Column, value: Json, entity: Entity, key: Json) -> bool:
        """Return whether the row that ``mine`` points to belongs to this key of the entity, if it belongs to any."""
        owner = self._entity(mine)
        above = self._above(owner, entity)
        if owner is entity or not above:
            return True
        pointed = self._pointed(owner, key_column(owner, mine), value)
        return any(row.get(column.name) in (None, key) for row in pointed for column in above) or not pointed

    def _above(self, owner: Entity, entity: Entity) -> list[Column]:
        """Return the columns by which the owner's rows belong to the entity's: its lineage's, or its only one."""
        lineage = [column for column in self._families[owner.name].parents if self._entity(column) is entity]
        columns = [column for column in owner.columns if column.references and self._entity(column) is entity]
        return lineage or (columns if len(columns) == 1 else [])


@lru_cache(maxsize=16384)
def _named_in(name: str) -> tuple[bool, str, str]:
    """Return whether the name is of a key, of what it speaks, and all of its words."""
    words = words_of(name)
    by_id = len(words) > 1 and words[-1] in ("id", "ids")
    return by_id, "_".join(words[:-1] if by_id else words), "_".join(words)


class KnownRows:
    """The rows that were seeded before, for properties inside JSON that speak of them by name."""

    def __init__(self, ordered: tuple[Family, ...], rows: Rows) -> None:
        self._families = {family.entity.name: family for family in ordered}
        self.rows = rows
        self._money: dict[int, str] = {}
        self._unknown: set[str] = set()  # names of nothing that has rows, however many are still to come
        self._uniques = {
            column.name: family.entity.name
            for family in ordered
            for column in family.entity.columns
            if column.unique and not column.references and column.name not in _COMMON
        }

    def money(self, row: Row) -> str:
        """Return the currency that one of these rows tells: whatever points to it asks, and it may hold much."""
        if id(row) not in self._money:
            self._money[id(row)] = money_in(row, 0)
        return self._money[id(row)]

    def keys(self, entity: str) -> list[Json]:
        """Return the keys of an entity's rows."""
        family = self._families[entity]
        own = family.own or (family.entity.key[0] if family.entity.key else "")
        return [row[own] for row in self.rows.get(entity, []) if row.get(own) is not None]

    def row_for(self, name: str, scene: Scene) -> tuple[tuple[Json, ...], Mapping[str, Json]] | None:
        """Return values for a property that names another entity's row, the likeliest first, and that row."""
        if name in self._unknown:
            return None
        by_id, called, unique = _named_in(name)
        known = called in self._families or called.removesuffix("s") in self._families or unique in self._uniques
        if not known:
            self._unknown.add(name)
            return None
        for entity in (called, called.removesuffix("s")):
            rows = self.rows.get(entity)
            if rows:
                return self._called_by(entity, rows, by_id, scene.rng(f"row/{name}"))
        rows = self.rows.get(self._uniques.get(unique, ""))
        if not rows:
            return None
        row = scene.rng(f"row/{name}").choice(rows)
        return ((row[unique],), row) if row.get(unique) is not None else None

    def _called_by(self, entity: str, rows: list[Row], by_id: bool, rng: Random) -> tuple[tuple[Json, ...], Row] | None:
        row = rng.choice(rows)
        family = self._families[entity]
        key = row.get(family.own or family.entity.key[0]) if family.entity.key else None
        named = [row[column] for column in _CALLED if row.get(column) is not None]
        values = tuple(value for value in ([key, *named] if by_id else [*named, key]) if value is not None)
        return (values, row) if values else None


def _alike(link: Link) -> bool:
    """Return whether columns and keys of the reference are of one type, so that one can hold the other's value."""
    return all(link.entity.column(own).type == link.target.column(theirs).type for own, theirs in link.pairs)


def _sample(rows: list[Row], rng: Random) -> list[Row]:
    """Return some of the rows, the earlier ones more often, each once and in their order."""
    places = {int(len(rows) * rng.random() ** 1.6) for _ in range(MOST_CANDIDATES)}
    return [rows[place] for place in sorted(places)]


def _takes_null(column: Column) -> bool:
    """Return whether the documentation allows null; a column that is always shown has a value otherwise."""
    types = column.value.get("type")
    return not column.path or types is None or types == "null" or (isinstance(types, list) and "null" in types)
