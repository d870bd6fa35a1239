"""What rows say inside JSON about other rows: copies and keys of rows that are there, in whatever order they were made."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from random import Random

from generator.plan import Column, Entity, Json, Plan
from generator.seed.moments import words_of
from generator.seed.parents import Row, Rows
from generator.seed.schemas import Judge
from generator.seed.wording import is_called, is_identifier

# Members that say of what kind an object is.
_KIND_MEMBERS = ("resource_type", "object", "type", "kind", "resourceType")
# Words that the name of a role ends in.
_ROLES = frozenset("by assignee author owner creator editor follower reporter approver requester reviewer".split())
_PEOPLE = ("user", "member", "person", "employee", "account")
# The deepest object that is looked at.
MOST_DEPTH = 12


@dataclass(frozen=True, slots=True)
class Known:
    """An entity whose rows may be spoken of: by the name of its key in JSON, its rows as JSON objects."""

    entity: Entity
    key: str
    forms: tuple[dict[str, Json], ...]

    def form(self, key: Json) -> dict[str, Json] | None:
        """Return the row of this key."""
        return next((form for form in self.forms if form.get(self.key) == key), None)


def bound(plan: Plan, rows: Rows) -> None:
    """Make what JSON columns tell of other rows true: their keys, and whatever else is copied from them."""
    bonds = Bonds(plan, rows)
    for entity in plan.entities:
        for column in entity.columns:
            if column.type == "json":
                judge = Judge(column.value, plan.schemas)
                for place, row in enumerate(rows.get(entity.name, [])):
                    row[column.name] = bonds.mended(entity, column, row[column.name], place, judge)


class Bonds:
    """Finds what a value speaks of, and puts a row that is there in its place."""

    def __init__(self, plan: Plan, rows: Rows) -> None:
        self._seed = plan.seed
        self._known = {entity.name: known for entity in plan.entities if (known := _known(entity, rows))}
        self._spoken: dict[str, Known | None] = {}

    def mended(self, entity: Entity, column: Column, value: Json, place: int, judge: Judge) -> Json:
        """Return the value with other rows' keys and copies in it, as far as the column's schema accepts them."""
        rng = Random(f"{self._seed}/{entity.table}/{place}/{column.name}/bonds")
        whole = json.loads(json.dumps(value))
        holder = {column.name: whole}
        for change in list(self._changes(holder, rng, 0)):
            before = change.holder[change.at]
            change.holder[change.at] = change.value
            if not judge.accepts(holder[column.name]):
                change.holder[change.at] = before
        return holder[column.name]

    def _changes(self, holder: dict[str, Json], rng: Random, depth: int) -> "Iterator[Change]":
        if depth > MOST_DEPTH:
            return
        for name, value in holder.items():
            if isinstance(value, dict):
                yield from self._copied(name, value, rng)
                yield from self._changes(value, rng, depth + 1)
            elif isinstance(value, list):
                yield from self._listed(name, value, rng, depth)
            else:
                yield from self._keyed(holder, name, name, rng)

    def _listed(self, name: str, values: list[Json], rng: Random, depth: int) -> "Iterator[Change]":
        for at, part in enumerate(values):
            if isinstance(part, dict):
                yield from self._copied(name, part, rng)
                yield from self._changes(part, rng, depth + 1)
            elif not isinstance(part, list):
                yield from self._keyed(values, at, name, rng)

    def _copied(self, name: str, value: dict[str, Json], rng: Random) -> "Iterator[Change]":
        """Yield the members of an object that is a short form of another row, as that row has them."""
        known = self.spoken_of(name) or self._typed(value)
        if known is None or not any(_same(member, known.key) or is_called(member) for member in value):
            return
        own = next((member for member in value if _same(member, known.key)), None)
        form = known.form(value[own]) if own else None
        if form is None:
            form = known.forms[int(len(known.forms) * rng.random() ** 1.6)]
        for member in value:
            told = form.get(known.key) if member == own else form.get(member)
            if told is not None and told != value[member] and isinstance(told, str | int | float):
                yield Change(value, member, told)

    def _keyed(self, holder: "Holder", at: str | int, name: str, rng: Random) -> "Iterator[Change]":
        """Yield the key of a row in the place of a value that is named after one."""
        value = holder[at]
        words = words_of(name)
        if not is_identifier(name) or len(words) < 2 or value is None or isinstance(value, bool):
            return
        known = self.spoken_of(" ".join(words[:-1]))
        if known is not None and known.form(value) is None:
            yield Change(holder, at, known.forms[int(len(known.forms) * rng.random() ** 1.6)][known.key])

    def spoken_of(self, name: str) -> Known | None:
        """Return the entity that these words, or the last of them, are the name of; people go by many."""
        if name not in self._spoken:
            self._spoken[name] = self._found(words_of(name))
        return self._spoken[name]

    def _found(self, words: tuple[str, ...]) -> Known | None:
        for start in range(len(words)):
            called = "_".join(words[start:])
            for one in (called, called.removesuffix("s"), called.removesuffix("ies") + "y"):
                if one in self._known:
                    return self._known[one]
        if words and (words[-1] in _ROLES or words[-1].removesuffix("s") in _ROLES):
            return next((self._known[name] for name in _PEOPLE if name in self._known), None)
        return None

    def _typed(self, value: Mapping[str, Json]) -> Known | None:
        for member in _KIND_MEMBERS:
            if isinstance(value.get(member), str):
                return self._known.get("_".join(words_of(value[member])))
        return None


Holder = dict[str, Json] | list[Json]


@dataclass(frozen=True, slots=True)
class Change:
    """A value to be put at a place."""

    holder: Holder
    at: str | int
    value: Json


def _same(member: str, key: str) -> bool:
    return words_of(member) == words_of(key)


def _known(entity: Entity, rows: Rows) -> Known | None:
    """Return the entity's rows as JSON objects, if a single column tells them apart."""
    own = [column for column in entity.columns if column.name in entity.key and not column.references]
    if entity.singleton or len(own) != 1:
        return None
    forms = tuple(_form(entity, row) for row in rows.get(entity.name, []))
    key = _member(own[0])
    return Known(entity, key, forms) if forms and all(form.get(key) is not None for form in forms) else None


def _form(entity: Entity, row: Row) -> dict[str, Json]:
    """Return what a short form of the row may show: plain values by the name they have in JSON."""
    shown = (column for column in entity.columns if len(column.path) < 2 and column.type != "json" and not column.write_only)
    return {_member(column): row[column.name] for column in shown}


def _member(column: Column) -> str:
    return column.path[-1] if column.path else column.name
