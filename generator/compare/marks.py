"""Where in a body the values stand that the server makes, by the plan: ids, times, the acting user, urls."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from generator.meaning import value_at
from generator.plan import Argument, Column, Entity, Filter, Key, Member, Plan, Tool, Value

Json = Any
Pointer = tuple[str | int, ...]
Places = Iterator[tuple[Pointer, "Mark"]]

_SAYS_VALUE = frozenset({"enum", "const", "default"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A value that the server makes: ``column`` of ``entity``; ``row`` tells the rows of a time apart."""

    entity: str
    column: str
    kind: Literal["name", "time"] = "name"
    row: str = ""


class Marks:
    """The marks of all columns of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._entities = {entity.name: entity for entity in plan.entities}
        self._written = {entity.name: _written(plan, entity) for entity in plan.entities}
        self._of = {entity.name: {c.name: self._mark(entity, c) for c in entity.columns} for entity in plan.entities}

    def of_body(self, tool: Tool, body: Json) -> dict[Pointer, Mark]:
        """Return the marks of a body that the tool answered, by their place in it."""
        entity = self._entities.get(tool.entity)
        return {} if entity is None else dict(self._in_answer(entity, tool.answer, body, ()))

    def of_argument(self, tool: Tool, argument: Argument) -> Mark | None:
        """Return the mark of what an argument names, if the server makes that."""
        if not isinstance(argument.does, Key | Value | Filter):
            return None
        return self._of[tool.entity][argument.does.column]

    def _mark(self, entity: Entity, column: Column) -> Mark | None:
        """Return the mark of a column: what it holds is made by the server, or refers to a key that is."""
        if column.made in ("created", "updated"):
            return Mark(entity.name, column.name, "time")
        if column.made is not None and (column.type != "json" or column.made == "caller"):
            return Mark(entity.name, column.name)
        if column.references is not None:
            owner = self._entities[column.references.entity]
            key = owner.column(owner.key[-1])
            return self._mark(owner, key) if key.made is not None or key.references is not None else None
        return Mark(entity.name, column.name) if self._is_unknown(entity, column) else None

    def _is_unknown(self, entity: Entity, column: Column) -> bool:
        """Return whether only the server has a plain value, no tool writes it, and nothing documents what it is.

        A version, a fingerprint, a flag that no call sets: what the service has there, no description tells.
        """
        if column.type == "json" or not column.path or column.name in entity.key or column.value.keys() & _SAYS_VALUE:
            return False
        return column.name not in self._written[entity.name]

    def _in_answer(self, entity: Entity, template: Json, body: Json, place: Pointer) -> Places:
        if isinstance(template, dict) and isinstance(body, dict):
            for name, part in template.items():
                if name in body:
                    yield from self._in_answer(entity, part, body[name], (*place, name))
        elif template == "$row":
            yield from self._in_row(entity, body, place)
        elif template in ("$items", "$map") and isinstance(body, list | dict):
            pairs: Iterable[tuple[str | int, Json]] = enumerate(body) if isinstance(body, list) else body.items()
            for name, row in pairs:
                yield from self._in_row(entity, row, (*place, name))
        elif template == "$keys" and isinstance(body, list):
            mark = self._of[entity.name][entity.key[-1]]
            yield from (((*place, number), mark) for number in range(len(body)) if mark is not None)
        elif isinstance(template, str) and template.startswith("$column:"):
            column = entity.column(template.removeprefix("$column:"))
            mark = self._of[entity.name][column.name]
            yield from (((*place, *_inside(column)), each) for each in (mark,) if each is not None)

    def _in_row(self, entity: Entity, row: Json, place: Pointer) -> Places:
        if not isinstance(row, dict):
            return
        key = ".".join(str(value_at(row, "/" + "/".join(entity.column(name).path))[1]) for name in entity.key)
        for column in entity.columns:
            if column.path and (mark := self._of[entity.name][column.name]) is not None:
                yield (*place, *column.path, *_inside(column)), replace(mark, row=key) if mark.kind == "time" else mark


def _inside(column: Column) -> Pointer:
    """Return where in a column's value stands what the server makes: who acts, in an array of an object."""
    return (column.template, 0) if column.made == "caller" and column.type == "json" else ()


def _written(plan: Plan, entity: Entity) -> set[str]:
    """Return the columns of an entity that any tool writes, with what it is given or by itself."""
    found: set[str] = set()
    for tool in plan.tools:
        if tool.entity != entity.name:
            continue
        if tool.pattern in ("custom", "batch"):
            return {column.name for column in entity.columns}
        found |= tool.set.keys()
        found |= {a.does.column for a in tool.arguments if isinstance(a.does, Value | Member)}
        if tool.pattern in ("create", "upsert", "link"):
            found |= {a.does.column for a in tool.arguments if isinstance(a.does, Key)}
    return found
