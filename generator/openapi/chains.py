"""Chains of references: schemas that lead on at their roots in more steps or ways than anyone would write."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

JsonSchema = dict[str, Any]

LONGEST_CHAIN = 60  # real descriptions stay below 12
MOST_WAYS = 10_000  # from one schema, through its choices, to all that they lead to

_PREFIX = "#/$defs/"


def break_chains(schemas: dict[str, JsonSchema]) -> list[str]:
    """Make a schema any value wherever the chains at its root are too long or too many; their names are returned.

    What follows such chains later may then recurse. Circles are no chains: what has been seen is not followed again.
    """
    measures = _Measures(schemas)
    for name in list(schemas):
        measures.measure(name)
    return measures.broken


@dataclass(slots=True)
class _Measures:
    """The height and the ways of each schema that was measured; 0 of one that is being measured, or was broken."""

    schemas: dict[str, JsonSchema]
    broken: list[str] = field(default_factory=list)
    _heights: dict[str, int] = field(default_factory=dict)
    _ways: dict[str, int] = field(default_factory=dict)
    _done: set[str] = field(default_factory=set)

    def measure(self, first: str) -> None:
        stack = [first]
        while stack:
            name = stack[-1]
            below = [other for other in _at_root(self.schemas[name]) if other in self.schemas]
            if name not in self._heights:
                self._heights[name], self._ways[name] = 0, 1
                stack += [other for other in below if other not in self._heights]
                continue
            stack.pop()
            if name not in self._done:
                self._close(name, below)

    def _close(self, name: str, below: list[str]) -> None:
        self._done.add(name)
        height = max((self._heights[other] + 1 for other in below), default=0)
        ways = 1 + sum(self._ways[other] for other in below)
        if height >= LONGEST_CHAIN or ways > MOST_WAYS:
            self.schemas[name], height, ways = {}, 0, 1
            self.broken.append(name)
        self._heights[name], self._ways[name] = height, ways


def _at_root(schema: JsonSchema) -> Iterator[str]:
    """The names that a schema refers to at its root, also within ``allOf``, ``anyOf`` and ``oneOf``."""
    level = [schema]
    while level:
        for one in level:
            if isinstance(reference := one.get("$ref"), str):
                yield reference.removeprefix(_PREFIX)
        level = [child for one in level for key in ("allOf", "anyOf", "oneOf") for child in one.get(key, ())]
