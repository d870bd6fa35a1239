"""What rules read in the same pages as a floor: calls and inputs that the model did not name are taken from there."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from generator.description import Description, Operation
from generator.errors import SpecError
from generator.model.describing import Origin
from generator.prose.read import read_sections
from generator.prose.section import Section
from generator.rules.naming import snake, unique_name

_KEY = "{}"
# Part of an address that stands for another in each account: a number, or a variable as shells and templates write it.
_FILLED_IN = re.compile(r"\d+|\$\w+|\$?\{.*\}|<.*>|:\w+")


@dataclass(frozen=True, slots=True)
class Floored:
    """A description with what rules found beyond it: whole operations, and inputs of others, each by its label."""

    description: Description
    operations: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


def floored(description: Description, sections: Sequence[Section], origin: Origin) -> Floored:
    """Return the description with the calls of the pages that only rules found in them.

    A call that both found is the model's, but for a body or a query of which it says nothing at all.
    """
    try:
        found = read_sections(sections, origin.source, origin.title).description
    except SpecError:
        return Floored(description)
    known = {_literal(description, each): each for each in description.operations}
    labelled = {(each.method, each.path): each for each in description.operations}
    operations = {each.id: each for each in description.operations}
    fresh: list[str] = []
    inputs: list[str] = []
    for each in found.operations:
        path = _path(found, each, description)
        own = _same(_literal(found, each), known) or labelled.get((each.method, path))
        if own is None:
            name = unique_name(snake(each.id), operations)
            operations[name] = replace(each, id=name, path=path)
            known[_literal(found, each)] = labelled[each.method, path] = operations[name]
            fresh.append(f"{each.method} {path}")
        else:
            operations[own.id], added = _completed(operations[own.id], each)
            inputs += added
    described = replace(description, operations=tuple(operations.values()))
    return Floored(described, tuple(fresh), tuple(inputs))


def _literal(description: Description, operation: Operation) -> tuple[str, ...]:
    """Method and path behind the host, whatever its parameters and the account are called, without a suffix."""
    path = re.sub(r"\.(?:json|xml)$", "", operation.path)
    base = [_KEY if _FILLED_IN.fullmatch(part) else part.lower() for part in description.base_path.split("/") if part]
    parts = [_KEY if "{" in part else part.lower() for part in path.split("/") if part]
    return operation.method, *base, *parts


def _same(wanted: tuple[str, ...], known: Mapping[tuple[str, ...], Operation]) -> Operation | None:
    """The operation of the same path, or of one that is the same behind what stands before all of them."""
    if wanted in known:
        return known[wanted]
    method, *path = wanted
    for (own, *other), operation in known.items():
        least = min(len(path), len(other))
        named = any(part != _KEY for part in path[-least:]) if least else False
        if own == method and named and path[-least:] == other[-least:] and len(path) != len(other):
            return operation
    return None


def _path(found: Description, operation: Operation, description: Description) -> str:
    """The operation's path behind the base path of the description that it is put into."""
    whole = found.base_path + operation.path
    base = description.base_path
    return whole.removeprefix(base) if base and whole.startswith(base + "/") else operation.path


def _completed(own: Operation, read: Operation) -> tuple[Operation, list[str]]:
    """The model's operation with the query or body that only rules found, and what that added."""
    label = f"{own.method} {own.path}"
    added: list[str] = []
    if own.body is None and read.body is not None and own.method in ("POST", "PUT", "PATCH"):
        own = replace(own, body=read.body)
        added.append(f"{label}: body")
    if not any(each.place == "query" for each in own.parameters):
        query = tuple(each for each in read.parameters if each.place == "query")
        own = replace(own, parameters=(*own.parameters, *query))
        added += [f"{label}: {each.name}" for each in query]
    return own, added
