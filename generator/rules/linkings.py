"""Linkings: collections behind a thing into which things of another collection are put by their keys alone.

``PUT`` and ``DELETE /playlists/{playlist}/songs/{song}`` without a body put a song there and take it out again, and
``GET /playlists/{playlist}/songs`` lists the songs that stand there: they are those of ``/songs``. One stands in many.
"""

from collections.abc import Iterable, Mapping

from generator.rules.envelopes import type_names
from generator.rules.naming import clean_schema_name
from generator.rules.paths import ResourcePath
from generator.rules.places import Place
from generator.rules.readings import Reading, element_properties, sent_properties
from generator.schema import Schemas

_PUTS = frozenset({"PUT", "POST"})


def linking_shapes(
    readings: list[Reading], places: list[Place], collections: Mapping[str, ResourcePath], schemas: Schemas
) -> frozenset[str]:
    """Return the shapes of the collections that only hold what has a collection of its own."""
    items: dict[str, list[Reading]] = {}
    many: dict[str, list[Reading]] = {}
    for reading, place in zip(readings, places, strict=True):
        if place.collection in collections:
            kept = {"item": items, "many": many}.get(place.stands)
            if kept is not None:
                kept.setdefault(place.collection, []).append(reading)
    shapes = {shape for shape in items if _takes_keys_alone(items[shape], many.get(shape, []), schemas)}
    homes = {
        name
        for shape in collections
        if shape not in shapes and _is_home(items.get(shape, []), many.get(shape, []), schemas)
        for name in row_names(many.get(shape, []) + items.get(shape, []), schemas)
    }
    return frozenset(shape for shape in shapes if row_names(many[shape], schemas) & homes)


def _takes_keys_alone(items: list[Reading], many: list[Reading], schemas: Schemas) -> bool:
    """Return whether things are put into a collection by what the path names or a list of keys, and nothing more."""
    puts = [each for each in items if each.method in _PUTS]
    lists = [each for each in many if each.method == "GET" and each.shape.kind == "list"]
    bare = bool(puts) and all(each.body is None and each.body_items is None for each in puts)
    changes = any(each.method == "PATCH" for each in items)
    others = [each for each in many if each.method != "GET"]
    return bare and bool(lists) and not changes and all(_sends_keys(each, schemas) for each in others)


def _sends_keys(reading: Reading, schemas: Schemas) -> bool:
    """Return whether all that an operation sends is one array of keys, if it sends anything."""
    if reading.body_items is not None:
        return not element_properties(reading, schemas)
    sent = [schemas.resolve(each) for each in sent_properties(reading, schemas).values()]
    return len(sent) < 2 and all("array" in type_names(each) for each in sent)


def _is_home(items: list[Reading], many: list[Reading], schemas: Schemas) -> bool:
    """Return whether rows of a collection are looked at or changed one by one, or made in it."""
    looks = any(each.method == "GET" and each.shape.kind == "row" for each in items)
    return (
        looks
        or any(each.body is not None for each in items)
        or any(each.method == "POST" and not _sends_keys(each, schemas) for each in many)
    )


def row_names(readings: Iterable[Reading], schemas: Schemas) -> set[str]:
    """Return what the schemas of the rows are called that operations show."""
    return {clean_schema_name(name) for each in readings if (name := each.row_name(schemas)) is not None}
