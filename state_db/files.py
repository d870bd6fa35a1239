"""The files of a server folder as text, and server.json typed."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from state_db.clock import seconds_of
from state_db.errors import StateError
from state_db.functions import FUNCTIONS

LARGEST_FILE_BYTES = 64 << 20
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
    seed: int = 0
    ids: dict[str, str] = Field(default_factory=dict)
    functions: tuple[str, ...] = ()


def folder_texts(folder: Path) -> dict[str, str]:
    """Return the text of every file that decides how the server behaves, by its path in it. Raises: StateError."""
    if not folder.is_dir():
        raise StateError("There is no such server folder.", where=str(folder))
    texts = {name: _text(folder / name, name) for name in FILES}
    programs = folder / "programs"
    for path in sorted(programs.glob("*.sql")) if programs.is_dir() else ():
        texts[f"programs/{path.name}"] = _text(path, f"programs/{path.name}")
    return texts


def server_name(folder: Path) -> str:
    """Return the name that a server folder gives itself. Raises: StateError."""
    return read_server(_text(folder / "server.json", "server.json")).name


def _text(path: Path, name: str) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE_BYTES:
            raise StateError("The file is too large.", where=name)
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise StateError(f"{name} is missing.", where=str(path.parent)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise StateError(f"It cannot be read: {error}.", where=str(path)) from error


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
