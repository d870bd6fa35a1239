"""Where in a body the values stand that the server makes, by the plan: ids, times, the acting user, urls."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from generator.compare.prose import is_prose_name
from generator.compare.sent import is_empty
from generator.json_equality import json_key
from generator.meaning import pointer, value_at
from generator.plan import Argument, Column, Entity, Filter, Key, Member, Plan, Tool, Value
from generator.said import said_value

Json = Any
Pointer = tuple[str | int, ...]
Places = Iterator[tuple[Pointer, "Mark"]]

Known = Mapping[str, Mapping[str, "Mark | None"]]

# By these a schema says what a value is.
SAYS_VALUE = frozenset({"enum", "const", "default"})


@dataclass(frozen=True, slots=True)
class Mark:
    """A value that the server makes: ``column`` of ``entity``; ``row`` tells the rows of a time apart.

    What is ``free`` is made by neither: the plan says nothing of it. ``acting`` is the object of who calls, ``words``
    what tells a person that the call went through.
    """

    entity: str
    column: str
    kind: Literal["name", "time", "free", "acting", "words"] = "name"
    row: str = ""


class Marks:
    """The marks of all columns of a plan."""

    def __init__(self, plan: Plan) -> None:
        self._entities = {entity.name: entity for entity in plan.entities}
        self._written = {entity.name: _written(plan, entity) for entity in plan.entities}
        self._of = {entity.name: {c.name: self._mark(entity, c) for c in entity.columns} for entity in plan.entities}
        settled = {(tool.entity, name) for tool in plan.tools for name in tool.set}
        self._free = {
            entity.name: {c.name: _free_mark(entity, c, (entity.name, c.name) in settled) for c in entity.columns}
            for entity in plan.entities
        }

    def entity_of(self, tool: Tool) -> Entity | None:
        """Return the entity of which the tool speaks; none where a program of its own speaks of several."""
        return self._entities.get(tool.entity)

    def of_key(self, tool: Tool) -> Mark | None:
        """Return the mark of the key by which maps of the tool's rows have them, if the server makes it."""
        entity = self._entities.get(tool.entity)
        return self._of[entity.name][entity.key[-1]] if entity is not None and entity.key else None

    def of_body(self, tool: Tool, body: Json) -> dict[Pointer, Mark]:
        """Return the marks of a body that the tool answered, by their place in it."""
        return self._in_body(tool, body, self._of)

    def free_of_body(self, tool: Tool, body: Json) -> dict[Pointer, Mark]:
        """Return the columns of rows in a body of which the plan says nothing, by their place in it."""
        return self._in_body(tool, body, self._free)

    def _in_body(self, tool: Tool, body: Json, marks: Known) -> dict[Pointer, Mark]:
        entity = self._entities.get(tool.entity)
        return {} if entity is None else dict(_in_answer(entity, tool.answer, body, (), marks[entity.name]))

    def of_argument(self, tool: Tool, argument: Argument) -> Mark | None:
        """Return the mark of what an argument names, if the server makes that."""
        if not isinstance(argument.does, Key | Value | Filter):
            return None
        return self._of[tool.entity][argument.does.column]

    def _mark(self, entity: Entity, column: Column) -> Mark | None:
        """Return the mark of a column: what it holds is made by the server, or refers to a key that is."""
        if column.made in ("created", "updated"):
            return Mark(entity.name, column.name, "time")
        if column.made in ("caller", "changer") and column.type == "json" and column.shows:
            return Mark(column.of or entity.name, "caller", "acting")
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
        if column.type == "json" or not column.path or column.name in entity.key or _says_value(column):
            return False
        return column.name not in self._written[entity.name]


def _says_value(column: Column) -> bool:
    """Return whether a column's schema says what it holds, by its keywords or in words."""
    return bool(column.value.keys() & SAYS_VALUE) or said_value(column.value) is not None


def _free_mark(entity: Entity, column: Column, settled: bool) -> Mark | None:
    """Return the mark of a column of which the plan says nothing: not how it begins, nor what becomes of it."""
    said = column.made is not None or settled or column.name in entity.key
    begins = (
        column.initial is not None and column.type != "json" and (_says_value(column) or not is_empty(column.initial))
    )
    if said or not column.path or begins:
        return None
    return Mark(entity.name, column.name, "free")


def _in_answer(entity: Entity, template: Json, body: Json, place: Pointer, marks: Mapping[str, Mark | None]) -> Places:
    if isinstance(template, dict) and isinstance(body, dict):
        for name, part in template.items():
            if name in body:
                yield from _in_answer(entity, part, body[name], (*place, name), marks)
    elif isinstance(template, str) and place and not template.startswith("$") and is_prose_name(str(place[-1])):
        yield place, Mark(entity.name, str(place[-1]), "words")
    elif template == "$row":
        yield from _in_row(entity, body, place, marks)
    elif template in ("$items", "$map") and isinstance(body, list | dict):
        pairs: Iterable[tuple[str | int, Json]] = enumerate(body) if isinstance(body, list) else body.items()
        for name, row in pairs:
            yield from _in_row(entity, row, (*place, name), marks)
    elif template == "$keys" and isinstance(body, list):
        mark = marks[entity.key[-1]]
        yield from (((*place, number), mark) for number in range(len(body)) if mark is not None)
    elif isinstance(template, str) and template.startswith("$column:"):
        column = entity.column(template.removeprefix("$column:"))
        mark = marks[column.name]
        yield from (((*place, *_inside(column)), each) for each in (mark,) if each is not None)


def _in_row(entity: Entity, row: Json, place: Pointer, marks: Mapping[str, Mark | None]) -> Places:
    if not isinstance(row, dict):
        return
    key = _told(entity, row)
    for column in entity.columns:
        if column.path and (mark := marks[column.name]) is not None:
            of_all = mark.kind in ("name", "acting")
            yield (*place, *column.path, *_inside(column)), mark if of_all else replace(mark, row=key)


def _told(entity: Entity, row: Mapping[str, Json]) -> str:
    """Return what tells a row apart: its key, or where that is not shown its address, or all that it shows."""
    keys = [entity.column(name) for name in entity.key]
    if keys and not keys[-1].path:
        keys = [column for column in entity.columns if column.made == "url" and column.path] or keys
    if not all(column.path for column in keys[-1:]):
        return json_key(row)
    return ".".join(str(value_at(row, pointer(*column.path))[1]) for column in keys if column.path)


def _inside(column: Column) -> Pointer:
    """Return where in a column's value stands what the server makes: who acts, in an array of an object."""
    return (column.template, 0) if column.made == "caller" and column.type == "json" and column.template else ()


def _written(plan: Plan, entity: Entity) -> set[str]:
    """Return the columns of an entity that any tool writes, with what it is given or by itself."""
    found: set[str] = set()
    for tool in plan.tools:
        if tool.entity != entity.name:
            continue
        if tool.pattern in ("custom", "batch"):
            found |= {column.name for column in entity.columns if column.value.get("readOnly") is not True}
            continue
        found |= tool.set.keys()
        found |= {a.does.column for a in tool.arguments if isinstance(a.does, Value | Member)}
        if tool.pattern in ("create", "upsert", "link"):
            found |= {a.does.column for a in tool.arguments if isinstance(a.does, Key)}
    return found
