"""Arguments for a tool that make sense together: those that mean one row, straight from what the environment holds."""

import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from client.columns import ON_A_ROW, is_hidden_key, kind_of
from client.errors import Unsuitable
from client.tasks import Row
from client.values import new_value, other_value
from generator.plan import Argument, Entity, Filter, Input, Key, Plan, Tool, Value
from generator.samples import Samples, types_of
from state_db.environment import Environment

Json = Any
RowsOf = Callable[[str], Sequence[Row]]


def rows_of(plan: Plan, environment: Environment) -> RowsOf:
    """Return a function from an entity's name to its rows as they are at that moment."""

    def rows(entity: str) -> Sequence[Row]:
        return environment.rows(plan.name, plan.entity(entity).table)

    return rows


def schema_of(plan: Plan, argument: Argument) -> dict[str, Any]:
    """Return the argument's schema with the definitions that it may refer to."""
    return {**argument.value, "$defs": plan.schemas} if "$ref" in repr(argument.value) else argument.value


class Arguments:
    """Arguments of one server's tools. ``rows`` are read when needed, so that they fit what earlier calls did."""

    def __init__(self, plan: Plan, rows: RowsOf, rng: random.Random) -> None:
        self._plan = plan
        self._rows = rows
        self._rng = rng

    def about(self, tool: Tool, row: Row | None, optional: int = 0) -> dict[str, Json]:
        """Return arguments with which the tool does its work on this row, or makes one like it.

        ``row`` may be missing where the tool's entity has no rows yet. ``optional`` is how many values that are not
        required are given as well. Raises: Unsuitable.
        """
        entity = self._plan.entity(tool.entity)
        given = {
            argument.name: self._value(tool, entity, argument, row) for argument in tool.arguments if argument.required
        }
        extra = [argument for argument in tool.arguments if not argument.required and self._is_plain(entity, argument)]
        if tool.pattern == "create":
            # "with active set to yes" is nothing that people say of something new.
            extra = [argument for argument in extra if entity.column(_column_of(argument)).type != "boolean"]
        elif tool.pattern in ON_A_ROW:
            extra = [argument for argument in extra if _column_of(argument) not in entity.key]
        keys = [argument for argument in extra if tool.pattern == "create" and _column_of(argument) in entity.key]
        optional += len(keys)
        for argument in [*keys, *self._rng.sample([one for one in extra if one not in keys], len(extra) - len(keys))]:
            if optional <= 0:
                break
            try:
                given[argument.name] = self._value(tool, entity, argument, row)
                optional -= 1
            except Unsuitable:
                continue
        return given

    def _is_plain(self, entity: Entity, argument: Argument) -> bool:
        if not isinstance(argument.does, Value):
            return False
        column = entity.column(argument.does.column)
        if column.type == "json" or column.write_only:
            return False
        kind = kind_of(self._plan, entity, column.name)
        if kind is None:
            return column.made is None
        return kind.entity == entity.name and not is_hidden_key(self._plan, kind)

    def _value(self, tool: Tool, entity: Entity, argument: Argument, row: Row | None) -> Json:
        match argument.does:
            case Key(column=name) | Filter(column=name):
                return self._existing(entity, name, row, argument)
            case Value(column=name):
                return self._written(tool, entity, argument, name, row)
            case Input():
                return self._sample(argument)
            case _:
                return argument.value.get("default", self._sample(argument))

    def _existing(self, entity: Entity, name: str, row: Row | None, argument: Argument) -> Json:
        """The row's own value; without a row, the key of some row that the column refers to."""
        value = row[name] if row is not None else None
        if value is None:
            value = self._referred(entity, name)
        return [value] if "array" in types_of(argument.value) and not isinstance(value, list) else value

    def _referred(self, entity: Entity, name: str) -> Json:
        kind = kind_of(self._plan, entity, name)
        if kind is None or kind.entity == entity.name:
            raise Unsuitable(f"No row of {entity.name} has a {name}.")
        others = [other[kind.column] for other in self._rows(kind.entity)]
        if not others:
            raise Unsuitable(f"There is no {kind.entity} yet.")
        return self._rng.choice(others)

    def _written(self, tool: Tool, entity: Entity, argument: Argument, name: str, row: Row | None) -> Json:
        column, schema = entity.column(name), schema_of(self._plan, argument)
        kind = kind_of(self._plan, entity, name)
        if kind is not None and kind.entity != entity.name:
            return self._existing(entity, name, row, argument)
        rows = self._rows(entity.name)
        if row is not None and tool.pattern in ON_A_ROW:
            if name in entity.key:
                return row[name]
            return other_value(column, schema, entity, row, rows, self._rng)
        return new_value(entity, column, schema, rows, self._rng)

    def _sample(self, argument: Argument) -> Json:
        values = Samples(schema_of(self._plan, argument)).valid(1)
        if not values:
            raise Unsuitable(f"No value is known that {argument.name} accepts.")
        return values[0]


def _column_of(argument: Argument) -> str:
    return argument.does.column if isinstance(argument.does, Value) else ""


def with_value(arguments: Mapping[str, Json], name: str, value: Json) -> dict[str, Json]:
    """Return the arguments with this one replaced; where it holds an array, by an array of the value."""
    return {**arguments, name: [value] if isinstance(arguments.get(name), list) else value}
