"""What laws need to make calls: arguments that a tool accepts, taken from its schemas and from the seeded rows."""

import itertools
from collections.abc import Collection, Iterator, Mapping, Sequence

from generator.meaning import Row, alike, key_columns, value_columns
from generator.plan import (
    Argument,
    Column,
    Entity,
    Filter,
    Json,
    Key,
    Order,
    Paging,
    PatternKind,
    Plan,
    Show,
    Tool,
    Value,
)
from generator.render.links import Link, link_of, links_to
from generator.render.tables import is_filled
from generator.samples import WORDS, Fault, Samples, json_key
from state_db.answer import Answer
from state_db.environment import Environment
from state_db.errors import DEFAULT_STATUS, ErrorCode, StateError
from state_db.image import Image

# Distinct values that are looked at for one argument before it is given up.
MOST_VALUES = 8
# Ways to fill a creation's arguments that are looked at for one with a new key.
MOST_WAYS = 64
MOST_CREATIONS = 3


def failure_status(tool: Tool, code: ErrorCode) -> int:
    """Return the HTTP status that the tool's documentation, or else HTTP's own use, gives the error."""
    failure = tool.failures.get(code)
    return failure.status if failure is not None else DEFAULT_STATUS[code]


class Probe:
    """A plan with its rendered image, and an environment with the seeded rows that is never changed."""

    def __init__(self, plan: Plan, image: Image) -> None:
        self.plan = plan
        self.image = image
        self.environment = Environment.open(image)
        self._rows: dict[str, list[Row]] = {
            entity.name: seeded_rows(self.environment, image, entity.table) for entity in plan.entities
        }
        self._samples: dict[tuple[str, str], Samples] = {}

    def close(self) -> None:
        """Close the environment."""
        self.environment.close()

    def rows(self, entity: str) -> list[Row]:
        """Return the entity's seeded rows in the order of insertion."""
        return self._rows[entity]

    def tools(self, *patterns: PatternKind, entity: str | None = None) -> Iterator[Tool]:
        """Return the plan's tools of these patterns, of one entity if it is named."""
        for tool in self.plan.tools:
            if tool.pattern in patterns and (entity is None or tool.entity == entity):
                yield tool

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

    # Rows that arguments address

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
        columns = [column.name for column in key_columns(entity, tool).values()]
        marks = [json_key([row.get(name) for name in columns]) for row in self.rows(tool.entity)]
        return [row for row in rows if marks.count(json_key([row.get(name) for name in columns])) == 1]

    def ready(self, tool: Tool) -> list[Row]:
        """Return the rows on which a call should go through: in an allowed state, and free to be deleted.

        Those that the call changes come first.
        """
        rows = [row for row in self.addressable(tool) if self.may_move(tool, row)]
        if tool.pattern == "delete" and not tool.soft:
            rows = [row for row in rows if not self.is_held(self.plan.entity(tool.entity), row)]
        literal = {name: value for name, value in tool.set.items() if not str(value).startswith("$")}
        return sorted(rows, key=lambda row: all(alike(row.get(name), value) for name, value in literal.items()))

    def may_move(self, tool: Tool, row: Row) -> bool:
        """Return whether the row is in a state that allows the tool."""
        return all(any(alike(row.get(name), state) for state in states) for name, states in tool.only_from.items())

    def referrers(self, target: Entity, row: Row) -> Iterator[tuple[Link, Row]]:
        """Yield every row that refers to this one, with the reference."""
        for link in links_to(self.plan, target):
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
        for value in [*self.samples(tool, argument).valid(MOST_VALUES), *_far_values(column)]:
            bare = value[0] if isinstance(value, list) and value and column.type != "json" else value
            given = self.as_given(tool, argument, bare)
            if json_key(bare) not in taken and self.samples(tool, argument).accepts(given):
                return given
        return None

    def referable(self, column: Column) -> list[Json]:
        """Return the values that the column may hold: the keys of the entity that it references."""
        if column.references is None:
            return []
        target = self.plan.entity(column.references.entity)
        entity = next(entity for entity in self.plan.entities if column in entity.columns)
        link = link_of(self.plan, entity, column)
        return [] if link is None else [row[link.pairs[-1][1]] for row in self.rows(target.name)]

    # Values that arguments may take

    def values(self, tool: Tool, argument: str, row: Row | None = None, count: int = 3) -> list[Json]:
        """Return distinct valid values of the argument; those of a written column differ from the row's and are free."""
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
                return [value for value in does.by if self.samples(tool, argument).accepts(value)][:count]
            case Paging(what="size"):
                return [size for size in (2, 1, 3) if self.samples(tool, argument).accepts(size)][:count]
            case Paging(what="after" | "before"):
                entity = self.plan.entity(tool.entity)
                return [each[entity.key[-1]] for each in self.rows(tool.entity)][:count]
            case Paging(what="page"):
                return [does.first, does.first + 1][:count]
            case Paging(what="offset"):
                return [1, 2, 0][:count]
            case Show():
                return [True, False][:count]
            case _:
                return self.samples(tool, argument).valid(count)

    def _written_values(self, tool: Tool, argument: str, name: str, row: Row | None, count: int) -> list[Json]:
        column = self.plan.entity(tool.entity).column(name)
        if column.references is not None and self._takes_scalar(tool, argument):
            found = self._references(tool, column, row)
        else:
            found = self.samples(tool, argument).valid(count + MOST_VALUES)
        taken = {json_key(each.get(name)) for each in self.rows(tool.entity)} if self._is_unique(tool, name) else set()
        if row is not None:
            taken.add(json_key(row.get(name)))
        free = [value for value in found if json_key(value) not in taken]
        return sorted(free, key=lambda value: value is None)[:count]

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
        others = self.referable(column)
        own = [] if row is None else [row.get(name) for name in self.plan.entity(tool.entity).key]
        return [value for value in _distinct([*near, *others]) if value is not None and value not in own]

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
            found += _filter_candidates(does, row)
        samples = self.samples(tool, argument)
        return _distinct(value for value in [*found, *samples.valid(count)] if samples.accepts(value))[:count]

    # Whole calls

    def arguments(
        self, tool: Tool, row: Row | None = None, *, optional: Collection[str] | bool = False, turn: int = 0
    ) -> dict[str, Json] | None:
        """Return valid arguments: those that address ``row`` (or a new row beside it), and the required rest.

        ``optional`` names those to give besides, or True for all. ``turn`` chooses other values. None where a required
        argument has no value.
        """
        entity = self.plan.entity(tool.entity)
        if row is None:
            row = next(iter(self.addressable(tool) or self.rows(tool.entity)), None)
        found: dict[str, Json] = {}
        for argument in tool.arguments:
            wanted = (
                argument.required or optional is True or (not isinstance(optional, bool) and argument.name in optional)
            )
            if not wanted:
                continue
            values = self._choices(tool, entity, argument, row)
            if values:
                found[argument.name] = values[turn % len(values)]
            elif argument.required:
                return None
        return found

    def element(self, tool: Tool, row: Row) -> Json:
        """Return the element of a batch's array that names the row (or makes one beside it): a key, or an object."""
        entity = self.plan.entity(tool.entity)
        over = tool.argument(tool.over)
        key = over.does.column if isinstance(over.does, Key | Value) else entity.key[-1]
        if self.samples(tool, over.name).accepts([row[key]]):
            return row[key]
        whole = next((value[0] for value in self.samples(tool, over.name).valid(1) if value), None)
        if not isinstance(whole, dict):
            return whole
        named = [key] if tool.each != "create" else []
        named += [column.name for column in entity.columns if column.references is not None]
        found = dict(whole)
        for name in named:
            path = entity.column(name).path or (name,)
            if row.get(name) is not None and (path[0] in found or name == key):
                found[path[0]] = row[name]
        return found

    def _choices(self, tool: Tool, entity: Entity, argument: Argument, row: Row | None) -> list[Json]:
        if tool.pattern == "batch" and argument.name == tool.over and row is not None:
            return [[self.element(tool, row)]]
        if isinstance(argument.does, Paging) and argument.does.what == "cursor":
            return []
        if isinstance(argument.does, Key):
            column = entity.column(argument.does.column)
            if makes_rows(tool) and is_own_key(entity, column):
                return self._new_keys(tool, argument.name, column)
            if makes_rows(tool) and entity.key[-1:] == (column.name,):
                others = [
                    value for value in self.referable(column) if row is None or not alike(value, row.get(column.name))
                ]
                if others:
                    return [self.as_given(tool, argument.name, value) for value in others]
            if row is not None and row.get(column.name) is not None:
                return [self.as_given(tool, argument.name, row[column.name])]
            known = [self.as_given(tool, argument.name, key) for key in self.referable(column)]
            return known or self.samples(tool, argument.name).valid(1)
        return self.values(tool, argument.name, row if not makes_rows(tool) else None, MOST_VALUES)

    def _new_keys(self, tool: Tool, argument: str, column: Column) -> list[Json]:
        taken = {json_key(row.get(column.name)) for row in self.rows(tool.entity)}
        values = [*self.samples(tool, argument).valid(MOST_VALUES), *_far_values(column)]
        return [
            value for value in values if json_key(value) not in taken and self.samples(tool, argument).accepts(value)
        ]

    def creations(self, tool: Tool, *, optional: Collection[str] | bool = False) -> list[dict[str, Json]]:
        """Return argument sets that create rows with different keys, up to three, beside seeded rows in turn."""
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
        """Return a tool that gets one row of the entity by columns that are all known."""
        for tool in self.tools("get", entity=entity):
            columns = key_columns(self.plan.entity(entity), tool)
            required = {argument.name for argument in tool.arguments if argument.required}
            if columns and required <= columns.keys() and all(c.name in known for c in columns.values()):
                return tool
        return None


