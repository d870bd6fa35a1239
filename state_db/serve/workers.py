"""A gateway's processes: one that serves by itself, or several, each on its own port, under one that watches them.

A worker reads what it is to serve from its standard input, and ends when that does: then the process that watches it
is gone. The sockets belong to the watching process, so that clients wait while a worker that died is started again.

    python -m state_db.serve.workers        what a worker is started as
"""

import contextlib
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import TypeAdapter

from state_db.image import Image
from state_db.serve.gateway import Gateway, Settings
from state_db.serve.keeping import StateDirectory
from state_db.serve.ledger import log_to_stderr
from state_db.serve.listen import GRACE_SECONDS, listen
from state_db.serve.neighbours import Neighbours

logger = logging.getLogger("fleetwright")

SECONDS_BETWEEN_LOOKS = 0.1
# A worker that dies again and again is started after a pause that doubles each time up to this.
LONGEST_PAUSE_SECONDS = 10.0
SOUND_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a gateway's process serves: server folders, how, and where it keeps its environments."""

    folders: tuple[Path, ...]
    settings: Settings
    state: Path | None = None
    fsync: bool = False

    def directory(self) -> StateDirectory | None:
        """Return the state directory, made where it is not there. Raises: StateError."""
        return StateDirectory(self.state, self.fsync) if self.state else None


PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)


def run(plan: Plan, listeners: Sequence[socket.socket]) -> None:
    """Serve on one socket for each worker, until interrupted. Raises: StateError."""
    directory = plan.directory()
    with contextlib.ExitStack() as stack:
        lock = stack.enter_context(directory.held()) if directory else None
        if directory:
            directory.sweep()
        if len(listeners) == 1:
            serve(plan, listeners[0])
        else:
            Watch(plan, listeners, lock).run()


def serve(plan: Plan, listener: socket.socket) -> None:
    """Be one worker: serve on the socket until interrupted. Raises: StateError."""
    log_to_stderr(plan.settings.log)
    gateway = Gateway([Image.load(folder) for folder in plan.folders], plan.settings, plan.directory())
    listen(gateway.app(), listener, plan.settings.limits)


class Watch:
    """Keeps workers running, one for each socket."""

    def __init__(self, plan: Plan, listeners: Sequence[socket.socket], lock: int | None) -> None:
        self._plan = plan
        self._listeners = listeners
        self._lock = lock
        self._ended = threading.Event()

    def run(self) -> None:
        """Start the workers, and again those that die, until interrupted; then end them in good order."""
        log_to_stderr(self._plan.settings.log)
        with self._interrupts():
            keepers = [
                threading.Thread(target=self._keep, args=(index,), name=f"worker-{index}")
                for index in range(len(self._listeners))
            ]
            for keeper in keepers:
                keeper.start()
            for keeper in keepers:
                while keeper.is_alive():
                    keeper.join(SECONDS_BETWEEN_LOOKS)

    @contextlib.contextmanager
    def _interrupts(self) -> Iterator[None]:
        asked = (signal.SIGTERM, signal.SIGINT)
        before = {one: signal.signal(one, lambda *_: self._ended.set()) for one in asked}
        try:
            yield
        finally:
            for one, handler in before.items():
                signal.signal(one, handler)

    def _keep(self, index: int) -> None:
        pause = SECONDS_BETWEEN_LOOKS
        while not self._ended.is_set():
            begun = time.monotonic()
            with self._started(index) as worker:
                while worker.poll() is None and not self._ended.wait(SECONDS_BETWEEN_LOOKS):
                    pass
                if self._ended.is_set():
                    _stop(worker)
                    return
            logger.error("worker died", extra={"said": {"worker": index, "exit": worker.returncode}})
            sound = time.monotonic() - begun > SOUND_SECONDS
            pause = SECONDS_BETWEEN_LOOKS if sound else min(LONGEST_PAUSE_SECONDS, pause * 2)
            self._ended.wait(pause)

    @contextlib.contextmanager
    def _started(self, index: int) -> Iterator["subprocess.Popen[bytes]"]:
        neighbours = replace(self._plan.settings.neighbours, index=index)
        plan = replace(self._plan, settings=replace(self._plan.settings, neighbours=neighbours))
        listener = self._listeners[index].fileno()
        # The lock is held until the last worker has gone as well: it may still be writing.
        passed = [listener] if self._lock is None else [listener, self._lock]
        worker = subprocess.Popen(
            [sys.executable, "-m", "state_db.serve.workers", str(listener)],
            stdin=subprocess.PIPE, pass_fds=passed, env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
            start_new_session=True,
        )  # fmt: skip
        with worker:
            assert worker.stdin is not None
            with contextlib.suppress(BrokenPipeError):
                worker.stdin.write(PLAN.dump_json(plan) + b"\n")
                worker.stdin.flush()
            yield worker


def _stop(worker: "subprocess.Popen[bytes]") -> None:
    worker.terminate()
    try:
        worker.wait(GRACE_SECONDS * 2)
    except subprocess.TimeoutExpired:
        worker.kill()


def _end_with(stream: int) -> None:
    """Ask this process to end when the stream does."""

    def wait() -> None:
        while os.read(stream, 1):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=wait, name="watch", daemon=True).start()


def _line(stream: int) -> bytes:
    """Return the stream's first line, and leave what follows in it."""
    parts: list[bytes] = []
    while (part := os.read(stream, 1)) not in (b"", b"\n"):
        parts.append(part)
    return b"".join(parts)


def neighbours_of(host: str, listeners: Sequence[socket.socket]) -> Neighbours:
    """Return the workers of these sockets, which are reached at this host."""
    return Neighbours(tuple(listener.getsockname()[1] for listener in listeners), 0, host)


def main() -> None:
    """Be the worker that standard input describes, on the socket whose file descriptor the command line gives."""
    plan = PLAN.validate_json(_line(sys.stdin.fileno()))
    _end_with(sys.stdin.fileno())
    with socket.socket(fileno=int(sys.argv[1])) as listener:
        serve(plan, listener)


if __name__ == "__main__":
    main()
