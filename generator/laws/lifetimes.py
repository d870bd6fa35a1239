"""Lifetimes: a row expires as long after the call as it is given."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Hold, clock_at
from generator.laws.creating import address, known_columns
from generator.laws.steps import check, shown_column, succeeds
from generator.meaning import Row
from generator.plan import Json, Plan, Tool
from generator.probe import Probe, makes_rows, said_columns

NAME = "lifetime"
STATEMENT = "A row that is given a lifetime expires as long after the call."
SECONDS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each argument that is a lifetime."""
    for tool in probe.tools("create", "update", "replace", "upsert"):
        for column, value in tool.set.items():
            if not str(value).startswith("$after:"):
                continue
            _, names, unit, _ = str(value).split(":")
            for name in names.split(","):
                steps = list(_steps(plan, probe, tool, column, name, SECONDS[unit]))
                if steps:
                    yield check(NAME, tool, f"expires_by_{name}", STATEMENT, steps)


def _steps(plan: Plan, probe: Probe, tool: Tool, column: str, name: str, unit: int) -> Iterator[CheckStep]:
    """The call with a lifetime and, where it does not show the row itself, a look at it."""
    entity = plan.entity(tool.entity)
    row: Row | None = None
    if makes_rows(tool):
        arguments = next(iter(probe.creations(tool, optional=[name])), None)
    else:
        row = next(iter(probe.ready(tool)), None)
        arguments = None if row is None else probe.arguments(tool, row, optional=[name])
    lifetime = None if arguments is None else arguments.get(name)
    if arguments is None or not isinstance(lifetime, int) or lifetime <= 0:
        return
    expires = {**clock_at(0), "after": lifetime * unit}
    where = shown_column(tool, entity, column)
    if where is not None:
        yield succeeds(tool, arguments, [Hold(at=where, test="moment", value=expires)])
        return
    known: dict[str, Json] = known_columns(entity, tool, said_columns(entity, tool, arguments)) if row is None else row
    reader = probe.reader(entity.name, {each for each, value in known.items() if value is not None})
    there = None if reader is None else shown_column(reader, entity, column)
    if reader is not None and there is not None:
        yield succeeds(tool, arguments)
        yield succeeds(reader, address(reader, known), [Hold(at=there, test="moment", value=expires)])
