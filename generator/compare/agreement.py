"""Whether the body of an answer agrees with the true one, in all that the response's schema declares."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from generator.compare.mapping import Names
from generator.compare.marks import Mark, Pointer
from generator.compare.recording import NO_BODY
from generator.meaning import alike, pointer
from generator.plan import JsonSchema
from generator.schema import Schemas

Json = Any

_PROSE = frozenset("message msg detail details description title error reason text".split())


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two values of one place that are not the same; ``at`` is a JSON pointer."""

    at: str
    expected: Json
    got: Json
    why: str


@dataclass(frozen=True, slots=True)
class _Absent:
    """There is no such property."""


_ABSENT = _Absent()


class Comparer:
    """Compares bodies: ``schemas`` are those that declarations refer to, ``names`` the made values seen so far."""

    def __init__(self, schemas: Schemas, names: Names) -> None:
        self._schemas = schemas
        self._names = names

    def disagreements(
        self, expected: Json, got: Json, schema: JsonSchema | None, marks: Mapping[Pointer, Mark], *, error: bool
    ) -> list[Disagreement]:
        """Return where the bodies differ in what the schema declares; nothing where it declares nothing.

        ``error`` tells that they are an error's, whose prose is compared by presence only.
        """
        if schema is None:
            return []
        if expected == NO_BODY or got == NO_BODY:
            if expected == got:
                return []
            return [Disagreement("", _shown(expected), _shown(got), "a body is missing on one side")]
        if not self._says_something(schema):
            return []
        return list(_Walk(self._schemas, self._names, marks, error).values(expected, got, schema, ()))

    def _says_something(self, schema: JsonSchema) -> bool:
        """Return whether a body's schema names properties, elements or a kind of value at all."""
        resolved = self._schemas.resolve(schema)
        return bool(resolved.keys() & {"type", "properties", "items", "enum", "const", "anyOf", "oneOf"})


@dataclass(frozen=True, slots=True)
class _Walk:
    schemas: Schemas
    names: Names
    marks: Mapping[Pointer, Mark]
    error: bool

    def values(self, expected: Json, got: Json, schema: JsonSchema, place: Pointer) -> Iterator[Disagreement]:
        if expected is _ABSENT or got is _ABSENT:
            if expected is not got:
                why = "the server leaves it out" if got is _ABSENT else "the service leaves it out"
                yield Disagreement(pointer(*place), _shown(expected), _shown(got), why)
        elif (mark := self.marks.get(place)) is not None:
            if not self.names.agree(mark, expected, got):
                made = f"{mark.entity}.{mark.column}"
                yield Disagreement(pointer(*place), expected, got, f"{made} is another than where it appeared first")
        elif isinstance(expected, dict) and isinstance(got, dict):
            yield from self._objects(expected, got, schema, place)
        elif isinstance(expected, list) and isinstance(got, list):
            yield from self._arrays(expected, got, schema, place)
        elif not self._alike(expected, got, schema, place):
            yield Disagreement(pointer(*place), expected, got, "the value differs")

    def _objects(
        self, expected: Mapping[str, Json], got: Mapping[str, Json], schema: JsonSchema, place: Pointer
    ) -> Iterator[Disagreement]:
        properties = declared_properties(schema, self.schemas)
        more = self.schemas.resolve(schema).get("additionalProperties")
        others: JsonSchema = more if isinstance(more, dict) else {}
        names = list(properties)
        if (not properties and place) or others:
            names += [name for name in (*expected, *got) if name not in properties]
        for name in dict.fromkeys(names):
            one, other = expected.get(name, _ABSENT), got.get(name, _ABSENT)
            yield from self.values(one, other, properties.get(name, others), (*place, name))

    def _arrays(
        self, expected: list[Json], got: list[Json], schema: JsonSchema, place: Pointer
    ) -> Iterator[Disagreement]:
        if len(expected) != len(got):
            yield Disagreement(
                pointer(*place), expected, got, f"{len(expected)} elements, and {len(got)} of the server"
            )
            return
        items = self.schemas.union(schema).get("items")
        for number, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield from self.values(one, other, items if isinstance(items, dict) else {}, (*place, number))

    def _alike(self, expected: Json, got: Json, schema: JsonSchema, place: Pointer) -> bool:
        if alike(expected, got):
            return True
        if not isinstance(expected, str) or not isinstance(got, str):
            return False
        resolved = self.schemas.resolve(schema)
        if self.error:
            return not resolved.keys() & {"enum", "const"} and _is_prose(expected, place)
        return resolved.get("format") == "date-time" and _same_moment(expected, got)


def declared_properties(schema: JsonSchema, schemas: Schemas, depth: int = 4) -> dict[str, JsonSchema]:
    """Return the properties that a schema names, those of all its alternatives included."""
    found = dict(schemas.properties(schema))
    resolved = schemas.resolve(schema)
    if depth and (resolved.get("oneOf") or resolved.get("anyOf")):
        for branch in schemas.alternatives(schema):
            found = {**declared_properties(branch, schemas, depth - 1), **found}
    return found


def _is_prose(text: str, place: Pointer) -> bool:
    """Return whether an error's text is written for a person: a sentence, or under a name that says so."""
    names = [part for part in place if isinstance(part, str)]
    return " " in text or (bool(names) and re.sub(r"[_-]", "", names[-1].lower()) in _PROSE)


def _same_moment(one: str, other: str) -> bool:
    """Return whether two times are the same, however fine and in whatever zone they are written."""
    try:
        first, second = datetime.fromisoformat(one), datetime.fromisoformat(other)
    except ValueError:
        return False
    return (first.tzinfo is None) == (second.tzinfo is None) and first == second


def _shown(value: Json) -> Json:
    return None if value in (NO_BODY, _ABSENT) else value
