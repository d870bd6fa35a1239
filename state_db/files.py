"""The files of a server folder as text, and server.json typed.

A folder may come from a stranger: only plain files within it are read, of bounded number and size, and none is run.
"""

import hashlib
import os
import stat
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from state_db.clock import seconds_of
from state_db.errors import StateError
from state_db.functions import FUNCTIONS

LARGEST_FILE_BYTES = 64 << 20
LARGEST_FOLDER_BYTES = 256 << 20
MOST_PROGRAMS = 10_000
FILES = ("server.json", "instructions.md", "schema.sql", "seed.json", "tools.json", "routes.json")


class ClockForm(BaseModel):
    """The clock's part of server.json."""

    epoch: str = "2026-01-05T09:00:00Z"


class ServerForm(BaseModel):
    """What the engine reads of server.json; the rest tells a person where the server came from."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: int
    name: str = Field(pattern=r"^[a-z][a-z0-9_]{0,21}$")
    title: str
    version: str = ""
    clock: ClockForm = ClockForm()
    seed: int = Field(default=0, ge=-(2**63), lt=2**63)
    ids: dict[str, str] = Field(default_factory=dict)
    functions: tuple[str, ...] = ()
    files: dict[str, str] = Field(default_factory=dict)


def folder_texts(folder: Path) -> dict[str, str]:
    """Return the text of every file that decides how the server behaves, by its path in it. Raises: StateError."""
    if not folder.is_dir():
        raise StateError("There is no such server folder.", where=str(folder))
    programs = folder / "programs"
    names = sorted(f"programs/{path.name}" for path in programs.glob("*.sql")) if programs.is_dir() else []
    if programs.is_symlink() or len(names) > MOST_PROGRAMS:
        raise StateError(f"It must be a folder with at most {MOST_PROGRAMS} programs.", where="programs")
    texts: dict[str, str] = {}
    left = LARGEST_FOLDER_BYTES
    for name in (*FILES, *names):
        data = _data(folder / name, name)
        left -= len(data)
        if left < 0:
            raise StateError(f"Its files are larger than {LARGEST_FOLDER_BYTES >> 20} MiB together.", where=str(folder))
        texts[name] = _decoded(data, name)
    return texts


def server_name(folder: Path) -> str:
    """Return the name that a server folder gives itself. Raises: StateError."""
    return read_server(plain_text(folder / "server.json", "server.json")).name


def plain_text(path: Path, name: str) -> str:
    """Return the text of a plain file; ``name`` names it in errors. Raises: StateError, for a pipe or a link too."""
    return _decoded(_data(path, name), name)


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise StateError(f"It is no UTF-8: {error}.", where=name) from error


def _data(path: Path, name: str) -> bytes:
    """The bytes of a plain file: no link, no pipe and no device is opened, and no more is read than there may be."""
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise StateError("It is no plain file.", where=name)
            data = file.read(LARGEST_FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise StateError(f"{name} is missing.", where=str(path.parent)) from error
    except OSError as error:
        link = " A link is not followed." if path.is_symlink() else ""
        raise StateError(f"It cannot be read: {error.strerror}.{link}", where=name) from error
    if len(data) > LARGEST_FILE_BYTES:
        raise StateError("The file is too large.", where=name)
    return data.replace(b"\r\n", b"\n")


def changed_files(server: ServerForm, texts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names of the files that are not what server.json says was rendered."""
    return tuple(
        name
        for name, text in texts.items()
        if name in server.files and hashlib.sha256(text.encode()).hexdigest() != server.files[name]
    )


def folder_digest(texts: Mapping[str, str]) -> str:
    """Return one sha256 for all the texts."""
    whole = hashlib.sha256()
    for name in sorted(texts):
        whole.update(f"{name}\0{hashlib.sha256(texts[name].encode()).hexdigest()}\n".encode())
    return whole.hexdigest()


def read_server(text: str) -> ServerForm:
    """Return what server.json's text holds. Raises: StateError."""
    try:
        server = ServerForm.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        pointer = "/".join(str(part) for part in first["loc"])
        raise StateError(f"{first['msg']}.", where=f"server.json#/{pointer}") from error
    if server.format != 1:
        raise StateError(f"Format {server.format} is unknown.", where="server.json", next="Use a newer fleetwright.")
    if seconds_of(server.clock.epoch) is None:
        raise StateError(f'"{server.clock.epoch}" is no time.', where="server.json#/clock/epoch")
    stamps = {function.stamp for function in FUNCTIONS.values()}
    for stamp in server.functions:
        if stamp not in stamps:
            raise StateError(f"This version has no function {stamp}.", where="server.json#/functions")
    return server
