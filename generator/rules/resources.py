"""Resources: the collections that paths speak of, merged where they hold the same kind of thing, and their names."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.rules.linkings import linking_shapes
from generator.rules.lookups import looks_up
from generator.rules.merging import merged
from generator.rules.naming import plural, singular, singular_name, snake, sql_name, squashed, unique_name, words
from generator.rules.parts import comes_and_goes, controlled_paths, is_set_beside, part_shapes, stands_alone
from generator.rules.paths import ResourcePath, is_self, owner_names, thing_name
from generator.rules.places import Place
from generator.rules.plain_values import lists_values
from generator.rules.readings import Reading
from generator.rules.searches import is_look_alone, looked_through
from generator.rules.selves import self_paths
from generator.rules.verbs import is_action
from generator.schema import Schemas


@dataclass(slots=True)
class Resource:
    """A kind of thing: the collections it stands in, and the readings that speak of it.

    ``items`` are readings of one thing by its key, ``many`` of the collection, ``below`` of an action or a part behind
    it (with the literal that names it). ``singleton`` is a thing without a collection (``/settings``, ``/me``), and
    ``part`` one that a thing has only while it was given one: its readings are ``items``. A ``linking`` is a collection
    that only holds things which have a collection of their own.
    """

    name: str
    collections: list[ResourcePath]
    singleton: bool = False
    part: bool = False
    linking: bool = False
    items: list[Reading] = field(default_factory=list)
    many: list[Reading] = field(default_factory=list)
    below: list[tuple[str, Reading]] = field(default_factory=list)

    @property
    def readings(self) -> list[Reading]:
        """Every reading of the resource."""
        return [*self.items, *self.many, *(reading for _, reading in self.below)]


def find_resources(readings: list[Reading], schemas: Schemas) -> list[Resource]:
    """Return the resources that the readings speak of, in the order of their first appearance."""
    collections = _collections(readings, schemas)
    parts = _parts(readings, collections, schemas) | part_shapes(readings, schemas)
    controls = controlled_paths(readings, collections)
    selves = self_paths(readings, collections, schemas)
    places = [
        Place(selves[reading.path.shape].shape, "below", reading.path.segments[-1].text)
        if reading.path.shape in selves
        else _place(reading, collections, parts, controls)
        for reading in readings
    ]
    linking = linking_shapes(readings, places, collections, schemas)
    groups = merged(readings, places, {name: collections[name] for name in collections if name not in linking}, schemas)
    found: dict[str, Resource] = {}
    for reading, place in zip(readings, places, strict=True):
        root = groups.get(place.collection, place.collection)
        is_control = reading.path.shape in controls
        alone = place.stands == "singleton" or is_control
        resource = found.setdefault(root, Resource("", [], singleton=alone, linking=root in linking))
        path = collections.get(place.collection, controls.get(reading.path.shape, reading.path))
        if all(path.shape != known.shape for known in resource.collections):
            resource.collections.append(path)
        if place.stands == "item":
            resource.items.append(reading)
        elif place.stands in ("many", "singleton"):
            resource.many.append(reading)
        else:
            resource.below.append((place.literal, reading))
    for resource in found.values():
        if resource.singleton and comes_and_goes(resource.many, schemas):
            resource.singleton, resource.part = False, True
            resource.items, resource.many = resource.many, []
    _name_all(list(found.values()))
    return list(found.values())


def holder_of(path: ResourcePath, collections: Mapping[str, ResourcePath]) -> ResourcePath | None:
    """Return the nearest collection above a path: the longest proper prefix that is one."""
    for length in range(len(path.segments) - 1, 0, -1):
        if (prefix := path.upto(length)).shape in collections:
            return prefix
    return None


def _collections(readings: list[Reading], schemas: Schemas) -> dict[str, ResourcePath]:
    """Return by shape every path that is a collection: one that a parameter picks from, or that lists or creates."""
    found = _picked_from(readings)
    shapes = {reading.path.shape for reading in readings}
    for reading in readings:
        # /objects/{type} is a collection for each type where /objects/{type}/{id} picks one of it.
        if reading.path.ends_in_parameter and f"{reading.path.shape}/{{}}" in shapes and reading.shape.kind == "list":
            found.setdefault(reading.path.shape, reading.path)
    rows = _row_names_by_collection(readings, found, schemas)
    parts = part_shapes(readings, schemas)
    shown = _shown_by_collection(readings, found, schemas)
    alone = _shown_alone(readings)
    for reading in readings:
        if (looked := looked_through(reading, found, rows, schemas)) is not None:
            found.setdefault(looked.shape, looked)
    for reading in readings:
        path = reading.path
        if lists_values(reading, schemas) and _is_apart(path, found, shown):
            found[path.shape] = path
            continue
        if path.shape in parts or not path or path.ends_in_parameter or path.shape in found or path.verb:
            continue
        if path.shape not in alone and _is_collection_itself(reading, path, found, rows, schemas):
            found[path.shape] = path
    return found


def _shown_alone(readings: list[Reading]) -> frozenset[str]:
    """Return the shapes of paths at which a GET shows one thing that a POST there changes: /configuration/webhooks."""
    looks = {reading.path.shape for reading in readings if reading.method == "GET" and reading.shape.kind == "row"}
    makes = {reading.path.shape for reading in readings if reading.method == "POST" and reading.status == _CREATED}
    return frozenset(looks - makes)


_CREATED = 201


def _is_apart(path: ResourcePath, found: Mapping[str, ResourcePath], shown: Mapping[str, set[str]]) -> bool:
    """Return whether values listed below a collection are kept apart from its rows: these show nothing of that name."""
    above = holder_of(path, found)
    return (
        above is not None and path.shape not in found and squashed(path.literals[-1]) not in shown.get(above.shape, ())
    )


def _shown_by_collection(
    readings: list[Reading], found: Mapping[str, ResourcePath], schemas: Schemas
) -> dict[str, set[str]]:
    """Return for each collection what its rows show, by squashed name."""
    shown: dict[str, set[str]] = {}
    for reading in readings:
        above = reading.path if reading.path.shape in found else holder_of(reading.path, found)
        near = above is not None and len(reading.path.segments) - len(above.segments) <= 1
        if above is not None and near and reading.shape.row is not None:
            names = {squashed(name) for name in schemas.properties(reading.shape.row)}
            shown.setdefault(above.shape, set()).update(names)
    return shown


def _picked_from(readings: list[Reading]) -> dict[str, ResourcePath]:
    """Return by shape every path that a parameter picks from, but those whose last literal belongs to a look-up."""
    found: dict[str, ResourcePath] = {}
    for reading in readings:
        segments = reading.path.segments
        for length in range(1, len(segments)):
            if segments[length].is_parameter and not segments[length - 1].is_parameter:
                path = reading.path.upto(length)
                found.setdefault(path.shape, path)
    shapes = {reading.path.shape for reading in readings}
    for reading in readings:
        if looks_up(reading.path, found) and (named := reading.path.upto(-1).shape) not in shapes:
            found.pop(named, None)
    return found


def _is_collection_itself(
    reading: Reading,
    path: ResourcePath,
    found: Mapping[str, ResourcePath],
    rows: Mapping[str, set[str]],
    schemas: Schemas,
) -> bool:
    literal = path.segments[-1].text
    above = holder_of(path, found)
    if is_action(literal) or is_self(literal):
        return False
    if reading.method == "GET" and reading.shape.kind in ("list", "map"):
        name = reading.row_name(schemas)
        # /pets/popular lists pets: a way to look at the collection above, not one of its own.
        return name is None or above is None or path.segments[-2].is_parameter or name not in rows.get(above.shape, ())
    plural_word = words(literal)[-1:] and singular_name(literal) != snake(literal)
    created = reading.method == "POST" and reading.status == 201
    row = reading.row_name(schemas)
    elsewhere = any(row in names for shape, names in rows.items() if shape != path.shape)
    if row is not None and elsewhere and not plural_word:
        # /books/{isbn}/lend makes a loan: an action with its effect elsewhere, not a collection of lends.
        return False
    return bool(reading.method == "POST" and (created or plural_word) and not is_look_alone(reading))


def _row_names_by_collection(
    readings: list[Reading], found: Mapping[str, ResourcePath], schemas: Schemas
) -> dict[str, set[str]]:
    rows: dict[str, set[str]] = {}
    for reading in readings:
        name = reading.row_name(schemas)
        above = reading.path if reading.path.shape in found else holder_of(reading.path, found)
        if name and above and len(reading.path.segments) - len(above.segments) <= 1:
            rows.setdefault(above.shape, set()).add(name)
    return rows


def _place(
    reading: Reading,
    collections: Mapping[str, ResourcePath],
    parts: frozenset[str],
    controls: Mapping[str, ResourcePath],
) -> Place:
    path = reading.path
    if path.shape in controls:
        return Place(controls[path.shape].shape, "below", path.segments[-1].text)
    if path.shape in collections and not path.verb:
        return Place(path.shape, "many")
    above = path if path.verb and path.shape in collections else holder_of(path, collections)
    if above is None or path.shape in parts:
        return Place(path.shape, "singleton")
    rest = path.segments[len(above.segments) :]
    literals = [segment.text for segment in rest if not segment.is_parameter]
    if path.verb:
        return Place(above.shape, "below", path.verb)
    if not literals:
        return Place(above.shape, "item")
    if is_self(literals[-1]):
        return Place(path.shape, "singleton")
    return Place(above.shape, "below", "/".join(literals))


def _parts(readings: list[Reading], collections: Mapping[str, ResourcePath], schemas: Schemas) -> frozenset[str]:
    """Return the shapes of paths behind an item that hold a thing of their own: GET shows something else there."""
    rows = _row_names_by_collection(readings, collections, schemas)
    shown = _objects_by_collection(readings, collections, schemas)
    things = [each for each in readings if each.path.shape in collections or each.path.ends_in_parameter]
    seen = _shown_by_collection(things, collections, schemas)
    shapes = {reading.path.shape for reading in readings}
    found = set()
    for reading in readings:
        above = holder_of(reading.path, collections)
        if above is None or reading.path.shape in collections or reading.method != "GET" or reading.path.verb:
            continue
        rest = reading.path.segments[len(above.segments) :]
        if rest[-1].is_parameter or _is_act(rest[-1].text) or reading.shape.kind != "row":
            continue
        if is_set_beside(reading, shapes):
            continue
        if not rest[0].is_parameter and not stands_alone(reading, above, seen.get(above.shape, set()), schemas):
            continue
        name = reading.row_name(schemas)
        if name is not None and (rest[-1].text, name) in shown.get(above.shape, ()):
            # The rows above show this part of them: it is no thing of its own.
            continue
        if name is None or name not in rows.get(above.shape, ()):
            found.add(reading.path.shape)
    return frozenset(found)


def _is_act(literal: str) -> bool:
    """Return whether a literal behind an item says what to do, and is not called after one that is spelled alike.

    ``subscribe-rules`` are a kind of rules, where ``mark-as`` and ``export`` name something to do.
    """
    last = (words(literal) or [""])[-1]
    return is_action(literal) and not (len(words(literal)) > 1 and plural(singular(last)) == last)


def _objects_by_collection(
    readings: list[Reading], collections: Mapping[str, ResourcePath], schemas: Schemas
) -> dict[str, set[tuple[str, str]]]:
    """Return for each collection the properties of its rows that refer to a schema, with the schema's name."""
    found: dict[str, set[tuple[str, str]]] = {}
    for reading in readings:
        above = reading.path if reading.path.shape in collections else holder_of(reading.path, collections)
        if above is None or reading.shape.row is None or len(reading.path.segments) - len(above.segments) > 1:
            continue
        for name, schema in schemas.properties(reading.shape.row).items():
            if (called := schemas.name(schema)) is not None:
                found.setdefault(above.shape, set()).add((name, called))
    return found


