"""What laws need to make calls: arguments that a tool accepts, taken from its schemas and from the seeded rows."""

import itertools
from collections.abc import Collection, Mapping, Sequence

from generator.belonging import housed
from generator.candidates import Candidates, filter_candidates
from generator.check import Rows
from generator.json_equality import json_key
from generator.meaning import Row, alike, key_columns, value_columns
from generator.plan import Argument, Column, Entity, Fields, Filter, Json, Key, Paging, Plan, Tool, Value
from generator.seeded import MOST_VALUES, far_values, goes_along, is_own_key, row_key, unique_sets
from state_db.image import Image

# Ways to fill a creation's arguments that are looked at for one with a new key, and creations that are enough.
MOST_WAYS = 64
MOST_CREATIONS = 3


class Probe(Candidates):
    """A plan with its rendered image, and an environment with the seeded rows that is never changed."""

    def __init__(self, plan: Plan, image: Image, rows: Rows | None = None) -> None:
        super().__init__(plan, image, rows)
        self._creations: dict[tuple[str, str], list[dict[str, Json]]] = {}

    def arguments(
        self, tool: Tool, row: Row | None = None, *, optional: Collection[str] | bool = False, turn: int = 0
    ) -> dict[str, Json] | None:
        """Return valid arguments: those that address ``row`` (or a new row beside it), and the required rest.

        ``optional`` names those to give besides, or True for all. ``turn`` chooses other values. None where a required
        argument has no value, or none of those of which the tool's accords ask for one.
        """
        entity = self.plan.entity(tool.entity)
        if row is None:
            row = next(iter(self.addressable(tool) or self.rows(tool.entity)), None)
        if row is not None:
            row = housed(self, entity, row, list(key_columns(entity, tool).values()), turn)
        found: dict[str, Json] = {}
        for argument in tool.arguments:
            # "All" is all that a call does: what hides parts of its answer is given by name alone.
            asked = optional is True and not isinstance(argument.does, Fields)
            wanted = argument.required or asked or (not isinstance(optional, bool) and argument.name in optional)
            if not wanted:
                continue
            values = self._choices(tool, entity, argument, row)
            if values:
                found[argument.name] = _telling(argument, values, turn, found)
            elif argument.required:
                return None
        found = self.agreed(tool, found, () if isinstance(optional, bool) else optional, row)
        return found if all(accord.holds(found) for accord in tool.accords) else None

    def agreed(
        self, tool: Tool, arguments: Mapping[str, Json], keep: Collection[str] = (), row: Row | None = None
    ) -> dict[str, Json]:
        """Return the arguments as the tool's accords ask for: without what must not stand beside another, which those
        of ``keep`` do, and with what must."""
        found = dict(arguments)
        for accord in (*tool.accords, *tool.accords):  # what one of them adds may ask for another
            if accord.holds(found):
                continue
            given = [name for name in accord.names if found.get(name) is not None]
            if accord.rule == "apart":
                kept = next((name for name in given if name in keep), given[0])
                found = {name: value for name, value in found.items() if name == kept or name not in given}
                continue
            names = accord.names if accord.rule == "with" or accord.when is None else accord.names[1:]
            missing = {name: self._agreeing(tool, name, row) for name in names if name not in given}
            if accord.rule == "any":
                missing = dict(sorted(missing.items(), key=lambda each: each[1][0])[:1])
            found |= {name: value for name, (_, values) in missing.items() for value in values[:1]}
        return found

    def _agreeing(self, tool: Tool, name: str, row: Row | None) -> tuple[bool, list[Json]]:
        """Return values for an argument that another one asks for: of a filter, those that let the row pass.

        The first tells whether there are none of these.
        """
        argument = tool.argument(name)
        if isinstance(argument.does, Filter) and row is not None:
            passing = filter(self.samples(tool, name).accepts, filter_candidates(argument.does, row))
            own = list(passing)
            if own or tool.pattern in ("list", "search"):
                return not own, own
        return True, self._choices(tool, self.plan.entity(tool.entity), argument, row)

    def element(self, tool: Tool, row: Row) -> Json:
        """Return the element of a batch's array that names the row (or makes one beside it): a key, or an object."""
        entity = self.plan.entity(tool.entity)
        over = tool.argument(tool.over)
        key = over.does.column if isinstance(over.does, Key | Value) else entity.key[-1]
        if tool.each != "create" and key in row and self.samples(tool, over.name).accepts([row[key]]):
            return row[key]
        taken = [each.get(key) for each in self.rows(entity.name)]
        values = self.samples(tool, over.name).valid(MOST_VALUES)
        sampled = [value[0] for value in values if isinstance(value, list) and value]
        whole = next((value for value in sampled if tool.each != "create" or value not in taken), None)
        if not isinstance(whole, dict):
            return whole
        return self.naming(tool, whole, row)

    def naming(self, tool: Tool, element: Mapping[str, Json], row: Row) -> dict[str, Json]:
        """Return a batch's element as one about the row: with its key, its references and what only it may have."""
        entity = self.plan.entity(tool.entity)
        over = tool.argument(tool.over)
        key = over.does.column if isinstance(over.does, Key | Value) else entity.key[-1]
        found = self.referring(entity, element, row)
        if tool.each == "create":
            return found
        for name in (key, *(columns[-1] for columns in unique_sets(entity) if columns != entity.key)):
            path = entity.column(name).path or (name,)
            if row.get(name) is not None and (path[0] in found or name == key):
                found[path[0]] = row[name]
            elif name != key:
                found.pop(path[0], None)
        return found

    def referring(self, entity: Entity, element: Mapping[str, Json], row: Row) -> dict[str, Json]:
        """Return an element whose references are the row's, else to a row that is there; without them if none is."""
        found = dict(element)
        for column in entity.columns:
            name = (column.path or (column.name,))[0]
            if column.references is None or name not in found:
                continue
            value = row.get(column.name)
            known = [value] if value is not None else [each for each in self.referable(column) if each is not None]
            if known:
                found[name] = known[0]
            else:
                del found[name]
        return found

    def _choices(self, tool: Tool, entity: Entity, argument: Argument, row: Row | None) -> list[Json]:
        if tool.pattern == "batch" and argument.name == tool.over and row is not None:
            return [[self.element(tool, row)]]
        if isinstance(argument.does, Paging) and argument.does.what == "cursor":
            return []
        if isinstance(argument.does, Key):
            return self._key_choices(tool, entity, argument, entity.column(argument.does.column), row)
        if isinstance(argument.does, Paging) and argument.required and argument.does.what in ("offset", "page"):
            # Who must always say where to begin, begins at the beginning.
            begins = argument.does.begins
            return sorted(self.values(tool, argument.name, row, MOST_VALUES), key=lambda at: at != begins)
        if makes_rows(tool) or row is None:
            found = self.values(tool, argument.name, None, MOST_VALUES)
            written = entity.column(argument.does.column) if isinstance(argument.does, Value) else None
            beside = None if row is None or written is None else self.beside(entity, written, row)
            return found if beside is None else [value for value in found if any(alike(value, key) for key in beside)]
        if isinstance(argument.does, Filter) and (tool.pattern in ("get", "batch") or argument.required):
            own = list(filter(self.samples(tool, argument.name).accepts, filter_candidates(argument.does, row)))
            picks_inside = tool.pattern == "custom" and argument.does.test == "has"
            others = argument.required and not own and not picks_inside
            return self.values(tool, argument.name, row, MOST_VALUES) if others else own
        if isinstance(argument.does, Value) and argument.does.column in entity.key:
            return [row[argument.does.column]]
        return self.values(tool, argument.name, row, MOST_VALUES)

    def _key_choices(
        self, tool: Tool, entity: Entity, argument: Argument, column: Column, row: Row | None
    ) -> list[Json]:
        """Return keys for the argument: new ones for what makes rows, the row's own for what picks one."""
        if makes_rows(tool) and entity.key == (column.name,) and column.references is not None:
            return [self.as_given(tool, argument.name, key) for key in self._unlinked(entity, column)]
        if makes_rows(tool) and is_own_key(entity, column):
            found = self._new_keys(tool, argument.name, column)
            return found or (self.samples(tool, argument.name).valid(1) if len(entity.key) > 1 else [])
        if makes_rows(tool) and entity.key[-1:] == (column.name,):
            others = [
                value for value in self.referable(column) if row is None or not alike(value, row.get(column.name))
            ]
            if others:
                return [self.as_given(tool, argument.name, value) for value in others]
        if makes_rows(tool) and column.references is None and self._has_no_new_key(tool, entity):
            return self._new_keys(tool, argument.name, column)
        if row is not None and row.get(column.name) is not None:
            return [self.as_given(tool, argument.name, row[column.name])]
        known = [self.as_given(tool, argument.name, key) for key in self.referable(column)]
        return known or self.samples(tool, argument.name).valid(1)

    def _has_no_new_key(self, tool: Tool, entity: Entity) -> bool:
        """Return whether rows have all keys that their scopes leave: only one in a scope of its own is new."""
        own = [
            (name, column) for name, column in key_columns(entity, tool).items() if is_own_key(entity, column)
        ]  # fmt: skip
        return bool(own) and not any(self._new_keys(tool, name, column) for name, column in own)

    def _unlinked(self, entity: Entity, column: Column) -> list[Json]:
        """Return the keys of rows to which no row of the entity is connected."""
        taken = {json_key(row.get(column.name)) for row in self.rows(entity.name)}
        return [key for key in self.referable(column) if json_key(key) not in taken]

    def _new_keys(self, tool: Tool, argument: str, column: Column) -> list[Json]:
        taken = {json_key(row.get(column.name)) for row in self.rows(tool.entity)}
        values = [*self.samples(tool, argument).valid(MOST_VALUES), *far_values(column)]
        return [
            value for value in values if json_key(value) not in taken and self.samples(tool, argument).accepts(value)
        ]

    def creations(self, tool: Tool, *, optional: Collection[str] | bool = False) -> list[dict[str, Json]]:
        """Return argument sets that create rows with different keys, up to three, beside seeded rows in turn."""
        key = tool.name, json_key(optional if isinstance(optional, bool) else sorted(optional))
        if key not in self._creations:
            self._creations[key] = self._found_creations(tool, optional)
        return [dict(arguments) for arguments in self._creations[key]]

    def _found_creations(self, tool: Tool, optional: Collection[str] | bool) -> list[dict[str, Json]]:
        entity = self.plan.entity(tool.entity)
        rows: list[Row | None] = [*(self.addressable(tool) or self.rows(tool.entity))] or [None]
        sets = unique_sets(entity)
        taken = {mark for row in self.rows(tool.entity) for mark in _marks(sets, row)}
        found: list[dict[str, Json]] = []
        for turn, row in itertools.islice(((turn, row) for turn in range(MOST_VALUES) for row in rows), MOST_WAYS):
            arguments = self.arguments(tool, row, optional=optional, turn=turn)
            if arguments is None:
                continue
            marks = _marks(sets, said_columns(entity, tool, arguments))
            if not marks & taken:
                taken |= marks
                found.append(arguments)
            if len(found) == MOST_CREATIONS:
                break
        return found

    def reader(self, entity: str, known: Collection[str]) -> Tool | None:
        """Return a tool that gets one row of the entity by columns that are all known, by its key if there is one."""
        key = self.plan.entity(entity).key
        readers = self.tools("get", entity=entity)
        by_key = [
            tool
            for tool in readers
            if any(column.name in key[-1:] for column in key_columns(self.plan.entity(entity), tool).values())
        ]
        for tool in (*by_key, *readers):
            columns = key_columns(self.plan.entity(entity), tool)
            required = {argument.name for argument in tool.arguments if argument.required}
            if columns and required <= columns.keys() and all(c.name in known for c in columns.values()):
                return tool
        return None


def _telling(argument: Argument, values: Sequence[Json], turn: int, given: Mapping[str, Json]) -> Json:
    """The value whose turn it is; for a text that is written the next that no other argument of the call has."""
    value = values[turn % len(values)]
    if not isinstance(argument.does, Value) or not isinstance(value, str):
        return value
    following = (values[(turn + index) % len(values)] for index in range(len(values)))
    return next((each for each in following if each not in given.values()), value)


def said_columns(entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> Row:
    """Return the columns that the arguments name, with their values."""
    columns = {**key_columns(entity, tool), **value_columns(entity, tool)}
    return {column.name: arguments[name] for name, column in columns.items() if name in arguments}


def _marks(sets: list[tuple[str, ...]], row: Row) -> set[str]:
    """A text for each set of unique columns of which the row has all values."""
    return {
        json_key([list(columns), [row[name] for name in columns]])
        for columns in sets
        if all(row.get(name) is not None for name in columns)
    }


def makes_rows(tool: Tool) -> bool:
    """Return whether the tool's own key arguments name a row that is not there yet."""
    return tool.pattern in ("create", "upsert", "link")


__all__ = ["Probe", "goes_along", "is_own_key", "row_key", "unique_sets"]
