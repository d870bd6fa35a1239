"""An environment: one private running state of one or more servers."""

import difflib
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from state_db.answer import Answer, error_answer
from state_db.clock import Clock
from state_db.codes import ToolCode
from state_db.comparison import Comparison, compare
from state_db.complaints import shown
from state_db.diff import StateDiff, diff_of
from state_db.digest import digest_of
from state_db.errors import StateError
from state_db.history import History, Mark
from state_db.image import Image
from state_db.injection import Injection, Injector, Windows
from state_db.marks import marks_of
from state_db.offer import offered
from state_db.rows import typed_rows
from state_db.scenario import Scenario, beginnings
from state_db.snapshot import Saved, images_of, read_snapshot, snapshot_bytes
from state_db.store import Caller, Store, restored_store

Json = Any
Server = Image | Path | str
Callers = str | int | Mapping[str, str | int] | None
Files = Path | Mapping[str, Path] | None


class Environment:
    """One private running state of one or more servers. Any thread may use it; calls are made one after the other."""

    def __init__(
        self, stores: Sequence[Store], clock: Clock, tools: Sequence[str] | None, opened_at: int,
        history: History | None = None, injection: Injection | None = None,
    ) -> None:  # fmt: skip
        self._stores = {store.image.name: store for store in stores}
        self._clock = clock
        self._opened_at = opened_at
        self._chosen = tuple(tools) if tools is not None else None
        self._lock = threading.RLock()
        self._trials = 0
        self._history = history or History(opened_at)
        self._injector = Injector(injection) if injection is not None else None
        self.images = tuple(store.image for store in stores)
        self.tools, self._codes = offered(stores, self._chosen)

    @classmethod
    def open(
        cls, servers: Sequence[Server] | Server, scenario: Scenario = "seed", seed: int = 0, caller: Callers = None,
        tools: Sequence[str] | None = None, file: Files = None, injection: Injection | None = None,
        fsync: bool = False,
    ) -> "Environment":  # fmt: skip
        """Return a new environment of the servers.

        ``scenario`` is "seed", "empty", or rows by server and table, by themselves or over one of the two (see
        ``state_db.scenario``). ``caller`` is the key of the acting user, in every server or by server. ``tools`` are
        the names to offer. ``file`` keeps one server's state in that SQLite file, or each server's in its own by name;
        a file that exists is taken up again, and ``fsync`` makes it outlive a loss of power and not only the process.
        Several servers share one clock, which begins at their latest epoch. ``injection`` makes calls fail or wait by
        rule and chance. Raises: StateError.
        """
        images = images_of(servers)
        files = _files(images, file)
        epoch = max(image.epoch for image in images)
        clock = Clock(epoch)
        begun = beginnings(scenario, [image.name for image in images])
        _check_callers(images, caller)
        stores, seconds = [], []
        for image in images:
            key, kept = _caller(caller, image.name), files.get(image.name)
            stores.append(Store(image, image.template(begun[image.name]), clock, seed, key, kept, fsync))
            seconds.append(clock.seconds)
        # A call moves the clock in the file of its own server alone, so the latest of them is the environment's.
        clock.seconds = max(seconds)
        opened = cls(stores, clock, tools, epoch, injection=injection)
        if any(store.taken_up for store in stores):
            opened._history.lose("they were made before the state file was taken up")
        return opened

    def exchange(self, image: Image) -> None:
        """Go on with the programs of another image that has the very same tables as the one of its name.

        Its state stays as it is. Raises: StateError.
        """
        with self._lock:
            store = self._stores.get(image.name)
            if store is None or store.image.tables is not image.tables:
                raise StateError("Only programs can be exchanged: the tables must be the same.", where=image.name)
            store.exchange(image)
            self.images = tuple(each.image for each in self._stores.values())
            self.tools, self._codes = offered(tuple(self._stores.values()), self._chosen)
            self._history.lose("other programs made them")

    def call(self, tool: str, arguments: Mapping[str, Json]) -> Answer:
        """Return the answer of a call, made as one transaction: one that fails leaves the digest as it was.

        Whatever the caller sends is answered: an unknown tool with not_found; arguments that do not fit, or a call that
        goes beyond its bounds (work, time, sizes), with invalid_argument. The clock moves one second with every call.
        Raises: StateError when the server itself is at fault, for example when a constraint fails that has no
        documented error; the state is then as it was before the call.
        """
        with self._lock:
            found = self._codes.get(tool) if type(tool) is str else None
            try:
                if found is None:
                    return self._unknown(tool)
                if self._injector is not None:
                    return self._struck(self._injector, found, tool, arguments)
                return self._called(found, tool, arguments)
            finally:
                self._history.calls += 1
                self._clock.tick()
                if found is not None and found[0].file is not None:
                    found[0].keep()

    def _called(self, found: tuple[Store, ToolCode], tool: str, arguments: Mapping[str, Json]) -> Answer:
        store, code = found
        counters = store.counters
        answer = store.call(code, arguments)
        if answer.changes or store.counters is not counters:
            self._history.wrote(self._clock.seconds, tool, arguments or {})
        return answer

    def _struck(
        self, injector: Injector, found: tuple[Store, ToolCode], tool: str, arguments: Mapping[str, Json]
    ) -> Answer:
        strike = injector.strike(tool, self._history.calls, self._clock.seconds)
        if strike.error is not None and not strike.done:
            return strike.answer(found[1].errors)
        answer = self._called(found, tool, arguments)
        if strike.error is not None:
            return strike.answer(found[1].errors)
        return answer.delayed(strike.wait_seconds) if strike.wait_seconds else answer

    def _unknown(self, tool: object) -> Answer:
        close = difflib.get_close_matches(tool, self.tools, 3) if isinstance(tool, str) else []
        hint = f" Did you mean {' or '.join(close)}?" if close else ""
        return error_answer("not_found", f"There is no tool {shown(tool)}.{hint}", {})

    def trial(self) -> "Trial":
        """Undo everything that is done inside ``with``: calls, clock and counters. Trials may be nested.

        A write inside that goes beyond its bounds ends the trial: SQLite undoes all of it at once. The call raises
        StateError, and so does every further one until the outermost trial is left.
        """
        return Trial(self)

    def _kept(self) -> tuple[int, Mark, Windows]:
        """Clock, history and what the injection has counted, as they are to be again when what comes is undone."""
        return self._clock.seconds, self._history.marked(), self._injector.windows if self._injector else {}

    def _take_up(self, kept: tuple[int, Mark, Windows]) -> None:
        self._clock.seconds, mark, windows = kept
        self._history.go_back(mark)
        if self._injector is not None:
            self._injector.windows = windows

    def snapshot(self) -> bytes:
        """Return everything needed to go on from here with the same servers: one container of all databases."""
        with self._lock:
            saved = [
                Saved(store.image.name, store.image.folder_digest, store.caller, store.data())
                for store in self._stores.values()
            ]
            return snapshot_bytes(saved, self._chosen)

    @classmethod
    def restore(cls, data: bytes, servers: Sequence[Server] | Server | None = None) -> "Environment":
        """Return a new environment as it was when the snapshot was taken.

        ``servers`` may be left out where this process has the same images open. Raises: StateError.
        """
        saved, tools = read_snapshot(data)
        images = images_of(servers, saved)
        clock = Clock(0)
        stores = []
        for image, part in zip(images, saved, strict=True):
            store = restored_store(image, part, clock)
            stores.append(store)
        return cls(stores, clock, tools, clock.seconds)

    def fork(self) -> "Environment":
        """Return an equal environment that goes its own way, in memory; its reset is this one's."""
        with self._lock:
            return self._twin(self._history.until(self.calls), [store.fork for store in self._stores.values()])

    def branch(self, calls: int) -> "Environment":
        """Return an environment as this one was just before call number ``calls`` (counted from 0).

        It is opened anew and the calls that changed something are made again, without any injection; then it goes its
        own way, in memory, and has this one's injection. Calls that a trial or a reset has undone do not count.
        Raises: StateError where there is no such call, or the calls before it cannot be made again.
        """
        with self._lock:
            history = self._history.until(calls)
            if calls == self.calls:
                return self.fork()
            twin = self._twin(history, [store.again for store in self._stores.values()])
        for write in history.writes:
            twin._clock.seconds = write.seconds
            store, code = twin._codes[write.tool]
            store.call(code, write.arguments)
        twin._clock.seconds = history.seconds
        return twin

    def _twin(self, history: History, copies: Sequence[Callable[[Clock], Store]]) -> "Environment":
        clock = Clock(self._clock.seconds)
        injector = self._injector
        twin = Environment(
            [copy(clock) for copy in copies], clock, self._chosen, self._opened_at, history,
            injector.injection if injector else None,
        )  # fmt: skip
        if injector is not None and twin._injector is not None:
            twin._injector.windows = injector.windows
        return twin

    def reset(self) -> None:
        """Go back to how the environment was opened. Raises: StateError inside a trial."""
        with self._lock:
            if self._trials:
                raise StateError("An environment cannot be reset inside a trial.")
            self._clock.seconds = self._opened_at
            self._history.clear(self._opened_at)
            if self._injector is not None:
                self._injector.windows = {}
            for store in self._stores.values():
                store.reset()

    def diff(self, other: "Environment") -> StateDiff:
        """Return what is different in the other environment: what was added, removed and changed on the way there."""
        first, second = sorted((self, other), key=id)
        with first._lock, second._lock:
            return diff_of(
                {name: store.database() for name, store in self._stores.items()},
                {name: store.database() for name, store in other._stores.items()},
            )

    def compare(self, other: "Environment") -> Comparison:
        """Return whether the other environment has come to an equivalent state from where this one was opened.

        Keys that servers made and times that they wrote since may differ, as long as they match one to one; which
        columns hold such, the programs tell. Raises: StateError where the other has other servers.
        """
        if [image.name for image in self.images] != [image.name for image in other.images]:
            raise StateError("Only environments of the same servers can be compared.")
        with self._lock:
            beginning = self._twin(History(self._opened_at), [store.again for store in self._stores.values()])
        with beginning:
            mine, others = beginning.diff(self).servers, beginning.diff(other).servers
        return compare(mine, others, {image.name: marks_of(image) for image in self.images})

    def digest(self) -> str:
        """Return the sha256 of all rows; the order of rows, the clock and the counters do not count."""
        with self._lock:
            return digest_of({
                f"{name}/{table.name}": store.versions.digest(table)
                for name, store in self._stores.items()
                for table in store.image.tables.values()
            })  # fmt: skip

    @property
    def calls(self) -> int:
        """How many calls have been made since the environment was opened, restored or reset."""
        return self._history.calls

    @property
    def injection(self) -> Injection | None:
        """The faults that calls meet, or none."""
        return self._injector.injection if self._injector else None

    def inject(self, injection: Injection | None) -> None:
        """Make the calls from now on meet these faults, or none. What limits of rates have counted begins anew."""
        with self._lock:
            self._injector = Injector(injection) if injection is not None else None

    @property
    def clock(self) -> str:
        """The time that the next call will see, as ISO text."""
        return self._clock.text

    def set_clock(self, text: str) -> None:
        """Set the clock to an ISO time with a zone. Raises: StateError."""
        with self._lock:
            self._clock.set(text)
            self._clock_was_set()

    def step_clock(self, seconds: int) -> None:
        """Move the clock by so many seconds, backwards too. Raises: StateError outside of the years 1970 to 9999."""
        with self._lock:
            self._clock.step(seconds)
            self._clock_was_set()

    def _clock_was_set(self) -> None:
        self._history.clock_set(self._clock.seconds)
        for store in self._stores.values():
            store.keep()

    def rows(self, server: str, table: str) -> list[dict[str, Json]]:
        """Return a table's rows in the order of their keys: JSON parsed, booleans as such. Raises: StateError."""
        with self._lock:
            store = self._stores.get(server)
            if store is None or table not in store.image.tables:
                raise StateError(f"There is no table {table} of a server {server}.")
            return typed_rows(store.connection, store.image.tables[table])

    def versions(self, server: str) -> dict[str, int]:
        """Return a number for each table of the server: while a table keeps its number, it keeps its rows."""
        with self._lock:
            store = self._stores[server]
            return {table: store.versions.of(table) for table in store.image.tables}

    def close(self) -> None:
        """Close the databases. The environment cannot be used any more."""
        with self._lock:
            for store in self._stores.values():
                store.close()

    def __enter__(self) -> "Environment":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Trial:
    """A stretch of an environment's life that is undone at its end; it is entered once."""

    __slots__ = ("_before", "_environment", "_kept")

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __enter__(self) -> None:
        environment = self._environment
        environment._lock.acquire()
        try:
            self._before = environment._kept()
            self._kept = [(store, store.begin_trial()) for store in environment._stores.values()]
            environment._trials += 1
        except BaseException:
            environment._lock.release()
            raise

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        environment = self._environment
        try:
            environment._trials -= 1
            environment._take_up(self._before)
            for store, mark in self._kept:
                store.end_trial(mark)
        finally:
            environment._lock.release()


def _caller(caller: Callers, server: str) -> Caller:
    return caller.get(server) if isinstance(caller, Mapping) else caller


def _check_callers(images: Sequence[Image], callers: Callers) -> None:
    if isinstance(callers, Mapping):
        names = [image.name for image in images]
        for name in callers:
            if name not in names:
                raise StateError(
                    f'There is no server "{name}" here.', where="caller", next=f"There is {', '.join(names)}."
                )


def _files(images: Sequence[Image], file: Files) -> Mapping[str, Path]:
    if isinstance(file, Path):
        if len(images) != 1:
            raise StateError("A state file keeps one server.", where=str(file))
        return {images[0].name: file}
    if file and any(image.name not in file for image in images):
        raise StateError("Each server needs a file to keep its state in.")
    return file or {}