def _name_all(resources: list[Resource]) -> None:
    taken: set[str] = set()
    for resource in resources:
        literals = resource.collections[0].literals
        thing = thing_name(literals[-1]) if literals else "root"
        is_part = (
            (resource.singleton or resource.part) and len(literals) > 1 and bool(resource.collections[0].parameters)
        )
        name = sql_name(_fuller_name(resource, thing), "thing")
        if is_part:
            name = sql_name("_".join(thing_name(literal) for literal in literals[-2:]), "thing")
        depth = 2
        while name in taken and depth <= len(literals):
            name = sql_name("_".join(thing_name(literal) for literal in literals[-depth:]), "thing")
            depth += 1
        resource.name = unique_name(name, taken)
        taken.add(resource.name)


def _fuller_name(resource: Resource, thing: str) -> str:
    """Return the name that the key's parameter gives the thing where it says more: ``timeEntryId`` behind ``/time``."""
    for reading in resource.items:
        for parameter in own_parameters(reading, resource):
            owner, _ = owner_names(parameter)
            if owner != thing and (owner.startswith(thing + "_") or owner.endswith("_" + thing)):
                return owner
    return thing


def own_parameters(reading: Reading, resource: Resource) -> tuple[str, ...]:
    """Return the path parameters that pick one row of the resource: those right behind its collection."""
    collections = {path.shape: path for path in resource.collections}
    above = holder_of(reading.path, collections)
    if above is None or resource.singleton or reading.path.shape in collections:
        return ()
    names = []
    for segment in reading.path.segments[len(above.segments) :]:
        if not segment.is_parameter:
            break
        names.append(segment.text)
    return tuple(names)