def unique_sets(entity: Entity) -> list[tuple[str, ...]]:
    """Return the sets of columns in which no two rows are alike."""
    single = [(column.name,) for column in entity.columns if column.unique]
    return list(dict.fromkeys([*single, *entity.unique, *([entity.key] if entity.key else [])]))


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


def seeded_rows(environment: Environment, image: Image, table: str) -> list[Row]:
    """Return the table's seeded rows in the order of their insertion."""
    key = image.tables[table].key
    place = {json_key([row.get(name) for name in key]): index for index, row in enumerate(image.seed.get(table, ()))}
    rows = environment.rows(image.name, table)
    return sorted(rows, key=lambda row: place.get(json_key([row.get(name) for name in key]), len(place)))


def makes_rows(tool: Tool) -> bool:
    """Return whether the tool's own key arguments name a row that is not there yet."""
    return tool.pattern in ("create", "upsert", "link")


def is_own_key(entity: Entity, column: Column) -> bool:
    """Return whether the column tells rows of the entity apart, and is not its parent's key."""
    return column.name in entity.key and (column.references is None or len(entity.key) == 1)


def link_holds(link: Link, row: Row, target: Row) -> bool:
    """Return whether the row refers to the target's row by the link."""
    if link.many:
        held = row.get(link.column.name)
        return isinstance(held, list) and any(alike(key, target.get(link.pairs[-1][1])) for key in held)
    return all(row.get(own) is not None and alike(row.get(own), target.get(theirs)) for own, theirs in link.pairs)


