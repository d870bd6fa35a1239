"""What an agent is shown: texts cut to what decides a call, schemas no larger than is of use."""

import json
from typing import Any

import jsonschema_rs

from generator.render.shown import LARGEST_INPUT, LARGEST_OUTPUT, brief, input_shown, output_shown
from generator.schema import Schemas


def test_markup_is_no_part_of_a_text() -> None:
    told = brief(
        "**Moves** a <b>card</b> to [another list](https://docs.example/lists), see ![x](y.png)\n\n`id_list`.", 400
    )
    assert told == "Moves a card to another list, see x `id_list`."


def test_a_text_keeps_its_first_sentence_and_those_that_bind_a_caller() -> None:
    text = "Adds a person. This is a feature that everyone enjoys a lot. The name must be unique. More of it follows."
    assert brief(text, 50) == "Adds a person. The name must be unique."
    assert brief(text, 400) == text


def test_a_first_sentence_that_is_too_long_ends_at_a_word() -> None:
    told = brief("word " * 100, 50)
    assert len(told) <= 50
    assert told.endswith("word…")


def deep(levels: int, width: int) -> dict[str, Any]:
    """Definitions that lead from one to the next, each with many properties and long texts."""
    plain = {f"p{n}": {"type": "string", "description": "A value. " * 30} for n in range(width)}
    return {
        f"Level{level}": {
            "type": "object",
            "properties": {**plain, "next": {"$ref": f"#/$defs/Level{level + 1}"}},
            "required": ["p0"],
        }
        for level in range(levels)
    } | {f"Level{levels}": {"type": "object", "properties": plain}}


def test_a_deep_schema_is_shown_as_far_as_its_size_allows_and_refuses_what_it_shows_to_be_wrong() -> None:
    schemas = Schemas(deep(8, 40))
    shown = input_shown({"type": "object", "properties": {"first": {"$ref": "#/$defs/Level0"}}}, schemas)
    assert len(json.dumps(shown)) <= LARGEST_INPUT
    assert 1 < len(shown["$defs"]) < 8
    validator = jsonschema_rs.validator_for(shown)
    assert validator.is_valid({"first": {"p0": "x"}})
    assert not validator.is_valid({"first": {"p1": "x"}})
    assert not validator.is_valid({"first": {"p0": 1}})


def test_a_large_answer_is_told_by_the_names_and_kinds_of_its_properties() -> None:
    schemas = Schemas(deep(3, 10))
    wide = {
        "type": "object",
        "properties": {
            f"q{n}": {"type": "object", "properties": {"a": {"type": "string", "enum": ["x" * 90]}}} for n in range(60)
        },
    }
    shown = output_shown(wide, schemas)
    assert len(json.dumps(shown)) <= LARGEST_OUTPUT
    assert shown["properties"]["q7"] == {"type": "object"}
    assert "description" not in json.dumps(output_shown({"$ref": "#/$defs/Level0"}, schemas))


def test_a_property_called_title_or_description_is_no_text() -> None:
    schema = {
        "type": "object",
        "properties": {"title": {"type": "string"}, "description": {"type": "string", "title": "T"}},
    }
    assert output_shown(schema, Schemas({}))["properties"] == {
        "title": {"type": "string"},
        "description": {"type": "string"},
    }
