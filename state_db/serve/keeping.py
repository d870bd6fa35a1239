"""Environments on the disk: what a gateway takes up again after it was killed.

    DIRECTORY/lock                             held by the gateway that uses the directory
    DIRECTORY/environments/ID/environment.json what the environment is; it is there once all else is
    DIRECTORY/environments/ID/begin.snapshot   what a restored or forked environment began with
    DIRECTORY/environments/ID/N/SERVER.db      the databases, in WAL mode, of its N-th beginning

A reset or restore writes the databases beside the old ones and then puts a new environment.json in its place, so that
however it is cut off, all servers are either as they were before or as they are after it.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import apsw
from pydantic import BaseModel, ConfigDict, ValidationError

from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image
from state_db.injection import Injection
from state_db.serve.recipe import Recipe
from state_db.snapshot import read_snapshot
from state_db.template import Template

Json = Any
LOCK_SECONDS = 10.0
RECORD = "environment.json"
BEGINNING = "begin.snapshot"


class Record(BaseModel):
    """environment.json. ``schemas`` are digests of the servers' schema.sql, ``callers`` the acting users now."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int = 1
    generation: int
    servers: tuple[str, ...]
    scenario: str | dict[str, dict[str, list[dict[str, Any]]]]
    seed: int
    caller: str | int | dict[str, str | int] | None
    tools: tuple[str, ...] | None
    injection: Injection | None
    callers: dict[str, str | int]
    schemas: dict[str, str]


