"""Uniqueness: a second row with a value that must be unique is a conflict, whether it is made or changed."""

from collections.abc import Iterator

from generator.check import Check, CheckStep
from generator.laws.steps import UNCHANGED, check, refused, row_holds, succeeds
from generator.meaning import Row, alike
from generator.plan import Entity, Json, Key, Plan, Tool, Value
from generator.probe import Probe, unique_sets

NAME = "unique"
STATEMENT = "A second row with a value that must be unique is a conflict, or where documented gives the first."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool that could make two rows alike in what must be unique."""
    for tool in probe.tools("create", "update", "replace"):
        entity = plan.entity(tool.entity)
        conflicts = doubles(entity, probe, tool) if tool.pattern == "create" else clashes(entity, probe, tool)
        steps = [refused(tool, arguments, "conflict") for arguments in conflicts]
        if steps:
            because = "A value that must be unique is refused when a row has it."
            yield check(NAME, tool, "refuses_a_second_of_a_kind", because, steps)
    for tool in probe.tools("create"):
        steps = list(_found(plan.entity(tool.entity), probe, tool)) if tool.existing else []
        if steps:
            because = "The row that is there already is given, as it is, and none is made."
            yield check(NAME, tool, "gives_the_row_that_is_there", because, steps)


def _found(entity: Entity, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """Yield creations of what a seeded row is already."""
    given = _given(tool)
    for row in [row for row in probe.rows(entity.name) if all(row.get(name) is not None for name in tool.existing)][:2]:
        base = probe.arguments(tool, row, optional=[given[name] for name in tool.existing])
        if base is not None:
            asked = {tool.existing_if: tool.existing_when} if tool.existing_if else {}
            arguments = {**base, **{given[name]: row[name] for name in tool.existing}, **asked}
            yield succeeds(tool, arguments, row_holds(tool, entity, row, arguments), effect=UNCHANGED)


def _given(tool: Tool) -> dict[str, str]:
    return {
        argument.does.column: argument.name for argument in tool.arguments if isinstance(argument.does, Value | Key)
    }


def doubles(entity: Entity, probe: Probe, tool: Tool, *, whole: bool = False) -> Iterator[dict[str, Json]]:
    """Yield creations that repeat a seeded row in one set of unique columns; ``whole`` gives all arguments."""
    given = _given(tool)
    named = tool.client_key or all(name in given for name in entity.key)
    for columns in unique_sets(entity):
        if (columns == entity.key and not named) or (columns == tool.existing and not tool.existing_if):
            continue
        row = next((row for row in probe.rows(entity.name) if all(row.get(name) is not None for name in columns)), None)
        if row is None or not all(name in given for name in columns):
            continue
        base = probe.arguments(tool, row, optional=True if whole else [given[name] for name in columns])
        if base is not None:
            plain = {name: value for name, value in base.items() if name != tool.existing_if}
            yield {**plain, **{given[name]: row[name] for name in columns}}


def clashes(entity: Entity, probe: Probe, tool: Tool, *, whole: bool = False) -> Iterator[dict[str, Json]]:
    """Yield changes of one row to what another has in a set of unique columns; ``whole`` gives all arguments."""
    written = {
        argument.does.column: argument.name
        for argument in tool.arguments
        if isinstance(argument.does, Value) and argument.does.column not in entity.key
    }
    for columns in unique_sets(entity):
        own = [name for name in columns if name in written]
        if not own or any(name in tool.set for name in columns):
            continue
        rows = [row for row in probe.ready(tool) if all(row.get(name) is not None for name in columns)]
        for row, other in ((row, other) for row in rows[:3] for other in probe.rows(entity.name)):
            if _may_clash(row, other, columns, own):
                names = True if whole else [written[name] for name in own]
                base = probe.arguments(tool, row, optional=names)
                if base is not None:
                    yield {**base, **{written[name]: other[name] for name in own}}
                break


def _may_clash(row: Row, other: Row, columns: tuple[str, ...], own: list[str]) -> bool:
    """Whether the rows differ, and would be alike in the columns if ``own`` of one became the other's."""
    rest = [name for name in columns if name not in own]
    is_whole = all(other.get(name) is not None for name in columns)
    return (
        is_whole
        and any(not alike(row[name], other[name]) for name in own)
        and all(alike(row.get(name), other.get(name)) for name in rest)
    )