def goes_along(plan: Plan, link: Link) -> bool:
    """Return whether a row is deleted with the one that it refers to; one that cannot be without a key is as well."""
    clears = link.on_delete == "clear" and not is_filled(plan, link.entity, link.column)
    return link.enforced and link.on_delete != "refuse" and not clears


def row_key(entity: Entity, row: Row) -> str:
    """Return a text that tells the row apart in its table."""
    return json_key([row.get(name) for name in entity.key])


def transition_error(tool: Tool) -> ErrorCode:
    """Return the code with which a tool refuses a row in another state: the one that is documented."""
    only_conflict = "failed_precondition" not in tool.failures and "conflict" in tool.failures
    return "conflict" if only_conflict else "failed_precondition"


def _column_name(argument: Argument) -> str:
    does = argument.does
    if isinstance(does, Key | Value | Filter):
        return does.column
    raise KeyError(argument.name)


def _far_values(column: Column) -> list[Json]:
    if column.type == "integer":
        return [987654321, 4242]
    return [f"{WORDS[0]}-unknown", "zzzzzz", "00000000-0000-4000-8000-000000000000"]


def _distinct(values: Iterator[Json] | Sequence[Json] | itertools.chain[Json]) -> list[Json]:
    return list({json_key(value): value for value in values}.values())


def _filter_candidates(does: Filter, row: Row) -> list[Json]:
    """Return values of the filter's argument for which the row passes, or is at the border."""
    value = row.get(does.column)
    match does.test:
        case "present":
            return [True, False]
        case "text" | "prefix":
            texts = [row.get(name) for name in does.columns or (does.column,)]
            return [_piece(text, does.test) for text in texts if isinstance(text, str) and text]
        case "has":
            return list(value) if isinstance(value, list) else []
        case "has_any":
            return [[item] for item in value] if isinstance(value, list) else []
        case "in":
            return [] if value is None else [[value]]
        case _:
            return [] if value is None else [value]


def _piece(text: str, test: str) -> str:
    """Return a part of the text, with its case turned: the filter is case folded."""
    words = text.split()
    return (words[0] if test == "prefix" or not words else words[-1]).swapcase()


def created_status(tool: Tool) -> int:
    """Return the status with which an upsert answers that it made a new row."""
    told = getattr(tool, "created_status", None)
    return tool.status if told is None else int(told)
