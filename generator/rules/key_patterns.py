"""Shapes of keys that a longer pattern asks for: the least text that matches, with one part left to be filled in."""

import re
from collections.abc import Iterator, Sequence
from random import Random
from typing import TypeVar

from generator.description import JsonSchema
from generator.seed.makers import LETTERS, drawn
from generator.seed.patterns import matching
from generator.seed.schemas import Judge

T = TypeVar("T")

# Keys of fewer characters would soon be used up; longer ones than the first are tried only where shorter ones fail.
_LENGTHS = (12, 8, 17, 32, 6, 10)
_KINDS = ("lower", "alnum", "hex", "digits", "upper")
_RUN = re.compile(r"[A-Za-z0-9]+")
_SAMPLES = 12
_MOST_KEPT = 3


class _Least(Random):
    """Takes the first of every choice and the least of every count."""

    def choice(self, seq: Sequence[T]) -> T:  # type: ignore[override]
        return seq[0]

    def randint(self, a: int, b: int) -> int:
        return a


def shape_within(schema: JsonSchema) -> str | None:
    """Return a shape of which every key fits the schema's pattern and bounds, None where none is found.

    ``^arn:aws:shop:[a-z]+:\\d{12}:order/[\\w-]+$`` gives ``arn:aws:shop:a:000000000000:order/{lower:12}``.
    """
    judge = Judge({"type": "string", **{name: schema[name] for name in _BOUNDS if name in schema}}, {})
    text = matching(schema["pattern"], _Least(), extra=0)
    if text is None or set(text) & set("{}"):
        return None
    return next((shape for shape in _shapes(text) if _fits(shape, judge)), None)


_BOUNDS = ("pattern", "minLength", "maxLength", "format")


def _shapes(text: str) -> Iterator[str]:
    """Yield the text with one run of letters and digits left to be filled in, the last run first.

    Where no whole run may be anything, the run's first characters stay: ``^[UW][A-Z0-9]{2,}$`` gives ``U{digits:12}``.
    """
    runs = list(_RUN.finditer(text))
    for kept in range(_MOST_KEPT + 1):
        for kind in _KINDS:
            for length in _LENGTHS:
                for run in reversed(runs):
                    if kept < run.end() - run.start():
                        yield f"{text[: run.start() + kept]}{{{kind}:{length}}}{text[run.end() :]}"


def _fits(shape: str, judge: Judge) -> bool:
    head, field, tail = re.split(r"\{(.*)\}", shape)
    kind, _, length = field.partition(":")
    rng = Random(shape)
    return all(judge.accepts(head + drawn(rng, LETTERS[kind], int(length)) + tail) for _ in range(_SAMPLES))


# What a schema tells of how the text of a key looks.
SHAPES = frozenset({"pattern", "format"})


def contradicted(shape: JsonSchema, key: JsonSchema) -> bool:
    """Return whether a documented example of a key has not this pattern or format."""
    judge = Judge({"type": "string", **{name: shape[name] for name in SHAPES if name in shape}}, {})
    shown = [each for each in key.get("examples", ()) if isinstance(each, str)]
    return bool(shape.keys() & SHAPES) and not all(judge.accepts(each) for each in shown)
