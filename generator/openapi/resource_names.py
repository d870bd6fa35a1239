"""Resource names: paths in which one parameter stands for the whole name of a thing, written out.

``GET /v1/{name}`` with the id ``vault.projects.locations.keys.get`` is a call of
``/v1/projects/{projectsId}/locations/{locationsId}/keys/{keysId}``: a name is a path, and the id tells which.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from generator.description import Operation, Parameter

_VERSION = re.compile(r"v\d[\w.]*")
_WHOLE = re.compile(r"\{\+?([\w.]+)\}(:\w+)?")
# The service, at least one kind of thing, and what is done.
_FEWEST = 3


def with_resource_names(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """Return the operations, those whose path is a whole name with the path that their id tells.

    All ids begin with one service's name; others are no such ids, and nothing is changed.
    """
    known = tuple(operations)
    services = {each.id.partition(".")[0] for each in known if each.id.count(".") >= _FEWEST - 1}
    taken = {(each.method, each.path) for each in known}
    if len(services) != 1 or not all(each.id.startswith(f"{next(iter(services))}.") for each in known):
        return known
    return tuple(_written_out(each, taken) for each in known)


def part_of_name(whole: Parameter | None, name: str) -> Parameter:
    """Return the parameter for a part of the thing's whole name, which the document declares as one."""
    text = f"Part of `{whole.name}`. {whole.text}".strip() if whole else ""
    return Parameter(
        name, "path", True, {"type": "string"}, text, "simple", False, source=whole.source if whole else ""
    )


def _written_out(operation: Operation, taken: set[tuple[str, str]]) -> Operation:
    path = _flat_path(operation)
    whole = [each for each in operation.parameters if each.place == "path"]
    if path is None or len(whole) != 1 or (operation.method, path) in taken:
        return operation
    taken.add((operation.method, path))
    names = re.findall(r"\{(\w+)\}", path)
    others = [each for each in operation.parameters if each.place != "path"]
    return replace(operation, path=path, parameters=(*(part_of_name(whole[0], name) for name in names), *others))


def _flat_path(operation: Operation) -> str | None:
    """Return the path with its whole name written out; None where it has none, or the id does not tell of what."""
    parts = [part for part in operation.path.split("/") if part]
    place = next((number for number, part in enumerate(parts) if not _VERSION.fullmatch(part)), len(parts))
    match = _WHOLE.fullmatch(parts[place]) if place < len(parts) else None
    chain = operation.id.split(".")[1:-1]
    rest = parts[place + 1 :]
    if match is None or not chain or any("{" in part for part in rest):
        return None
    literals = [part.partition(":")[0] for part in rest]
    if rest and (
        match.group(2) or [each.lower() for each in chain[-len(rest) :]] != [each.lower() for each in literals]
    ):
        return None
    owners = chain[: len(chain) - len(rest)]
    if not owners:
        return None
    named = "/".join(f"{literal}/{{{literal}Id}}" for literal in owners) + (match.group(2) or "")
    return "/" + "/".join([*parts[:place], named, *rest])
