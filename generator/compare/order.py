"""Lists whose order nothing fixes, and maps whose keys are made: the server's rows beside those of the service."""

from collections.abc import Mapping
from typing import Any

from generator.compare.mapping import Names
from generator.compare.marks import Mark
from generator.json_equality import json_key
from generator.plan import Direction, Order, Tool

Json = Any

# Beyond so many rows they are compared as they stand: every row is held against every other.
MOST_ROWS = 300


def in_order_of(
    expected: Json, got: Json, tool: Tool, arguments: Mapping[str, Json], names: Names, key: Mark | None = None
) -> Json:
    """Return the server's body with its rows in the order of the service's, where neither call nor document fixes one.

    A row goes where the service shows the one that is most like it; rows that are like none keep their order. ``key``
    is the mark of the rows' key, where the server makes it: a map has the keys of the service for the same rows.
    """
    if key is not None:
        got = _keyed(tool.answer, expected, got, names, key)
    chosen = {argument.name for argument in tool.arguments if isinstance(argument.does, Order | Direction)}
    if tool.pattern not in ("list", "search") or tool.order or chosen & arguments.keys():
        return got
    return _ordered(tool.answer, expected, got, names)


def _ordered(template: Json, expected: Json, got: Json, names: Names) -> Json:
    if template in ("$items", "$keys") and isinstance(expected, list) and isinstance(got, list):
        return _aligned(expected, got, names) if len(got) <= MOST_ROWS else got
    if isinstance(template, dict) and isinstance(expected, dict) and isinstance(got, dict):
        return {
            name: _ordered(template[name], expected[name], part, names) if name in template.keys() & expected else part
            for name, part in got.items()
        }
    return got


def _keyed(template: Json, expected: Json, got: Json, names: Names, key: Mark) -> Json:
    if not isinstance(expected, dict) or not isinstance(got, dict):
        return got
    if template == "$map":
        return _renamed(expected, got, names, key) if len(got) <= MOST_ROWS else got
    if not isinstance(template, dict):
        return got
    return {
        name: _keyed(template[name], expected[name], part, names, key) if name in template.keys() & expected else part
        for name, part in got.items()
    }


def _renamed(expected: dict[str, Json], got: dict[str, Json], names: Names, key: Mark) -> dict[str, Json]:
    """Return a map with each row under the key that the service has for the one most like it, if the two may agree."""
    theirs, ours = list(expected), list(got)
    pairs = _pairs([_named_row(name, expected) for name in theirs], [_named_row(name, got) for name in ours], names)
    called = {ours[number]: theirs[place] for place, number in pairs.items()}
    return {
        called[name] if name in called and names.agree(key, called[name], name) else name: row
        for name, row in got.items()
    }


def _named_row(name: str, rows: dict[str, Json]) -> Json:
    return {"": name, **(rows[name] if isinstance(rows[name], dict) else {"value": rows[name]})}


def _aligned(expected: list[Json], got: list[Json], names: Names) -> list[Json]:
    placed = _pairs(expected, got, names)
    rest = iter(number for number in range(len(got)) if number not in placed.values())
    order = [placed[place] if place in placed else next(rest, None) for place in range(len(expected))]
    return [got[number] for number in (*(number for number in order if number is not None), *rest)]


def _pairs(expected: list[Json], got: list[Json], names: Names) -> dict[int, int]:
    """Return the places of rows of the service with those of the server's rows that are most like them."""
    there = [_marks(row, names) for row in expected]
    here = [_marks(row, None) for row in got]
    rated = sorted(
        ((len(one & other), -abs(place - number), place, number) for place, one in enumerate(there)
         for number, other in enumerate(here)),
        reverse=True,
    )  # fmt: skip
    placed: dict[int, int] = {}
    for likeness, _, place, number in rated:
        if likeness and place not in placed and number not in placed.values():
            placed[place] = number
    return placed


def _marks(row: Json, names: Names | None) -> set[tuple[str, str]]:
    """Return what a row shows, property by property, in the words of the server."""
    parts = row if isinstance(row, dict) else {"": row}
    return {(name, json_key(names.named(None, part) if names else part)) for name, part in parts.items()}
