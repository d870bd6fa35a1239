"""Many clients on many environments, some of whom hang up: every answer is checked, and what memory is kept after it.

    python -m benchmarks.soak                                             200 environments, 64 clients, 60 seconds
    python -m benchmarks.soak --environments 20 --clients 8 --seconds 5

Each client calls tools of environments of its own over MCP in both eras and over REST, forks, snapshots and restores
some, and knows a model of what each must hold. One call in twenty is cut off: before the request is whole, or before
its answer is read. A round of the same load goes before, so that memory is measured between two times at which all
environments have expired.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.shopper import Shopper, Wrong
from benchmarks.wire import HungUp, Wire
from state_db.http import Router
from state_db.image import Image

Json = Any
ROOT = Path(__file__).parent.parent
SHOP = ROOT / "tests" / "servers" / "shop"
TOKEN = "the-control-token-of-this-test"
START = "from state_db.commands import serve; serve()"
# Longer than a client lets any of its environments wait, even on a busy machine.
IDLE_SECONDS = 30.0
SHARE_CUT = 0.05
# How long a call that was cut off may still be under way.
DOUBT_SECONDS = 1.5
REQUESTS_BEHIND = 6
IMAGE = Image.load(SHOP)
ROUTER = Router(IMAGE.routes, {name: spec.input_schema for name, spec in IMAGE.tools.items()})


@dataclass
class Place:
    """An environment, its model, and when what is in doubt about it can be known."""

    base: str
    id: str
    shopper: Shopper
    known_at: float = 0.0


@dataclass
class Soak:
    """One run against a gateway."""

    base: str
    random: Random
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)

    async def run(self, environments: int, clients: int, seconds: float) -> None:
        """Let clients call for so long."""
        wire = Wire(self.base, TOKEN)
        places = [await self.new_place(wire, index) for index in range(environments)]
        wire.hang_up()
        until = time.monotonic() + seconds
        groups = [places[index::clients] for index in range(clients)]
        await asyncio.gather(*(self.client(group, Random(f"{index}"), until) for index, group in enumerate(groups)))

    async def new_place(self, wire: Wire, index: int) -> Place:
        """Make an environment."""
        order = json.dumps({"servers": ["shop"], "seed": index}).encode()
        made = (await wire.request("POST", "/environments", order)).json
        return Place(self.base, made["id"], Shopper(f"c{index}", Random(index), await self.state(wire, made["id"])))

    async def state(self, wire: Wire, identity: str) -> dict[str, list[dict[str, Json]]]:
        """Return all rows of an environment by table."""
        reply = await wire.request("GET", f"/environments/{identity}/state")
        if reply.status != 200:
            raise Wrong(f"{identity}: {reply.status} {reply.body[:200]!r}")
        found: dict[str, list[dict[str, Json]]] = reply.json["servers"]["shop"]
        return found

    async def client(self, places: list[Place], random: Random, until: float) -> None:
        """Call in turns on the client's environments, and compare them all at the end."""
        control = Wire(self.base, TOKEN)
        wires = [Wire(self.base) for _ in range(2)]
        while places and time.monotonic() < until:
            for place in random.sample(places, len(places)):
                await self.guarded(self.turn(place, random, wires, control))
        await asyncio.sleep(DOUBT_SECONDS)
        for place in places:
            await self.guarded(self.compared(place, control))
        for wire in (*wires, control):
            wire.hang_up()

    async def guarded(self, work: Any) -> None:
        """Note what goes wrong, and go on."""
        try:
            await work
        except Wrong as error:
            self.counts["wrong answers"] += 1
            self.problems.append(str(error)[:400])
        except (HungUp, OSError, RuntimeError, ValueError, KeyError) as error:
            self.counts["unexpected errors"] += 1
            self.problems.append(f"{type(error).__name__}: {error}"[:400])

    async def turn(self, place: Place, random: Random, wires: list[Wire], control: Wire) -> None:
        """Make one call, or do one thing to the environment. Raises: Wrong."""
        if place.shopper.doubt is not None:
            if time.monotonic() > place.known_at:
                await self.compared(place, control)
            else:
                await asyncio.sleep(0.01)
            return
        if random.random() < 0.02:
            await self.managed(place, random, control)
            return
        wire, way = random.choice(wires), random.choice(("modern", "handshake", "rest"))
        cut = random.choice((0.3, 0.9, 1.0)) if random.random() < SHARE_CUT else None

        async def call(tool: str, given: dict[str, Json]) -> tuple[bool, str]:
            if way == "rest":
                return await rest(wire, place, tool, given, cut)
            url = f"{self.base}/environments/{place.id}/shop/mcp"
            return await wire.call(url, tool, given, "modern" if way == "modern" else "handshake", cut)

        try:
            await place.shopper.step(call)
            self.counts[f"calls, {way}"] += 1
        except HungUp:
            if cut is None:
                raise
            self.counts["cut off"] += 1
            place.known_at = time.monotonic() + DOUBT_SECONDS

    async def managed(self, place: Place, random: Random, control: Wire) -> None:
        """Look at the environment, fork it, or take it back to a snapshot; its model stays as it is."""
        path = f"/environments/{place.id}"
        if random.random() < 0.5:
            made = (await control.request("POST", f"{path}/fork")).json["id"]
            if await self.state(control, made) != await self.state(control, place.id):
                raise Wrong(f"{place.id}: its fork is not equal")
            await control.request("DELETE", f"/environments/{made}")
            self.counts["forks"] += 1
        else:
            snapshot = (await control.request("GET", f"{path}/snapshot")).body
            kind = {"Content-Type": "application/octet-stream"}
            restored = await control.request("POST", f"{path}/restore", snapshot, kind)
            if restored.status != 200:
                raise RuntimeError(f"restore: {restored.status} {restored.body[:200]!r}")
            self.counts["restores"] += 1

    async def compared(self, place: Place, control: Wire) -> None:
        """Compare the whole state with the model. Raises: Wrong."""
        if place.shopper.doubt is not None:
            await self.caught_up(place)
        place.shopper.settle(await self.state(control, place.id))
        self.counts["states compared"] += 1

    async def caught_up(self, place: Place) -> None:
        """Wait until the gateway has come to what was sent before, however busy the machine is.

        Requests on new connections are accepted and take their turn in order, so what was sent before them is done.
        """
        for _ in range(REQUESTS_BEHIND):
            behind = Wire(self.base, TOKEN)
            await behind.request("GET", f"/environments/{place.id}/clock")
            behind.hang_up()


