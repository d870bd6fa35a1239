"""Creations that a caller marks as sent before, and inputs that are told by their texts."""

from typing import Any

import pytest

from generator.plan import Filter, Order, Plan
from generator.render import render
from generator.verify import opened
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
CARD: Json = {
    "type": "object",
    "properties": {"id": TEXT, "text": TEXT, "first_name": TEXT, "available": {"type": "boolean"}},
    "required": ["id"],
}
NOTE: Json = {"type": "object", "properties": {"id": TEXT, "text": TEXT}, "required": ["id"]}
VALID = "How to sort. Valid values are: - `firstNameAsc`: upwards. - `firstNameDesc`: downwards."
PAIRS = "`Attribute:Order`, where it is `text` or `id`, as in `text:desc`, or a comma-separated list of such."
TRUE = "Whether to show those that are available: `true`, `1` or `yes`."


def cards() -> Plan:
    new: Json = {"type": "object", "properties": {"text": TEXT}, "required": ["text"]}
    asked = [parameter("sort", TEXT, description=VALID), parameter("available", TEXT, description=TRUE)]
    paths = {
        "/cards": {
            "get": listing(ref("Card"), *asked),
            "post": {
                "parameters": [parameter("idempotency_key", TEXT)],
                "requestBody": sends(new),
                "responses": shows(ref("Card"), "201"),
            },
        },
        "/cards/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Card"))}},
        "/notes": {"get": listing(ref("Note"), parameter("ordering", TEXT, description=PAIRS))},
    }
    return plan_of(paths, Card=CARD, Note=NOTE)


PLAN = cards()


@pytest.fixture(scope="module")
def image() -> Image:
    return opened(PLAN, render(PLAN))


def test_the_same_key_answers_with_what_the_first_call_made(image: Image) -> None:
    make = tool_at(PLAN, "POST /cards").name
    with Environment.open(image, scenario={image.name: {}}) as environment:
        first = environment.call(make, {"text": "a", "idempotency_key": "k"}).body
        assert environment.call(make, {"text": "b", "idempotency_key": "k"}).body == first
        others = [environment.call(make, {"text": "b", **key}).body["id"] for key in ({"idempotency_key": "l"}, {}, {})]
        assert len({first["id"], *others}) == 4
        assert "idempotency_key" not in first


def test_values_that_a_text_lists_are_the_orders() -> None:
    (sort,) = [each for each in tool_at(PLAN, "GET /cards").arguments if each.name == "sort"]
    assert sort.does == Order(by={"firstNameAsc": ("first_name",), "firstNameDesc": ("-first_name",)})


def test_one_order_of_a_list_of_pairs_may_be_named() -> None:
    (ordering,) = [each for each in tool_at(PLAN, "GET /notes").arguments if each.name == "ordering"]
    assert isinstance(ordering.does, Order)
    assert ordering.does.by["text:desc"] == ("-text",)
    assert ordering.value["type"] == "string"


def test_a_text_that_is_true_or_not_is_a_boolean() -> None:
    (available,) = [each for each in tool_at(PLAN, "GET /cards").arguments if each.name == "available"]
    assert available.does == Filter(column="available")
    assert available.value["type"] == "boolean"
