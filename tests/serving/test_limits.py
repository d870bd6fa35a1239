"""What a gateway lets others take."""

from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from state_db.environment import Environment
from state_db.image import Image
from state_db.serve.limits import Bucket, Limits
from state_db.serve.neighbours import Neighbours
from state_db.serve.recipe import Recipe
from state_db.serve.seats import Full, Gone, Seats

from .running import running
from .samples import SHOP

IMAGES = {"shop": Image.load(SHOP.folder)}
SHOP_RECIPE = Recipe(("shop",))


def seats(limits: Limits) -> Seats:
    return Seats(IMAGES, limits, None, Neighbours().new_identity, lambda _: True)


@given(st.floats(0.5, 100), st.lists(st.floats(0, 3), max_size=300))
def test_a_bucket_lets_no_more_through_than_its_rate(rate: float, pauses: list[float]) -> None:
    bucket, now, passed = Bucket(rate), 1000.0, 0
    for pause in pauses:
        now += pause
        passed += bucket.wait(now) == 0.0
    assert passed <= max(1.0, rate) + rate * sum(pauses) + 1


@given(st.floats(0.5, 100))
def test_a_bucket_that_is_empty_lets_one_through_after_the_wait_that_it_tells(rate: float) -> None:
    bucket = Bucket(rate)
    while (wait := bucket.wait(1000.0)) == 0.0:
        pass
    assert bucket.wait(1000.0 + wait / 2) > 0
    assert bucket.wait(1000.0 + wait * 1.5 + 0.001) == 0.0


def test_no_rate_is_no_bound() -> None:
    assert [Bucket(0.0).wait(1.0) for _ in range(1000)] == [0.0] * 1000


@pytest.mark.anyio
async def test_no_more_environments_are_kept_than_there_may_be() -> None:
    all_seats = seats(Limits(environments=2))
    first = await all_seats.create(SHOP_RECIPE)
    await all_seats.create(SHOP_RECIPE)
    with pytest.raises(Full, match="as many as there may be"):
        await all_seats.create(SHOP_RECIPE)
    await all_seats.remove(first.identity)
    await all_seats.create(SHOP_RECIPE)
    await all_seats.close()


@pytest.mark.anyio
async def test_an_environment_that_nobody_uses_ends_and_one_that_is_used_does_not() -> None:
    all_seats = seats(Limits(idle_seconds=3600))
    idle, used = await all_seats.create(SHOP_RECIPE), await all_seats.create(SHOP_RECIPE)
    for seat in (idle, used):
        seat.used -= 4000
    await used.turn(Environment.digest)
    assert await all_seats.expire() == 1
    assert (await all_seats.get(idle.identity), await all_seats.get(used.identity)) == (None, used)
    with pytest.raises(Gone):
        await idle.turn(Environment.digest)
    await all_seats.close()


def test_calls_beyond_the_rate_are_told_when_to_come_again_and_others_go_on(shop: Path) -> None:
    with running(shop, options=("--rate", "0.2", "--most", "2")) as gateway:
        busy, other = gateway.new("shop"), gateway.new("shop")
        url = f"{busy['servers']['shop']['rest']}/customers"
        answers = [httpx2.get(url) for _ in range(3)]
        refused = [one for one in answers if one.status_code == 429]
        assert refused
        assert int(refused[0].headers["retry-after"]) >= 1
        assert {one.status_code for one in answers} == {200, 429}
        assert httpx2.get(f"{other['servers']['shop']['rest']}/customers").status_code == 200
        full = gateway.control("POST", "/environments", {"servers": ["shop"]})
        assert (full.status_code, "Delete some" in full.json()["error"]["message"]) == (503, True)


def test_metrics_count_calls_requests_and_environments(shop: Path) -> None:
    with running(shop) as gateway:
        rest = gateway.new("shop")["servers"]["shop"]["rest"]
        httpx2.get(f"{rest}/customers")
        httpx2.get(f"{rest}/customers/nobody")
        text = httpx2.get(f"{gateway.url}/metrics").text
        for line in (
            'fleetwright_calls_total{outcome="ok",server="shop"} 1.0',
            'fleetwright_calls_total{outcome="error",server="shop"} 1.0',
            'fleetwright_requests_total{kind="rest",status="404"} 1.0',
            'fleetwright_environments{where="memory"} 1.0',
        ):
            assert line in text, text
        assert "process_resident_memory_bytes" in text
        assert httpx2.get(f"{gateway.url}/readyz").text == "ready\n"
