"""Candidates: valid values for one argument of a tool, taken from the seeded rows and else from its schema."""

from collections.abc import Iterable

from generator.belonging import is_one_family
from generator.conditions import condition_candidates, is_condition
from generator.forms import shown
from generator.json_equality import json_key
from generator.meaning import Row, alike, inner_value, key_columns
from generator.plan import Column, Fields, Filter, Input, Json, Key, Member, Order, Paging, Parts, Show, Tool, Value
from generator.seeded import MOST_VALUES, Seeded, is_own_key, unique_sets
from generator.terms import term_candidates


class Candidates(Seeded):
    """The seeded rows, and what of them each argument can be given."""

    def values(self, tool: Tool, argument: str, row: Row | None = None, count: int = 3) -> list[Json]:
        """Return distinct valid values of the argument; those of a written column are free, and not the row's own."""
        does = tool.argument(argument).does
        match does:
            case Value(column=column):
                return self._written_values(tool, argument, column, row, count)
            case Key(column=column):
                found = [each.get(column) for each in self.rows(tool.entity)]
                known = _distinct(value for value in found if value is not None)[:count]
                return [self.as_given(tool, argument, value) for value in known]
            case Filter():
                return self._filter_values(tool, argument, does, count)
            case Order():
                return self._orders(tool, argument, does)[:count]
            case Paging(what="size" | "after" | "before" | "page" | "offset"):
                return self._places(tool, argument, does, row)[:count]
            case Show() | Parts() | Fields():
                return self._shown_values(tool, argument, does, row, count)[:count]
            case Input(of=of, by=by) if of is not None and by is not None:
                return self._naming_values(tool, argument, does, [each.get(by) for each in self.rows(of)])[:count]
            case Member():
                return self._member_values(tool, argument, does, row, count)
            case _:
                return self.samples(tool, argument).valid(count)

    def _places(self, tool: Tool, argument: str, does: Paging, row: Row | None) -> list[Json]:
        """Values of a paging argument that is no cursor."""
        match does.what:
            case "size":
                return [size for size in (2, 1, 3) if self.samples(tool, argument).accepts(size)]
            case "page":
                return [does.first, does.first + 1]
            case "offset":
                return [does.begins + 1, does.begins + 2, does.begins]
            case _:
                key = self.plan.entity(tool.entity).key[-1]
                rows = self.rows(tool.entity) if row is None else [row, *self.rows(tool.entity)]
                return [each[key] for each in rows]

    def _written_values(self, tool: Tool, argument: str, name: str, row: Row | None, count: int) -> list[Json]:
        does = tool.argument(argument).does
        if isinstance(does, Value) and does.of is not None:
            return self._telling_values(tool, argument, does, row, count)
        column = self.plan.entity(tool.entity).column(name)
        if column.references is not None and self._takes_scalar(tool, argument):
            found = self._references(tool, column, row)
        else:
            found = self.samples(tool, argument).valid(count + MOST_VALUES)
        taken = {json_key(each.get(name)) for each in self.rows(tool.entity)} if self._is_unique(tool, name) else set()
        if row is not None:
            taken.add(json_key(row.get(name)))
        free = [value for value in found if json_key(value) not in taken]
        if not free and tool.argument(argument).required and not self._is_unique(tool, name):
            free = found  # of one choice alone, the row has it already
        return sorted(free, key=lambda value: (value is None, value in ({}, [])))[:count]

    def _telling_values(self, tool: Tool, argument: str, does: Value, row: Row | None, count: int) -> list[Json]:
        """Return what names rows of the entity that the column's object tells of: others than it tells of now."""
        assert does.of is not None
        assert does.by is not None
        samples = self.samples(tool, argument)
        held = (row or {}).get(does.column)
        now = held.get(does.named) if isinstance(held, dict) else held
        found = [each.get(does.by) for each in self.rows(does.of)]
        if does.each:
            now = [part.get(does.named) if isinstance(part, dict) else part for part in held or ()]
            keys = [[key] for key in _distinct(found) if key is not None and json_key([key]) != json_key(now)]
            return [key for key in keys if samples.accepts(key)][:count]
        keys = [key for key in _distinct(found) if key is not None and json_key(key) != json_key(now)]
        whole = next((value for value in samples.valid(MOST_VALUES) if isinstance(value, dict)), {})
        given = [key if does.inside else {**whole, does.named: key} for key in keys]
        return [value for value in given if samples.accepts(value)][:count]

    def _named_properties(self, tool: Tool, argument: str, does: Fields, row: Row | None, count: int) -> list[Json]:
        """Choices of properties: each alone that a row shows besides what is always shown, the last two together.

        The word that stands for all of them comes second.
        """
        entity = self.plan.entity(tool.entity)
        names: dict[str, None] = {}
        for each in [row] if row is not None else self.rows(tool.entity):
            body: Json = shown(entity, each, does.form)
            body = body.get(does.within, {}) if does.within and isinstance(body, dict) else body
            names.update(dict.fromkeys(body if isinstance(body, dict) else {}))
        accepts = self.samples(tool, argument).accepts
        found = [[name] for name in names if name not in does.always and accepts([name])]
        pairs = [[*one, *other] for one, other in zip(found[-2:-1], found[-1:], strict=False)]
        if does.every and found:
            found.insert(1, [does.every])
        return [value for value in [*found[: count - 1], *pairs, *found[count - 1 :]] if accepts(value)][:count]

    def _orders(self, tool: Tool, argument: str, does: Order) -> list[Json]:
        """Orders that the argument takes: one value, or an array of one; of arrays also the last two together."""
        accepts = self.samples(tool, argument).accepts
        ways: list[Json] = [*does.by, *([value] for value in does.by), list(does.by)[-2:]]
        return [value for value in ways if accepts(value)]

    def _shown_values(
        self, tool: Tool, argument: str, does: Show | Parts | Fields, row: Row | None, count: int
    ) -> list[Json]:
        """Choices of what an answer shows."""
        match does:
            case Show(word=word):
                return [[word]] if word else [True, False]
            case Parts(keyed="", words=words):
                return [[word] if word else True for word in words]
            case Parts():
                return self._asked_parts(tool, does, row)
            case Fields():
                return self._named_properties(tool, argument, does, row, count)

    def _asked_parts(self, tool: Tool, does: Parts, row: Row | None) -> list[Json]:
        """Choices of the keys of an object that rows show only where they are asked for."""
        entity = self.plan.entity(tool.entity)
        rows = [row] if row is not None else self.rows(tool.entity)
        held = [shown(entity, each, tool.form).get(does.keyed) for each in rows]
        return [[name] for name in dict.fromkeys(name for each in held if isinstance(each, dict) for name in each)]

    def _member_values(self, tool: Tool, argument: str, does: Member, row: Row | None, count: int) -> list[Json]:
        """Return keys to add: those of rows that are not members; or to remove: those of members."""
        elements = (row or {}).get(does.column)
        found = [member_key(does, each) for each in elements] if isinstance(elements, list) else []
        there = [key for key in found if key is not None]
        if does.change == "remove" and there:
            found = there
        elif does.of is not None and does.by is not None:
            found = [each.get(does.by) for each in self.rows(does.of)]
        else:
            samples = self.samples(tool, argument).valid(count + MOST_VALUES)
            found = [one for value in samples for one in (value if isinstance(value, list) else [value])]
        if does.change == "add":
            found = [key for key in found if key not in there]
        return [self.as_given(tool, argument, key) for key in _distinct(found) if key is not None][:count]

    def _naming_values(self, tool: Tool, argument: str, does: Input, keys: Iterable[Json]) -> list[Json]:
        """Return what names rows by these keys: one each, alone in an array or a map where several can be named."""
        samples = self.samples(tool, argument)
        if samples.schema.get("type") == "object":
            told = [value for each in samples.valid(MOST_VALUES) if isinstance(each, dict) for value in each.values()]
            maps: list[Json] = [{str(key): value} for key in _distinct(keys) if key is not None for value in told]
            return [each for each in maps if samples.accepts(each)]
        named = [{does.key: key} if does.key else key for key in _distinct(keys) if key is not None]
        found: list[Json] = [[one] if samples.schema.get("type") == "array" else one for one in named]
        return [value for value in found if samples.accepts(value)] or samples.valid(MOST_VALUES)

    def _takes_scalar(self, tool: Tool, argument: str) -> bool:
        schema = self.samples(tool, argument).schema
        return schema.get("type") not in ("array", "object")

    def _references(self, tool: Tool, column: Column, row: Row | None) -> list[Json]:
        """Return keys to refer to: first those that rows in the same scope hold, then any."""
        scope = [name for name in self._scope(tool) if name != column.name]
        near = [
            each.get(column.name)
            for each in self.rows(tool.entity)
            if row is None or all(alike(each.get(name), row.get(name)) for name in scope)
        ]
        entity = self.plan.entity(tool.entity)
        beside = None if row is None else self.beside(entity, column, row)
        if beside is not None:
            near = [value for value in near if any(alike(value, key) for key in beside)]
        others = self.referable(column) if beside is None else beside
        own = [] if row is None else [row.get(name) for name in entity.key]
        found = [value for value in _distinct([*near, *others]) if value is not None and value not in own]
        path = list(key_columns(entity, tool).values())
        if row is None or column.name not in [each.name for each in path]:
            return found
        # The path goes on naming what stands before: a row is not found in what stands elsewhere.
        return [value for value in found if is_one_family(self, entity, {**row, column.name: value}, path)]

    def _scope(self, tool: Tool) -> list[str]:
        entity = self.plan.entity(tool.entity)
        columns = key_columns(entity, tool).values()
        return [column.name for column in columns if not is_own_key(entity, column)]

    def _is_unique(self, tool: Tool, name: str) -> bool:
        entity = self.plan.entity(tool.entity)
        return any(columns[-1] == name for columns in unique_sets(entity))

    def _filter_values(self, tool: Tool, argument: str, does: Filter, count: int) -> list[Json]:
        found: list[Json] = []
        for row in self.rows(tool.entity):
            found += filter_candidates(does, row)
        samples = self.samples(tool, argument)
        more = [] if is_condition(does) else samples.valid(count)
        return _distinct(value for value in [*found, *more] if samples.accepts(value))[:count]


