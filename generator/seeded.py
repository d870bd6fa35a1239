"""The seeded rows of a server, and which of them a tool's arguments can address."""

from collections.abc import Iterator, Mapping, Sequence

from generator.check import Rows
from generator.json_equality import json_key
from generator.links import Link, link_holds, link_of, links_to
from generator.meaning import Row, alike, inner_value, key_columns, picked
from generator.plan import Argument, Column, Entity, Filter, Json, Key, PatternKind, Plan, Tool, Value
from generator.render.tables import is_filled
from generator.samples import WORDS, Fault, Samples
from state_db.answer import Answer
from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image
from state_db.scenario import Scenario

# Distinct values that are looked at for one argument before it is given up.
MOST_VALUES = 8


class Seeded:
    """The rows that an image begins with, or other ``rows``, and an environment with them that is never changed."""

    def __init__(self, plan: Plan, image: Image, rows: Rows | None = None) -> None:
        self.plan = plan
        self.image = image
        self._scenario: Scenario = "seed" if rows is None else {image.name: rows}
        self.environment = Environment.open(image, scenario=self._scenario)
        self._inserted = image.seed if rows is None else rows
        self._rows: dict[str, list[Row]] = {}
        self._samples: dict[tuple[str, str], Samples] = {}
        self._links: dict[str, tuple[Link, ...]] = {}
        self._ready: dict[str, list[Row]] = {}
        self._referable: dict[int, list[Json]] = {}

    def close(self) -> None:
        """Close the environment."""
        self.environment.close()

    def _links_to(self, target: Entity) -> tuple[Link, ...]:
        """The references to the entity; a small world needs those of few."""
        if target.name not in self._links:
            self._links[target.name] = tuple(links_to(self.plan, target))
        return self._links[target.name]

    def rows(self, entity: str) -> list[Row]:
        """Return the entity's seeded rows in the order of insertion; a small world is asked for those of few."""
        if entity not in self._rows:
            self._rows[entity] = self._read(self.plan.entity(entity).table)
        return self._rows[entity]

    def _read(self, table: str) -> list[Row]:
        """Return a table's rows as the environment begins with them, also while a trial's calls have changed them."""
        if not self.environment.calls:
            return seeded_rows(self.environment, self.image, table, self._inserted)
        with Environment.open(self.image, scenario=self._scenario) as untouched:
            return seeded_rows(untouched, self.image, table, self._inserted)

    def tools(self, *patterns: PatternKind, entity: str | None = None) -> Iterator[Tool]:
        """Return the plan's tools of these patterns, of one entity if it is named."""
        tools = self.plan.tools if entity is None else self.plan.tools_of(entity)
        yield from (tool for tool in tools if tool.pattern in patterns)

    def tried(self, tool: Tool, arguments: Mapping[str, Json]) -> Answer | None:
        """Return what the tool answers to the arguments, None where the server breaks; nothing of it stays."""
        with self.environment.trial():
            return self.called(tool, arguments)

    def called(self, tool: Tool, arguments: Mapping[str, Json]) -> Answer | None:
        """Return what the tool answers, or None where the server breaks; to be used in a trial."""
        try:
            return self.environment.call(tool.name, arguments)
        except StateError:
            return None

    def samples(self, tool: Tool, argument: str) -> Samples:
        """Return the sampled values of one argument."""
        found = self._samples.get((tool.name, argument))
        if found is None:
            root = dict(self.image.tools[tool.name].input_schema)
            turn = [each.name for each in tool.arguments].index(argument)
            known = self._known(tool, tool.argument(argument))
            found = Samples(root["properties"][argument], root, known, turn)
            self._samples[tool.name, argument] = found
        return found

    def faults(self, tool: Tool, argument: str) -> list[Fault]:
        """Return values that the argument must refuse."""
        return self.samples(tool, argument).faults()

    def _known(self, tool: Tool, argument: Argument) -> list[Json]:
        does = argument.does
        if not isinstance(does, Value | Key | Filter):
            return []
        seeded = [row.get(does.column) for row in self.rows(tool.entity)]
        return [value for value in seeded if value is not None][:3]

    def keys(self, tool: Tool, row: Row) -> dict[str, Json] | None:
        """Return the key arguments that pick the row, or None where the row has no value for one that is required."""
        found: dict[str, Json] = {}
        for name, column in key_columns(self.plan.entity(tool.entity), tool).items():
            value = row.get(column.name)
            if value is not None:
                found[name] = self.as_given(tool, name, value)
            elif tool.argument(name).required:
                return None
        return found

    def as_given(self, tool: Tool, argument: str, value: Json) -> Json:
        """Return the value of a key column as the argument takes it: in an array where it takes several."""
        samples = self.samples(tool, argument)
        many = not isinstance(value, list) and not samples.accepts(value) and samples.accepts([value])
        return [value] if many else value

    def addressable(self, tool: Tool) -> list[Row]:
        """Return the rows that the tool's key arguments can pick."""
        return [row for row in self.rows(tool.entity) if self.keys(tool, row) is not None]

    def single(self, tool: Tool) -> list[Row]:
        """Return the rows that the tool's key arguments pick alone, those first that a call should go through on."""
        rows = self.ready(tool)
        entity = self.plan.entity(tool.entity)
        columns = [*(column.name for column in key_columns(entity, tool).values()), *_asked(tool)]
        marks = [json_key([row.get(name) for name in columns]) for row in self.rows(tool.entity)]
        return [row for row in rows if marks.count(json_key([row.get(name) for name in columns])) == 1]

    def ready(self, tool: Tool) -> list[Row]:
        """Return the rows on which a call should go through: in an allowed state, and free to be deleted.

        Those that the call changes come first, and last those that stand at the beginning of their table or scope:
        whatever comes upon a row by chance comes upon them.
        """
        if tool.name not in self._ready:
            self._ready[tool.name] = self._found_ready(tool)
        return self._ready[tool.name]

    def _found_ready(self, tool: Tool) -> list[Row]:
        entity = self.plan.entity(tool.entity)
        rows = [row for row in self.addressable(tool) if self.may_move(tool, row)]
        if tool.pattern == "get":
            rows = [row for row in rows if picked(tool, [row], self.keys(tool, row) or {})]
            rows = [row for row in rows if all(row.get(name) not in (None, []) for name in _asked(tool))]
        if tool.pattern == "custom":
            rows = [row for row in rows if _has_what_is_picked(tool, row)]
        if tool.pattern == "delete" and not tool.soft:
            rows = [row for row in rows if not self.is_held(entity, row)]
        literal = {name: value for name, value in tool.set.items() if not str(value).startswith("$")}
        firsts = self._firsts(tool)
        moved = {id(row): all(alike(row.get(name), value) for name, value in literal.items()) for row in rows}
        return sorted(rows, key=lambda row: (bool(literal) and moved[id(row)], firsts.count(row_key(entity, row))))

    def _firsts(self, tool: Tool) -> list[str]:
        """Return the keys of the rows that a program comes upon first, in the table and in every scope."""
        entity = self.plan.entity(tool.entity)
        columns = [c.name for c in key_columns(entity, tool).values() if not is_own_key(entity, c)]
        scopes: dict[str, list[Row]] = {}
        for row in self.rows(tool.entity):
            scopes.setdefault(json_key([row.get(name) for name in columns]), []).append(row)
        found: list[str] = []
        for rows in (*([self.rows(tool.entity)] if scopes else []), *scopes.values()):
            found += [row_key(entity, rows[0]), min(row_key(entity, row) for row in rows)]
        return found

    def may_move(self, tool: Tool, row: Row) -> bool:
        """Return whether the row is in a state that allows the tool."""
        return all(any(alike(row.get(name), state) for state in states) for name, states in tool.only_from.items())

    def referrers(self, target: Entity, row: Row) -> Iterator[tuple[Link, Row]]:
        """Yield every row that refers to this one, with the reference."""
        for link in self._links_to(target):
            for each in self.rows(link.entity.name):
                if link_holds(link, each, row):
                    yield link, each

    def is_held(self, entity: Entity, row: Row, above: frozenset[str] = frozenset()) -> bool:
        """Return whether a row that refers to this one, or to one that goes with it, forbids its deletion."""
        mark = f"{entity.name} {row_key(entity, row)}"
        if mark in above:
            return False
        for link, referrer in self.referrers(entity, row):
            if link.on_delete == "refuse" and (link.enforced or not above):
                return True
            if goes_along(self.plan, link) and self.is_held(link.entity, referrer, above | {mark}):
                return True
        return False

    def unknown_key(self, tool: Tool, argument: str) -> Json:
        """Return a valid value of a key argument that no row of its column has."""
        column = self.plan.entity(tool.entity).column(_column_name(tool.argument(argument)))
        taken = {json_key(row.get(column.name)) for row in self.rows(tool.entity)}
        if column.references is not None:
            taken |= {json_key(key) for key in self.referable(column)}
        taken |= self._other_names(tool, argument, column)
        for value in [*self.samples(tool, argument).valid(MOST_VALUES), *far_values(column)]:
            bare = value[0] if isinstance(value, list) and value and column.type != "json" else value
            given = self.as_given(tool, argument, bare)
            # A text column holds a number as its digits.
            held = str(bare) if column.type == "text" and isinstance(bare, int) else bare
            if json_key(held) not in taken and self.samples(tool, argument).accepts(given):
                return given
        return None

    def _other_names(self, tool: Tool, argument: str, column: Column) -> set[str]:
        """What the rows are called by which the argument may name them instead of their key, and the caller's own."""
        does = tool.argument(argument).does
        if not isinstance(does, Key):
            return set()
        own = {json_key(does.own)} if does.own else set()
        if does.other is None:
            return own
        entity = column.references.entity if column.references is not None else tool.entity
        return own | {json_key(row.get(does.other)) for row in self.rows(entity)}

    def referable(self, column: Column) -> list[Json]:
        """Return the values that the column may hold: the keys of the entity that it references."""
        if column.references is None:
            return []
        if id(column) not in self._referable:
            target = self.plan.entity(column.references.entity)
            entity = next(entity for entity in self.plan.entities if column in entity.columns)
            link = link_of(self.plan, entity, column)
            found = [] if link is None else [row[link.pairs[-1][1]] for row in self.rows(target.name)]
            self._referable[id(column)] = found
        return list(self._referable[id(column)])

    def beside(self, entity: Entity, column: Column, row: Row) -> list[Json] | None:
        """Return the keys to which this row can refer, or one beside it; None where rows of no parent have others."""
        link = link_of(self.plan, entity, column)
        if link is None or link.many or len(link.pairs) < 2:
            return None
        held = link.pairs[-1][1]
        rows = self.rows(link.target.name)
        return [each[held] for each in rows if link_holds(link, {**row, column.name: each[held]}, each)]