async def rest(wire: Wire, place: Place, tool: str, given: dict[str, Json], cut: float | None) -> tuple[bool, str]:
    """Return whether a call over REST failed, and its text."""
    asked = ROUTER.request(tool, given)
    url = f"{place.base}/environments/{place.id}/shop/rest{asked.target}"
    reply = await wire.request(asked.method, url, asked.body, dict(asked.headers), cut)
    if reply.status >= 500:
        raise RuntimeError(f"{tool}: {reply.status} {reply.body[:200]!r}")
    return reply.status >= 400, reply.body.decode()


async def expired(base: str, pid: int) -> None:
    """Wait until the gateway has ended all environments, and takes no less memory than a second before."""
    wire = Wire(base, TOKEN)
    while (await wire.request("GET", "/environments")).json["environments"]:
        await asyncio.sleep(0.2)
    wire.hang_up()
    before, now = float("inf"), resident(pid)
    while now < before:
        await asyncio.sleep(1.0)
        before, now = now, resident(pid)


def resident(pid: int) -> float:
    """Return a process's resident memory in MiB."""
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


def open_files(pid: int) -> int:
    """Return how many files and sockets a process has open."""
    return len(list(Path(f"/proc/{pid}/fd").iterdir()))


@contextmanager
def gateway(idle: float) -> Iterator[tuple[int, str]]:
    """Give a gateway's process and base URL."""
    with subprocess.Popen(
        [sys.executable, "-c", START, str(SHOP), "--port", "0", "--idle", str(idle), "--log", "error"],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
        env={**os.environ, "FLEETWRIGHT_CONTROL_TOKEN": TOKEN, "PYTHONPATH": os.pathsep.join([str(ROOT), *sys.path])},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            yield process.pid, process.stdout.readline().strip().removesuffix("/shop/mcp")
        finally:
            process.terminate()


async def soaked(pid: int, base: str, environments: int, clients: int, seconds: float) -> dict[str, Json]:
    """Return what one run found."""
    warm = Soak(base, Random(1))
    await warm.run(environments, clients, seconds)
    await expired(base, pid)
    before, files = resident(pid), open_files(pid)
    soak = Soak(base, Random(2), problems=warm.problems)
    soak.counts.update({name: warm.counts[name] for name in ("wrong answers", "unexpected errors")})
    begun = time.monotonic()
    await soak.run(environments, clients, seconds)
    spent = time.monotonic() - begun
    most = resident(pid)
    await expired(base, pid)
    after = resident(pid)
    calls = sum(count for name, count in soak.counts.items() if name.startswith("calls"))
    return {
        "wrong answers": 0,
        "unexpected errors": 0,
        **dict(sorted(soak.counts.items())),
        "calls a second": round(calls / spent),
        "MiB after the first round": round(before, 1),
        "MiB with all environments": round(most, 1),
        "MiB at the end": round(after, 1),
        "growth": round(after / before - 1, 4),
        "open files before": files,
        "open files at the end": open_files(pid),
        "problems": soak.problems[:10],
    }


def main() -> int:
    """Print what was found; exit with 1 where an answer was wrong, something failed or memory grew by a tenth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environments", type=int, default=200, help="(default: %(default)s)")
    parser.add_argument("--clients", type=int, default=64, help="(default: %(default)s)")
    parser.add_argument("--seconds", type=float, default=60.0, help="(default: %(default)s)")
    parser.add_argument("--idle", type=float, default=IDLE_SECONDS, help="until expiry (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    with gateway(options.idle) as (pid, base):
        found = asyncio.run(soaked(pid, base, options.environments, options.clients, options.seconds))
    print(json.dumps(found) if options.json else "\n".join(f"{name:<28} {value}" for name, value in found.items()))
    sound = not found.get("wrong answers") and not found.get("unexpected errors") and found["growth"] <= 0.1
    return 0 if sound else 1


if __name__ == "__main__":
    sys.exit(main())