def member_key(does: Member, element: Json) -> Json:
    """Return the key that an element of an array column holds."""
    return element.get(does.key) if does.key and isinstance(element, dict) else element


def _distinct(values: Iterable[Json]) -> list[Json]:
    return list({json_key(value): value for value in values}.values())


def filter_candidates(does: Filter, row: Row) -> list[Json]:
    """Return values of the filter's argument for which the row passes, or is at the border."""
    value = row.get(does.column)
    if does.inside:
        value = inner_value(value, does.inside)
    match does.test:
        case "pairs":
            return [{name: one} for name, one in value.items()] if isinstance(value, dict) else []
        case "present" | "with" | "without":
            return [True, False]
        case "text" | "prefix":
            texts = [row.get(name) for name in does.columns or (does.column,)]
            return [_piece(text, does.test) for text in texts if isinstance(text, str) and text]
        case "where" | "odata":
            return list(condition_candidates(does, row))
        case "terms":
            return list(term_candidates(does, row))
        case "has":
            return list(value) if isinstance(value, list) else []
        case "has_any" | "has_all" | "has_none":
            return [[item] for item in value] if isinstance(value, list) else []
        case "in" | "not_in":
            return [] if value is None else [[value]]
        case _:
            return [] if value is None else _compared_with(does, value)


def _compared_with(does: Filter, value: Json) -> list[Json]:
    """Return the value as the argument may give it: seconds are a number or, as in the row, a text."""
    return [value, float(str(value))] if does.as_time == "unix" else [value]


def _piece(text: str, test: str) -> str:
    """Return a part of the text, with its case turned: the filter is case folded."""
    words = text.split()
    return (words[0] if test == "prefix" or not words else words[-1]).swapcase()
