"""Places: where in the paths of a description a reading belongs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reading belongs: the collection's shape, how it stands to it, and the literal behind it if any."""

    collection: str
    stands: str
    literal: str = ""
