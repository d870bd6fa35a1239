"""Whether the body of an answer agrees with the true one, in all that the response's schema declares."""

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from generator.compare.mapping import Names
from generator.compare.marks import SAYS_VALUE, Mark, Pointer
from generator.compare.openings import Openings, may_be_null
from generator.compare.page_urls import is_same_page
from generator.compare.prose import is_prose_name
from generator.compare.recording import NO_BODY
from generator.compare.sent import Sent, is_empty
from generator.meaning import alike, pointer
from generator.plan import JsonSchema
from generator.said import said_value
from generator.schema import Schemas

Json = Any

_PLAIN = frozenset({"string", "integer", "number", "boolean"})


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
    """Compares bodies: ``schemas`` are those that declarations refer to, ``names`` the made values seen so far.

    ``sent`` is what calls have sent so far; the caller adds to it. ``openings`` has what was left to the service.
    """

    def __init__(self, schemas: Schemas, names: Names, sent: Sent | None = None) -> None:
        self._schemas = schemas
        self._names = names
        self._sent = Sent() if sent is None else sent
        self.openings = Openings(schemas, self._sent)

    def disagreements(
        self,
        expected: Json,
        got: Json,
        schema: JsonSchema | None,
        marks: Mapping[Pointer, Mark],
        free: Mapping[Pointer, Mark] | None = None,
        *,
        error: int = 0,
    ) -> list[Disagreement]:
        """Return where the bodies differ in what the schema declares; nothing where it declares nothing.

        ``free`` are the rows' columns of which the plan says nothing. ``error`` is the status of an error's bodies,
        whose prose is compared by presence only; else 0.
        """
        if schema is None or (not self._says_something(schema) and NO_BODY in (expected, got)):
            return []
        if expected == NO_BODY or got == NO_BODY:
            if expected == got:
                return []
            return [Disagreement("", _shown(expected), _shown(got), "a body is missing on one side")]
        if not self._says_something(schema):
            return []
        walk = _Walk(self._schemas, self._names, marks, free or {}, self._sent, self.openings, error)
        return list(walk.values(expected, got, schema, ()))

    def _says_something(self, schema: JsonSchema) -> bool:
        """Return whether a body's schema names properties, elements or a kind of value at all."""
        resolved = self._schemas.resolve(schema)
        return bool(resolved.keys() & {"type", "properties", "items", "enum", "const", "anyOf", "oneOf"})


