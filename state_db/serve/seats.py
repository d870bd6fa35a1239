"""The environments that a fleet keeps, each with its endpoints."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field

from anyio.abc import TaskGroup

from state_db.environment import Environment
from state_db.serve.endpoint import Endpoint
from state_db.serve.identity import identity_of
from state_db.serve.lowlevel import mcp_server, served_as
from state_db.serve.view import ServerView


@dataclass
class Seat:
    """One environment and its endpoints: all its servers together, and each by its name; made when first asked for."""

    environment: Environment
    _endpoints: dict[str, Endpoint] = field(default_factory=dict)

    async def endpoint(self, server: str | None, tasks: TaskGroup) -> Endpoint | None:
        """Return the endpoint of one server, or of all together for None; None where there is no such server."""
        images = {image.name: image for image in self.environment.images}
        if server is not None and server not in images:
            return None
        name = server or ""
        if name not in self._endpoints:
            if server is None:
                made = Endpoint(mcp_server(self.environment))
            else:
                image = images[server]
                made = Endpoint(served_as(ServerView(self.environment, image), identity_of([image])))
            self._endpoints[name] = made
            await made.start(tasks)
        return self._endpoints[name]

    def close(self) -> None:
        """End the endpoints and the environment."""
        for endpoint in self._endpoints.values():
            endpoint.stop()
        self.environment.close()


class Seats:
    """Private environments by id."""

    def __init__(self) -> None:
        self._by_id: dict[str, Seat] = {}

    def add(self, environment: Environment) -> str:
        """Keep the environment and return its id of 128 random bits."""
        identity = secrets.token_hex(16)
        self._by_id[identity] = Seat(environment)
        return identity

    def get(self, identity: str) -> Seat | None:
        """Return the seat of this id, or None."""
        return self._by_id.get(identity)

    def remove(self, identity: str) -> bool:
        """Close the environment of this id; return whether there was one."""
        seat = self._by_id.pop(identity, None)
        if seat is not None:
            seat.close()
        return seat is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def close(self) -> None:
        """Close all."""
        for identity in tuple(self._by_id):
            self.remove(identity)
