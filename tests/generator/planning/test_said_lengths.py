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
    ],
)
def test_a_text_or_an_array_is_as_long_as_a_sentence_allows(schema: Json, said: str, bound: Json) -> None:
    assert said_length(schema, said) == bound


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