@dataclass(frozen=True, slots=True)
class _Walk:
    schemas: Schemas
    names: Names
    marks: Mapping[Pointer, Mark]
    free: Mapping[Pointer, Mark]
    sent: Sent
    openings: Openings
    error: int

    def values(self, expected: Json, got: Json, schema: JsonSchema, place: Pointer) -> Iterator[Disagreement]:
        if expected is _ABSENT or got is _ABSENT:
            if expected is not got:
                why = "the server leaves it out" if got is _ABSENT else "the service leaves it out"
                yield Disagreement(pointer(*place), _shown(expected), _shown(got), why)
        elif (mark := self.marks.get(place)) is not None:
            if mark.kind == "words" and not self.schemas.resolve(schema).keys() & SAYS_VALUE:
                yield from self._in_words(expected, got, place)
            elif mark.kind == "acting" and isinstance(expected, dict) and isinstance(got, dict):
                yield from self._acting(mark, expected, place)
            elif not self.names.agree(mark, expected, got):
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
        resolved = self.schemas.union(schema)
        required = set(resolved.get("required", ()))
        more = resolved.get("additionalProperties")
        others: JsonSchema = more if isinstance(more, dict) else {}
        for name in dict.fromkeys([*properties, *self._undeclared(expected, got, properties, others, place)]):
            one, other = expected.get(name, _ABSENT), got.get(name, _ABSENT)
            part = properties.get(name, others)
            stays = self._stays_open((*place, name), one, other, part, required)
            if stays is False:
                yield Disagreement(
                    pointer(*place, name), _shown(one), _shown(other), "the service showed another before"
                )
            if stays is not None:
                continue
            if self._say_nothing((*place, name), one, other, part, required=name in required):
                continue
            if self.error and name not in (expected.keys() & got.keys()) and self._is_said(name, part, got, required):
                continue
            yield from self.values(one, other, part, (*place, name))

    def _in_words(self, expected: Json, got: Json, place: Pointer) -> Iterator[Disagreement]:
        """Tell where one side says nothing of how the call went: the words themselves are each service's own."""
        if not (isinstance(expected, str) and isinstance(got, str) and bool(expected) == bool(got)):
            yield Disagreement(pointer(*place), expected, got, "the value differs")

    def _acting(self, mark: Mark, expected: Mapping[str, Json], place: Pointer) -> Iterator[Disagreement]:
        """Tell what the service shows of who acts that it showed otherwise before: either service has its own."""
        for name, part in expected.items():
            if not self.openings.stays(mark, (name,), part):
                yield Disagreement(pointer(*place, name), part, None, "the service showed another before")

    def _undeclared(
        self,
        expected: Mapping[str, Json],
        got: Mapping[str, Json],
        properties: Mapping[str, JsonSchema],
        others: JsonSchema,
        place: Pointer,
    ) -> list[str]:
        """Return the names beside the declared ones that are compared.

        They are all names of a map of declared values. Of an object of free form they are those that calls have sent,
        or that both sides show: what the service adds of its own is declared by nothing.
        """
        names = [name for name in dict.fromkeys((*expected, *got)) if name not in properties]
        if others:
            return names
        if properties or not place:
            return []
        return [name for name in names if self.sent.has_property((*place, name)) or (name in expected and name in got)]

    def _say_nothing(self, place: Pointer, one: Json, other: Json, schema: JsonSchema, *, required: bool) -> bool:
        """Return whether both say that nothing is set: left out or null, or in any form unless a call has sent nothing.

        What must be there is not left out by the server, and has no other form of nothing unless it may be null, or
        the service itself says null, or leaves out what only it writes.
        """
        if required and other is _ABSENT:
            return False
        if (one is _ABSENT or one is None) and (other is _ABSENT or other is None):
            return True
        if self.sent.has_emptied(place):
            return False
        resolved = self.schemas.resolve(schema)
        lacks = one is None or (one is _ABSENT and resolved.get("readOnly") is True)
        if required and not lacks and not may_be_null(resolved):
            return False
        return self._unset(one, schema) and self._unset(other, schema)

    def _stays_open(
        self, place: Pointer, expected: Json, got: Json, schema: JsonSchema, required: Set[str | int]
    ) -> bool | None:
        """Return whether a value of the service's own is as before, where the server may say that none is set."""
        required_here = place[-1] in required
        # What is shown, and may not be null, has no other form of nothing than the emptiest.
        emptiest = got is not _ABSENT and is_empty(got) and type(expected) is type(got)
        if self.error or expected is _ABSENT or not (got is None or emptiest or (got is _ABSENT and not required_here)):
            return None
        value = None if self._unset(expected, schema) else expected
        if value is None and any(isinstance(part, int) for part in place):
            return None  # a list may show less of a row than the row has
        return self.openings.leaves_open(place, value, schema, self.free, absent=emptiest or not required_here)

    def _unset(self, value: Json, schema: JsonSchema) -> bool:
        """Return whether a property says that nothing is set: left out, null, empty, or what is documented for that."""
        if value is _ABSENT or value is None:
            return True
        resolved = self.schemas.resolve(schema)
        told = [resolved[key] for key in ("default", "const") if key in resolved]
        told += [said] if (said := said_value(resolved)) is not None else []
        if told:
            return any(alike(default, value) for default in told)
        return is_empty(value)

    def _is_said(self, name: str, schema: JsonSchema, got: Mapping[str, Json], required: Set[str]) -> bool:
        """Return whether a part of an error that stands on one side only is no difference.

        A server may say more than the service did, and say in one property of prose what the service says in another.
        What is no plain value only shows again what was wrong; where it may be left out, either may show it.
        """
        if is_prose_name(name):
            return name in got or (name not in required and any(is_prose_name(other) for other in got))
        return name not in required and not set(self.schemas.types(schema)) & _PLAIN

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
            if self.error:
                self._agree_in_code(expected, got, place)
            return True
        resolved = self.schemas.resolve(schema)
        if self.error:
            return self._alike_in_error(expected, got, resolved, place)
        if not isinstance(expected, str) or not isinstance(got, str):
            return False
        if self.names.named(None, expected) == got or is_same_page(expected, got, partial(self.names.named, None)):
            return True
        return resolved.get("format") == "date-time" and _same_moment(expected, got)

    def _alike_in_error(self, expected: Json, got: Json, resolved: JsonSchema, place: Pointer) -> bool:
        """Return whether two parts of errors say the same: prose in any words, an undocumented code by any name."""
        if resolved.keys() & {"enum", "const"}:
            return False
        named = [part for part in place if isinstance(part, str)][-1:]
        prose = bool(named) and is_prose_name(named[0])
        if prose and not resolved.keys() & {"type", "items", "properties"}:
            return True
        if prose and isinstance(got, str) and isinstance(expected, dict | list) and resolved.get("type") == "string":
            return bool(expected)  # the service breaks its own declaration, and says more than a sentence
        if type(expected) is not type(got) or not isinstance(expected, str | int) or isinstance(expected, bool):
            return False
        if isinstance(expected, str) and _is_prose(expected, place):
            return True
        return str(expected) != str(self.error) and self._agree_in_code(expected, got, place)

    def _agree_in_code(self, expected: Json, got: Json, place: Pointer) -> bool:
        """Return whether two codes of errors may stand for each other; from now on they do."""
        named = [part for part in place if isinstance(part, str)][-1:]
        return bool(named) and self.names.agree(Mark("error", named[0]), expected, got)


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
    return " " in text or not place or (bool(names) and is_prose_name(names[-1]))


def _same_moment(one: str, other: str) -> bool:
    """Return whether two times are the same, however fine and in whatever zone they are written."""
    try:
        first, second = datetime.fromisoformat(one), datetime.fromisoformat(other)
    except ValueError:
        return False
    return (first.tzinfo is None) == (second.tzinfo is None) and first == second


def _shown(value: Json) -> Json:
    return None if value in (NO_BODY, _ABSENT) else value
