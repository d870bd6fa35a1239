"""Values that a JSON Schema accepts, several and distinct, and values that it must refuse, by kind of fault."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from random import Random
from typing import Any, TypeVar

import jsonschema_rs

from generator.json_equality import json_key
from generator.plan import Json, JsonSchema
from generator.seed.patterns import matching
from state_db.formats import FORMATS

Value = TypeVar("Value")

# Words without meaning for any API, so that a sample is never mistaken for a seeded value.
WORDS = ("amber", "birch", "cedar", "dune", "ember", "fjord", "grove", "heron")
BEYOND_64_BITS = 2**70
# Schemas may be recursive; what lies deeper is left to what the schema allows to leave out.
MOST_DEPTH = 10
# Below this depth, properties that may be left out are.
SPARSE_DEPTH = 3
# Values that are looked at for such as the schema accepts.
MOST_TRIED = 400
# Where a schema keeps what its references point to: the keyword of 2020-12, and that of drafts before it.
_DEFINITIONS = ("$defs", "definitions")

_FORMATS: dict[str, tuple[str, ...]] = {
    "date-time": ("2026-02-03T10:00:00Z", "2026-03-04T11:30:00Z", "2025-11-20T08:15:00Z"),
    "date": ("2026-02-03", "2026-03-04", "2025-11-20"),
    "time": ("10:00:00Z", "11:30:00Z", "08:15:00Z"),
    "duration": ("PT1H", "PT2H", "P1D"),
    "json": ('{"amber": 1}', '{"birch": 2}', '{"cedar": 3}'),
    "email": ("amber@example.com", "birch@example.com", "cedar@example.com"),
    "uri": ("https://example.com/amber", "https://example.com/birch", "https://example.com/cedar"),
    "uri-reference": ("/amber", "/birch", "/cedar"),
    "hostname": ("amber.example.com", "birch.example.com", "cedar.example.com"),
    "ipv4": ("192.0.2.1", "192.0.2.2", "192.0.2.3"),
    "ipv6": ("2001:db8::1", "2001:db8::2", "2001:db8::3"),
    "uuid": (
        "6f1c1d5e-0f5b-4d0e-9a51-000000000001",
        "6f1c1d5e-0f5b-4d0e-9a51-000000000002",
        "6f1c1d5e-0f5b-4d0e-9a51-000000000003",
    ),
    "byte": ("YW1iZXI=", "YmlyY2g=", "Y2VkYXI="),
}
_FORMATS["url"] = _FORMATS["iri"] = _FORMATS["uri"]
_FORMATS["idn-email"] = _FORMATS["email"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A value that must be refused, and the kind of its fault."""

    kind: str
    value: Json


