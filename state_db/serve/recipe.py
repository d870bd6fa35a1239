"""How an environment begins: what resetting it goes back to."""

from collections.abc import Mapping
from dataclasses import dataclass

from state_db.environment import Callers, Environment
from state_db.errors import StateError
from state_db.image import Image
from state_db.injection import Injection
from state_db.scenario import Scenario
from state_db.snapshot import read_snapshot


@dataclass(frozen=True, slots=True)
class Recipe:
    """The servers and what they begin with; where there is a ``snapshot``, all but servers and injection is in it."""

    servers: tuple[str, ...]
    scenario: Scenario = "seed"
    seed: int = 0
    caller: Callers = None
    tools: tuple[str, ...] | None = None
    injection: Injection | None = None
    snapshot: bytes | None = None

    def opened(self, images: Mapping[str, Image]) -> Environment:
        """Return a new environment in memory. Raises: StateError."""
        if self.snapshot is not None:
            environment = Environment.restore(self.snapshot, list(images.values()))
            environment.inject(self.injection)
            return environment
        chosen = [images[name] for name in self.servers]
        return Environment.open(chosen, self.scenario, self.seed, self.caller, self.tools, injection=self.injection)

    @property
    def beginning(self) -> str:
        """What it begins with, in one word: seed, empty, rows or snapshot."""
        if self.snapshot is not None:
            return "snapshot"
        return self.scenario if isinstance(self.scenario, str) else "rows"


def recipe_of(snapshot: bytes, images: Mapping[str, Image]) -> Recipe:
    """Return the recipe of a snapshot. Raises: StateError where it needs a server that is not among the images."""
    parts, tools = read_snapshot(snapshot)
    servers = tuple(part.name for part in parts)
    for name in servers:
        if name not in images:
            raise StateError(f"The snapshot needs the server {name}, which is not served here.")
    callers = {part.name: part.caller for part in parts if part.caller is not None}
    return Recipe(servers, caller=callers or None, tools=tuple(tools) if tools else None, snapshot=snapshot)
