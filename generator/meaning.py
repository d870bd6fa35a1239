"""What a plan means, read in plain Python over rows: the second reading that programs are checked against.

Nothing here looks at a program. A row is a table's row by column, JSON columns parsed and booleans as booleans.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from generator.conditions import condition_holds
from generator.json_equality import json_key
from generator.moments import DAY, seconds_of
from generator.plan import (
    Argument,
    Column,
    Direction,
    Entity,
    Filter,
    Json,
    Key,
    Order,
    Paging,
    Tool,
    Value,
)
from generator.terms import terms_hold
from state_db.defaults import with_defaults

Row = dict[str, Json]

# Properties by which one call may ask for a list to be sorted; those behind them tell no rows apart in practice.
MOST_SORTED = 4
_SLOT = re.compile(r"\{(\w+)\}")


class Telling(dict[str, Json]):
    """An object that tells of another row: of what it holds, only its ``named`` is known beforehand."""

    def __init__(self, held: Mapping[str, Json], named: str) -> None:
        super().__init__(held)
        self.named = named


class Tellings(list[Json]):
    """An array of objects that each tell of another row: of what each holds, only its ``named`` is known beforehand."""

    def __init__(self, keys: Iterable[Json], named: str) -> None:
        super().__init__({named: key} for key in keys)
        self.named = named


def tells(value: Json) -> bool:
    """Return whether a value tells of other rows, so that only a part of it is known beforehand."""
    return isinstance(value, Telling | Tellings)


def pointer(*parts: str | int) -> str:
    """Return the JSON pointer that goes through these property names and indexes."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def names_in(where: str) -> list[str]:
    """Return the property names and indexes that a JSON pointer goes through."""
    return [part.replace("~1", "/").replace("~0", "~") for part in where.split("/")[1:]]


def value_at(body: Json, where: str) -> tuple[bool, Json]:
    """Return whether there is something at the JSON pointer, and what."""
    for part in names_in(where):
        if isinstance(body, dict) and part in body:
            body = body[part]
        elif isinstance(body, list) and part.isdigit() and int(part) < len(body):
            body = body[int(part)]
        else:
            return False, None
    return True, body


def place_of(template: Json, placeholder: str, base: tuple[str | int, ...] = ()) -> str | None:
    """Return the pointer at which an answer's template has the placeholder, or None."""
    if template == placeholder:
        return pointer(*base)
    parts: Iterable[tuple[str | int, Json]] = ()
    if isinstance(template, dict):
        parts = template.items()
    elif isinstance(template, list):
        parts = enumerate(template)
    for part, inner in parts:
        found = place_of(inner, placeholder, (*base, part))
        if found is not None:
            return found
    return None


def next_place(tool: Tool, argument: str) -> tuple[str, str] | None:
    """Return where an answer gives the argument's value for the next page: a pointer, and "" or the query parameter.

    The parameter is that of the next page's URL, where an answer gives no more than that.
    """
    where = place_of(tool.answer, "$next_cursor")
    if where is not None:
        return where, ""
    where = place_of(tool.answer, "$next_url")
    return None if where is None else (where, tool.argument(argument).wire[-1])


def in_query(address: Json, name: str) -> str | None:
    """Return the value of a URL's query parameter; None where it has none."""
    found = parse_qs(urlsplit(address).query).get(name) if isinstance(address, str) else None
    return found[0] if found else None


def column_place(entity: Entity, name: str, form: str) -> str | None:
    """Return where the JSON form shows the column, or None where it does not."""
    column = entity.column(name)
    if name not in entity.forms.get(form, ()) or not column.path or column.write_only:
        return None
    return pointer(*column.path)


def shown_value(column: Column, value: Json) -> Json:
    """Return what an answer shows for a column that holds this value, where it is never left out."""
    is_false = value is None and column.type == "boolean" and not (column.nullable and not column.absent)
    return False if is_false else value


def filled_template(template: str, row: Row) -> Json:
    """Return the text that the template makes of the row: each {column} is what the row holds there.

    A template of a JSON object or array makes one of such texts, in which one that names an empty column is null.
    """
    if template.startswith(('{"', '[{"')):
        return _filled(json.loads(template), row)
    return _SLOT.sub(lambda found: str("" if row.get(found[1]) is None else row[found[1]]), template)


