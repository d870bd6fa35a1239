"""Timing: the times that a server makes are its clock's, and stand still until something changes."""

from collections.abc import Iterator, Mapping, Sequence

from generator.check import Check, CheckStep, Hold, clock_at
from generator.effects import begun
from generator.laws.changing import changed_row, differs
from generator.laws.contract import call_arguments
from generator.laws.creating import address, known_columns
from generator.laws.steps import check, shown_column, succeeds
from generator.meaning import Row
from generator.plan import Entity, Json, Plan, Tool, Value
from generator.probe import Probe
from generator.render.interface import is_read_only

NAME = "time"
STATEMENT = "A time that the server makes is when it happened: set once, moved by changes, never running backwards."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool that makes a row, or changes one, and by that sets times."""
    for tool in probe.tools("create"):
        steps = list(_begun(plan.entity(tool.entity), probe, tool))
        if steps:
            yield check(NAME, tool, "sets_the_time_once", "The time of a new row is when it was made.", steps)
    for tool in probe.tools("update", "replace", "transition", "singleton", "delete"):
        if not is_read_only(tool) and (tool.pattern != "delete" or tool.soft):
            steps = list(_moved(plan.entity(tool.entity), probe, tool))
            if steps:
                because = "A change sets its own time to the clock, and leaves the time of creation."
                yield check(NAME, tool, "moves_only_its_own_time", because, steps)


def _begun(entity: Entity, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """A creation, and the get of the new row a moment later."""
    arguments = call_arguments(probe, tool, optional=False)
    columns = [column.name for column in entity.columns if column.made in ("created", "updated")]
    columns = [name for name in columns if name not in tool.set and not _gives(tool, name)] + _now_columns(tool)
    if arguments is None or not columns:
        return
    known = known_columns(entity, tool, begun(entity, tool, arguments))
    reader = probe.reader(entity.name, known)
    first = _moments(entity, tool, columns, 0)
    then = [] if reader is None else _moments(entity, reader, columns, 0)
    if not first and not then:
        return
    yield succeeds(tool, arguments, first)
    if reader is not None and then:
        yield succeeds(reader, address(reader, known), then)


def _moved(entity: Entity, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """Two changes of a seeded row, and what is shown of its times after each."""
    moving = [column.name for column in entity.columns if column.made == "updated" and column.name not in tool.set]
    moving = [name for name in moving if not _gives(tool, name)] + _now_columns(tool)
    kept = [column.name for column in entity.columns if column.made == "created" and column.name not in tool.set]
    kept = [name for name in kept if not _gives(tool, name)]
    now = next(iter(probe.ready(tool)), None)
    if now is None or not (moving or kept):
        return
    reader = _reader(entity, probe, now)
    if not any(shown_column(each, entity, name) for each in (tool, reader) if each for name in [*moving, *kept]):
        return
    turns = 1 if tool.only_from or tool.pattern == "delete" else 2
    number = 0
    for turn in range(turns):
        arguments = probe.arguments(tool, now, optional=True, turn=turn)
        if arguments is None or not (moving or differs(entity, tool, now, arguments)):
            return
        yield succeeds(tool, arguments, _times(entity, tool, now, kept, moving, number))
        now = changed_row(entity, tool, now, arguments)
        step = number
        number += 1
        if reader is not None:
            yield succeeds(reader, address(reader, now), _times(entity, reader, now, kept, moving, step))
            number += 1


def _reader(entity: Entity, probe: Probe, row: Row) -> Tool | None:
    known = {name: value for name, value in row.items() if value is not None}
    found = probe.reader(entity.name, known)
    if found is None and entity.singleton:
        found = next((tool for tool in probe.tools("singleton", entity=entity.name) if is_read_only(tool)), None)
    return found


def _times(
    entity: Entity, tool: Tool, row: Mapping[str, Json], kept: Sequence[str], moving: Sequence[str], step: int
) -> list[Hold]:
    """The row's time of creation as it was, and its other times as the clock at the step, not before what they were."""
    found = _moments(entity, tool, moving, step)
    for name in [*kept, *moving]:
        where = shown_column(tool, entity, name)
        if where is None or row.get(name) is None:
            continue
        found.append(Hold(at=where, test="equals" if name in kept else "since", value=row[name]))
    return found


def _moments(entity: Entity, tool: Tool, columns: Sequence[str], step: int) -> list[Hold]:
    places = [where for name in columns if (where := shown_column(tool, entity, name)) is not None]
    return [Hold(at=where, test="moment", value=clock_at(step)) for where in places]


def _gives(tool: Tool, name: str) -> bool:
    return any(isinstance(argument.does, Value) and argument.does.column == name for argument in tool.arguments)


def _now_columns(tool: Tool) -> list[str]:
    return [name for name, value in tool.set.items() if value == "$now"]