class StateDirectory:
    """The environments that one directory keeps. One process at a time may hold it; its workers share what it holds."""

    def __init__(self, path: Path, fsync: bool = False) -> None:
        self.path = path
        self.fsync = fsync
        self._environments = path / "environments"
        try:
            self._environments.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StateError(f"The state directory cannot be made: {error.strerror}.", where=str(path)) from error

    @contextlib.contextmanager
    def held(self, patience_seconds: float = LOCK_SECONDS) -> Iterator[int]:
        """Hold the directory, and give the file descriptor that holds it. Raises: StateError where another does."""
        lock = os.open(self.path / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _take(lock, self.path, patience_seconds)
            yield lock
        finally:
            os.close(lock)

    def identities(self) -> list[str]:
        """Return the ids of all environments here."""
        folders = (path for path in self._environments.iterdir() if not path.name.startswith("."))
        return sorted(path.name for path in folders if (path / RECORD).is_file())

    def sweep(self) -> None:
        """Take away what was left half made or half deleted. Only the process that holds the directory may."""
        for path in self._environments.iterdir():
            if path.name.startswith(".") or not (path / RECORD).is_file():
                shutil.rmtree(path, ignore_errors=True)

    def keep(self, identity: str, recipe: Recipe, environment: Environment) -> Environment:
        """Write a new environment, and return it as it goes on from its files. Raises: StateError."""
        folder = self._environments / identity
        folder.mkdir(parents=True)
        if recipe.snapshot is not None:
            (folder / BEGINNING).write_bytes(recipe.snapshot)
            self._settle(folder / BEGINNING)
        return self._put(folder, 1, recipe, environment)

    def replace(self, identity: str, recipe: Recipe, environment: Environment) -> Environment:
        """Let another environment take the place of the one at this id; return it as it goes on from its files."""
        folder = self._environments / identity
        return self._put(folder, _record(folder).generation + 1, recipe, environment)

    def inject(self, identity: str, injection: Injection | None) -> None:
        """Note that the environment's calls meet these faults from now on."""
        folder = self._environments / identity
        _write_record(folder, _record(folder).model_copy(update={"injection": injection}), self.fsync)

    def tidy(self, identity: str) -> None:
        """Take away the databases of earlier beginnings, which are closed."""
        folder = self._environments / identity
        generation = _record(folder).generation
        for path in folder.iterdir():
            if path.is_dir() and path.name != str(generation):
                shutil.rmtree(path, ignore_errors=True)

    def wake(self, identity: str, images: Mapping[str, Image]) -> tuple[Recipe, Environment] | None:
        """Return an environment that is kept here, or None. Raises: StateError where it cannot be gone on with."""
        folder = self._environments / identity
        if not (folder / RECORD).is_file():
            return None
        record = _record(folder)
        for name in record.servers:
            if name not in images:
                raise StateError(f"The environment needs the server {name}, which is not served here.", where=identity)
            if record.schemas[name] != _schema_digest(images[name]):
                raise StateError(f"The tables of {name} are not what they were.", where=identity, next="Delete it.")
        self.tidy(identity)
        begin = folder / BEGINNING
        snapshot = begin.read_bytes() if begin.is_file() else None
        recipe = Recipe(
            record.servers, record.scenario, record.seed, record.caller, record.tools, record.injection, snapshot
        )
        return recipe, self._open(folder, record, images)

    def forget(self, identity: str) -> None:
        """Delete an environment whose databases are closed; it is gone even if the deletion is cut off."""
        folder = self._environments / identity
        doomed = self._environments / f".{identity}"
        with contextlib.suppress(FileNotFoundError):
            folder.rename(doomed)
        shutil.rmtree(doomed, ignore_errors=True)

    def _put(self, folder: Path, generation: int, recipe: Recipe, environment: Environment) -> Environment:
        directory = folder / str(generation)
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir()
        parts, _ = read_snapshot(environment.snapshot())
        images = {image.name: image for image in environment.images}
        environment.close()
        for part in parts:
            self._write(directory / f"{part.name}.db", part.data)
        record = Record(
            generation=generation,
            servers=recipe.servers,
            scenario="seed" if recipe.snapshot is not None else _plain(recipe.scenario),
            seed=recipe.seed,
            caller=_plain(recipe.caller),
            tools=recipe.tools,
            injection=recipe.injection,
            callers={part.name: part.caller for part in parts if part.caller is not None},
            schemas={name: _schema_digest(image) for name, image in images.items()},
        )
        self._settle(directory)
        _write_record(folder, record, self.fsync)
        return self._open(folder, record, images)

    def _open(self, folder: Path, record: Record, images: Mapping[str, Image]) -> Environment:
        files = {name: folder / str(record.generation) / f"{name}.db" for name in record.servers}
        missing = [file for file in files.values() if not file.is_file()]
        if missing:
            raise StateError("A database of the environment is gone.", where=str(missing[0]))
        chosen = [images[name] for name in record.servers]
        # The rows are in the files; the scenario is what the environment's reset would go back to.
        return Environment.open(
            chosen, record.scenario, record.seed, record.callers, record.tools, files, record.injection, self.fsync
        )

    def _write(self, file: Path, data: bytes) -> None:
        """Write a database by SQLite's backup: a file that deserialize() were given would stay in memory."""
        connection = apsw.Connection(str(file))
        try:
            connection.pragma("journal_mode", "wal")
            connection.pragma("synchronous", "full" if self.fsync else "normal")
            Template.from_bytes(data, {}).copy_into(connection)
        finally:
            connection.close()

    def _settle(self, path: Path) -> None:
        """Write a file or a directory through to the disk, where that is asked for."""
        if self.fsync:
            opened = os.open(path, os.O_RDONLY)
            try:
                os.fsync(opened)
            finally:
                os.close(opened)


def _take(lock: int, path: Path, patience_seconds: float) -> None:
    """Take the lock; the workers of a gateway that was killed are given a while to notice that."""
    until = time.monotonic() + patience_seconds
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise StateError("Another gateway uses this state directory.", where=str(path)) from error
            time.sleep(0.05)


def _record(folder: Path) -> Record:
    try:
        return Record.model_validate_json((folder / RECORD).read_bytes())
    except (OSError, ValidationError) as error:
        raise StateError("What the environment is cannot be read.", where=str(folder / RECORD)) from error


def _write_record(folder: Path, record: Record, fsync: bool) -> None:
    """Put the record in place at once: either the old one is there or the new one."""
    fresh = folder / f"{RECORD}.new"
    with fresh.open("wb") as file:
        file.write(json.dumps(record.model_dump(mode="json"), ensure_ascii=False).encode())
        file.flush()
        if fsync:
            os.fsync(file.fileno())
    fresh.replace(folder / RECORD)
    if fsync:
        opened = os.open(folder, os.O_RDONLY)
        os.fsync(opened)
        os.close(opened)


def _schema_digest(image: Image) -> str:
    return hashlib.sha256(image.texts["schema.sql"].encode()).hexdigest()


def _plain(value: Json) -> Json:
    """Mappings as dictionaries, all the way down."""
    return json.loads(json.dumps(value, default=dict))
