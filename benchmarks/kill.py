"""Kill a gateway under load, again and again: every call that was answered is there afterwards, and no half of one.

    python -m benchmarks.kill                       20 times
    python -m benchmarks.kill --times 300
    python -m benchmarks.kill --workers 2           kill one of the workers: the gateway starts it again

Clients call tools of environments that a state directory keeps, and make, reset, restore and delete such. At a random
moment the gateway gets SIGKILL. Then the databases are checked by SQLite, the gateway is started again, and every
environment is compared with what its client knows: at the same URL path, with the whole of every answered call.
"""

import argparse
import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import apsw

from benchmarks.shopper import Shopper, Wrong
from benchmarks.wire import Era, HungUp, Reply, Wire

Json = Any
ROOT = Path(__file__).parent.parent
SHOP = ROOT / "tests" / "servers" / "shop"
TOKEN = "the-control-token-of-this-test"
LONGEST_RUN_SECONDS = 1.2
MOST_ENVIRONMENTS = 12
START = "from state_db.commands import serve; serve()"


@dataclass
class Kept:
    """One environment and what is known of it: whether a reset or a deletion of it was never answered."""

    id: str
    shopper: Shopper
    reset_in_doubt: bool = False
    gone: bool = False
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


@dataclass
class Trial:
    """A gateway with its clients, killed and started again."""

    directory: Path
    random: Random
    workers: int
    port: int
    kept: dict[str, Kept] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)
    before: dict[str, list[dict[str, Json]]] = field(default_factory=dict)
    process: "subprocess.Popen[str] | None" = None

    @property
    def base(self) -> str:
        """Where the gateway listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start the gateway and wait until it answers."""
        options = ["--port", str(self.port), "--state-dir", str(self.directory), "--workers", str(self.workers)]
        if self.process is not None and self.process.stdout is not None:
            self.process.stdout.close()
        self.process = subprocess.Popen(
            [sys.executable, "-c", START, str(SHOP), *options, "--log", "error"],
            stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, "FLEETWRIGHT_CONTROL_TOKEN": TOKEN, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        assert self.process.stdout is not None
        if not self.process.stdout.readline():
            raise Wrong(f"the gateway did not start: it ended with {self.process.wait()}")

    def kill(self) -> None:
        """Kill the gateway, or one of its workers."""
        assert self.process is not None
        if self.workers == 1:
            self.process.kill()
            self.process.wait()
        else:
            victim = self.random.choice(children(self.process.pid))
            os.kill(victim, signal.SIGKILL)

    async def control(self, wire: Wire, method: str, path: str, body: Json = None) -> Reply:
        """Return the answer of the control interface, from the worker that has it; bytes are sent as a snapshot."""
        content = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        kind = {"Content-Type": "application/octet-stream" if isinstance(body, bytes) else "application/json"}
        reply = await wire.request(method, self.base + path, content, kind)
        if reply.status == 307:
            other = Wire(reply.headers["location"], TOKEN)
            try:
                return await other.request(method, reply.headers["location"], content, kind)
            finally:
                other.hang_up()
        return reply

    async def load(self, stop: asyncio.Event) -> None:
        """Let clients call until the gateway is gone."""
        clients = [asyncio.create_task(self.client(index, stop)) for index in range(6)]
        clients.append(asyncio.create_task(self.manager(stop)))
        await asyncio.gather(*clients)

    async def client(self, index: int, stop: asyncio.Event) -> None:
        """Call the tools of this client's environments."""
        wires: dict[str, Wire] = {}
        era: Era = "modern" if index % 2 else "handshake"
        while not stop.is_set():
            mine = [one for number, one in enumerate(self.kept.values()) if number % 6 == index]
            mine = [one for one in mine if not (one.gone or one.reset_in_doubt or one.shopper.doubt)]
            if not mine:
                await asyncio.sleep(0.02)
                continue
            kept = self.random.choice(mine)
            wire, url = self.place(kept, wires)
            try:
                async with kept.turn:
                    if not (kept.gone or kept.reset_in_doubt):
                        await kept.shopper.step(partial(wire.call, url, era=era))
                        self.counts["calls"] += 1
            except (HungUp, OSError):
                if self.workers == 1:
                    return
                await asyncio.sleep(0.05)
        for wire in wires.values():
            wire.hang_up()

    def place(self, kept: Kept, wires: dict[str, Wire]) -> tuple[Wire, str]:
        """Return a connection to the worker that has the environment, and the URL there."""
        base = f"http://127.0.0.1:{self.port + int(kept.id, 16) % self.workers}"
        return wires.setdefault(base, Wire(base)), f"{base}/environments/{kept.id}/shop/mcp"

    async def manager(self, stop: asyncio.Event) -> None:
        """Make, reset, restore and delete environments."""
        wire = Wire(self.base, TOKEN)
        while not stop.is_set():
            try:
                await self.manage(wire)
            except (HungUp, OSError):
                if self.workers == 1:
                    return
            await asyncio.sleep(self.random.random() * 0.1)

    async def manage(self, wire: Wire) -> None:
        """Do one thing to one environment."""
        if len(self.kept) < MOST_ENVIRONMENTS:
            reply = await self.control(wire, "POST", "/environments", {"servers": ["shop"]})
            if reply.status == 201:
                identity = reply.json["id"]
                self.kept[identity] = Kept(identity, self.shopper(identity))
                self.counts["made"] += 1
            return
        kept = self.random.choice(list(self.kept.values()))
        async with kept.turn:
            if kept.shopper.doubt or kept.reset_in_doubt or kept.gone:
                return
            if self.random.random() < 0.7:
                await self.begin_again(wire, kept)
            else:
                kept.gone = True
                reply = await self.control(wire, "DELETE", f"/environments/{kept.id}")
                if reply.status == 204:
                    self.kept.pop(kept.id, None)
                    self.counts["deleted"] += 1

    async def begin_again(self, wire: Wire, kept: Kept) -> None:
        """Reset an environment, or restore it to what it is; a restore must change nothing."""
        if self.random.random() < 0.5:
            kept.reset_in_doubt = True
            reply = await self.control(wire, "POST", f"/environments/{kept.id}/reset")
            if reply.status == 200:
                kept.shopper, kept.reset_in_doubt = self.shopper(kept.id), False
                self.counts["reset"] += 1
            return
        snapshot = await self.control(wire, "GET", f"/environments/{kept.id}/snapshot")
        restored = await self.control(wire, "POST", f"/environments/{kept.id}/restore", snapshot.body)
        self.counts["restored"] += restored.status == 200

    def shopper(self, identity: str) -> Shopper:
        """Return a client that knows nothing of its environment but how it began."""
        return Shopper(f"s{identity[:8]}", self.random, self.before)

    async def compare(self) -> None:
        """Compare every environment with what is known of it. Raises: Wrong."""
        wire = Wire(self.base, TOKEN)
        for kept in list(self.kept.values()):
            reply = await self.patient_control(wire, "GET", f"/environments/{kept.id}/state")
            if reply.status == 404 and kept.gone:
                del self.kept[kept.id]
                continue
            if reply.status != 200:
                raise Wrong(f"{kept.id}: {reply.status} {reply.body[:300]!r}")
            state = reply.json["servers"]["shop"]
            if kept.reset_in_doubt and state == self.before:
                kept.shopper = self.shopper(kept.id)
            kept.shopper.settle(state)
            kept.reset_in_doubt = kept.gone = False
            self.counts["compared"] += 1
        wire.hang_up()

    async def patient_control(self, wire: Wire, method: str, path: str) -> Reply:
        """Ask until the gateway answers, for it may still be starting."""
        until = time.monotonic() + 60
        while True:
            try:
                reply = await self.control(wire, method, path)
                if reply.status != 503 or time.monotonic() > until:
                    return reply
            except (HungUp, OSError):
                if time.monotonic() > until:
                    raise
            await asyncio.sleep(0.05)

    def check_files(self) -> None:
        """Let SQLite check copies of all databases, as they were left. Raises: Wrong."""
        with tempfile.TemporaryDirectory() as copies:
            for file in sorted(self.directory.glob("environments/*/*/*.db")):
                for part in file.parent.glob(f"{file.name}*"):
                    shutil.copy(part, copies)
                connection = apsw.Connection(str(Path(copies) / file.name))
                found = connection.execute("PRAGMA integrity_check").fetchall()
                connection.close()
                if found != [("ok",)]:
                    raise Wrong(f"{file}: {found}")
                self.counts["files"] += 1


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def children(pid: int) -> list[int]:
    """Return the processes that a process has started."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    return [int(one) for task in tasks for one in (task / "children").read_text(encoding="ascii").split()]


async def one_round(trial: Trial) -> None:
    """Let clients load the gateway, kill it, and compare."""
    stop = asyncio.Event()
    load = asyncio.create_task(trial.load(stop))
    await asyncio.sleep(trial.random.random() * LONGEST_RUN_SECONDS)
    trial.kill()
    if trial.workers > 1:
        await asyncio.sleep(trial.random.random() * 0.5)
    stop.set()
    await load
    if trial.workers == 1:
        trial.check_files()
        trial.start()
    await trial.compare()


async def run(trial: Trial, times: int) -> None:
    """Kill the gateway so many times. Raises: Wrong."""
    trial.start()
    wire = Wire(trial.base, TOKEN)
    await trial.patient_control(wire, "GET", "/readyz")
    made = (await trial.control(wire, "POST", "/environments", {"servers": ["shop"]})).json["id"]
    trial.before = (await trial.control(wire, "GET", f"/environments/{made}/state")).json["servers"]["shop"]
    await trial.control(wire, "DELETE", f"/environments/{made}")
    wire.hang_up()
    for number in range(times):
        await one_round(trial)
        trial.counts["killed"] += 1
        if sys.stderr.isatty() or (number + 1) % 10 == 0:
            sys.stderr.write(f"killed {number + 1} times: {dict(trial.counts)}\n")


def main() -> int:
    """Print what was found; exit with 1 where something was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20, help="how often to kill (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=1, help="workers of the gateway (default: %(default)s)")
    parser.add_argument("--port", type=int, default=18765, help="first port, 0 for a free one (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of calls and moments (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as directory:
        trial = Trial(Path(directory), Random(options.seed), options.workers, options.port or free_port())
        wrong = ""
        try:
            asyncio.run(run(trial, options.times))
        except Wrong as error:
            wrong = str(error)
        finally:
            if trial.process is not None:
                trial.process.terminate()
                trial.process.wait()
    found = {**trial.counts, "lost_or_wrong": wrong, "seconds": round(time.monotonic() - begun)}
    print(json.dumps(found) if options.json else "\n".join(f"{name:<16} {value}" for name, value in found.items()))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
