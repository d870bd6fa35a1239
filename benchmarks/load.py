"""How many calls a second many clients get answered over HTTP, by one process and by two.

The clients speak HTTP/1.1 on open connections with requests made beforehand, so that they cost little beside the
servers on the same machine. Processor milliseconds a call are the servers' own, which another machine's clients would
see; calls a second are what this machine gave both together.
"""

import asyncio
import itertools
import json
import os
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from urllib.parse import urlsplit

from benchmarks.figure import Figure
from benchmarks.processes import Served, dictionary, gateway

CLIENTS, SECONDS, ROUNDS = 64, 2.0, 5
CORES = os.cpu_count()


def request_of(server: Served) -> bytes:
    """Return the bytes of one call."""
    tool, arguments = server.call
    body = json.dumps(
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments}}
    ).encode()
    address = urlsplit(server.url)
    head = (
        f"POST {address.path} HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\n"
        "Accept: application/json, text/event-stream\r\nMCP-Protocol-Version: 2025-11-25\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def client(server: Served, until: float) -> int:
    """Call one after the other until the time is up, and return how often. Raises: ValueError for a failure."""
    address = urlsplit(server.url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    request, calls = request_of(server), 0
    while time.monotonic() < until:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n")[0])
        body = await reader.readexactly(length)
        if b" 200 " not in head.split(b"\r\n")[0] or b'"isError":true' in body or b'"result"' not in body:
            raise ValueError(body.decode())
        calls += 1
    writer.close()
    return calls


@dataclass(frozen=True, slots=True)
class Round:
    """What a round of calls gave: calls a second, and the processor milliseconds a call of the servers and clients."""

    rate: float
    served: float
    asked: float


async def round_of(servers: Sequence[Served]) -> Round:
    """Let all clients call for a while."""
    before, mine, begun = sum(server.seconds() for server in servers), time.process_time(), time.monotonic()
    until = begun + SECONDS
    turns = itertools.cycle(servers)
    calls = sum(await asyncio.gather(*(client(next(turns), until) for _ in range(CLIENTS))))
    served = sum(server.seconds() for server in servers) - before
    return Round(calls / (time.monotonic() - begun), served / calls * 1000, (time.process_time() - mine) / calls * 1000)


def best_of(groups: Mapping[str, Sequence[Served]]) -> dict[str, Round]:
    """Return the most calls a second, and the least processor milliseconds a call, of any round; rounds take turns."""
    rounds: dict[str, list[Round]] = {name: [] for name in groups}
    for _ in range(ROUNDS):
        for name, servers in groups.items():
            rounds[name].append(asyncio.run(round_of(servers)))
    return {
        name: Round(max(one.rate for one in of), min(one.served for one in of), min(one.asked for one in of))
        for name, of in rounds.items()
    }


def figures() -> list[Figure]:
    """Return the figures of 64 clients at once."""
    with ExitStack() as stack:
        first, second, peer = (stack.enter_context(one()) for one in (gateway, gateway, dictionary))
        best = best_of({"one": [first], "two": [first, second], "dict": [peer]})
    one, two, dicts = best["one"], best["two"], best["dict"]
    name = f"{CLIENTS} clients over HTTP"
    return [
        Figure(f"{name}, 1 worker and the clients on {CORES} cores", "calls/s", one.rate, peer=dicts.rate),
        Figure(f"{name}, 2 workers and the clients on {CORES} cores", "calls/s", two.rate),
        Figure("a call of these, 1 worker", "processor ms", one.served, peer=dicts.served),
        Figure("a call of these, 2 workers together", "processor ms", two.served, "1 worker", one.served),
        Figure("the same call, on the clients' side", "processor ms", one.asked, peer=dicts.asked),
    ]
