"""What a client is to connect to: a process that it starts, or a URL."""

import sys
from dataclasses import dataclass
from pathlib import Path

from state_db.errors import StateError


@dataclass(frozen=True, slots=True)
class Started:
    """A server that the client starts as a process and speaks to over its standard streams."""

    command: str
    args: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """A server that runs already. ``token`` names the environment variable that holds the agents' token, if any."""

    url: str
    token: str = ""


Target = Started | Reached


def started(folder: Path, requirement: str | None = None, state: Path | None = None) -> Started:
    """Return how to start a server folder: by this Python, or by uv with a ``requirement`` that brings Fleetwright.

    ``state`` is the file that keeps the state from one process to the next. Raises: StateError without a server.py.
    """
    script = folder.resolve() / "server.py"
    if not script.is_file():
        raise StateError("There is no server.py to start.", where=str(folder), next="Render the server first.")
    kept = ("--state", str(state.absolute())) if state is not None else ()
    if requirement is None:
        return Started(sys.executable, (str(script), *kept))
    return Started("uv", (*with_requirement(requirement), "python", str(script), *kept))


def bridged(url: str, requirement: str | None = None) -> Started:
    """Return a process that passes on to a URL what it is told, for clients that only start processes."""
    run = ("run", url, "--no-banner")
    if requirement is None:
        return Started(str(Path(sys.executable).parent / "fastmcp"), run)
    return Started("uv", (*with_requirement(requirement), "fastmcp", *run))


def with_requirement(requirement: str) -> tuple[str, ...]:
    """Return the arguments that make uv run a program with a requirement; a path to one is made absolute."""
    path = Path(requirement)
    named = str(path.absolute()) if path.exists() and len(path.parts) > 1 else requirement
    return ("run", "--no-project", "--with", named)
