"""A gateway as a process of its own, and what its tests say to it."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2

from .ways import Process, serving

Json = Any
START = "from state_db.commands import serve; serve()"
# Machines that run the tests may be busy, and a worker is started when it is asked first.
TIMEOUT = 60.0
SNAPSHOT = "application/octet-stream"


@dataclass(frozen=True)
class Running:
    """A gateway that runs: its base URL, its control token, and its process."""

    url: str
    token: str
    process: Process

    def control(self, method: str, path: str, body: Json = None, token: str | None = None) -> httpx2.Response:
        """Send a request of the control interface; bytes are sent as a snapshot."""
        headers = {"Authorization": f"Bearer {self.token if token is None else token}"}
        url = path if path.startswith("http") else self.url + path
        if isinstance(body, bytes):
            headers["Content-Type"] = SNAPSHOT
            return httpx2.request(method, url, content=body, headers=headers, timeout=TIMEOUT)
        return httpx2.request(method, url, json=body, headers=headers, timeout=TIMEOUT)

    def new(self, *servers: str, **wishes: Json) -> Json:
        """Make an environment and return what is said of it."""
        response = self.control("POST", "/environments", {"servers": list(servers), **wishes})
        assert response.status_code == 201, response.text
        return response.json()

    def state(self, identity: str, server: str = "shop") -> dict[str, list[dict[str, Json]]]:
        """Return all rows of a server by table."""
        response = self.control("GET", f"/environments/{identity}/state")
        assert response.status_code == 200, response.text
        found: dict[str, list[dict[str, Json]]] = response.json()["servers"][server]
        return found


@contextmanager
def running(*folders: Path, options: tuple[str, ...] = (), token: str = "") -> Iterator[Running]:
    """Run a gateway of these folders on a free port while the block lasts."""
    command = [sys.executable, "-W", "error", "-c", START, *map(str, folders), "--port", "0", *options]
    environment = {**os.environ, **({"FLEETWRIGHT_CONTROL_TOKEN": token} if token else {})}
    with serving(*command, env=environment) as process:
        url = process.line("out").strip().rpartition("/")[0].rpartition("/")[0]
        for _ in folders[1:]:
            process.line("out")
        yield Running(url, process.line("err").split()[-1], process)
