from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.json_equality import json_key
from generator.samples import BEYOND_64_BITS, Samples

Schema = dict[str, Any]

SCALARS: st.SearchStrategy[Schema] = st.one_of(
    st.builds(
        lambda low, more: {"type": "integer", "minimum": low, "maximum": low + more},
        st.integers(-50, 50),
        st.integers(1, 9),
    ),
    st.builds(
        lambda least, more: {"type": "string", "minLength": least, "maxLength": least + more},
        st.integers(0, 20),
        st.integers(1, 9),
    ),
    st.builds(lambda values: {"enum": values}, st.lists(st.text(max_size=4), min_size=2, max_size=5, unique=True)),
    st.sampled_from(["date", "date-time", "email", "uuid", "uri"]).map(lambda name: {"type": "string", "format": name}),
    st.sampled_from(
        [{"type": "boolean"}, {"type": "number"}, {"type": ["string", "null"]}, {"pattern": "^[a-f]{3}-[0-9]+$"}]
    ),
)
SCHEMAS: st.SearchStrategy[Schema] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.builds(lambda items: {"type": "array", "items": items, "minItems": 1}, inner),
        st.builds(
            lambda first, second: {
                "type": "object", "properties": {"a": first, "b": second}, "required": ["a"],
                "additionalProperties": False,
            },
            inner,
            inner,
        ),
        st.builds(lambda first, second: {"anyOf": [first, second]}, inner, inner),
    ),
    max_leaves=4,
)  # fmt: skip


@given(SCHEMAS, st.integers(0, 9))
def test_samples_are_valid_and_distinct(schema: Schema, turn: int) -> None:
    found = Samples(schema, turn=turn).valid(3)
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    assert found
    assert all(validator.is_valid(value) for value in found)
    assert len({json_key(value) for value in found}) == len(found)


@given(SCHEMAS)
def test_faults_are_refused_by_the_schema_or_beyond_64_bits(schema: Schema) -> None:
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    for fault in Samples(schema).faults():
        assert fault.value == BEYOND_64_BITS or not validator.is_valid(fault.value)


def test_references_and_deep_required_parts_are_followed() -> None:
    root: Schema = {
        "$defs": {
            "Order": {"type": "object", "required": ["lines"], "properties": {"lines": {"$ref": "#/$defs/Lines"}}},
            "Lines": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/Line"}},
            "Line": {"type": "object", "required": ["price"], "properties": {"price": {"$ref": "#/$defs/Money"}}},
            "Money": {"type": "object", "required": ["unit"], "properties": {"unit": {"enum": ["EUR"]}}},
        }
    }  # fmt: skip
    assert Samples({"$ref": "#/$defs/Order"}, root).valid(1) == [{"lines": [{"price": {"unit": "EUR"}}]}]


def test_recursive_schema_ends() -> None:
    root: Schema = {"$defs": {"Node": {"type": "object", "properties": {"next": {"$ref": "#/$defs/Node"}}}}}
    assert Samples({"$ref": "#/$defs/Node"}, root).valid(1)


@pytest.mark.parametrize("turn", [0, 1])
def test_two_arguments_get_different_values(turn: int) -> None:
    assert Samples({"type": "string"}, turn=turn).valid(1) != Samples({"type": "string"}, turn=turn + 1).valid(1)
