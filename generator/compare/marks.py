"""Where in a body the values stand that the server makes, by the plan: ids, times, the acting user, urls."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from generator.meaning import value_at
from generator.plan import Argument, Column, Entity, Filter, Key, Plan, Tool, Value

Json = Any
Pointer = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A value that the server makes: ``column`` of ``entity``; ``row`` tells the rows of a time apart."""

    entity: str
    column: str
    kind: Literal["name", "time"] = "name"
    row: str = ""


def marks_of(plan: Plan, tool: Tool, body: Json) -> dict[Pointer, Mark]:
    """Return the marks of a body that the tool answered, by their place in it."""
    if tool.entity not in {entity.name for entity in plan.entities}:
        return {}
    return dict(_in_answer(plan, plan.entity(tool.entity), tool.answer, body, ()))


def _in_answer(
    plan: Plan, entity: Entity, template: Json, body: Json, place: Pointer
) -> Iterator[tuple[Pointer, Mark]]:
    if isinstance(template, dict) and isinstance(body, dict):
        for name, part in template.items():
            if name in body:
                yield from _in_answer(plan, entity, part, body[name], (*place, name))
    elif template == "$row":
        yield from _in_row(plan, entity, body, place)
    elif template in ("$items", "$map") and isinstance(body, list | dict):
        pairs: Iterable[tuple[str | int, Json]] = enumerate(body) if isinstance(body, list) else body.items()
        for name, row in pairs:
            yield from _in_row(plan, entity, row, (*place, name))
    elif template == "$keys" and isinstance(body, list):
        mark = mark_of(plan, entity, entity.column(entity.key[-1]))
        yield from (((*place, number), mark) for number in range(len(body)) if mark is not None)
    elif isinstance(template, str) and template.startswith("$column:"):
        mark = mark_of(plan, entity, entity.column(template.removeprefix("$column:")))
        yield from ((place, each) for each in (mark,) if each is not None)


def _in_row(plan: Plan, entity: Entity, row: Json, place: Pointer) -> Iterator[tuple[Pointer, Mark]]:
    if not isinstance(row, dict):
        return
    key = ".".join(str(value_at(row, "/" + "/".join(entity.column(name).path))[1]) for name in entity.key)
    for column in entity.columns:
        if column.path and (mark := mark_of(plan, entity, column, key)) is not None:
            yield (*place, *column.path), mark


def mark_of(plan: Plan, entity: Entity, column: Column, row: str = "") -> Mark | None:
    """Return the mark of a column: what it holds is made by the server, or refers to a key that is."""
    if column.made in ("created", "updated"):
        return Mark(entity.name, column.name, "time", row)
    if column.made is not None:
        return Mark(entity.name, column.name)
    if column.references is not None:
        owner = plan.entity(column.references.entity)
        key = owner.column(owner.key[-1])
        return mark_of(plan, owner, key) if key.made is not None or key.references is not None else None
    return None


def argument_mark(plan: Plan, tool: Tool, argument: Argument) -> Mark | None:
    """Return the mark of what an argument names, if the server makes that."""
    if not isinstance(argument.does, Key | Value | Filter):
        return None
    entity = plan.entity(tool.entity)
    return mark_of(plan, entity, entity.column(argument.does.column))
