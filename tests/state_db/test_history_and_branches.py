"""Branches, the clock in a harness's hands, and comparison modulo fresh keys and times."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_servers import SHOP

from state_db import history
from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image
from state_db.marks import marks_of

IMAGE = Image.load(SHOP)
ADA, EMILE = "cus_A1b2C3d4E5", "cus_F6g7H8i9J0"
PENDING, SHIPPED = "ord_b3Nc8Vf5Kd6Hs2", "ord_p7Qw2Zx9Lm4Rt1"
MUG = [{"sku": "mug", "quantity": 2, "price": 5}]
POT = [{"sku": "pot", "quantity": 1, "price": 30}]


@pytest.fixture
def shop() -> Iterator[Environment]:
    with Environment.open(IMAGE) as environment:
        yield environment


MOVES = st.one_of(
    st.tuples(st.just("create_order"), st.fixed_dictionaries({"customer": st.sampled_from([ADA, EMILE, "x"])})),
    st.tuples(st.just("update_order"), st.fixed_dictionaries({"order_id": st.just(PENDING), "note": st.text()})),
    st.tuples(st.just("delete_order"), st.fixed_dictionaries({"order_id": st.sampled_from([PENDING, SHIPPED])})),
    st.tuples(st.just("list_orders"), st.just({})),
    st.tuples(st.just("nothing"), st.just({})),
    st.tuples(st.just("clock"), st.integers(-100_000, 100_000)),
    st.tuples(st.just("trial"), st.just({})),
    st.tuples(st.just("fork"), st.just({})),
)  # fmt: skip


def seen(environment: Environment) -> tuple[Any, ...]:
    """Everything that what comes depends on."""
    with environment.trial():
        made = environment.call("create_order", {"customer": EMILE, "items": MUG}).text
    return environment.digest(), environment.clock, environment.calls, environment.snapshot(), made


@settings(max_examples=60, deadline=None)
@given(st.lists(MOVES, max_size=10), st.data())
def test_a_branch_is_what_the_environment_was_before_that_call(moves: list[tuple[str, Any]], data: Any) -> None:
    environment = Environment.open(IMAGE, seed=3)
    before = [seen(environment)]
    for what, value in moves:
        if what == "clock":
            environment.step_clock(value)
            before[-1] = seen(environment)
        elif what == "trial":
            with environment.trial():
                environment.call("delete_order", {"order_id": PENDING})
                environment.step_clock(5)
        elif what == "fork":
            environment = environment.fork()
        else:
            environment.call(what, {**value, "items": MUG} if what == "create_order" else value)
            before.append(seen(environment))
    number = data.draw(st.integers(0, len(before) - 1))
    with environment.branch(number) as branch:
        assert seen(branch) == before[number]
        branch.call("delete_order", {"order_id": PENDING})
        assert seen(environment) == before[-1]


def test_a_branch_has_a_history_of_its_own(shop: Environment) -> None:
    for note in "abc":
        shop.call("update_order", {"order_id": PENDING, "note": note})
    branch = shop.branch(2)
    branch.call("update_order", {"order_id": PENDING, "note": "z"})
    again = branch.branch(1)
    assert [each.call("get_order", {"order_id": PENDING}).body["note"] for each in (shop, branch, again)] == list("cza")


def test_calls_that_cannot_be_made_again_are_told(shop: Environment, tmp_path: Path) -> None:
    shop.call("list_orders", {})
    for number in (-1, 2):
        with pytest.raises(StateError, match=f"no call number {number} .* 1 have been made"):
            shop.branch(number)
    with Environment.open(IMAGE, file=tmp_path / "s.db") as kept:
        kept.call("delete_order", {"order_id": PENDING})
    with Environment.open(IMAGE, file=tmp_path / "s.db") as kept:
        kept.call("delete_order", {"order_id": SHIPPED})
        assert kept.branch(1).digest() == kept.digest()
        with pytest.raises(StateError, match="before the state file was taken up"):
            kept.branch(0)
        kept.reset()
        kept.call("list_orders", {})
        with Environment.open(IMAGE) as fresh:
            assert kept.branch(0).digest() == fresh.digest()


def test_a_history_that_grows_too_long_is_given_up(shop: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MOST_BYTES", 200)
    for _ in range(9):
        shop.call("update_order", {"order_id": PENDING, "note": "some words"})
    with pytest.raises(StateError, match="cannot be made again: they took more than"):
        shop.branch(1)
    assert shop.branch(9).digest() == shop.digest()


def test_the_clock_is_stepped_and_keeps_its_bounds(shop: Environment) -> None:
    shop.step_clock(86_400)
    assert shop.clock == "2026-01-06T09:00:00Z"
    shop.step_clock(-3600)
    assert shop.call("create_order", {"customer": ADA, "items": MUG}).body["created_at"] == "2026-01-06T08:00:00Z"
    for seconds in (10**12, -(10**12)):
        with pytest.raises(StateError, match="cannot move by"):
            shop.step_clock(seconds)
    assert shop.clock == "2026-01-06T08:00:01Z"


def test_states_that_differ_in_fresh_keys_and_times_alone_are_equivalent(shop: Environment) -> None:
    with Environment.open(IMAGE, seed=9) as other:
        other.step_clock(500)
        for environment, goods in ((shop, (MUG, POT)), (other, (POT, MUG))):
            for items in goods:
                environment.call("create_order", {"customer": ADA, "items": items})
        assert shop.digest() != other.digest()
        found = shop.compare(other)
        assert found.alike and len(found.mapping["orders"]) == 2
        other.call("update_order", {"order_id": PENDING, "note": "x"})
        said = shop.compare(other)
        assert not said.alike and said.reasons[0].startswith("Not asked for: a changed row in shop.orders")


def test_environments_of_other_servers_are_not_compared(shop: Environment) -> None:
    with (
        pytest.raises(StateError, match="same servers"),
        Environment.open(SHOP.parents[2] / "servers" / "issues") as other,
    ):
        shop.compare(other)


def test_the_programs_tell_which_columns_hold_fresh_keys_and_times() -> None:
    assert marks_of(IMAGE) == {
        "customers": {"id": "key:customers", "created_at": "clock"},
        "orders": {
            "id": "key:orders", "created_at": "clock", "updated_at": "clock", "cancelled_at": "clock",
            "customer_id": "key:customers",
        },
        "order_items": {"order_id": "key:orders"},
    }  # fmt: skip
