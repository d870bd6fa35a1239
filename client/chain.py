"""A chain of calls under construction: each is executed as it is added, and every key is found by a call before it.

What a user could not know is looked up: a row's key through a list or search of its entity, by the words that name the
row; a list that needs a parent's key, through the parent first. A chain lives inside one trial of its environment.
"""

import random
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from client.arguments import Arguments, rows_of
from client.changes import answered
from client.columns import (
    LISTS,
    Kind,
    View,
    argument_columns,
    is_hidden_key,
    kind_of,
    label_of,
    marks_of,
    own_key,
    telling_columns,
    view_of,
    words_of,
)
from client.errors import Unsuitable
from client.tasks import Call, FromAnswer, FromUser, Held, Row, Told, Turn, ValueSource
from generator.meaning import value_at
from generator.plan import Entity, Filter, Input, Key, Plan, Tool, Value
from state_db.environment import Environment
from state_db.errors import ErrorCode

Json = Any
RowKey = tuple[str, tuple[Json, ...]]


@dataclass(frozen=True, slots=True)
class Mention:
    """A row as the user names it: by these labels and values, among the rows that belong to ``of``."""

    entity: Entity
    named: tuple[tuple[str, Json], ...]
    of: tuple["Mention", ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """An argument's value, where an agent has it from, how a person calls it, and the row that it stands for."""

    argument: str
    label: str
    value: Json
    source: ValueSource | None
    mention: Mention | None = None


@dataclass(slots=True)
class Draft:
    """A turn while it is being built."""

    say: str = ""
    knows: dict[str, Json] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)

    def turn(self) -> Turn:
        """Return the turn as it stands."""
        return Turn(say=self.say, knows=dict(self.knows), held=tuple(self.held), calls=tuple(self.calls))