class Samples:
    """What one schema accepts and refuses.

    ``root`` holds the definitions that its references name. ``known`` are values that are right. ``turn`` begins the
    lists of invented values at another place, so that two arguments of one call get different ones.
    """

    def __init__(
        self, schema: JsonSchema, root: JsonSchema | None = None, known: Iterable[Json] = (), turn: int = 0
    ) -> None:
        self.schema = schema
        self._turn = turn
        self._root = root if root is not None else schema
        self._known = tuple(known)
        definitions: JsonSchema = {key: self._root[key] for key in _DEFINITIONS if key in self._root}
        whole = {**definitions, **schema} if isinstance(schema, dict) else schema
        self._validator = jsonschema_rs.validator_for(whole, validate_formats=True, formats=FORMATS)
        self._valid: dict[str, Json] = {}
        self._further = itertools.islice(itertools.chain(self._values(self.schema, 0), self._variants()), MOST_TRIED)

    def accepts(self, value: Json) -> bool:
        """Return whether the schema accepts the value."""
        return bool(self._validator.is_valid(value))

    def valid(self, count: int = 3) -> list[Json]:
        """Return up to ``count`` distinct values that the schema accepts, the most ordinary first."""
        while len(self._valid) < count:
            try:
                value = next(self._further)
            except StopIteration:
                break
            key = json_key(value)
            if key not in self._valid and self.accepts(value):
                self._valid[key] = value
        return list(itertools.islice(self._valid.values(), count))

    def faults(self) -> list[Fault]:
        """Return values that must be refused, at most one of each kind; integers beyond 64 bits always are."""
        found: dict[str, Fault] = {}
        for fault in itertools.chain(_type_faults(), self._bound_faults()):
            if fault.kind not in found and not self.accepts(fault.value):
                found[fault.kind] = fault
        if self._takes_numbers():
            found["64 bits"] = Fault("64 bits", BEYOND_64_BITS)
        return list(found.values())

    def _takes_numbers(self) -> bool:
        return self.accepts(1) or self.accepts(1000) or "integer" in types_of(self._resolved(self.schema))

    def _bound_faults(self) -> Iterator[Fault]:
        schema = self._resolved(self.schema)
        if "enum" in schema:
            yield Fault("enum", "not-one-of-these")
        if isinstance(schema.get("maximum"), int | float):
            yield Fault("maximum", schema["maximum"] + 1)
        if isinstance(schema.get("minimum"), int | float):
            yield Fault("minimum", schema["minimum"] - 1)
        if isinstance(schema.get("maxLength"), int) and schema["maxLength"] < 10_000:
            yield Fault("length", "x" * (schema["maxLength"] + 1))
        elif schema.get("minLength"):
            yield Fault("length", "")
        if schema.get("format") == "json":
            yield Fault("format", "{no json")
        if "pattern" in schema:
            for text in ("", " ", "\u00a7 no match \u00a7"):
                yield Fault("pattern", text)

    def _variants(self) -> Iterator[Json]:
        """Values near those that are known to be right: the same text or number, a little different."""
        for value in self._known:
            yield value
        for value, digit in itertools.product(self._known, "1728ab"):
            if isinstance(value, str) and value:
                yield value[:-1] + digit
                yield digit + value[1:]
            elif isinstance(value, int | float) and not isinstance(value, bool):
                yield value + int(digit, 16)

    def _values(self, schema: Json, depth: int) -> Iterator[Json]:
        if schema is True or schema is None or depth > MOST_DEPTH:
            yield from WORDS if schema is True else ()
            return
        schema = self._resolved(schema)
        yield from _named_values(schema)
        for keyword in ("oneOf", "anyOf"):
            for branch in schema.get(keyword, ()):
                rest = {key: value for key, value in schema.items() if key not in ("oneOf", "anyOf")}
                yield from itertools.islice(self._values(_merged(rest, self._resolved(branch)), depth + 1), 12)
        kinds = types_of(schema)
        for kind in kinds or (
            () if "oneOf" in schema or "anyOf" in schema or "enum" in schema else ("string", "object")
        ):
            yield from self._of_kind(kind, schema, depth)

    def _of_kind(self, kind: str, schema: JsonSchema, depth: int) -> Iterator[Json]:
        match kind:
            case "string":
                yield from _strings(schema, self._turn)
            case "integer" | "number":
                yield from _turned(_numbers(kind, schema), self._turn)
            case "boolean":
                yield from _turned((True, False), self._turn)
            case "array":
                yield from self._arrays(schema, depth)
            case "object":
                yield from self._objects(schema, depth)
            case _:
                yield None

    def _arrays(self, schema: JsonSchema, depth: int) -> Iterator[Json]:
        inner = schema.get("items", True)
        items = _accepted(inner, list(itertools.islice(self._values(inner, depth + 1), 12)), self._root)
        least = schema.get("minItems", 0)
        for start in range(len(items)):
            yield (items[start:] + items[:start])[: max(least, 1)]
        if items:
            yield items[: max(least, 2)]
            yield [items[0]] * max(least, 1)
        yield []

    def _objects(self, schema: JsonSchema, depth: int) -> Iterator[Json]:
        properties: dict[str, Json] = schema.get("properties", {})
        required: Sequence[str] = schema.get("required", ())
        values = {
            name: _accepted(part, list(itertools.islice(self._values(part, depth + 1), max(2, 8 - depth))), self._root)
            for name, part in properties.items()
            if not (isinstance(part, dict) and part.get("readOnly")) and (name in required or depth < SPARSE_DEPTH)
        }
        for round_ in range(3):
            whole = {name: given[round_ % len(given)] for name, given in values.items() if given}
            yield whole
            yield {name: value for name, value in whole.items() if name in required}
        if not properties and schema.get("additionalProperties") is not False:
            extra = schema.get("additionalProperties", True)
            for word, value in zip(WORDS, itertools.islice(self._values(extra, depth + 1), 3), strict=False):
                yield {word: value}

    def _resolved(self, schema: Json) -> JsonSchema:
        """Return the schema with its own reference followed and its allOf merged."""
        return resolved(schema, self._root)


