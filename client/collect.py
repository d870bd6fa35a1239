"""Many episodes into one run folder: concurrent, and exactly once for each task and trial, also after a kill.

The folder holds ``run.json`` (what is run), ``tasks.jsonl`` (a copy), and ``trajectories.jsonl``, to which each episode
is appended as one line when it has ended, and synced. A line that a kill cut off is removed when the run goes on.
"""

import fcntl
import hashlib
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import anyio

from client.agents import Agent, ReferenceAgent
from client.chat import ChatAgent, ChatUser, Endpoint
from client.episode import Episode, versions
from client.errors import EpisodeError
from client.rooms import room_for
from client.runs import RUN, TASKS, TRAJECTORIES, Transport
from client.tasks import Task, task_line, write_tasks
from client.trajectory import Trajectory, read_line, trajectory_line
from client.users import ScriptedUser, User
from state_db.image import Image

Json = Any
Done = Callable[[Trajectory], None]


@dataclass(frozen=True, slots=True)
class Run:
    """What is played: every task ``trials`` times, by this agent with this user, over this transport."""

    tasks: Sequence[Task]
    folders: Mapping[str, Path]
    agent: str = "reference"
    user: str = "scripted"
    trials: int = 1
    concurrency: int = 4
    transport: Transport = "memory"


class Players:
    """Makes the agent and the user of each episode; an endpoint is shared by all of them."""

    def __init__(self, agent: str, user: str) -> None:
        self._agent = _endpoint(agent, "agent", "reference")
        self._user = _endpoint(user, "user", "scripted")

    def agent(self, task: Task) -> Agent:
        """Return an agent for one episode."""
        return ChatAgent(self._agent) if self._agent is not None else ReferenceAgent(task)

    def user(self, task: Task) -> User:
        """Return a user for one episode."""
        return ChatUser(self._user, task) if self._user is not None else ScriptedUser(task)

    async def close(self) -> None:
        """Close what was opened."""
        for endpoint in (self._agent, self._user):
            if endpoint is not None:
                await endpoint.close()


def _endpoint(named: str, role: str, own: str) -> Endpoint | None:
    if named == own:
        return None
    kind, _, model = named.partition(":")
    if kind != "openai":
        raise EpisodeError(f"There is no such {role}.", where=named, next=f"Write {own} or openai:MODEL.")
    return Endpoint(model)


def loaded(run: Run) -> dict[str, Image]:
    """Return the images of the tasks' servers, by name. Raises: EpisodeError where one is not as it was."""
    images: dict[str, Image] = {}
    for task in run.tasks:
        for server in task.servers:
            if server.name not in run.folders:
                raise EpisodeError(f"No folder is given for the server {server.name}.", where=task.id)
            if server.name not in images:
                images[server.name] = Image.load(run.folders[server.name])
            if images[server.name].folder_digest != server.digest:
                raise EpisodeError(
                    f"The server {server.name} is not the one that the task was proved on.",
                    where=task.id,
                    next="Make the tasks anew with fleetwright tasks.",
                )
    return images


async def collect(run: Run, folder: Path, done: Done | None = None) -> int:
    """Play what of the run is not in the folder yet, and return how many episodes that were.

    Raises: EpisodeError, StateError.
    """
    images = loaded(run)
    players = Players(run.agent, run.user)
    try:
        with _opened(run, folder) as (file, finished):
            wanted = [(task, trial) for trial in range(run.trials) for task in run.tasks]
            missing = [(task, trial) for task, trial in wanted if (task.id, trial) not in finished]
            queue = iter(missing)
            async with anyio.create_task_group() as group:
                for _ in range(max(1, min(run.concurrency, len(missing)))):
                    group.start_soon(_work, run, images, players, queue, file, done)
            return len(missing)
    except ExceptionGroup as group_of_errors:
        raise _first(group_of_errors) from group_of_errors
    finally:
        await players.close()


def _first(group: ExceptionGroup[Exception]) -> Exception:
    """The first error of a group: the workers are alike, and so are their failures."""
    first = group.exceptions[0]
    return _first(first) if isinstance(first, ExceptionGroup) else first


async def _work(run: Run, images: Mapping[str, Image], players: Players, queue: Iterator[tuple[Task, int]], file: int,
                done: Done | None) -> None:  # fmt: skip
    for task, trial in queue:
        names = [server.name for server in task.servers]
        with room_for(task, run.transport, [run.folders[n] for n in names], [images[n] for n in names]) as room:
            episode = Episode(task, players.agent(task), players.user(task))
            trajectory = await episode.play(room, run.transport, trial)
        _append(file, trajectory)
        if done is not None:
            done(trajectory)


def _append(file: int, trajectory: Trajectory) -> None:
    """Write the line at once and wait until it is on disk; episodes of one run share a thread, so lines do not mix."""
    data = (trajectory_line(trajectory) + "\n").encode("utf-8", "backslashreplace")
    while data:
        data = data[os.write(file, data) :]
    os.fsync(file)


@contextmanager
def _opened(run: Run, folder: Path) -> Iterator[tuple[int, set[tuple[str, int]]]]:
    """Give the trajectories' file, ours alone for as long, and the keys of the episodes that are in it."""
    folder.mkdir(parents=True, exist_ok=True)
    file = os.open(folder / TRAJECTORIES, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
    try:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise EpisodeError("Another process is collecting into this folder.", where=str(folder)) from error
        _claim(run, folder)
        yield file, _finished(file, folder / TRAJECTORIES)
    finally:
        os.close(file)


def _claim(run: Run, folder: Path) -> None:
    """Write run.json and the tasks, or make sure that they are this run's. Raises: EpisodeError."""
    text = "".join(task_line(task) + "\n" for task in run.tasks)
    wanted: dict[str, Json] = {
        "format": 1, "agent": run.agent, "user": run.user, "transport": run.transport,
        "tasks": {"count": len(run.tasks), "sha256": hashlib.sha256(text.encode()).hexdigest()}, "versions": versions(),
    }  # fmt: skip
    path = folder / RUN
    if not path.is_file():
        write_tasks(run.tasks, folder / TASKS)
        path.write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")
        return
    there = json.loads(path.read_text(encoding="utf-8"))
    other = [name for name in ("agent", "user", "transport", "tasks") if there.get(name) != wanted[name]]
    if other:
        raise EpisodeError(
            f"This folder holds another run: its {', '.join(other)} differ.",
            where=str(folder),
            next="Choose another --out.",
        )


def _finished(file: int, path: Path) -> set[tuple[str, int]]:
    """The keys of the episodes in the file; a last line without an end is cut off. Raises: EpisodeError."""
    data = path.read_bytes()
    whole = data[: data.rfind(b"\n") + 1]
    if len(whole) != len(data):
        os.ftruncate(file, len(whole))
    lines = whole.decode("utf-8").split("\n")[:-1]
    return {read_line(line, f"{path}:{number}").key for number, line in enumerate(lines, 1)}
