"""Keys of new rows that answers show where nothing documents them: the service's own, beside the server's."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any
from urllib.parse import unquote, urlsplit

from generator.compare.mapping import Names
from generator.compare.marks import Marks
from generator.plan import Entity, Key, Plan, Tool
from state_db.environment import Environment

Json = Any


class MadeKeys:
    """What both services called the rows that one call made, told by the names that paths and rows have for keys.

    A description may say nothing of what a creation answers with, or declare another status than the service has. The
    rows that later calls speak of are the same all the same.
    """

    def __init__(self, plan: Plan, environment: Environment, names: Names, marks: Marks) -> None:
        self._plan = plan
        self._environment = environment
        self._names = names
        self._marks = marks

    def known(self, tool: Tool) -> frozenset[Json]:
        """Return the keys of the rows of which the tool speaks; none where the server does not make them."""
        entity = self._marks.entity_of(tool)
        if entity is None or tool.pattern != "create" or not entity.key or self._marks.of_key(tool) is None:
            return frozenset()
        return frozenset(row[entity.key[-1]] for row in self._environment.rows(self._plan.name, entity.table))

    def learn(self, tool: Tool, path: str, expected: Json, before: frozenset[Json]) -> None:
        """Let the key that the true answer shows stand for that of the one row which the server's call made.

        It stands there by its name, or at the end of the row's address below the ``path`` of the call.
        """
        new = self.known(tool) - before
        entity, mark = self._marks.entity_of(tool), self._marks.of_key(tool)
        if len(new) != 1 or entity is None or mark is None:
            return
        shown = next(chain(_shown(expected, self._called(entity)), _addressed(expected, path)), None)
        if shown is not None:
            (made,) = new
            self._names.agree(mark, int(shown) if isinstance(made, int) and str(shown).isdigit() else shown, made)

    def _called(self, entity: Entity) -> tuple[str, ...]:
        """Return what a row's key is called: in its JSON form, then in the paths of its tools."""
        column = entity.column(entity.key[-1])
        arguments = [each for tool in self._plan.tools_of(entity.name) for each in tool.arguments]
        named = (each for each in arguments if isinstance(each.does, Key) and each.does.column == column.name)
        return tuple(dict.fromkeys([*column.path[-1:], column.name, *(each.wire[-1] for each in named if each.wire)]))


def _shown(body: Json, called: Sequence[str], depth: int = 1) -> Iterator[str | int]:
    """Yield the values under these names in a body, and in the objects right below it."""
    if not isinstance(body, dict):
        return
    for name in called:
        value = body.get(name)
        if isinstance(value, str | int) and not isinstance(value, bool):
            yield value
    for part in body.values() if depth else ():
        yield from _shown(part, called, depth - 1)


def _addressed(body: Json, path: str, depth: int = 1) -> Iterator[str]:
    """Yield what stands behind a path in the addresses that a body shows: what is made there has its own below it."""
    for part in body.values() if isinstance(body, dict) else ():
        above, _, last = urlsplit(part).path.rstrip("/").rpartition("/") if isinstance(part, str) else ("", "", "")
        if last and above.endswith(path.rstrip("/")) and "/" in path.strip("/"):
            yield unquote(last)
        elif depth:
            yield from _addressed(part, path, depth - 1)