def _accepted(schema: Json, values: list[Json], root: JsonSchema) -> list[Json]:
    if not values or not isinstance(schema, dict):
        return values
    definitions: JsonSchema = {key: root[key] for key in _DEFINITIONS if key in root}
    validator = jsonschema_rs.validator_for({**definitions, **schema}, validate_formats=True, formats=FORMATS)
    return [value for value in values if validator.is_valid(value)]


def resolved(schema: Json, root: JsonSchema) -> JsonSchema:
    """Return the schema with its own local reference followed and its ``allOf`` merged into it."""
    if not isinstance(schema, dict):
        return {}
    found: JsonSchema = schema
    for _ in range(MOST_DEPTH):
        if "$ref" not in found:
            break
        target = _pointed(root, str(found["$ref"]))
        found = {**target, **{key: value for key, value in found.items() if key != "$ref"}}
    for part in found.get("allOf", ()):
        rest = {key: value for key, value in found.items() if key != "allOf"}
        found = _merged(rest, resolved(part, root))
    return found


def _pointed(root: JsonSchema, reference: str) -> JsonSchema:
    found: Any = root
    for part in reference.removeprefix("#").split("/")[1:]:
        found = found.get(part.replace("~1", "/").replace("~0", "~"), {}) if isinstance(found, dict) else {}
    return found if isinstance(found, dict) else {}


def _merged(one: JsonSchema, other: JsonSchema) -> JsonSchema:
    merged = {**one, **other}
    if "properties" in one and "properties" in other:
        merged["properties"] = {**one["properties"], **other["properties"]}
    if "required" in one and "required" in other:
        merged["required"] = list(dict.fromkeys([*one["required"], *other["required"]]))
    return merged


def types_of(schema: JsonSchema) -> tuple[str, ...]:
    """Return the JSON types that the schema names, null last."""
    named = schema.get("type")
    if named is None:
        named = [
            kind for key, kind in (("properties", "object"), ("items", "array"), ("pattern", "string")) if key in schema
        ]
    kinds = [named] if isinstance(named, str) else list(named)
    return tuple(sorted(kinds, key=lambda kind: kind == "null"))


def _named_values(schema: JsonSchema) -> Iterator[Json]:
    if "const" in schema:
        yield schema["const"]
    yield from schema.get("enum", ())
    examples = schema.get("examples", ())
    yield from examples if isinstance(examples, list | tuple) else ()
    if "example" in schema:
        yield schema["example"]
    if schema.get("default") is not None:
        yield schema["default"]


def _turned(values: Sequence[Value], turn: int) -> list[Value]:
    """The values in a circle, from another beginning."""
    start = turn % len(values) if values else 0
    return [*values[start:], *values[:start]]


def _strings(schema: JsonSchema, turn: int) -> Iterator[str]:
    if "enum" in schema:
        return
    if schema.get("format") in _FORMATS:
        yield from _turned(_FORMATS[schema["format"]], turn)
    if "pattern" in schema:
        rng = Random(f"{turn} {schema['pattern']}")
        found = (matching(str(schema["pattern"]), rng) for _ in range(8))
        yield from (text for text in found if text is not None)
    least, most = schema.get("minLength", 0), schema.get("maxLength", 10_000)
    for word in _turned(WORDS, turn):
        yield (word * (least // len(word) + 1))[: max(least, min(most, len(word)))]


def _numbers(kind: str, schema: JsonSchema) -> list[float]:
    """Numbers from the least that is allowed on, or near 1."""
    step = _number(schema, "multipleOf") or 1
    low, high = _number(schema, "minimum"), _number(schema, "maximum")
    above, below = _number(schema, "exclusiveMinimum"), _number(schema, "exclusiveMaximum")
    low = above if low is None else low
    high = below if high is None else high
    start = (
        step * ceil((min(1, high - 7 * step) if high is not None else 1) / step)
        if low is None
        else step * ceil(low / step)
    )
    found = [start + step * count for count in (1, 0, *range(2, 9))]
    if kind == "number":
        found += [start + 0.25, start + 0.5]
    inside = [
        value
        for value in found
        if (low is None or value >= low) and (high is None or value <= high) and value not in (above, below)
    ]
    return inside or [value for value in (low, high) if value is not None]


def _number(schema: JsonSchema, keyword: str) -> float | None:
    value = schema.get(keyword)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _type_faults() -> Iterator[Fault]:
    for value in ({"not": "this"}, "not-this", [{"not": "this"}], 7.5, True):
        yield Fault("type", value)