def seeded_rows(environment: Environment, image: Image, table: str, first: Mapping[str, Sequence[Row]]) -> list[Row]:
    """Return the table's rows in the order in which those that are there ``first`` were inserted."""
    key = image.tables[table].key
    place = {json_key([row.get(name) for name in key]): index for index, row in enumerate(first.get(table, ()))}
    rows = environment.rows(image.name, table)
    return sorted(rows, key=lambda row: place.get(json_key([row.get(name) for name in key]), len(place)))


def unique_sets(entity: Entity) -> list[tuple[str, ...]]:
    """Return the sets of columns in which no two rows are alike."""
    single = [(column.name,) for column in entity.columns if column.unique]
    return list(dict.fromkeys([*single, *entity.unique, *([entity.key] if entity.key else [])]))


def is_own_key(entity: Entity, column: Column) -> bool:
    """Return whether the column tells rows of the entity apart, and is neither its parent's key nor a scope of it."""
    if len(entity.key) < 2:
        return column.name in entity.key
    free = [name for name in entity.key if entity.column(name).references is None]
    made = [name for name in free if entity.column(name).made == "id"]
    return column.name in (made or free)[-1:]


def made_key(entity: Entity) -> str | None:
    """Return the column of what the server makes to tell rows apart: the key's own, or one beside a key that is given.

    None where it makes nothing of the kind.
    """
    made = [column.name for column in entity.columns if column.made == "id"]
    return entity.key[-1] if entity.key[-1:] and entity.key[-1] in made else next(iter(made), None)


