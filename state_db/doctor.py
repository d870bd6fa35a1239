"""What Fleetwright needs of the machine that it runs on."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import apsw

PACKAGES = ("fleetwright", "mcp", "fastmcp", "apsw", "jsonschema-rs", "google-re2", "openai", "uvicorn")
# The model behind --engine model and openai: agents; only whether a variable is set is ever shown.
VARIABLES = ("OPENAI_BASE_URL", "OPENAI_API_KEY")
NEEDED_SQLITE = (3, 50)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    ok: bool
    value: str


def findings(directory: Path, python: str) -> list[Finding]:
    """Return what was found; ``directory`` is where servers would be written."""
    return [
        Finding("python", tuple(map(int, python.split(".")[:2])) >= (3, 11), python),
        *_packages(),
        *_sqlite(),
        _writable("working directory", directory),
        _writable("temporary directory", Path(tempfile.gettempdir())),
        *(Finding(name, True, "set" if os.environ.get(name) else "not set") for name in VARIABLES),
    ]


def _packages() -> Iterator[Finding]:
    for name in PACKAGES:
        try:
            yield Finding(name, True, version(name))
        except PackageNotFoundError:
            yield Finding(name, False, "not installed")


def _sqlite() -> Iterator[Finding]:
    said = apsw.sqlite_lib_version()
    yield Finding("SQLite", tuple(map(int, said.split(".")[:2])) >= NEEDED_SQLITE, said)
    connection = apsw.Connection(":memory:")
    try:
        strict = connection.execute("CREATE TABLE t (a INTEGER) STRICT; SELECT json('[1]')").fetchall()
        yield Finding("strict tables and JSON", strict == [("[1]",)], "work")
    except apsw.Error as error:
        yield Finding("strict tables and JSON", False, str(error))
    finally:
        connection.close()


def _writable(subject: str, directory: Path) -> Finding:
    try:
        with tempfile.TemporaryFile(dir=directory):
            return Finding(subject, True, f"{directory} is writable")
    except OSError as error:
        return Finding(subject, False, f"{directory} is not writable: {error.strerror}")
