"""Comparison of two changes of the same initial state, modulo fresh keys and clock values.

A key that a server made while the episode ran may differ between two good episodes, and so may the times it wrote. Keys
are matched one to one, per table, and consistently wherever they are referred to; of a time only counts that it is set.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = Any
Row = Mapping[str, Json]
Fresh = tuple[str, Json]  # the table whose row has the key, and the key


class ChangedRow(Protocol):
    """A row that is there before and after: its key, and the columns that differ."""

    @property
    def key(self) -> Row:
        """Its key."""

    @property
    def before(self) -> Row:
        """The columns that changed, as they were."""

    @property
    def after(self) -> Row:
        """The columns that changed, as they are."""


class TableChange(Protocol):
    """What happened to one table; ``state_db.diff.TableDiff`` is one."""

    @property
    def added(self) -> Sequence[Row]:
        """The new rows."""

    @property
    def removed(self) -> Sequence[Row]:
        """The rows that are gone."""

    @property
    def changed(self) -> Sequence[ChangedRow]:
        """The rows that are different."""


Changes = Mapping[str, Mapping[str, TableChange]]  # by server and table; only what changed is there

# server → table → column → what its value is to a comparison: "clock" (a time that the server wrote), "derived" (made
# from other columns), or "key:TABLE" (a key that the server made for a row of that table, here or in a reference to it)
Marks = Mapping[str, Mapping[str, Mapping[str, str]]]

# Rows that cannot be told apart are matched by trial; more steps than this never came up outside of made-up graphs.
SEARCH_STEPS = 20_000
# A key inside of free text or JSON is only recognised when it cannot be a word by chance.
LEAST_KEY_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Comparison:
    """Whether two changes are alike; if so by which mapping of fresh keys (table → expected → got), else why not."""

    alike: bool
    mapping: dict[str, list[tuple[Json, Json]]] = field(default_factory=dict)
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Item:
    """One changed row: what happened, its plain part as canonical text, and the fresh keys in it by place."""

    where: str
    what: str
    plain: str
    fresh: tuple[tuple[str, Fresh], ...]
    shown: str


def compare(expected: Changes, got: Changes, marks: Marks) -> Comparison:
    """Return whether both changes leave equivalent states."""
    wanted, found = list(_items(expected, marks)), list(_items(got, marks))
    reasons = _differences(wanted, found)
    if reasons:
        return Comparison(alike=False, reasons=reasons)
    pairs = _matching(wanted, found)
    if pairs is None:
        return Comparison(
            alike=False, reasons=("The same rows were written, but they refer to each other differently.",)
        )
    mapping: dict[str, list[tuple[Json, Json]]] = {}
    for (table, key), (_, other) in sorted(pairs.items(), key=lambda pair: _text(list(pair[0]))):
        mapping.setdefault(table, []).append((key, other))
    return Comparison(alike=True, mapping=mapping)


def _items(changes: Changes, marks: Marks) -> Iterator[Item]:
    for server, tables in sorted(changes.items()):
        server_marks = marks.get(server, {})
        fresh = _fresh_keys(tables, server_marks)
        for table, change in sorted(tables.items()):
            columns = server_marks.get(table, {})
            where = f"{server}.{table}"
            for row in change.added:
                yield _item(where, "a new row", row, columns, fresh)
            for row in change.removed:
                yield _item(where, "a removed row", row, columns, fresh)
            for changed in change.changed:
                if _matters(changed.before, changed.after, columns):
                    yield _item(where, "a changed row", {**changed.after, **changed.key}, columns, fresh)


def _fresh_keys(tables: Mapping[str, TableChange], marks: Mapping[str, Mapping[str, str]]) -> frozenset[str]:
    """The keys that were made for rows of this change, each as canonical text of [table, key]."""
    made = set()
    for table, change in tables.items():
        own = [column for column, mark in marks.get(table, {}).items() if mark == f"key:{table}"]
        made |= {_text([table, row[column]]) for row in change.added for column in own if row.get(column) is not None}
    return frozenset(made)


def _matters(before: Row, after: Row, columns: Mapping[str, str]) -> bool:
    """Whether the row differs in more than the times that the server wrote, and what it derives from other columns."""
    return any(
        before.get(name) != after.get(name)
        for name in before.keys() | after.keys()
        if columns.get(name) not in ("clock", "derived")
    )


def _item(where: str, what: str, row: Row, columns: Mapping[str, str], fresh: frozenset[str]) -> Item:
    plain: dict[str, Json] = {}
    keys: list[tuple[str, Fresh]] = []
    for name in sorted(row):
        mark, value = columns.get(name, ""), row[name]
        if mark == "derived":
            continue
        if mark == "clock":
            plain[name] = None if value is None else "(a time)"
        elif mark.startswith("key:") and _text([mark[4:], value]) in fresh:
            plain[name] = "(a new key)"
            keys.append((name, (mark[4:], value)))
        else:
            plain[name] = _without_keys(value, name, fresh, keys)
    shown = f"{where}: {_text({name: value for name, value in plain.items() if value is not None})}"
    return Item(where, what, _text(plain), tuple(keys), shown)


def _without_keys(value: Json, place: str, fresh: frozenset[str], keys: list[tuple[str, Fresh]]) -> Json:
    """The value with fresh keys inside of arrays and objects replaced, each noted with its place."""
    if isinstance(value, dict):
        return {name: _without_keys(part, f"{place}/{name}", fresh, keys) for name, part in sorted(value.items())}
    if isinstance(value, list):
        return [_without_keys(part, f"{place}/{index}", fresh, keys) for index, part in enumerate(value)]
    if isinstance(value, str) and len(value) >= LEAST_KEY_LENGTH:
        for made in sorted(fresh):
            table, key = json.loads(made)
            if key == value:
                keys.append((place, (table, key)))
                return "(a new key)"
    return value


def _differences(wanted: list[Item], found: list[Item]) -> tuple[str, ...]:
    """What is missing and what is too much, without regard to which fresh key is which."""
    left, right = Counter(map(_signature, wanted)), Counter(map(_signature, found))
    said = {_signature(item): item for item in [*wanted, *found]}
    missing = [f"Missing: {said[key].what} in {said[key].shown}" for key in (left - right).elements()]
    extra = [f"Not asked for: {said[key].what} in {said[key].shown}" for key in (right - left).elements()]
    return (*sorted(missing), *sorted(extra))


def _signature(item: Item) -> tuple[str, str, str]:
    return item.where, item.what, item.plain


def _matching(wanted: list[Item], found: list[Item]) -> dict[Fresh, Fresh] | None:
    """The one-to-one mapping of fresh keys under which both sides are the same rows, or none.

    Rows get colours first, refined by the colours of the rows that they share keys with; where keys only point from
    children to parents that already decides, and the search finds its way without turning back.
    """
    left, right = _colours(wanted), _colours(found)
    if Counter(left) != Counter(right):
        return None
    by_colour: dict[str, list[Item]] = {}
    for item, colour in zip(found, right, strict=True):
        by_colour.setdefault(colour, []).append(item)
    open_pairs = [(item, by_colour[colour]) for item, colour in zip(wanted, left, strict=True) if item.fresh]
    search = _Search(sorted(open_pairs, key=lambda pair: len(pair[1])))
    return search.there if search.place(0) else None


class _Search:
    """Matches each wanted row with one of its candidates so that the keys in them map one to one."""

    def __init__(self, open_pairs: list[tuple[Item, list[Item]]]) -> None:
        self.there: dict[Fresh, Fresh] = {}
        self._back: dict[Fresh, Fresh] = {}
        self._open = open_pairs
        self._used: set[int] = set()
        self._steps = 0

    def place(self, position: int) -> bool:
        """Return whether the rows from this position on can be matched."""
        if position == len(self._open):
            return True
        item, candidates = self._open[position]
        for candidate in candidates:
            self._steps += 1
            if self._steps > SEARCH_STEPS:
                return False
            new = _new_pairs(item, candidate, self.there, self._back) if id(candidate) not in self._used else None
            if new is None:
                continue
            self._take(candidate, new)
            if self.place(position + 1):
                return True
            self._give_back(candidate, new)
        return False

    def _take(self, candidate: Item, new: Mapping[Fresh, Fresh]) -> None:
        self._used.add(id(candidate))
        for key, other in new.items():
            self.there[key], self._back[other] = other, key

    def _give_back(self, candidate: Item, new: Mapping[Fresh, Fresh]) -> None:
        self._used.discard(id(candidate))
        for key, other in new.items():
            del self.there[key], self._back[other]


def _new_pairs(
    item: Item, other: Item, there: Mapping[Fresh, Fresh], back: Mapping[Fresh, Fresh]
) -> dict[Fresh, Fresh] | None:
    """The pairs that matching these two rows adds, or none where it would break the one-to-one mapping."""
    new: dict[Fresh, Fresh] = {}
    for (_, key), (_, value) in zip(item.fresh, other.fresh, strict=True):
        if there.get(key, new.get(key, value)) != value or back.get(value, key) != key:
            return None
        if key not in there:
            if value in new.values() and new.get(key) != value:
                return None
            new[key] = value
    return new


def _colours(items: list[Item]) -> list[str]:
    """A colour for each row that equivalent rows of two changes share."""
    colours = [_text([*_signature(item), [place for place, _ in item.fresh]]) for item in items]
    for _ in range(len(items)):
        around: dict[Fresh, list[str]] = {}
        for colour, item in zip(colours, items, strict=True):
            for place, key in item.fresh:
                around.setdefault(key, []).append(f"{place} {colour}")
        refined = [
            _digest([colour, [[place, sorted(around[key])] for place, key in item.fresh]])
            for colour, item in zip(colours, items, strict=True)
        ]
        settled = len(set(refined)) == len(set(colours))
        colours = refined
        if settled:
            break
    return colours


def _digest(value: Json) -> str:
    return hashlib.sha256(_text(value).encode("utf-8", "surrogatepass")).hexdigest()


def _text(value: Json) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
