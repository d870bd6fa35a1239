"""Where a server is: a folder that is named, or a name in ./servers."""

from pathlib import Path

from state_db.errors import StateError

SERVERS = Path("servers")


def server_folder(name_or_path: str) -> Path:
    """Return the folder of a server that is given as a folder or as a name in ./servers. Raises: StateError."""
    for folder in (Path(name_or_path), SERVERS / name_or_path):
        if (folder / "schema.sql").is_file():
            return folder
    raise StateError(
        "This is no server folder, and ./servers holds none of this name.",
        where=name_or_path,
        next="Give a folder that holds schema.sql, or see fleetwright list.",
    )