class Chain:
    """Turns, calls and answers so far, and which keys they have brought to light."""

    def __init__(self, plan: Plan, environment: Environment, rng: random.Random) -> None:
        self.plan = plan
        self.rng = rng
        self.rows = rows_of(plan, environment)
        self.arguments = Arguments(plan, self.rows, rng)
        self.turns: list[Draft] = []
        self.told: list[Told] = []
        self.tools = [tool for tool in plan.tools if tool.name in environment.tools]
        self._environment = environment
        self._bodies: list[Json] = []
        self._known: dict[tuple[RowKey, str], FromAnswer] = {}
        self._mentions: dict[RowKey, Mention] = {}
        self._slots: dict[str, Json] = {}
        self._last: dict[str, RowKey] = {}
        self._asked: set[tuple[RowKey, str, str]] = set()
        self._clock = marks_of(plan)[plan.name]

    # -- turns and what the user knows

    def begin(self) -> Draft:
        """Open the next turn."""
        self.turns.append(Draft())
        return self.turns[-1]

    def know(self, label: str, value: Json) -> FromUser:
        """Note that the user tells this fact, and return it as a source."""
        slot = base = label.replace(" ", "_") or "value"
        count = 1
        while slot in self._slots and self._slots[slot] != value:
            count += 1
            slot = f"{base}_{count}"
        self._slots[slot] = value
        self.turns[-1].knows[slot] = value
        return FromUser(slot=slot)

    @property
    def calls(self) -> list[Call]:
        """All calls so far."""
        return [call for draft in self.turns for call in draft.calls]

    # -- rows

    def key_of(self, entity: Entity, row: Row) -> RowKey:
        """Return what tells the row from all others."""
        return entity.name, tuple(row[name] for name in entity.key)

    def current(self, entity: Entity, row: Row) -> Row:
        """Return the row as it is by now. Raises: Unsuitable."""
        key = self.key_of(entity, row)
        for other in self.rows(entity.name):
            if self.key_of(entity, other) == key:
                return other
        raise Unsuitable(f"The {entity.name} is gone.")

    def mention(self, entity: Entity, row: Row) -> Mention:
        """Return how the user names the row, noting the facts as told. Raises: Unsuitable where nothing names it."""
        natural = [name for name in own_key(self.plan, entity) if not is_hidden_key(self.plan, Kind(entity.name, name))]
        if natural:
            return self._named(entity, row, tuple(natural))
        key = self.key_of(entity, row)
        before = self._mentions.get(key)
        if before is not None and self._is_by_now(entity, row, before) and not self._says_that(key):
            for label, value in before.named:
                self.know(f"{entity.name} {label}", value)
            self._last[entity.name] = key
            return before
        if self._is_last(key):
            return Mention(entity, ())
        shown = sorted({name for _, view in self.lists(entity) for name in view.places} or set(row))
        hidden = self._clock.get(entity.table, {})
        visible = [name for name in shown if hidden.get(name) != "clock"]
        columns = telling_columns(self.plan, entity, visible, row, self.rows(entity.name))
        if not columns:
            raise Unsuitable(f"Nothing that a user knows tells this {entity.name} from the others.")
        return self._named(entity, row, columns)

    def _is_last(self, key: RowKey) -> bool:
        """Whether "that pet" can only mean this row: none of its kind was named since, and its key is known."""
        known = any(of == key for of, _ in self._known)
        return known and self._last.get(key[0]) == key and len(self.turns) > 1 and not self.turns[-1].calls

    def _says_that(self, key: RowKey) -> bool:
        return self._is_last(key) and self.rng.random() < 0.4

    def _is_by_now(self, entity: Entity, row: Row, mention: Mention) -> bool:
        labels = {label_of(entity, column): row[column.name] for column in entity.columns}
        return all(labels.get(label) == value for label, value in mention.named)

    def _named(self, entity: Entity, row: Row, columns: tuple[str, ...], of: tuple[Mention, ...] = ()) -> Mention:
        named = tuple((label_of(entity, entity.column(name)), row[name]) for name in columns)
        for label, value in named:
            self.know(f"{entity.name} {label}", value)
        mention = Mention(entity, named, of)
        self._mentions[self.key_of(entity, row)] = mention
        self._last[entity.name] = self.key_of(entity, row)
        return mention

    # -- calls

    def lists(self, entity: Entity) -> list[tuple[Tool, View]]:
        """Return the tools that show many rows of the entity."""
        found = [(tool, view_of(self.plan, tool)) for tool in self.tools if tool.pattern in LISTS]
        return [(tool, view) for tool, view in found if view is not None and view.many and view.entity == entity.name]

    def is_known(self, entity: Entity, row: Row, column: str) -> bool:
        """Return whether an earlier answer, or the user, gives this column of the row."""
        return (self.key_of(entity, row), column) in self._known

    def given(self, tool: Tool, row: Row | None, arguments: Mapping[str, Json]) -> list[Given]:
        """Return the arguments, each with its source; calls are added that find what the user cannot know.

        Raises: Unsuitable.
        """
        entity = self.plan.entity(tool.entity)
        columns = argument_columns(tool, Key, Value, Filter)
        return [self._one_given(tool, entity, row, name, columns.get(name), value) for name, value in arguments.items()]

    def _one_given(
        self, tool: Tool, entity: Entity, row: Row | None, name: str, column: str | None, value: Json
    ) -> Given:
        if column is None:
            label = words_of(name)
            said = isinstance(tool.argument(name).does, Input)
            return Given(name, label, value, self.know(label, value)) if said else Given(name, "", value, None)
        label = label_of(entity, entity.column(column))
        kind = kind_of(self.plan, entity, column)
        is_new = tool.pattern == "create" and kind is not None and kind.entity == entity.name
        if kind is None or is_new or not isinstance(value, str | int):
            return Given(name, label, value, self.know(label, value))
        target, found = self._row_of_key(tool, entity, row, column, kind, value)
        mention = self.mention(target, found)
        if not is_hidden_key(self.plan, kind):
            own = label_of(target, target.column(kind.column))
            return Given(name, label, value, self.know(f"{target.name} {own}", value), mention)
        source = self.find(target, found, kind.column)
        around = self._mentions.get(self.key_of(target, found))
        return Given(name, label, value, source, around if around is not None and mention.named else mention)

    def _row_of_key(
        self, tool: Tool, entity: Entity, row: Row | None, column: str, kind: Kind, value: Json
    ) -> tuple[Entity, Row]:
        if kind.entity == entity.name and row is not None and row.get(kind.column) == value:
            return entity, row
        target = self.plan.entity(kind.entity)
        for other in self.rows(kind.entity):
            if other[kind.column] == value:
                return target, other
        raise Unsuitable(f"No {kind.entity} has the key {value!r}.")

    def find(self, entity: Entity, row: Row, column: str) -> FromAnswer:
        """Return where the row's column is known from, adding the call that finds it by name. Raises: Unsuitable."""
        known = self._known.get((self.key_of(entity, row), column))
        if known is not None:
            return known
        producers = [pair for pair in self.lists(entity) if column in pair[1].places]
        reason = Unsuitable(f"No tool shows {entity.name}.{column} of many.")
        for tool, view in self.rng.sample(producers, len(producers)):
            before = len(self.turns[-1].calls), len(self._bodies)
            try:
                return self._found(tool, view, entity, row, column)
            except Unsuitable as unsuitable:
                reason = unsuitable
                if (len(self.turns[-1].calls), len(self._bodies)) != before:
                    raise
        raise reason

    def look_up(self, entity: Entity, row: Row) -> tuple[Mention, View]:
        """Have a list show the row, and return how the row is named and where it stands. Raises: Unsuitable."""
        for tool, view in self.lists(entity):
            column = next((name for name in own_key(self.plan, entity) if name in view.places), None)
            if column is None:
                continue
            self._found(tool, view, entity, row, column)
            return self._mentions[self.key_of(entity, row)], view
        raise Unsuitable(f"No tool shows {entity.name}.")

    def _found(self, tool: Tool, view: View, entity: Entity, row: Row, column: str) -> FromAnswer:
        mention = self.mention(entity, row)
        labels = {label_of(entity, entity.column(name)): name for name in view.places}
        if not mention.named or any(label not in labels for label, _ in mention.named):
            raise Unsuitable(f"{tool.name} does not show what names the {entity.name}.")
        named = {labels[label]: value for label, value in mention.named}
        given = self.given(tool, row, self._search_arguments(tool, row, named))
        around = tuple(
            one.mention for one in given if one.mention is not None and one.mention.entity.name != entity.name
        )
        body = self.call(tool, given, hidden=True)
        where = {view.places[name]: value for name, value in named.items()}
        there, items = value_at(body, view.at)
        hits = [item for item in items if _has(item, where)] if there and isinstance(items, list) else []
        if len(hits) != 1 or value_at(hits[0], view.places[column]) != (True, row[column]):
            raise Unsuitable(f"{tool.name} does not show this {entity.name} among the first.")
        self._mentions[self.key_of(entity, row)] = Mention(entity, mention.named, around)
        call = len(self._bodies) - 1

        def source(place: str) -> FromAnswer:
            return FromAnswer(call=call, pointer=view.at, where=where, take=place)

        self._learn(entity, row, view, source, hits[0])
        return self._known[(self.key_of(entity, row), column)]

    def _search_arguments(self, tool: Tool, row: Row, named: Mapping[str, Json]) -> dict[str, Json]:
        """What the list needs, and a filter by what the user said where there is one."""
        arguments = self.arguments.about(tool, row)
        for argument in tool.arguments:
            does = argument.does
            if not isinstance(does, Filter) or argument.name in arguments or does.test not in ("eq", "text", "prefix"):
                continue
            column = next((name for name in named if name in (does.columns or (does.column,))), None)
            if column is not None:
                return {**arguments, argument.name: named[column]}
        return arguments

    def call(self, tool: Tool, given: list[Given], *, hidden: bool = False, fails: Collection[ErrorCode] = ()) -> Json:
        """Execute the call, add it to the turn, and return the answer's body.

        ``fails`` are the errors of which it must meet one. Raises: Unsuitable when it goes otherwise.
        """
        arguments = {one.argument: one.value for one in given}
        answer = answered(self._environment, tool.name, arguments)
        if (answer.error is None) == bool(fails) or (fails and answer.error not in fails):
            raise Unsuitable(f"{tool.name} answers {answer.error or answer.status}: {answer.message}")
        sources = {one.argument: one.source for one in given if one.source is not None}
        made = Call(
            tool=tool.name,
            arguments=arguments,
            sources=sources,
            writes=answer.changes > 0,
            hidden=hidden,
            fails=answer.error,
        )
        self.turns[-1].calls.append(made)
        self._bodies.append(answer.body)
        return answer.body

    def done(self, outcome: str, made: tuple[Entity, Row] | None = None) -> None:
        """Note what the last call has done, and the row that it made, for the reference agent to tell."""
        source = self._known.get((self.key_of(*made), made[0].key[-1])) if made is not None else None
        calls = self.turns[-1].calls
        calls[-1] = calls[-1].model_copy(update={"outcome": outcome, "made": source})

    # -- what answers bring to light

    def learn(self, tool: Tool, row: Row) -> None:
        """Note which keys the last answer shows, the tool's entity being this row: the one that was last spoken of."""
        view, entity = view_of(self.plan, tool), self.plan.entity(tool.entity)
        self._last[entity.name] = self.key_of(entity, row)
        if view is None or view.many:
            return
        there, item = value_at(self._bodies[-1], view.at)
        if there:
            call = len(self._bodies) - 1
            self._learn(entity, row, view, lambda place: FromAnswer(call=call, pointer=view.at + place), item)

    def _learn(self, entity: Entity, row: Row, view: View, source: Callable[[str], FromAnswer], item: Json) -> None:
        for name, place in view.places.items():
            there, value = value_at(item, place)
            if not there or value is None or value != row.get(name):
                continue
            self._known[(self.key_of(entity, row), name)] = source(place)
            kind = kind_of(self.plan, entity, name)
            if kind is None or kind.entity == entity.name:
                continue
            other = self.plan.entity(kind.entity)
            for parent in self.rows(kind.entity):
                if len(other.key) == 1 and parent[kind.column] == value:
                    self._known.setdefault((self.key_of(other, parent), kind.column), source(place))

    def is_clock(self, entity: Entity, column: str) -> bool:
        """Return whether the server writes the time into the column."""
        return self._clock.get(entity.table, {}).get(column) == "clock"

    def was_told(self, entity: Entity, row: Row, column: str) -> bool:
        """Return whether the user has asked for this value already."""
        return (self.key_of(entity, row), column, str(row[column])) in self._asked

    def tell(self, entity: Entity, row: Row, column: str, subject: str) -> None:
        """Note that this turn asks for the column of the row, as an earlier answer shows it. Raises: Unsuitable."""
        source = self._known.get((self.key_of(entity, row), column))
        if source is None:
            raise Unsuitable(f"No answer shows {entity.name}.{column}.")
        label = label_of(entity, entity.column(column))
        self._asked.add((self.key_of(entity, row), column, str(row[column])))
        told = Told(turn=len(self.turns) - 1, subject=subject, label=label, value=row[column], source=source)
        self.told.append(told)


def _has(item: Json, where: Mapping[str, Json]) -> bool:
    return all(value_at(item, place) == (True, value) for place, value in where.items())
