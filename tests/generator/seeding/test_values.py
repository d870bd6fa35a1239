"""A seeded value is always one that its schema accepts."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.plan import JsonSchema
from generator.seed.rows import seed_rows

from .audit import faults, validator
from .worlds import column, entity, key, plan

Schemas = st.SearchStrategy[JsonSchema]

_FORMATS = [
    "uuid",
    "email",
    "uri",
    "date",
    "date-time",
    "ipv4",
    "ipv6",
    "hostname",
    "byte",
    "time",
    "duration",
    "password",
]
_PATTERNS = ["^[a-z]{3,8}$", "^[A-Z]{2}-[0-9]+$", r"^\d{4}$", "^(red|green|blue)$", "^v[0-9]+(\\.[0-9]+)*$"]


def _span(low: str, high: str, most: int) -> Schemas:
    """Return two keywords that bound a size, in their order."""
    numbers = st.tuples(st.integers(0, most), st.integers(0, most)).map(sorted)
    return st.one_of(
        st.just({}), numbers.map(lambda pair: {low: pair[0], high: pair[1]}), numbers.map(lambda pair: {low: pair[0]})
    )


def _with(kind: str, *parts: Schemas) -> Schemas:
    return st.tuples(*parts).map(
        lambda found: {"type": kind, **{key: value for part in found for key, value in part.items()}}
    )


TEXTS = st.one_of(
    _with("string", _span("minLength", "maxLength", 80)),
    st.sampled_from(_FORMATS).map(lambda form: {"type": "string", "format": form}),
    st.sampled_from(_PATTERNS).map(lambda pattern: {"type": "string", "pattern": pattern}),
    st.just({"type": "string", "pattern": "^[a-z]+$", "minLength": 20, "maxLength": 30}),
    st.lists(st.sampled_from("abcdef"), min_size=1, unique=True).map(lambda words: {"type": "string", "enum": words}),
)
STEPS = st.sampled_from([{}, {}, {"multipleOf": 5}, {"multipleOf": 3}])
INTEGERS = st.one_of(
    _with("integer", _span("minimum", "maximum", 10_000)),
    _with("integer", STEPS, st.integers(-50, 50).map(lambda low: {"minimum": low, "maximum": low + 20})),
    st.integers(-50, 50).map(lambda low: {"type": "integer", "exclusiveMinimum": low, "exclusiveMaximum": low + 2}),
    st.sampled_from([{"type": "integer", "format": "int64"}, {"type": "integer", "maximum": -7}, {"const": 7}]),
)
REALS = st.one_of(
    _with("number", _span("minimum", "maximum", 1000)),
    st.sampled_from(
        [
            {"type": "number", "multipleOf": 0.5, "minimum": 3},
            {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1},
        ]
    ),
)
BOOLEANS = st.just({"type": "boolean"})
NAMES = st.sampled_from(
    ["name", "email", "count", "price", "createdAt", "kind", "items", "note", "country", "total", "id"]
)


def _arrays(inner: Schemas) -> Schemas:
    items = inner.map(lambda schema: {"items": schema})
    return _with(
        "array",
        items,
        st.one_of(st.just({}), st.integers(0, 4).map(lambda least: {"minItems": least, "maxItems": least + 1})),
    )


def _objects(inner: Schemas) -> Schemas:
    def built(properties: dict[str, Any], required: set[str], closed: bool) -> JsonSchema:
        schema: JsonSchema = {
            "type": "object",
            "properties": properties,
            "required": sorted(required & set(properties)),
        }
        return {**schema, "additionalProperties": False} if closed else schema

    members = st.builds(built, st.dictionaries(NAMES, inner, max_size=5), st.sets(NAMES), st.booleans())
    maps = inner.map(lambda schema: {"type": "object", "additionalProperties": schema, "minProperties": 1})
    return st.one_of(members, maps)


LEAVES = st.one_of(TEXTS, INTEGERS, REALS, BOOLEANS)
DEEP = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        _arrays(inner),
        _objects(inner),
        st.lists(inner, min_size=1, max_size=3).map(lambda branches: {"anyOf": branches}),
        inner.map(lambda schema: {"allOf": [schema, {"description": "The same."}]}),
        inner.map(lambda schema: {"oneOf": [schema, {"type": "null"}]}),
    ),
    max_leaves=12,
)


@given(NAMES, st.one_of(TEXTS, INTEGERS, REALS, BOOLEANS), st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_a_value_of_a_plain_column_is_valid(name: str, schema: JsonSchema, seed: int) -> None:
    kinds = {"string": "text", "integer": "integer", "number": "real", "boolean": "boolean"}
    kind = kinds[schema.get("type", "integer")]
    world = plan(
        entity("thing", key("thing_id"), column(f"x{name.lower()}", kind, schema, nullable=False), key=("thing_id",)),
        seed=seed,
    )
    assert faults(world, seed_rows(world)) == []


@given(DEEP, st.integers(0, 5))
@settings(max_examples=150, deadline=None)
def test_a_value_of_a_json_column_is_valid(schema: JsonSchema, seed: int) -> None:
    world = plan(entity("thing", key(), column("data", "json", schema, nullable=False)), seed=seed, seed_rows=4)
    judge = validator(world, schema)
    assert judge is not None
    for row in seed_rows(world)["things"]:
        assert judge.is_valid(row["data"]), row


SCHEMAS: dict[str, JsonSchema] = {
    "Node": {
        "type": "object",
        "required": ["name", "children"],
        "properties": {"name": {"type": "string"}, "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}}},
    },
    "Shape": {
        "oneOf": [{"$ref": "#/$defs/Circle"}, {"$ref": "#/$defs/Square"}],
        "discriminator": {"propertyName": "kind", "mapping": {"circle": "#/$defs/Circle", "square": "#/$defs/Square"}},
    },
    "Circle": {
        "type": "object",
        "required": ["kind", "radius"],
        "properties": {"kind": {"type": "string"}, "radius": {"type": "number"}},
    },
    "Square": {
        "type": "object",
        "required": ["kind", "side"],
        "properties": {"kind": {"type": "string"}, "side": {"type": "number"}},
    },
    "Base": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}},
}


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/$defs/Node"},
        {"$ref": "#/$defs/Shape"},
        {
            "allOf": [
                {"$ref": "#/$defs/Base"},
                {"type": "object", "required": ["size"], "properties": {"size": {"type": "integer"}}},
            ]
        },
        {"type": "array", "items": {"$ref": "#/$defs/Node"}, "minItems": 2},
        {"type": "array", "items": {"type": "string", "enum": ["a", "b", "c"]}, "uniqueItems": True, "minItems": 3},
        {"type": "array", "prefixItems": [{"type": "number"}, {"type": "number"}], "items": False, "minItems": 2},
        {
            "type": "object",
            "patternProperties": {"^x-[a-z]+$": {"type": "integer"}},
            "additionalProperties": False,
            "minProperties": 1,
        },
        {"type": "object", "required": ["undeclared"]},
        {"type": ["array", "null"], "items": {"type": "object", "additionalProperties": {"type": "boolean"}}},
        {},
    ],
)
def test_a_schema_with_references_or_rare_words_is_met(schema: JsonSchema) -> None:
    world = plan(entity("thing", key(), column("data", "json", schema, nullable=False)), schemas=SCHEMAS)
    assert faults(world, seed_rows(world)) == []


def test_a_discriminator_names_the_branch() -> None:
    world = plan(
        entity("thing", key(), column("shape", "json", {"$ref": "#/$defs/Shape"}, nullable=False)), schemas=SCHEMAS
    )
    for row in seed_rows(world)["things"]:
        assert ("radius" in row["shape"]) == (row["shape"]["kind"] == "circle")


def test_a_pattern_that_nothing_matches_leaves_the_column_empty() -> None:
    world = plan(entity("thing", key(), column("riddle", schema={"type": "string", "pattern": "^(?!a)a$"})))
    assert {row["riddle"] for row in seed_rows(world)["things"]} == {None}


def test_an_example_stands_in_where_a_pattern_is_too_hard() -> None:
    hard = {
        "type": "string",
        "pattern": "^(?!.*00)[0-9]{2}Q(?=7)7[^0-9]{12}\u00e9$",
        "examples": ["11Q7abcdefghijkl\u00e9"],
    }
    world = plan(entity("thing", key(), column("code", schema=hard, nullable=False)))
    assert faults(world, seed_rows(world)) == []


@pytest.mark.parametrize(("most", "least"), [(50, 1), (0.5, 0), (-7, -500)])
def test_a_number_with_a_maximum_alone_counts_something(most: float, least: float) -> None:
    rows = seed_rows(
        plan(entity("room", key("id"), column("seats_most", "real", schema={"type": "number", "maximum": most})))
    )
    found = [row["seats_most"] for row in rows["rooms"] if row["seats_most"] is not None]
    assert found and all(least <= value <= most for value in found)


def test_no_seeded_row_shows_what_is_said_to_be_shown_of_deleted_ones() -> None:
    gone = "Only returned if the room has been successfully deleted."
    rows = seed_rows(
        plan(
            entity(
                "room",
                key("id"),
                column("deleted", "boolean", schema={"type": "boolean", "description": gone}, text=gone),
                column("locked", "boolean", schema={"type": "boolean"}),
            )
        )
    )
    assert {row["deleted"] for row in rows["rooms"]} == {None}
    assert {row["locked"] for row in rows["rooms"]} <= {True, False}


def test_no_seeded_row_tells_of_what_was_wrong_with_a_call() -> None:
    fault = {"type": "array", "items": {"type": "object", "properties": {"message": {"type": "string"}}}}
    inner = {"type": "object", "properties": {"title": {"type": "string"}, "warnings": fault}, "required": ["warnings"]}
    rows = seed_rows(
        plan(
            entity(
                "room",
                key("id"),
                column("validation_errors", "json", schema=fault),
                column("has_errors", "boolean", schema={"type": "boolean"}),
                column("bed", "json", schema=inner),
                column("problems", "json", schema={**fault, "minItems": 1}),
                column("errors", "json", schema={**fault, "minItems": 1}),
            )
        )
    )["rooms"]
    assert all(not row["validation_errors"] and not row["has_errors"] for row in rows)
    assert all(row["bed"]["warnings"] == [] for row in rows if row["bed"])
    assert all(row["errors"] and row["problems"] for row in rows if row["errors"] is not None)
