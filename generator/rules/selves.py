"""Selves: paths of the one who calls, ``/users/me`` or ``/me``, that show one of the rows of ``/users/{id}``."""

from collections.abc import Mapping, Sequence

from generator.rules.paths import ResourcePath, is_self
from generator.rules.readings import Reading
from generator.schema import Schemas


def self_paths(
    readings: Sequence[Reading], collections: Mapping[str, ResourcePath], schemas: Schemas
) -> dict[str, ResourcePath]:
    """Return by shape the paths of reads of the caller, each with the collection of whose rows it shows one.

    Nothing may be written there, and the only collection whose items show the same kind of row must have no parents.
    """
    items: dict[str, dict[str, ResourcePath]] = {}
    for each in readings:
        path, name = each.path, each.row_name(schemas)
        picks = each.method == "GET" and path.ends_in_parameter and len(path.parameters) == 1
        if picks and path.upto(-1).shape in collections and each.shape.kind == "row" and name is not None:
            items.setdefault(name, {})[path.upto(-1).shape] = path.upto(-1)
    written = {each.path.shape for each in readings if each.method != "GET"}
    found: dict[str, ResourcePath] = {}
    for each in readings:
        path, homes = each.path, items.get(each.row_name(schemas) or "", {})
        if each.method != "GET" or not path or path.parameters or path.verb or not is_self(path.segments[-1].text):
            continue
        if each.shape.kind == "row" and path.shape not in written and len(homes) == 1:
            found[path.shape] = next(iter(homes.values()))
    return found
