"""Secrecy: what is only written is shown by no answer."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Expectation, Hold
from generator.holds import stands_in
from generator.laws.changing import read_step
from generator.laws.creating import followed
from generator.laws.steps import check, succeeds
from generator.plan import Entity, Json, Plan, Tool, Value
from generator.probe import Probe
from generator.seeded import MOST_VALUES

NAME = "write_only"
STATEMENT = "A value that may only be written stands in no answer."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield for each tool that takes a secret a check that looks for it in every answer that shows the row."""
    shown: list[Json] | None = None
    for tool in probe.tools("create", "update", "replace", "singleton"):
        entity = plan.entity(tool.entity)
        secrets = [
            argument.name
            for argument in tool.arguments
            if isinstance(argument.does, Value) and entity.column(argument.does.column).write_only
        ]
        if not secrets:
            continue
        shown = _shown_values(probe) if shown is None else shown
        steps = list(_telling(probe, entity, tool, secrets, shown))
        if steps:
            yield check(NAME, tool, "never_shows_a_secret", STATEMENT, steps)


def _telling(probe: Probe, entity: Entity, tool: Tool, secrets: list[str], shown: list[Json]) -> Iterator[CheckStep]:
    """The call that is told the secrets, and those that show the row; ``shown`` are all values that rows show."""
    if tool.pattern == "create":
        for base in probe.creations(tool, optional=secrets)[:1]:
            arguments, hidden = _unheard(probe, tool, base, secrets, shown)
            for step in followed(probe, entity, tool, arguments) if hidden else ():
                yield _hiding(step, hidden)
        return
    row = next(iter(probe.ready(tool)), None)
    told = None if row is None else probe.arguments(tool, row, optional=secrets)
    if row is not None and told is not None:
        arguments, hidden = _unheard(probe, tool, told, secrets, shown)
        for step in (succeeds(tool, arguments), *read_step(probe, entity, row, [])) if hidden else ():
            yield _hiding(step, hidden)


def _unheard(
    probe: Probe, tool: Tool, arguments: dict[str, Json], secrets: list[str], shown: list[Json]
) -> tuple[dict[str, Json], list[Json]]:
    """The arguments with secrets that nothing else is equal to, and these: what others hold may well be shown."""
    found, hidden = dict(arguments), []
    for name in (name for name in secrets if arguments.get(name) is not None):
        beside = [*shown, *(value for other, value in found.items() if other != name)]
        values = [arguments[name], *probe.samples(tool, name).valid(MOST_VALUES)]
        free = next((value for value in values if not stands_in(beside, value)), None)
        if free is not None:
            found[name] = free
            hidden.append(free)
    return found, hidden


def _shown_values(probe: Probe) -> list[Json]:
    columns = [(entity.name, column.name) for entity in probe.plan.entities for column in entity.columns
               if not column.write_only]  # fmt: skip
    return [row.get(column) for entity, column in columns for row in probe.rows(entity)]


def _hiding(step: CheckStep, hidden: list[Json]) -> CheckStep:
    holds = tuple(Hold(test="nowhere", value=value) for value in hidden)
    expect = Expectation(status=step.expect.status, holds=holds)
    return step.model_copy(update={"expect": expect})
