"""Searches: paths that end in a word which asks, and what they go through."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from generator.rules.naming import words
from generator.rules.paths import ResourcePath, Segment, thing_name
from generator.rules.readings import Reading
from generator.schema import Schemas


def is_look_alone(reading: Reading) -> bool:
    """Return whether a POST asks rather than writes: its path ends in search, query, filter, lookup or the like."""
    last = words(reading.path.segments[-1].text) if reading.path else []
    return bool(last) and last[-1] in {"search", "query", "filter", "lookup", "find", "count", "validate", "preview"}


def with_searches(readings: list[Reading]) -> list[Reading]:
    """Return the readings, ``POST /search-orders`` as ``POST /orders/search`` where there are such orders to list."""
    lists = {each.path.shape for each in readings if each.method == "GET" and each.shape.kind == "list"}
    return [_search_named(reading, lists) for reading in readings]


def _search_named(reading: Reading, lists: Collection[str]) -> Reading:
    last = reading.path.segments[-1] if reading.path else None
    if last is None or last.is_parameter or reading.method != "POST" or reading.shape.kind != "list":
        return reading
    verb, separator, thing = last.text.partition("-")
    through = ResourcePath((*reading.path.segments[:-1], Segment(thing, False)))
    if verb.lower() != "search" or not separator or through.shape not in lists:
        return reading
    return replace(reading, path=ResourcePath((*through.segments, Segment("search", False))))


def looked_through(
    reading: Reading, found: Mapping[str, ResourcePath], rows: Mapping[str, set[str]], schemas: Schemas
) -> ResourcePath | None:
    """Return the collection that a search goes through where no other path names it: /teams/{id}/tasks of …/search.

    It is the part of another of that name, whose rows it shows.
    """
    if not is_look_alone(reading) or reading.shape.kind != "list" or len(reading.path.segments) < _OF_OWNER:
        return None
    owner, through = reading.path.segments[-3], reading.path.upto(-1)
    if not owner.is_parameter or through.segments[-1].is_parameter or through.shape in found:
        return None
    name, thing = reading.row_name(schemas), thing_name(through.segments[-1].text)
    alike = [shape for shape, path in found.items() if thing_name(path.segments[-1].text) == thing]
    return through if name is not None and any(name in rows.get(shape, ()) for shape in alike) else None


# Segments of a path that ends in an owner's key, a collection and a word that looks through it.
_OF_OWNER = 3
