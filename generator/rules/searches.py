"""Searches: paths that end in a word which asks, and what they go through."""

from collections.abc import Mapping

from generator.rules.naming import words
from generator.rules.paths import ResourcePath, thing_name
from generator.rules.readings import Reading
from generator.schema import Schemas


def is_look_alone(reading: Reading) -> bool:
    """Return whether a POST asks rather than writes: its path ends in search, query, filter, lookup or the like."""
    last = words(reading.path.segments[-1].text) if reading.path else []
    return bool(last) and last[-1] in {"search", "query", "filter", "lookup", "find", "count", "validate", "preview"}


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
    name, thing = schemas.name(reading.shape.row or {}), thing_name(through.segments[-1].text)
    alike = [shape for shape, path in found.items() if thing_name(path.segments[-1].text) == thing]
    return through if name is not None and any(name in rows.get(shape, ()) for shape in alike) else None


# Segments of a path that ends in an owner's key, a collection and a word that looks through it.
_OF_OWNER = 3
