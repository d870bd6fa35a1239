"""The workers of one gateway: each has its own port, and which of them owns an environment follows from its id."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

ID_BYTES = 16


@dataclass(frozen=True, slots=True)
class Neighbours:
    """All workers by their ports on one ``host``, as a URL has it, and which of them this one is."""

    ports: tuple[int, ...] = (0,)
    index: int = 0
    host: str = "127.0.0.1"

    def owner(self, identity: str, shared: Sequence[str]) -> int:
        """Return the index of the worker that owns an environment: by its number, or a shared one by its place."""
        if identity in shared:
            return shared.index(identity) % len(self.ports)
        try:
            return int(identity, 16) % len(self.ports)
        except ValueError:
            return self.index

    def new_identity(self) -> str:
        """Return a fresh id of 128 random bits that this worker owns."""
        while True:
            identity = secrets.token_hex(ID_BYTES)
            if int(identity, 16) % len(self.ports) == self.index:
                return identity