def _filled(part: Json, row: Row) -> Json:
    if isinstance(part, dict):
        return {name: _filled(each, row) for name, each in part.items()}
    if isinstance(part, list):
        return [_filled(each, row) for each in part]
    known = all(row.get(name) is not None for name in _SLOT.findall(part))
    return filled_template(part, row) if known else None


def given_arguments(tool: Tool, arguments: Mapping[str, Json]) -> dict[str, Json]:
    """Return the arguments with the defaults of those that were not given, and of what was left out inside of them."""
    defaults = {
        argument.name: argument.value["default"]
        for argument in tool.arguments
        if argument.value.get("default") is not None and argument.name not in arguments
    }
    filled = {
        argument.name: with_defaults(arguments[argument.name], argument.defaults)
        for argument in tool.arguments
        if argument.defaults and argument.name in arguments
    }
    return {**defaults, **arguments, **filled}


def picked(tool: Tool, rows: Sequence[Row], arguments: Mapping[str, Json]) -> list[Row]:
    """Return the rows that the key arguments and the filters leave."""
    given = given_arguments(tool, arguments)
    return [row for row in rows if all(_keeps(argument, row, given) for argument in tool.arguments)]


def _keeps(argument: Argument, row: Row, given: Mapping[str, Json]) -> bool:
    if given.get(argument.name) is None:
        return True
    wanted = given[argument.name]
    match argument.does:
        case Key(column=column):
            many = isinstance(wanted, list) and not isinstance(row.get(column), list)
            return any(alike(row.get(column), one) for one in (wanted if many else [wanted]))
        case Filter() as test:
            return passes(test, row, wanted)
        case _:
            return True


def alike(one: Json, other: Json) -> bool:
    """Return whether two values are equal as JSON."""
    if type(one) is type(other) and isinstance(one, str | int):
        return bool(one == other)
    return json_key(one) == json_key(other)


def passes(test: Filter, row: Row, wanted: Json) -> bool:
    """Return whether the row passes the filter when its argument is ``wanted``."""
    value = row.get(test.column)
    if test.inside:
        value = inner_value(value, test.inside)
    match test.test:
        case "pairs":
            return isinstance(value, dict) and all(alike(value.get(name), one) for name, one in wanted.items())
        case "present" | "with" | "without":
            return _is_shown(test.test, value == test.state if test.state else value, bool(wanted))
        case "where" | "odata":
            return condition_holds(test, row, str(wanted))
        case "terms":
            return terms_hold(test, row, wanted)
        case "text" | "prefix":
            return any(_has_text(row.get(name), str(wanted), test.test) for name in test.columns or (test.column,))
        case "has" | "has_any" | "has_all" | "has_none":
            return _has_members(test.test, value, [wanted] if test.test == "has" else wanted)
        case "in" | "not_in":
            return any(alike(value, one) for one in wanted) == (test.test == "in")
        case "eq" | "ne":
            value, wanted = _timed(test, value, wanted)
            return value is not None and alike(value, wanted) == (test.test == "eq")
        case _:
            value, wanted = _timed(test, value, wanted)
            return value is not None and _compares(test.test, value, wanted)


def _is_shown(test: str, value: Json, wanted: bool) -> bool:
    """Whether a row is shown where the argument asks for those that are set, or shows or hides those that are true."""
    return (value is not None) == wanted if test == "present" else not value or wanted == (test == "with")


def _has_members(test: str, value: Json, wanted: Sequence[Json]) -> bool:
    """Whether an array holds one, any, all or none of what is wanted; what is no array holds nothing."""
    held = [isinstance(value, list) and any(alike(item, one) for item in value) for one in wanted]
    return all(held) if test == "has_all" else any(held) != (test == "has_none")


