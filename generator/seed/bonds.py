"""What rows say inside JSON about other rows: copies and keys of rows that are there, however late they were made."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random

from generator.plan import Column, Entity, Json, Plan, Value
from generator.seed.families import Family
from generator.seed.moments import words_of
from generator.seed.parents import Row, Rows
from generator.seed.schemas import Judge
from generator.seed.values import Values
from generator.seed.wording import is_called, is_identifier

# Members that say of what kind an object is.
_KIND_MEMBERS = ("resource_type", "object", "type", "kind", "resourceType")
# Words that the name of a role ends in.
_ROLES = frozenset("by assignee author owner creator editor follower reporter approver requester reviewer".split())
_PEOPLE = ("user", "member", "person", "employee", "account")
# The deepest object that is looked at.
MOST_DEPTH = 12

# Whether the value, as it is now, may stand in its column.
Stands = Callable[[], bool]


class Draws:
    """Random numbers of a label, which are begun with the first that is drawn: most values speak of no row."""

    def __init__(self, label: str) -> None:
        self._label = label
        self._rng: Random | None = None

    def random(self) -> float:
        """Return the next number, from 0 to below 1."""
        self._rng = self._rng or Random(self._label)
        return self._rng.random()


@dataclass(frozen=True, slots=True)
class Known:
    """An entity whose rows may be spoken of: by the name of its key in JSON, its rows as JSON objects."""

    entity: Entity
    key: str
    forms: tuple[dict[str, Json], ...]
    by_key: Mapping[str, dict[str, Json]]

    def form(self, key: Json) -> dict[str, Json] | None:
        """Return the row of this key."""
        return self.by_key.get(repr(key))

    def member(self, word: str) -> str:
        """Return the member that a property means whose name ends in this word: the key, or an identifier beside it."""
        return word if all(form.get(word) is not None for form in self.forms) else self.key

    def any(self, rng: Draws) -> dict[str, Json]:
        """Return one of the rows; the earlier ones are spoken of more often."""
        return self.forms[int(len(self.forms) * rng.random() ** 1.6)]


def bound(plan: Plan, ordered: tuple[Family, ...], rows: Rows, values: Values) -> None:
    """Make what rows tell of other rows true: their keys, and whatever else is copied from them inside JSON."""
    bonds = Bonds(plan, rows)
    alone = _keys_alone(plan)
    for family in ordered:
        for column in family.entity.columns:
            if _is_free(family, column):
                judge, key = values.judge(column.value), alone.get((family.entity.name, column.name), "")
                for place, row in enumerate(rows[family.entity.name]):
                    told = row.get(key)
                    row[column.name] = bonds.mended(family.entity, column, row[column.name], place, judge, told)


def _keys_alone(plan: Plan) -> dict[tuple[str, str], str]:
    """Return by entity and column the column that keeps the key alone of what the first's object tells of."""
    told = ((tool.entity, each.does) for tool in plan.tools for each in tool.arguments if isinstance(each.does, Value))
    return {(entity, does.column): does.also for entity, does in told if does.also is not None}


def _is_free(family: Family, column: Column) -> bool:
    """Return whether no reference, key or scope says what the column holds, though it may name another row."""
    entity = family.entity
    fixed = {*entity.key, *family.lineage, *(name for names in entity.unique for name in names)}
    acts = column.made in ("caller", "changer") and column.of is not None
    if column.references or column.unique or (column.made and not acts) or column.name in fixed:
        return False
    return column.type == "json" or (column.type in ("text", "integer") and is_identifier(column.name))


