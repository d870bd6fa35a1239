"""Defaults inside of arguments: what an object or element lacks, it gets."""

from typing import Any

import pytest

from state_db.defaults import with_defaults
from state_db.inputs import Inputs

Json = Any


@pytest.mark.parametrize(
    ("value", "path", "filled"),
    [
        ({}, "size", {"size": 3}),
        ({"size": 4}, "size", {"size": 4}),
        ({"size": None}, "size", {"size": None}),
        ([{"a": 1}, {"size": 9}], "*/size", [{"a": 1, "size": 3}, {"size": 9}]),
        ({"box": {}}, "box/size", {"box": {"size": 3}}),
        ({}, "box/size", {}),
        ({"boxes": [{}]}, "boxes/*/size", {"boxes": [{"size": 3}]}),
        ("text", "size", "text"),
        ([1, None], "*/size", [1, None]),
        ({"box": 1}, "box/*/size", {"box": 1}),
    ],
)
def test_what_is_left_out_inside_of_a_value_is_its_default(value: Json, path: str, filled: Json) -> None:
    assert with_defaults(value, {path: 3}) == filled


def test_arguments_are_bound_with_the_defaults_inside_of_them_and_are_not_changed() -> None:
    schema = {"type": "object", "properties": {"rules": {"type": "array"}}, "additionalProperties": False}
    given = {"rules": [{"name": "a"}]}
    assert Inputs(schema, "here", {"rules": {"*/on": True}}).bindings(given) == {"rules": '[{"name":"a","on":true}]'}
    assert given == {"rules": [{"name": "a"}]}
