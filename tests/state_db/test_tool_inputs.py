import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from state_db.errors import StateError
from state_db.inputs import InputRefused, Inputs, checked_mapping

SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "minLength": 2, "maxLength": 4, "pattern": "^[a-z]+$"},
        "count": {"type": "integer", "minimum": 1, "maximum": 9, "default": 5},
        "share": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1, "multipleOf": 0.25},
        "active": {"type": "boolean", "default": True},
        "kind": {"enum": ["a", "b", 3]},
        "when": {"type": "string", "format": "date-time"},
        "items": {
            "type": "array",
            "minItems": 1,
            "maxItems": 2,
            "uniqueItems": True,
            "items": {
                "type": "object",
                "properties": {"sku": {"type": "string"}, "size": {"type": "integer"}},
                "required": ["sku"],
                "additionalProperties": False,
            },
        },
        "target": {"anyOf": [{"type": "string"}, {"type": "object", "required": ["id"]}]},
        "note": {"type": ["string", "null"]},
        "anything": {},
    },
    "required": ["name"],
    "additionalProperties": False,
}
INPUTS = Inputs(SCHEMA, "here")


def refusal(**given: Any) -> str:
    with pytest.raises(InputRefused) as raised:
        INPUTS.bindings({"name": "abc", **given})
    return str(raised.value)


def test_defaults_are_filled_and_values_bound() -> None:
    bound = INPUTS.bindings(
        {"name": "abc", "active": False, "items": [{"sku": "é", "size": 1}], "note": None, "share": 0.5}
    )
    assert bound == {
        "name": "abc", "count": 5, "active": 0, "items": '[{"sku":"é","size":1}]', "note": None, "share": 0.5,
    }  # fmt: skip


def test_a_whole_float_is_an_integer_where_the_schema_wants_one() -> None:
    bound = INPUTS.bindings({"name": "abc", "count": 3.0})
    assert bound["count"] == 3 and type(bound["count"]) is int


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": "a"}, "name must have at least 2 characters."),
        ({"name": "abcde"}, "name must have at most 4 characters."),
        ({"name": "AB"}, "name must match the pattern ^[a-z]+$."),
        ({"name": 3}, "name must be a string, not 3."),
        ({"count": 0}, "count must be at least 1, not 0."),
        ({"count": 10}, "count must be at most 9, not 10."),
        ({"count": "x" * 100}, 'count must be an integer, not "' + "x" * 58 + "…."),
        ({"count": True}, "count must be an integer, not true."),
        ({"share": 0}, "share must be more than 0, not 0."),
        ({"share": 1}, "share must be less than 1, not 1."),
        ({"share": 0.3}, "share must be a multiple of 0.25, not 0.3."),
        ({"active": 1}, "active must be true or false, not 1."),
        ({"kind": "c"}, 'kind must be one of "a", "b", 3, not "c".'),
        ({"when": "tomorrow"}, "when must be in the format date-time, such as 2026-01-05T09:00:00Z."),
        ({"items": []}, "items must have at least 1 item."),
        ({"items": [{"sku": "a"}] * 2}, "items must not hold the same item twice."),
        ({"items": [{"size": 1}]}, "items[0] needs the property sku."),
        ({"items": [{"sku": "a"}, {"sku": 1}]}, "items[1].sku must be a string, not 1."),
        ({"items": [{"sku": "a", "color": 1}]}, 'items[0] has no property "color".'),
        ({"note": 1}, "note must be null or a string, not 1."),
        ({"target": 3}, "target has none of the forms it may have: 3."),
        ({"target": {}}, "target has none of the forms it may have: it needs the property id."),
        ({"nam": 1}, 'There is no argument "nam"; did you mean name?'),
        ({"count": 2**70}, "count holds a number that is too large: integers go from -2^63 to 2^63-1."),
        ({"count": 1e300}, "count holds a number that is too large: integers go from -2^63 to 2^63-1."),
        ({"items": [{"sku": "a", "size": 2**64}]}, "items holds a number that is too large"),
        ({"share": math.nan}, "share holds NaN or infinity, which is no number of JSON."),
        ({"anything": [math.inf]}, "anything holds NaN or infinity"),
        ({"name": "\ud800"}, "name holds half of a surrogate pair, which is no text."),
        ({"anything": {"\udfff": 1}}, "anything holds half of a surrogate pair"),
        ({"anything": b"x"}, "anything must be a value of JSON."),
        ({"anything": [object()]}, "anything must be a value of JSON."),
    ],
)
def test_a_refusal_names_the_argument_and_what_is_wrong(given: dict[str, Any], said: str) -> None:
    assert refusal(**given).startswith(said)


def test_all_faults_are_told_up_to_five() -> None:
    with pytest.raises(InputRefused) as raised:
        INPUTS.bindings({"count": 0, "share": 5, "active": 3, "kind": None, "when": 3, "zzz": 1})
    assert str(raised.value).startswith('There is no argument "zzz"; it takes name, count,')
    assert "The argument name is missing." in str(raised.value)
    assert str(raised.value).endswith("And 2 faults more.")


def test_a_value_nested_too_deeply_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    assert refusal(anything=deep) == "anything is nested deeper than 64 levels."


@pytest.mark.parametrize("given", [[], "x", 3, {1: 2}, {"\ud800": 1}])
def test_arguments_that_are_no_object_are_refused(given: object) -> None:
    with pytest.raises(InputRefused):
        checked_mapping(given)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=())),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([*SCHEMA["properties"], "other"]), JSON, max_size=4))  # type: ignore[misc]
def test_any_json_is_bound_or_refused_in_words(given: dict[str, Any]) -> None:
    try:
        bound = INPUTS.bindings(given)
    except InputRefused as error:
        str(error).encode()
        assert "{'" not in str(error) and "additionalProperties" not in str(error)
    else:
        assert all(value is None or isinstance(value, int | float | str) for value in bound.values())


@pytest.mark.parametrize(
    "properties",
    [
        {"a": {"type": "string", "pattern": "(a)\\1"}},
        {"a": {"$ref": "https://example.com/schema.json"}},
        {"a": {"type": "nothing"}},
    ],
)
def test_a_schema_that_cannot_be_used_is_refused(properties: dict[str, Any]) -> None:
    with pytest.raises(StateError, match=r"^here: The input schema cannot be used"):
        Inputs({"type": "object", "properties": properties, "additionalProperties": False}, "here")