class Bonds:
    """Finds what a value speaks of, and puts a row that is there in its place."""

    def __init__(self, plan: Plan, rows: Rows) -> None:
        self._seed = plan.seed
        self._known = {entity.name: known for entity in plan.entities if (known := _known(entity, rows))}
        self._spoken: dict[str, Known | None] = {}

    def mended(self, entity: Entity, column: Column, value: Json, place: int, judge: Judge, told: Json = None) -> Json:
        """Return the value with other rows' keys and copies in it, as far as the column's schema accepts them.

        ``told`` is the key of the row that the value itself tells of, where that is known.
        """
        if value is None or value in ([], {}):
            return value
        rng = Draws(f"{self._seed}/{entity.table}/{place}/{column.name}/bonds")
        own = json.loads(json.dumps(value)) if isinstance(value, dict | list) else value
        holder: dict[str, Json] = {column.name: own}

        def stands() -> bool:
            return judge.accepts(holder[column.name])

        if told is not None and isinstance(own, dict):
            self._tell(column.name, own, told)
        self._mend(holder, rng, stands, 0)
        return holder[column.name]

    def _tell(self, name: str, value: dict[str, Json], told: Json) -> None:
        """Put the key of the row that the value tells of into it."""
        known = self._typed(value) or self.spoken_of(name)
        own = next((member for member in value if known and _same(member, known.key)), None)
        if known is not None and own is not None and known.form(told) is not None:
            value[own] = told

    def _mend(self, holder: dict[str, Json], rng: Draws, stands: Stands, depth: int) -> None:
        if depth > MOST_DEPTH:
            return
        for name, value in list(holder.items()):
            places: list[tuple[Json, Json]] = (
                [(value, at) for at in range(len(value))] if isinstance(value, list) else [(holder, name)]
            )
            for inside, at in places:
                part = inside[at]
                if isinstance(part, dict):
                    self._copy(name, part, rng, stands)
                    self._mend(part, rng, stands, depth + 1)
                elif not isinstance(part, list):
                    self._point(inside, at, name, rng, stands)

    def _copy(self, name: str, value: dict[str, Json], rng: Draws, stands: Stands) -> None:
        """Give an object that is a short form of another row the members that this row has, and no others."""
        known = self._typed(value) or self.spoken_of(name)
        own = next((member for member in value if known and _same(member, known.key)), None)
        if known is None or (own is None and not any(is_called(member) for member in value)):
            return
        form = (known.form(value[own]) if own else None) or known.any(rng)
        told = {member: form.get(known.key if member == own else member) for member in value}
        copied = {member: value[member] if member not in form and member != own else told[member] for member in value}
        kept = {member: part for member, part in copied.items() if part is not None or value[member] is None}
        _tried(value, kept, stands)
        for member in value if value != kept else ():
            if told[member] is not None:
                _tried(value, {**value, member: told[member]}, stands)

    def _point(self, holder: Json, at: Json, name: str, rng: Draws, stands: Stands) -> None:
        """Put the key of a row in the place of a value that is named after one."""
        value = holder[at]
        words = words_of(name)
        if not is_identifier(name) or len(words) < 2 or value is None or isinstance(value, bool):
            return
        known = self.spoken_of(" ".join(words[:-1]))
        if known is None:
            return
        key = known.member(words[-1])
        there = known.form(value) is not None if key == known.key else any(form[key] == value for form in known.forms)
        if not there:
            holder[at] = known.any(rng)[key]
            if not stands():
                holder[at] = value

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


def _tried(value: dict[str, Json], other: dict[str, Json], stands: Stands) -> None:
    """Give the object these members, unless it may not have them."""
    before = dict(value)
    value.clear()
    value.update(other)
    if not stands():
        value.clear()
        value.update(before)


def _same(member: str, key: str) -> bool:
    return words_of(member) == words_of(key)


def _known(entity: Entity, rows: Rows) -> Known | None:
    """Return the entity's rows as JSON objects, if a single column tells them apart."""
    own = [column for column in entity.columns if column.name in entity.key and not column.references]
    if entity.singleton or len(own) != 1:
        return None
    key = _member(own[0])
    forms = tuple(form for row in rows.get(entity.name, []) if (form := _form(entity, row)).get(key) is not None)
    return Known(entity, key, forms, {repr(form[key]): form for form in forms}) if forms else None


def _form(entity: Entity, row: Row) -> dict[str, Json]:
    """Return what a short form of the row may show: plain values by the name they have in JSON."""
    shown = (
        column for column in entity.columns if len(column.path) < 2 and column.type != "json" and not column.write_only
    )
    return {_member(column): row[column.name] for column in shown}


def _member(column: Column) -> str:
    return column.path[-1] if column.path else column.name
