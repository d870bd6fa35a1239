"""Lengths of texts and arrays of which only sentences tell."""

from typing import Any

import pytest

from generator.rules.said_lengths import said_length
from planning.specs import listing, parameter, plan_of, ref, sends, shows, tool_at

Json = Any
TEXT: Json = {"type": "string"}
TEXTS: Json = {"type": "array", "items": TEXT}
JAR: Json = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT, "herbs": TEXTS}}


@pytest.mark.parametrize(
    ("schema", "said", "bound"),
    [
        (TEXT, "A unique name, up to 64 characters long.", {"maxLength": 64}),
        (TEXT, "At most 1,000 chars.", {"maxLength": 1000}),
        (TEXT, "Max length 100 characters.", {"maxLength": 100}),
        (TEXT, "It has a maximum limit of 32 characters.", {"maxLength": 32}),
        (TEXT, "Up to 64 characters if the jar is small.", {}),
        (TEXT, "Up to 64 items.", {}),
        (TEXT, "Names of 64 characters are usual.", {}),
        ({**TEXT, "maxLength": 5}, "Up to 64 characters.", {}),
        ({**TEXT, "examples": ["thyme"]}, "Up to 3 characters.", {}),
        (TEXTS, "A maximum of 50 items can be specified in one request.", {"maxItems": 50}),
        (TEXTS, "The ids to fetch. Maximum: 20 IDs.", {"maxItems": 20}),
        (TEXTS, "Each is at most 20 characters.", {}),
        ({**TEXTS, "maxItems": 3}, "At most 20 items.", {}),
        ({"type": "integer"}, "At most 20 items.", {}),
        (TEXT, "What it is called, limited to 256 characters.", {"maxLength": 256}),
        (TEXT, "It must be 64 characters or less in length.", {"maxLength": 64}),
        (TEXT, "Notes for the cook (500 characters max)", {"maxLength": 500}),
        (TEXT, "What the cook calls it (max length = 10)", {"maxLength": 10}),
        (TEXT, "The rate (max length = [18].[6])", {}),
        (TEXT, "Notes (at most 500 characters if the cook is in a hurry)", {}),
        ({"type": "object"}, "Up to 20 key-value pairs.", {"maxProperties": 20}),
        ({"type": "object"}, "Keys must be at most 40 characters.", {"propertyNames": {"maxLength": 40}}),
        ({"type": "object", "properties": {"id": TEXT}}, "At most 5 fields may be set.", {}),
    ],
)
def test_a_text_or_an_array_is_as_long_as_a_sentence_allows(schema: Json, said: str, bound: Json) -> None:
    assert said_length(schema, said) == bound


@pytest.mark.parametrize(
    ("name", "said", "bound"),
    [
        ("cooks", "35 is the max number of cooks permitted.", {"maxItems": 35}),
        ("cooks", "Up to 1000 cooks may be listed.", {"maxItems": 1000}),
        ("kitchen.herbs", "Repeat it to send more, up to a total of 5 herb jars.", {"maxItems": 5}),
        ("herbs", "Up to 1000 cooks may share them.", {}),
    ],
)
def test_an_array_has_at_most_as_many_as_is_said_of_what_it_is_called(name: str, said: str, bound: Json) -> None:
    assert said_length(TEXTS, said, name) == bound


def test_bodies_parameters_and_lists_in_one_text_keep_to_the_lengths_that_sentences_tell() -> None:
    name = {**TEXT, "description": "What it is called, up to 8 characters."}
    herbs = {**TEXTS, "description": "What is in it. A maximum of 3 items."}
    new = {"type": "object", "required": ["name"], "properties": {"name": name, "herbs": herbs}}
    ids = parameter("ids", TEXT, description="A comma-separated list of the ids of jars. Maximum: 2 IDs.")
    jars = {
        "get": listing(ref("Jar"), ids),
        "post": {"requestBody": sends(new), "responses": shows(ref("Jar"), "201")},
    }
    plan = plan_of({"/jars": jars}, Jar=JAR)
    made = {argument.name: argument.value for argument in tool_at(plan, "POST /jars").arguments}
    assert (made["name"]["maxLength"], made["herbs"]["maxItems"]) == (8, 3)
    asked = {argument.name: argument.value for argument in tool_at(plan, "GET /jars").arguments}
    assert (asked["ids"]["type"], asked["ids"]["maxItems"]) == ("array", 2)
