"""Parts: what a thing has at most one of, and only while it was given one: ``PUT`` and ``DELETE /files/{id}/lock``.

Such a part is a row with its thing's key. What is always there, and only changes, is a singleton instead.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence

from generator.rules.envelopes import says_only_done
from generator.rules.naming import squashed
from generator.rules.paths import ResourcePath, thing_name
from generator.rules.pickings import figures
from generator.rules.readings import Reading
from generator.schema import Schemas

_GIVES = frozenset({"PUT", "POST"})


def comes_and_goes(readings: Sequence[Reading], schemas: Schemas) -> bool:
    """Return whether operations on one path behind a thing show a part of it, give it one and take it away."""
    shapes = {reading.path.shape for reading in readings}
    if len(shapes) != 1:
        return False
    first = readings[0].path
    if not first.parameters or first.ends_in_parameter or first.verb:
        return False
    by_method: Mapping[str, Reading] = {reading.method: reading for reading in readings}
    shows, takes = by_method.get("GET"), by_method.get("DELETE")
    gives = [by_method[method] for method in _GIVES & by_method.keys()]
    if shows is None or takes is None or not gives or takes.body is not None:
        return False
    if checks_presence(shows):
        return True
    row = shows.shape.row
    return shows.shape.kind == "row" and row is not None and not says_only_done(row, schemas)


def part_shapes(readings: Sequence[Reading], schemas: Schemas) -> frozenset[str]:
    """Return the shapes of the paths at which a part of a thing is shown, given and taken away."""
    by_shape: dict[str, list[Reading]] = {}
    for reading in readings:
        by_shape.setdefault(reading.path.shape, []).append(reading)
    things = {
        name
        for reading in readings
        if reading.method == "GET" and reading.path.ends_in_parameter
        if (name := reading.row_name(schemas)) is not None
    }
    # A thing that has a path of its own is no part of another.
    apart = {each.path.shape for each in readings if each.method == "GET" and each.row_name(schemas) in things}
    return frozenset(
        shape for shape, group in by_shape.items() if comes_and_goes(group, schemas) and shape not in apart
    )


def checks_presence(reading: Reading) -> bool:
    """Return whether a GET answers without a body whether something is there: 204 where it is, else 404."""
    statuses = {response.status for response in reading.operation.responses}
    return reading.method == "GET" and reading.status == _NO_CONTENT and "404" in statuses


_NO_CONTENT = 204


def controlled_paths(readings: Iterable[Reading], collections: Mapping[str, ResourcePath]) -> dict[str, ResourcePath]:
    """Return by shape the paths of which nothing is shown, right below a path without parameters that shows one thing.

    The value is the path that shows it.
    """
    every = list(readings)
    looks = {each.path.shape: each.path for each in every if each.method == "GET" and each.shape.kind == "row"}
    seen = {each.path.shape for each in every if each.method == "GET" or each.shape.kind not in ("none", "scalar")}
    found = {}
    for reading in every:
        path = reading.path
        above = path.upto(-1) if len(path.segments) > 1 else path
        alone = above.shape in looks and not above.parameters and above.shape not in collections
        if alone and path.shape not in seen and path.shape not in collections and not path.ends_in_parameter:
            found[path.shape] = looks[above.shape]
    return found


def stands_alone(reading: Reading, above: ResourcePath, seen: Collection[str], schemas: Schemas) -> bool:
    """Return whether a read beside a collection's items shows one thing of its own: it is asked nothing.

    ``seen`` are the properties of the things that the collection ``above`` has, which it does not show.
    /apps/permissions shows what an app may do, where /apps/{id} picks one. Figures are worked out from rows instead.
    """
    asked = [each for each in reading.operation.parameters if each.place == "query"]
    if reading.path.parameters or asked or reading.body is not None or reading.shape.row is None:
        return False
    if figures(reading.path) or says_only_done(reading.shape.row, schemas):
        return False
    if reading.shape.where and thing_name(reading.shape.where[-1]) == thing_name(above.segments[-1].text):
        return False  # /users/identity answers with a user: which one is told by who is asking
    shown = {squashed(name) for name in schemas.properties(reading.shape.row)}
    return bool(shown) and 2 * len(shown & set(seen)) <= len(shown)


def is_set_beside(reading: Reading, shapes: Collection[str]) -> bool:
    """Return whether a read says what it gets where another operation sets it: ``getPrefs`` beside ``setPrefs``."""
    above, _, last = reading.path.shape.rpartition("/")
    return last.startswith("get") and f"{above}/set{last.removeprefix('get')}" in shapes
