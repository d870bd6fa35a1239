"""Missing: a key that no row has is not found, by any tool, and neither is a row under another row's parent."""

from collections.abc import Iterator

from generator.check import Check, CheckStep
from generator.laws.parents import estranged, lost
from generator.laws.steps import check
from generator.meaning import Row, alike, key_columns
from generator.plan import Column, Entity, Key, Plan, Tool
from generator.probe import Probe, is_own_key, makes_rows

NAME = "not_found"
STATEMENT = "A call that names a row or parent which does not exist is not found, and changes nothing."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool that picks rows by a key."""
    for tool in plan.tools:
        if tool.pattern in ("custom", "batch", "view"):
            continue
        steps = [*_unknown(plan, probe, tool), *_under_another_parent(plan, probe, tool)]
        if steps:
            yield check(NAME, tool, "does_not_find_what_is_not_there", "An unknown key is not found.", steps)


def _unknown(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    entity = plan.entity(tool.entity)
    arguments = probe.arguments(tool, next(iter(probe.ready(tool)), None))
    if arguments is None:
        return
    for argument in tool.arguments:
        if not isinstance(argument.does, Key) or argument.name not in arguments or not argument.required:
            continue
        if not must_exist(tool, entity, argument.does.column):
            continue
        key = probe.unknown_key(tool, argument.name)
        if key is not None:
            yield lost(tool, entity, {**arguments, argument.name: key}, argument.name)


def must_exist(tool: Tool, entity: Entity, column: str) -> bool:
    """Return whether a call with an unknown key in this column has nothing to work on."""
    found = entity.column(column)
    if tool.pattern in ("list", "search", "link") or makes_rows(tool) or entity.singleton:
        return found.references is not None
    return True


def _under_another_parent(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """A row addressed with the parent of another row: each part exists, and together they name nothing."""
    entity = plan.entity(tool.entity)
    columns = key_columns(entity, tool)
    scope = {name: column for name, column in columns.items() if not is_own_key(entity, column)}
    if makes_rows(tool) or tool.pattern in ("list", "search") or len(scope) == len(columns) or entity.singleton:
        return
    for name, column in scope.items():
        found = _strangers(probe, tool, column.name)
        if found is None or not tool.argument(name).required:
            continue
        row, stranger = found
        arguments = probe.arguments(tool, row)
        if arguments is not None and not _exists(
            probe, tool, {**row, column.name: stranger[column.name]}, list(columns.values())
        ):
            yield estranged(probe, tool, {**arguments, name: stranger[column.name]}, name)


def _strangers(probe: Probe, tool: Tool, column: str) -> tuple[Row, Row] | None:
    rows = probe.ready(tool)
    for row in rows:
        for other in rows:
            if not alike(row.get(column), other.get(column)):
                return row, other
    return None


def _exists(probe: Probe, tool: Tool, wanted: Row, columns: list[Column]) -> bool:
    return any(
        all(alike(row.get(column.name), wanted.get(column.name)) for column in columns)
        for row in probe.rows(tool.entity)
    )
