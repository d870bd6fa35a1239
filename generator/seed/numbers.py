"""Plausible numbers for a property by its name, inside the bounds of its schema."""

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import chain
from random import Random

from generator.plan import JsonSchema
from generator.seed.moments import words_of
from generator.seed.scene import Scene
from generator.seed.schemas import examples_of

Number = int | float
LEAST_INTEGER, MOST_INTEGER = -(2**63), 2**63 - 1
# Without bounds numbers stay below this.
USUAL_MOST = 100

_MONEY = frozenset(
    "price amount total cost subtotal fee tax balance salary budget revenue discount tip charge rate payment value "
    "credit debit".split()
)
_RANGES: tuple[tuple[frozenset[str], int, int], ...] = tuple(
    (frozenset(words.split()), low, high)
    for words, low, high in (
        ("quantity qty pieces copies seats guests adults", 1, 5),
        ("stock inventory available capacity", 0, 120),
        ("age", 18, 79),
        ("year", 2015, 2025),
        ("month", 1, 12),
        ("day", 1, 28),
        ("rating stars score", 1, 5),
        ("percent percentage progress", 0, 100),
        ("seconds", 30, 3600),
        ("hours", 1, 40),
        ("size bytes", 2_000, 4_000_000),
        ("width height", 200, 1600),
        ("weight", 1, 30),
        ("port", 8000, 8999),
        ("priority level position rank sort", 1, 5),
        ("views likes followers stars downloads visits clicks", 0, 900),
        ("temperature temp", -5, 30),
        ("distance", 1, 60),
        ("floor floors rooms bedrooms", 1, 6),
        ("calories", 80, 900),
        ("id", 1, 9999),
        ("ttl timeout", 60, 3600),
        ("bits", 1024, 4096),
        ("retries attempts tries", 0, 3),
        ("page", 1, 4),
    )
)
# Of these there are no parts, even where the documentation asks for a number that may have some.
_WHOLE = frozenset(
    "quantity qty pieces copies seats guests adults stock inventory age year month day count views likes followers "
    "size bytes port position rank level priority floor rooms bedrooms ordered width height".split()
)
_MILLIS = frozenset({"ms", "millis", "milliseconds"})


def numbers(name: str, owner: str, schema: JsonSchema, scene: Scene, whole: bool) -> Iterator[Number]:
    """Yield numbers for the property, the most natural first, then any that the schema's bounds leave."""
    words = words_of(name) or ("number",)
    rng = scene.rng(f"number/{owner}.{name}")
    whole_only = whole or bool({words[-1]} & _WHOLE)
    for value in chain(_by_name(words, scene, rng, whole_only), _near_examples(schema, rng, whole)):
        yield _stepped(value, schema, whole)
    low, high = _bounds(schema, whole)
    for _ in range(4):
        least, most = math.ceil(low), math.floor(high)
        value = rng.randint(least, most) if least <= most else rng.uniform(low, high)
        yield _stepped(value, schema, whole)
    if not whole:
        yield from (rng.uniform(low, high), (low + high) / 2, low, high)
    yield from (math.ceil(low), math.floor(high))


def _by_name(words: tuple[str, ...], scene: Scene, rng: Random, whole: bool) -> Iterator[Number]:
    found = set(words)
    places = {"lat": scene.city.latitude, "lng": scene.city.longitude, "lon": scene.city.longitude}
    if words[-1].replace("itude", "") in ("lat", "long", *places):
        yield places.get(words[-1][:3], scene.city.longitude)
    if words[-1] in ("number", "index", "order", "sequence") or words in (("position",), ("id",)):
        yield scene.offset + 1 if not scene.attempt else rng.randint(100, 9999)
    if found & _MILLIS:
        yield 1000 * rng.randint(30, 3600)
    for spoken in ({words[-1]}, found):
        if spoken & _MONEY:
            yield from _money(found, rng, whole)
        if spoken & {"minutes", "duration", "length"}:
            yield 5 * rng.randint(3, 24)
        for names, least, most in _RANGES:
            if spoken & names:
                yield rng.randint(least, most) if whole else round(rng.uniform(least, most), 1)
    if words[-1] in ("count", "total") or "num" in found:
        yield rng.randint(0, 12)


def _near_examples(schema: JsonSchema, rng: Random, whole: bool) -> Iterator[Number]:
    """Yield numbers of the size of the documented ones; where those are shares, a share."""
    shown = [value for value in examples_of(schema) if isinstance(value, float)]
    if shown and not whole and all(0 <= value <= 1 for value in shown):
        yield round(rng.uniform(0, 1), max(len(str(value).partition(".")[2]) for value in shown))
    for example in examples_of(schema):
        if isinstance(example, int | float) and not isinstance(example, bool) and abs(example) < 1e12:
            value = example * rng.uniform(0.5, 1.5)
            yield round(value) if whole else round(value, len(str(example).partition(".")[2]))


def _money(found: set[str], rng: Random, whole: bool) -> Iterator[Number]:
    if found & {"rate", "percent", "percentage"}:
        yield rng.choice((5, 7, 10, 19, 20, 25))
    high = 9000 if found & {"salary", "budget", "revenue"} else 90
    base = rng.randint(4, high)
    yield base * 100 + rng.choice((0, 50, 90, 95)) if whole else base + rng.choice((0.0, 0.5, 0.9, 0.95))
    yield base


def _limits(schema: JsonSchema, whole: bool) -> tuple[Number | None, Number | None]:
    """Return the least and the greatest number that the schema allows, where it says so."""
    edge: Number = 1 if whole else 1e-3
    lows = [_number(schema, "minimum", 0), _number(schema, "exclusiveMinimum", edge)]
    highs = [_number(schema, "maximum", 0), _number(schema, "exclusiveMaximum", -edge)]
    return (
        max((value for value in lows if value is not None), default=None),
        min((value for value in highs if value is not None), default=None),
    )


def _number(schema: JsonSchema, key: str, more: Number) -> Number | None:
    value = schema.get(key)
    return value + more if isinstance(value, int | float) and not isinstance(value, bool) else None


def _step(schema: JsonSchema, whole: bool) -> Fraction | None:
    step = schema.get("multipleOf")
    if not isinstance(step, int | float) or isinstance(step, bool) or step <= 0:
        return None
    unit = Fraction(str(step))
    return Fraction(unit.numerator) if whole else unit


def _bounds(schema: JsonSchema, whole: bool) -> tuple[Number, Number]:
    """Return a range to draw from: the schema's, or a usual one where it is open."""
    low, high = _limits(schema, whole)
    span = float(USUAL_MOST * (_step(schema, whole) or 1))
    if low is None:
        # What has a maximum alone counts something.
        low = 1 if high is None or high >= 1 else 0 if high > 0 else high - span
    if high is None or high - low > 1e15:
        high = low + span
    return (low, high) if low <= high else (high, low)


def _stepped(value: Number, schema: JsonSchema, whole: bool) -> Number:
    """Return the number on the nearest multiple that the schema asks for and within its bounds."""
    low, high = _limits(schema, whole)
    value = value if low is None else max(value, low)
    value = value if high is None else min(value, high)
    unit = _step(schema, whole)
    if unit is not None:
        count = math.floor(Fraction(str(value)) / unit)
        multiple = (count + 1) * unit if low is not None and count * unit < low else count * unit
        value = int(multiple) if multiple.denominator == 1 else float(multiple)
    return max(LEAST_INTEGER, min(MOST_INTEGER, math.floor(value))) if whole else value
