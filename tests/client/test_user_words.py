"""Words, values and what a user can know."""

import random

import pytest
from shop_plan import CUSTOMER, ORDER, PLAN

from client import words
from client.chain import Mention
from client.columns import Kind, is_hidden_key, kind_of, marks_of, telling_columns, words_of
from client.values import new_value, wrong_key
from generator.plan import Column


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (True, "yes"),
        ("red", "red"),
        ("Blue Heron", '"Blue Heron"'),
        ('say "hi"', "'say \"hi\"'"),
        (5, "5"),
        (["a", "b", "c"], "a, b and c"),
        ({"sku": "mug", "quantity": 2}, "(sku mug, quantity 2)"),
    ],
)
def test_values_are_said_plainly(value: object, said: str) -> None:
    assert words.spoken(value) == said


@pytest.mark.parametrize(("noun", "said"), [("order", "an order"), ("user", "a user"), ("pet", "a pet")])
def test_articles_follow_the_sound(noun: str, said: str) -> None:
    assert words.a(noun) == said


def test_names_of_columns_become_words() -> None:
    assert words_of("firstName") == words_of("first_name") == "first name"


def test_a_phrase_names_the_row_and_what_it_belongs_to() -> None:
    customer = Mention(CUSTOMER, (("name", "Ada Marsh"),))
    order = Mention(ORDER, (("status", "paid"), ("total", 12)), (customer,))
    assert words.phrase(order) == "the order with the status paid and the total 12 of the customer Ada Marsh"
    assert words.phrase(Mention(ORDER, ())) == "that order"


def test_a_row_is_told_by_what_is_its_alone() -> None:
    rows = [{"id": str(n), "name": name, "email": f"{n}@x.y", "active": True, "address": None, "created_at": "t"}
            for n, name in enumerate(("Ada", "ada", "Bo"))]  # fmt: skip
    columns = [column.name for column in CUSTOMER.columns]
    assert telling_columns(PLAN, CUSTOMER, columns, rows[2], rows) == ("name",)
    assert telling_columns(PLAN, CUSTOMER, columns, rows[0], rows) == ("email",)
    assert telling_columns(PLAN, CUSTOMER, ["id", "active"], rows[0], rows) == ()


def test_keys_that_servers_make_are_hidden_and_marked() -> None:
    assert kind_of(PLAN, ORDER, "customer_id") == Kind("customer", "id")
    assert is_hidden_key(PLAN, Kind("customer", "id"))
    marks = marks_of(PLAN)["shop"]
    assert marks["orders"] == {
        "id": "key:orders", "customer_id": "key:customers", "created_at": "clock", "updated_at": "clock",
        "cancelled_at": "clock",
    }  # fmt: skip
    assert marks["order_items"] == {"order_id": "key:orders"}


@pytest.mark.parametrize("key", [7, "cus_A1b2C3", "6f1c1d5e-0f5b-4d0e-9a51-000000000001", "ABC-12"])
def test_a_wrong_key_has_the_shape_of_a_right_one(key: int | str) -> None:
    wrong = wrong_key(key, [key], random.Random(0))
    assert wrong != key
    assert type(wrong) is type(key)
    if isinstance(key, str):
        assert isinstance(wrong, str) and len(wrong) == len(key)


def test_values_fit_their_schema_and_are_new_where_they_name() -> None:
    column = Column.model_validate({"name": "email", "type": "text", "path": ["email"], "unique": True})
    rows = [{"email": "ada.lindqvist@example.com"}]
    for seed in range(20):
        value = new_value(CUSTOMER, column, {"type": "string", "format": "email"}, rows, random.Random(seed))
        assert "@example.com" in value and value not in rows[0].values()
