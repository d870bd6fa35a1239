"""The folders of the servers that tasks are about, and their plans."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from client.errors import EpisodeError
from client.tasks import Task
from generator.plan import Plan, read_plan
from state_db.folders import server_folder
from state_db.image import Image


def plan_of(folder: Path) -> Plan:
    """Return the plan of a server folder. Raises: EpisodeError, RenderError."""
    path = folder / "plan.json"
    if not path.is_file():
        raise EpisodeError(
            "There is no plan.json.", where=str(folder), next="Only servers with a plan have a tool graph."
        )
    return read_plan(path.read_text(encoding="utf-8"), str(path))


def folders_of(tasks: Iterable[Task], given: Sequence[str]) -> dict[str, Path]:
    """Return the folder of every server of the tasks: one that is given, else one in ./servers. Raises: StateError."""
    folders = {Image.load(folder).name: folder for folder in map(server_folder, given)}
    for task in tasks:
        for server in task.servers:
            if server.name not in folders:
                folders[server.name] = server_folder(server.name)
    return folders
