"""A throng: a world in which a list has many rows, where of the seeded ones it has too few."""

from collections.abc import Callable, Iterator

from generator.check import Check, Rows
from generator.crowd import Crowd
from generator.laws.walking import busiest
from generator.laws.worlds import in_world
from generator.meaning import Row
from generator.plan import Column, Filter, Json, Key, Plan, Tool
from generator.probe import Probe, unique_sets

# Rows beside the one to which they are made alike.
MOST_OTHERS = 4

Checks = Callable[[Plan, Probe, Tool], Iterator[Check]]


def in_throng(plan: Plan, probe: Probe, tool: Tool, checks: Checks) -> Iterator[Check]:
    """Yield these checks of a list in its throng, nothing where it has none."""
    rows = throng_rows(plan, probe, tool)
    if rows is None:
        return
    near_plan = plan.model_copy(update={"tools": (tool,)})
    yield from in_world(
        lambda: Probe(near_plan, probe.image, rows),
        lambda near: checks(near_plan, near, tool),
        "in_a_throng", f"{tool.name} throng", rows,
    )  # fmt: skip


def throng_rows(plan: Plan, probe: Probe, tool: Tool) -> Rows | None:
    """Return a world of seeded rows that are made alike in all by which the list picks them, None where that cannot be.

    They keep what tells them apart in their table.
    """
    entity = plan.entity(tool.entity)
    row = busiest(probe, tool) or next(iter(probe.rows(entity.name)), None)
    names = _picking_columns(tool)
    if row is None or not names or any(set(columns) <= names for columns in unique_sets(entity)):
        return None
    shared = {name: _held(probe, entity.column(name), row) for name in names}
    if None in shared.values():
        return None
    crowd = Crowd(plan, probe)
    crowd.rows(entity).clear()
    crowd.add(entity, {**row, **shared})
    others = [each for each in probe.rows(entity.name) if each is not row]
    for other in others[:MOST_OTHERS]:
        crowd.add(entity, {**other, **shared})
    return crowd.tables() if len(crowd.rows(entity)) > 2 else None


def _held(probe: Probe, column: Column, row: Row) -> Json:
    """What the row holds in the column, or else the key of something that it may refer to."""
    value = row.get(column.name)
    return value if value is not None else next(iter(probe.referable(column)), None)


def _picking_columns(tool: Tool) -> set[str]:
    """The columns of the list's keys, and of filters that are always there: required ones, and those with a default."""
    found: set[str] = set()
    for argument in tool.arguments:
        does, always = argument.does, argument.required or argument.value.get("default") is not None
        if isinstance(does, Key) or (isinstance(does, Filter) and always):
            found |= {does.column}
    return found
