"""Values that both services make for themselves, mapped one to one from where they first appear."""

import re
from collections.abc import Mapping
from typing import Any

from generator.compare.marks import Mark

Json = Any
Scalar = str | int | float | bool

# A shorter text may be a word by chance, a smaller number a quantity: they are mapped only where the plan marks them.
LEAST_TEXT = 6
LEAST_NUMBER = 100_000_000
_TOKEN = re.compile(r"[A-Za-z0-9_.:-]+")


class Names:
    """Which made value of the recorded service stands for which of the server, along one replay."""

    def __init__(self) -> None:
        self._there: dict[Mark, dict[Scalar, Scalar]] = {}
        self._back: dict[Mark, dict[Scalar, Scalar]] = {}
        self._any: dict[Scalar, Scalar] = {}
        self._given: dict[Mark | None, set[Scalar]] = {}

    def give(self, mark: Mark | None, value: Json) -> None:
        """Remember what the caller sent, and as what: a key of the caller's own is made by neither service."""
        for scalar in _scalars(value):
            if mark is None or scalar not in self._there.get(mark, {}):
                self._given.setdefault(mark, set()).add(scalar)

    def agree(self, mark: Mark, expected: Json, got: Json) -> bool:
        """Return whether two made values may stand for each other; from now on they do."""
        if expected is None or got is None or isinstance(expected, dict | list) or isinstance(got, dict | list):
            return type(expected) is type(got) and not isinstance(expected, dict | list)
        if type(expected) is not type(got):
            return False
        there, back = self._there.setdefault(mark, {}), self._back.setdefault(mark, {})
        given = self._given.get(mark, ())
        if expected != got and ((expected in given and expected not in there) or (got in given and got not in back)):
            return False
        if mark.kind == "time" and _is_coarse(expected):
            self._any[expected] = got
            return True
        if there.setdefault(expected, got) != got or back.setdefault(got, expected) != expected:
            return False
        self._any[expected] = got
        return True

    def knows(self, mark: Mark, value: Json) -> bool:
        """Return whether a value of the recorded service stands for one of the server's."""
        return not isinstance(value, dict | list) and value in self._there.get(mark, {})

    def named(self, mark: Mark | None, value: Json) -> Json:
        """Return what the server calls that which the recorded service calls ``value``, also inside of arrays."""
        if isinstance(value, list):
            return [self.named(mark, part) for part in value]
        if isinstance(value, dict):
            return {name: self.named(mark, part) for name, part in value.items()}
        if isinstance(value, bool) or value is None:
            return value
        if mark is not None and value in self._there.get(mark, {}):
            return self._there[mark][value]
        if any(value in given for given in self._given.values()):
            return value
        if isinstance(value, str):
            return self._text(value)
        return self._any.get(value, value) if abs(value) >= LEAST_NUMBER else value

    def _text(self, text: str) -> str:
        """Return a text with the made values in it, alone or inside of a longer one, as the server has them."""
        found = self._any.get(text)
        if found is not None and len(text) >= LEAST_TEXT:
            return str(found)

        def other(match: re.Match[str]) -> str:
            token = match[0]
            return str(self._any.get(token, token)) if len(token) >= LEAST_TEXT else token

        return _TOKEN.sub(other, text)


def _is_coarse(value: Scalar) -> bool:
    """Return whether a time is told in whole seconds (or days): two calls of one second cannot be told apart by it."""
    if isinstance(value, str):
        return re.search(r"\d[.,]\d+(Z|[+-]\d\d:?\d\d)?$", value) is None
    return abs(value) < LEAST_NUMBER * 1000


def _scalars(value: Json) -> set[Scalar]:
    if isinstance(value, Mapping):
        return {scalar for part in value.values() for scalar in _scalars(part)}
    if isinstance(value, list):
        return {scalar for part in value for scalar in _scalars(part)}
    return set() if value is None or isinstance(value, bool) else {value}
