"""Several workers: each on its own port, and an environment in one of them."""

import os
import select
import signal
from pathlib import Path

import httpx2
import pytest

from state_db.serve.neighbours import Neighbours

from .running import TIMEOUT, Running, running

TOKEN = "the-control-token-of-this-test"
NEW = {"name": "New", "email": "new@example.com"}


def workers_of(gateway: Running) -> list[int]:
    """Return the processes that the gateway has started."""
    tasks = Path(f"/proc/{gateway.process.popen.pid}/task").iterdir()
    return [int(one) for task in tasks for one in (task / "children").read_text(encoding="ascii").split()]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_an_id_tells_its_owner(count: int) -> None:
    ports = tuple(range(count))
    for index in range(count):
        mine = Neighbours(ports, index)
        identity = mine.new_identity()
        assert len(bytes.fromhex(identity)) == 16
        assert {Neighbours(ports, other).owner(identity, ["shop"]) for other in range(count)} == {index}
    assert Neighbours(ports).owner("shop", ["bank", "shop"]) == 1 % count


def test_environments_are_spread_over_workers_and_outlive_them(shop: Path, tmp_path: Path) -> None:
    options = ("--workers", "2", "--state-dir", str(tmp_path / "state"))
    with running(shop, options=options, token=TOKEN) as gateway:
        made = [gateway.new("shop") for _ in range(4)]
        bases = {one["control"].partition("/environments")[0] for one in made}
        assert len(bases) == 2
        assert gateway.url in bases
        elsewhere = next(one for one in made if not one["control"].startswith(gateway.url))
        customer = httpx2.post(f"{elsewhere['servers']['shop']['rest']}/customers", json=NEW, timeout=TIMEOUT).json()
        led = gateway.control("GET", f"/environments/{elsewhere['id']}/digest")
        assert (led.status_code, led.headers["location"]) == (307, f"{elsewhere['control']}/digest")
        before = workers_of(gateway)
        assert len(before) == 2
        for worker in before:
            os.kill(worker, signal.SIGKILL)
        # The sockets stay open, so that a client only waits for the next worker.
        url = f"{elsewhere['servers']['shop']['rest']}/customers/{customer['id']}"
        assert httpx2.get(url, timeout=TIMEOUT).json() == customer
        assert not set(workers_of(gateway)) & set(before)
        gateway.process.popen.terminate()
        assert gateway.process.popen.wait(timeout=60) == 0


def test_workers_do_not_outlive_the_process_that_watches_them(shop: Path) -> None:
    with running(shop, options=("--workers", "2")) as gateway:
        gateway.new("shop")
        # A process's descriptor can be read once it has ended, which is a moment after it has closed its pipes.
        workers = [os.pidfd_open(worker) for worker in workers_of(gateway)]
        gateway.process.popen.kill()
        gateway.process.popen.communicate(timeout=60)
    assert len(workers) == 2
    for worker in workers:
        assert select.select([worker], [], [], 60)[0] == [worker]
        os.close(worker)
