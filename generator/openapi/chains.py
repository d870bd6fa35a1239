"""Chains of references: schemas that lead to each other at their roots through more steps than anyone would write."""

from collections.abc import Iterator
from typing import Any

JsonSchema = dict[str, Any]

LONGEST_CHAIN = 60  # real descriptions stay below 12

_PREFIX = "#/$defs/"


def break_chains(schemas: dict[str, JsonSchema]) -> list[str]:
    """Make a schema any value wherever a chain at its root is longer than ``LONGEST_CHAIN``; their names are returned.

    What follows such chains later may then recurse. Circles are no chains: what has been seen is not followed again.
    """
    heights: dict[str, int] = {}
    broken: list[str] = []
    for first in schemas:
        stack = [first]
        while stack:
            name = stack[-1]
            below = [other for other in _at_root(schemas[name]) if other in schemas]
            if name not in heights:
                heights[name] = -1  # being measured
                stack += [other for other in below if other not in heights]
                continue
            stack.pop()
            if heights[name] >= 0:
                continue
            heights[name] = 1 + max((heights.get(other, 0) for other in below), default=-1)
            if heights[name] >= LONGEST_CHAIN:
                schemas[name], heights[name] = {}, 0
                broken.append(name)
    return broken


def _at_root(schema: JsonSchema) -> Iterator[str]:
    """The names that a schema refers to at its root, also within ``allOf``, ``anyOf`` and ``oneOf``."""
    level = [schema]
    while level:
        for one in level:
            if isinstance(reference := one.get("$ref"), str):
                yield reference.removeprefix(_PREFIX)
        level = [child for one in level for key in ("allOf", "anyOf", "oneOf") for child in one.get(key, ())]
