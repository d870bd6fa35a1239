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
from collections.abc import Sequence
from contextlib import ExitStack
from urllib.parse import urlsplit

from benchmarks.figure import Figure
from benchmarks.processes import Served, dictionary, gateway

CLIENTS, SECONDS, ROUNDS = 64, 2.0, 3


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


async def calls_a_second(servers: Sequence[Served]) -> tuple[float, float]:
    """Return how many calls a second all clients got together, and the servers' processor milliseconds a call."""
    before, begun = sum(server.seconds() for server in servers), time.monotonic()
    until = begun + SECONDS
    turns = itertools.cycle(servers)
    calls = sum(await asyncio.gather(*(client(next(turns), until) for _ in range(CLIENTS))))
    spent = sum(server.seconds() for server in servers) - before
    return calls / (time.monotonic() - begun), spent / calls * 1000


def best_of(servers: Sequence[Served]) -> tuple[float, float]:
    """Return the most calls a second, and the least processor milliseconds a call, of any round."""
    rounds = [asyncio.run(calls_a_second(servers)) for _ in range(ROUNDS)]
    return max(rate for rate, _ in rounds), min(spent for _, spent in rounds)


def figures() -> list[Figure]:
    """Return the figures of 64 clients at once."""
    with ExitStack() as stack:
        ours, second = stack.enter_context(gateway()), stack.enter_context(gateway())
        peer_rate, peer_spent = best_of([stack.enter_context(dictionary())])
        one_rate, one_spent = best_of([ours])
        two_rate, two_spent = best_of([ours, second])
    cores = os.cpu_count()
    return [
        Figure(f"{CLIENTS} clients over HTTP, 1 worker", "calls/s", one_rate, peer=peer_rate),
        Figure(f"{CLIENTS} clients over HTTP, 2 workers on {cores} cores", "calls/s", two_rate),
        Figure("a call of these, 1 worker", "processor ms", one_spent, peer=peer_spent),
        Figure("a call of these, 2 workers", "processor ms", two_spent),
    ]
