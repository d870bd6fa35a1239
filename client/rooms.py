"""Rooms that an episode is played in: a private environment, and how an MCP client reaches it.

In memory by default; over loopback HTTP; or in a process of its own that speaks MCP on its standard streams.
"""

import contextlib
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from mcp import Client, StdioServerParameters

from client.changes import changes_between
from client.errors import EpisodeError
from client.loopback import loopback
from client.runs import Transport
from client.tasks import Changes, Task
from state_db.environment import Environment
from state_db.image import Image
from state_db.serve.lowlevel import mcp_server


class Room(Protocol):
    """A private environment in its first state, reachable over MCP."""

    def client(self) -> AbstractAsyncContextManager[Client]:
        """Connect; the tools and their answers are all that an agent gets to see."""
        ...

    def outcome(self) -> tuple[Changes, str, str]:
        """Return what changed, and the digests before and after, when the client is gone."""
        ...


def environment_of(task: Task, images: Sequence[Image]) -> Environment:
    """Return a fresh environment as the task begins."""
    return Environment.open(list(images), scenario=task.scenario, seed=task.seed, caller=task.caller)


class MemoryRoom:
    """An environment in this process, through the MCP client's in-memory transport."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._before = environment.fork()

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        """Connect in memory."""
        async with Client(mcp_server(self._environment)) as client:
            yield client

    def outcome(self) -> tuple[Changes, str, str]:
        """Return what changed, and the digests before and after."""
        with self._before as before:
            return changes_between(before, self._environment), before.digest(), self._environment.digest()


class HttpRoom(MemoryRoom):
    """An environment in this process, through streamable HTTP on a loopback port of its own."""

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        """Serve and connect."""
        from state_db.serve.alone import environment_app
        from state_db.serve.guard import LOOPBACK

        with loopback(environment_app(self._environment, list(LOOPBACK), None)) as url:
            async with Client(f"{url}/mcp") as client:
                yield client


class StdioRoom:
    """A server in a process of its own; its state is in a file that is read when the process has ended."""

    def __init__(self, folder: Path, task: Task, file: Path) -> None:
        if task.scenario not in ("seed", "empty"):
            raise EpisodeError("A process is started from seed or empty, not from rows.", where=task.id)
        self._folder = folder.resolve()
        self._task = task
        self._file = file

    @asynccontextmanager
    async def client(self) -> AsyncIterator[Client]:
        """Start the process and connect to it."""
        script = self._folder / "server.py"
        start = [str(script)] if script.is_file() else ["-c", _LAUNCH.format(folder=str(self._folder))]
        options = ["--state", str(self._file), "--scenario", str(self._task.scenario), "--seed", str(self._task.seed)]
        options += ["--caller", self._task.caller] if self._task.caller is not None else []
        async with Client(StdioServerParameters(command=sys.executable, args=[*start, *options])) as client:
            yield client

    def outcome(self) -> tuple[Changes, str, str]:
        """Return what changed, and the digests before and after, by the file that the process kept."""
        image = Image.load(self._folder)
        with environment_of(self._task, [image]) as first, Environment.open(image, file=self._file) as last:
            return changes_between(first, last), first.digest(), last.digest()


_LAUNCH = "import sys; from state_db.serve.launch import main; main({folder!r}, sys.argv[1:])"


@contextmanager
def room_for(task: Task, transport: Transport, folders: Sequence[Path], images: Sequence[Image]) -> Iterator[Room]:
    """Give a room for one episode of the task, gone afterwards. Raises: EpisodeError, StateError."""
    with contextlib.ExitStack() as stack:
        if transport == "stdio":
            if len(folders) != 1:
                raise EpisodeError("A process serves one server.", where=task.id, next="Use memory for several.")
            folder = stack.enter_context(TemporaryDirectory(prefix="episode-"))
            yield StdioRoom(folders[0], task, Path(folder) / "state.db")
            return
        environment = stack.enter_context(environment_of(task, images))
        yield HttpRoom(environment) if transport == "http" else MemoryRoom(environment)