def inner_value(value: Json, path: Sequence[str]) -> Json:
    """Return what stands at the place in an object, or in each element of an array; an element may be it itself."""
    if isinstance(value, list):
        return [inner_value(item, path) if isinstance(item, dict) else item for item in value]
    for part in path:
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _timed(test: Filter, value: Json, wanted: Json) -> tuple[Json, Json]:
    """Both values as they are compared: as times where both are such."""
    if test.as_time == "unix" and value is not None:
        return float(str(value)), float(str(wanted))
    if test.as_time is None or not isinstance(value, str) or not isinstance(wanted, str):
        return value, wanted
    one, other = seconds_of(value), seconds_of(wanted)
    if one is None or other is None:
        return value, wanted
    return (one // DAY, other // DAY) if test.as_time == "day" else (one, other)


def _has_text(value: Json, wanted: str, test: str) -> bool:
    if not isinstance(value, str):
        return False
    whole, part = value.casefold(), wanted.casefold()
    return whole.startswith(part) if test == "prefix" else part in whole


def _compares(test: str, value: Any, wanted: Any) -> bool:
    if test == "gt":
        return bool(value > wanted)
    if test == "ge":
        return bool(value >= wanted)
    if test == "lt":
        return bool(value < wanted)
    return bool(value <= wanted)


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a list that an answer shows, and what it belongs to."""

    rows: Sequence[Row]
    total: int
    start: int = 0
    size: int | None = None


def paging(tool: Tool, what: str) -> tuple[str, Paging] | None:
    """Return the tool's paging argument of this sort."""
    for argument in tool.arguments:
        if isinstance(argument.does, Paging) and argument.does.what == what:
            return argument.name, argument.does
    return None


def page_size(tool: Tool, arguments: Mapping[str, Json]) -> int | None:
    """Return how many rows one answer shows at most; None is all."""
    found = paging(tool, "size")
    if found is None:
        others = (argument.does for argument in tool.arguments if isinstance(argument.does, Paging))
        return next((other.default for other in others if other.what != "page" and other.default), None)
    name, size = found
    asked = arguments.get(name)
    for usual in (tool.argument(name).value.get("default"), size.default, size.most):
        asked = usual if asked is None else asked
    if asked is None:
        return None
    return min(int(asked), size.most) if size.most is not None else int(asked)


def order_columns(tool: Tool, arguments: Mapping[str, Json]) -> tuple[str, ...]:
    """Return the columns that the list is sorted by ("-name" is descending); none is the order of insertion."""
    columns = tool.order
    given = given_arguments(tool, arguments)
    for argument in tool.arguments:
        if isinstance(argument.does, Order) and given.get(argument.name) is not None:
            asked = given[argument.name]
            chosen = [argument.does.by.get(str(each), ()) for each in asked] if isinstance(asked, list) else []
            sorting = tuple(name for names in chosen[:MOST_SORTED] for name in names)
            columns = (sorting or columns) if isinstance(asked, list) else argument.does.by.get(str(asked), columns)
    for argument in tool.arguments:
        if isinstance(argument.does, Direction) and given.get(argument.name) is not None:
            descending = given[argument.name] == argument.does.descending
            columns = tuple(_turned(name, descending) for name in columns)
    return columns


def _turned(name: str, descending: bool) -> str:
    bare = name.removeprefix("-")
    return f"-{bare}" if descending else bare


def in_order(rows: Sequence[Row], columns: Sequence[str]) -> list[Row]:
    """Return the rows sorted by the columns; equal ones stay in the order of insertion."""
    found = list(rows)
    for name in reversed(columns):
        bare = name.removeprefix("-")
        found.sort(key=lambda row, bare=bare: _sort_key(row.get(bare)), reverse=name.startswith("-"))  # type: ignore[misc]
    return found


def _sort_key(value: Json) -> tuple[int, Any]:
    """SQLite's order: NULL before numbers before text."""
    if value is None:
        return 0, 0
    if isinstance(value, bool | int | float):
        return 1, value
    return 2, value if isinstance(value, str) else json_key(value)


def value_columns(entity: Entity, tool: Tool) -> dict[str, Column]:
    """Return the columns that the tool's arguments write, by argument."""
    return {
        argument.name: entity.column(argument.does.column)
        for argument in tool.arguments
        if isinstance(argument.does, Value)
    }


def key_columns(entity: Entity, tool: Tool) -> dict[str, Column]:
    """Return the columns that the tool's key arguments pick rows by, by argument."""
    return {
        argument.name: entity.column(argument.does.column)
        for argument in tool.arguments
        if isinstance(argument.does, Key)
    }
