"""What the calls of a recording have sent so far: which properties, and with which values."""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import parse_qsl, unquote

from generator.compare.recording import parsed
from state_db.http import Request

Json = Any
Pointer = tuple[str | int, ...]


class Sent:
    """Properties and plain values that callers gave, in queries and at any depth of bodies.

    What the elements of an array are given is said of such elements alone; all else may be shown at any place.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._names = set(names)
        self._of_elements: set[tuple[str, str]] = set()
        self._emptied: set[str] = set(names)
        self._values: set[str | float] = set()
        self._pairs: set[tuple[str, str | float]] = set()

    def add(self, request: Request) -> None:
        """Remember what a request sends."""
        self._values.update(unquote(part) for part in request.path.split("/"))
        for name, value in parse_qsl(request.query, keep_blank_values=True):
            self._add_property(name, value, "")
        body = parsed(request.body)
        self._add(dict(parse_qsl(body)) if isinstance(body, str) else body, "")

    def _add(self, part: Json, array: str) -> None:
        if isinstance(part, dict):
            for name, value in part.items():
                self._add_property(name, value, array)
        elif isinstance(part, list):
            for value in part:
                self._add(value, array)
        elif _is_telling(part):
            self._values.add(part)

    def _add_property(self, name: str, value: Json, array: str) -> None:
        if value is None or is_empty(value):
            self._emptied.add(name)
        if array:
            self._of_elements.add((array, name))
        else:
            self._names.add(name)
        if _is_telling(value):
            self._pairs.add((name, value))
        self._add(value, name if isinstance(value, list) else array)

    def has_property(self, place: Pointer) -> bool:
        """Return whether any call has sent what stands at this place of an answer, by its name."""
        names = [part for part in place if isinstance(part, str)]
        return names[-1] in self._names or any((name, names[-1]) in self._of_elements for name in names[:-1])

    def has_emptied(self, place: Pointer) -> bool:
        """Return whether any call has sent null, or the empty value of a kind, for what stands here, by its name."""
        return any(part in self._emptied for part in place[-1:])

    def has_value(self, value: Json) -> bool:
        """Return whether any call has sent this value: in a path, a query or a body."""
        return value in self._values or str(value) in self._values

    def has_any_of(self, row: Json) -> bool:
        """Return whether any call has sent a text or number that the row shows, under the same name."""
        return any(pair in self._pairs for pair in _pairs_of(row))


def is_empty(value: Json) -> bool:
    """Return whether a value is the one of its kind that holds nothing: what must be there, and is not set, is that."""
    return value is False or value in ("", [], {}) or value == 0


def _is_telling(value: Json) -> bool:
    """Return whether a value tells things apart: a text that is not empty, or a number."""
    return isinstance(value, str | int | float) and not isinstance(value, bool) and value != ""


def _pairs_of(part: Json) -> Iterator[tuple[str, str | float]]:
    if isinstance(part, dict):
        for name, value in part.items():
            if _is_telling(value):
                yield name, value
            yield from _pairs_of(value)
    elif isinstance(part, list):
        for value in part:
            yield from _pairs_of(value)
