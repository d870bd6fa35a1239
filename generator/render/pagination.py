"""How a list is paged: its paging arguments by what they say, and the names that its program uses."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.plan import Argument, Paging
from generator.render.scope import Scope


@dataclass(frozen=True, slots=True)
class Pages:
    """The paging arguments of a list, and the names that its program uses."""

    arguments: Mapping[str, tuple[Argument, Paging]]
    size: str
    start: str
    total: str
    found: str

    def place(self, scope: Scope, what: str) -> str:
        """Return the name of the parameter for where the argument points to."""
        return scope.parameter(f"{what}_place")


def pages_of(scope: Scope) -> Pages:
    """Return how the list is paged."""
    arguments: dict[str, tuple[Argument, Paging]] = {
        argument.does.what: (argument, argument.does)
        for argument in scope.tool.arguments
        if isinstance(argument.does, Paging)
    }
    size, start, total = (scope.parameter(name) for name in ("page_size", "page_start", "total"))
    return Pages(arguments, size, start, total, scope.relation("found"))
