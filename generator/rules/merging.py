"""Merging: collections that hold the same kind of row, and so are one resource, wherever they stand."""

from collections.abc import Mapping

from generator.rules.naming import clean_schema_name, squashed, words
from generator.rules.paths import ResourcePath, owner_names, thing_name
from generator.rules.places import Place
from generator.rules.readings import Reading
from generator.rules.searches import is_look_alone
from generator.rules.unions import Unions
from generator.schema import Schemas


def merged(
    readings: list[Reading], places: list[Place], collections: Mapping[str, ResourcePath], schemas: Schemas
) -> dict[str, str]:
    """Return for each collection the one that stands for it: collections of the same kind of row are one resource.

    ``collections`` are those that may be joined with others.
    """
    first_by_row: dict[tuple[str, str], str] = {}
    unions = Unions()
    read = _read_names(readings, places, collections, schemas)
    for reading, place in zip(readings, places, strict=True):
        looks = place.stands == "below" and is_look_alone(reading)
        if not (looks or place.stands in ("item", "many")):
            continue
        name = reading.row_name(schemas)
        if name is None or place.collection not in collections:
            continue
        thing = _thing_of(collections[place.collection])
        if name not in read.get(thing, {name}):
            continue  # what a change answers with may only tell that it goes on: {"task": …}
        thing = _told_fully(_called_otherwise(reading, place, name, read) or thing, name)
        root = first_by_row.setdefault((name, thing), place.collection)
        unions.join(place.collection, root)
    shown: dict[str, set[str]] = {}
    for reading, place in zip(readings, places, strict=True):
        if place.stands in ("item", "many") and reading.shape.row is not None:
            shown.setdefault(place.collection, set()).update(schemas.properties(reading.shape.row))
    _join_bare(unions, places, collections, shown)
    _join_looks(unions, readings, places, collections, shown)
    return unions.roots()


def _read_names(
    readings: list[Reading], places: list[Place], collections: Mapping[str, ResourcePath], schemas: Schemas
) -> dict[str, set[str]]:
    """Return by what collections hold the names of the rows that reads of such collections and their things show."""
    found: dict[str, set[str]] = {}
    for reading, place in zip(readings, places, strict=True):
        name = reading.row_name(schemas)
        reads = reading.method == "GET" and place.stands in ("item", "many") and place.collection in collections
        if name is not None and reads:
            found.setdefault(_thing_of(collections[place.collection]), set()).add(name)
    return found


def _called_otherwise(reading: Reading, place: Place, row_name: str, read: Mapping[str, set[str]]) -> str:
    """Return what the key of one thing says that it is, where collections so called show the same rows.

    ``/workspaces/{project_id}`` picks what ``/projects`` holds, if both show it.
    """
    owner = owner_names(reading.path.parameters[-1])[0] if place.stands == "item" and reading.path.parameters else ""
    return owner if row_name in read.get(owner, ()) else ""


def _thing_of(collection: ResourcePath) -> str:
    """Return what a collection holds by name: /templates/{scope}, of which one is picked behind it, templates.

    Those below one of its own kind are such: /tasks/{task}/subtasks holds tasks.
    """
    literals = collection.literals
    if len(literals) > 1 and squashed(literals[-1]) == f"sub{squashed(literals[-2])}":
        return thing_name(literals[-2])
    return thing_name(collection.literals[-1] if collection.literals else collection.segments[-1].text)


def _told_fully(thing: str, row_name: str) -> str:
    """Return a thing's name as that of its rows says it: the assignments below a task are its ``TaskAssignment``."""
    full = "_".join(words(clean_schema_name(row_name)))
    return full if full.endswith(f"_{thing}") else thing


def _join_bare(
    unions: Unions,
    places: list[Place],
    collections: Mapping[str, ResourcePath],
    shown: Mapping[str, set[str]],
) -> None:
    """Join a collection whose rows have no name to the only other of its name: DELETE /labels/{id} alone.

    Where it shows rows, they must be like those of the other.
    """
    used = list(dict.fromkeys(place.collection for place in places if place.collection in collections))
    for shape in used:
        thing = _thing_of(collections[shape])
        others = {unions.root(other) for other in used if other != shape and other in unions}
        alike = [other for other in others if _thing_of(collections[other]) == thing]
        own = shown.get(shape, set())
        if shape in unions or len(alike) != 1:
            continue
        known = own & _shown_by(alike[0], unions, shown)
        if not own or 2 * len(known) > len(own):
            unions.join(shape, alike[0])


def _join_looks(
    unions: Unions,
    readings: list[Reading],
    places: list[Place],
    collections: Mapping[str, ResourcePath],
    shown: Mapping[str, set[str]],
) -> None:
    """Join a list behind a thing, of which nothing is made or picked there, to the only collection of its name.

    ``GET /yards/{id}/trees`` lists what ``/trees/{id}`` picks, whatever the schema of its rows is called, where most of
    what these show is known there.
    """
    picked = {place.collection for place in places if place.stands == "item"}
    places_of = zip(readings, places, strict=True)
    changed = {place.collection for reading, place in places_of if reading.method not in ("GET", "DELETE")}
    for shape, path in collections.items():
        if shape in picked | changed or not path.parameters:
            continue
        alike = [other for other in picked if other in unions and _thing_of(collections[other]) == _thing_of(path)]
        others = {unions.root(other) for other in alike}
        own = shown.get(shape, set())
        if len(others) == 1 and 2 * len(own & _shown_by(min(others), unions, shown)) > len(own) > 1:
            unions.join(shape, min(others))


def _shown_by(root: str, unions: Unions, shown: Mapping[str, set[str]]) -> set[str]:
    return {name for shape, names in shown.items() if unions.root(shape) == root for name in names}
