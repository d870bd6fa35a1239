"""Questions about many things that can be asked about half of them at a time, where one answer cannot hold all."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Each = TypeVar("Each")
Asked = TypeVar("Asked")


def halved(things: Sequence[Each], asked: Callable[[Sequence[Each]], Asked]) -> Callable[[], tuple[Asked, ...]]:
    """Return what gives the questions about either half of the things; none about a single one."""

    def halves() -> tuple[Asked, ...]:
        middle = len(things) // 2
        return (asked(things[:middle]), asked(things[middle:])) if middle else ()

    return halves
