"""Injected faults: which calls they hit, how they look, and that they never happen unasked."""

from collections.abc import Iterator
from typing import Any

import pytest
from tiny_servers import SHOP

from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image
from state_db.injection import Injection, Latency, RateLimit, ServerError, Timeout, read_injection

IMAGE = Image.load(SHOP)
PENDING = "ord_b3Nc8Vf5Kd6Hs2"


@pytest.fixture
def shop() -> Iterator[Environment]:
    with Environment.open(IMAGE) as environment:
        yield environment


def statuses(environment: Environment, count: int) -> list[int]:
    return [environment.call("list_orders", {}).status for _ in range(count)]


def test_nothing_is_injected_unasked(shop: Environment) -> None:
    assert shop.injection is None
    answer = shop.call("list_orders", {})
    assert (answer.status, answer.wait_seconds, answer.retry_after_seconds) == (200, 0.0, None)


def test_chance_hits_the_same_calls_for_the_same_seed(shop: Environment) -> None:
    injection = Injection(rules=(ServerError(share=0.3),), seed=5)
    with Environment.open(IMAGE, injection=injection) as other:
        shop.inject(injection)
        first = statuses(shop, 200)
        assert first == statuses(other, 200)
        assert 30 <= first.count(500) <= 90 and set(first) == {200, 500}
        shop.reset()
        assert statuses(shop, 200) == first
        shop.inject(Injection(rules=injection.rules, seed=6))
        shop.reset()
        assert statuses(shop, 200) != first


def test_an_injected_error_leaves_no_trace(shop: Environment) -> None:
    shop.inject(Injection(rules=(ServerError(status=503, retry_after_seconds=20),)))
    digest = shop.digest()
    answer = shop.call("delete_order", {"order_id": PENDING})
    assert (answer.status, answer.error, answer.changes, answer.retry_after_seconds) == (503, "unavailable", 0, 20)
    assert answer.body["error"]["message"] == "The service failed. Try again in 20 seconds."
    assert shop.digest() == digest
    shop.inject(None)
    assert shop.call("delete_order", {"order_id": PENDING}).status == 204


def test_a_rate_limit_counts_within_a_window_of_the_clock(shop: Environment) -> None:
    shop.inject(Injection(rules=(RateLimit(limit=3, window_seconds=60),)))
    assert statuses(shop, 3) == [200] * 3
    refused = shop.call("list_orders", {})
    assert (refused.status, refused.error, refused.retry_after_seconds) == (429, "rate_limited", 57)
    shop.step_clock(refused.retry_after_seconds or 0)
    assert statuses(shop, 4) == [200, 200, 200, 429]


def test_a_rate_limit_counts_nothing_that_a_trial_undoes(shop: Environment) -> None:
    shop.inject(Injection(rules=(RateLimit(limit=2),)))
    with shop.trial():
        assert statuses(shop, 3) == [200, 200, 429]
    with shop.fork() as fork:
        assert statuses(fork, 3) == statuses(shop, 3) == [200, 200, 429]


@pytest.mark.parametrize("done", [False, True])
def test_a_timeout_may_have_done_its_work(shop: Environment, done: bool) -> None:
    shop.inject(Injection(rules=(Timeout(calls=(0,), seconds=12, done=done),)))
    answer = shop.call("delete_order", {"order_id": PENDING})
    assert (answer.status, answer.error, answer.wait_seconds) == (504, "timed_out", 12)
    assert shop.call("get_order", {"order_id": PENDING}).status == (404 if done else 200)
    with shop.branch(1) as branch:
        assert branch.digest() == shop.digest()


def test_latencies_add_up_and_the_environment_does_not_sleep(shop: Environment) -> None:
    rules = (Latency(seconds=2), Latency(seconds=3, tools=("get_*",)), ServerError(tools=("delete_*",)))
    shop.inject(Injection(rules=rules))
    assert shop.call("list_orders", {}).wait_seconds == 2
    assert shop.call("get_order", {"order_id": PENDING}).wait_seconds == 5
    failed = shop.call("delete_order", {"order_id": PENDING})
    assert (failed.status, failed.wait_seconds) == (500, 2)


def test_a_branch_meets_what_the_environment_would_have_met(shop: Environment) -> None:
    shop.inject(Injection(rules=(ServerError(share=0.5),), seed=2))
    expected = statuses(shop, 20)
    assert statuses(shop.branch(8), 12) == expected[8:]


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"rules": [{"kind": "fire"}]}, "injection#/rules/0"),
        ({"rules": [{"kind": "error", "status": 404}]}, "injection#/rules/0/error/status"),
        ({"rules": [{"kind": "error", "share": 0}]}, "injection#/rules/0/error/share"),
        ({"rules": [{"kind": "latency"}]}, "injection#/rules/0/latency/seconds"),
        ({"rules": [], "sed": 1}, "injection#/sed"),
        ([], "injection#/"),
    ],
)
def test_a_faulty_injection_is_refused_with_its_place(value: Any, where: str) -> None:
    with pytest.raises(StateError) as raised:
        read_injection(value)
    assert raised.value.where == where


def test_an_injection_is_read_from_json() -> None:
    value = {"rules": [{"kind": "rate_limit", "limit": 5}, {"kind": "timeout", "share": 0.1}], "seed": 7}
    assert read_injection(value) == Injection(rules=(RateLimit(limit=5), Timeout(share=0.1)), seed=7)