def goes_along(plan: Plan, link: Link) -> bool:
    """Return whether a row is deleted with the one that it refers to; one that cannot be without a key is as well."""
    clears = link.on_delete == "clear" and not is_filled(plan, link.entity, link.column)
    return link.enforced and link.on_delete != "refuse" and not clears


def row_key(entity: Entity, row: Row) -> str:
    """Return a text that tells the row apart in its table."""
    return json_key([row.get(name) for name in entity.key])


def _column_name(argument: Argument) -> str:
    does = argument.does
    if isinstance(does, Key | Value | Filter):
        return does.column
    raise KeyError(argument.name)


def far_values(column: Column) -> list[Json]:
    """Return values that keys hardly ever have."""
    if column.type == "integer":
        return [987654321, 4242]
    return [f"{WORDS[0]}-unknown", "zzzzzz", "00000000-0000-4000-8000-000000000000"]


def _asked(tool: Tool) -> list[str]:
    """Return the columns by whose values a look must be told which row it shows, beside its keys."""
    if tool.pattern != "get":
        return []
    return [each.does.column for each in tool.arguments if isinstance(each.does, Filter) and each.required]


def _has_what_is_picked(tool: Tool, row: Row) -> bool:
    """Return whether the row's arrays hold an element for each argument that must pick one of them."""
    picking = [each.does for each in tool.arguments if isinstance(each.does, Filter) and each.required]
    return all(bool(inner_value(row.get(does.column), does.inside)) for does in picking if does.test == "has")
