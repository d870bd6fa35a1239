"""JSON texts: where any kind of JSON may be sent, JSON that is sent as a text is kept as what it says."""

import json
from collections.abc import Iterator

from generator.check import Check, CheckStep, Hold
from generator.effects import kept
from generator.laws.steps import check, shown_column, succeeds
from generator.plan import Argument, Json, Plan, Tool, Value
from generator.probe import Probe, makes_rows

NAME = "json_text"
STATEMENT = "Where any kind of JSON may be sent, an object or array that is sent as a text is kept as one."

TEXTS = ('{"amber": 1}', '["amber"]')


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each argument that takes JSON of any kind: an object sent as a text, and an array."""
    for tool in probe.tools("create", "update", "replace"):
        for argument in tool.arguments:
            steps = list(_steps(plan, probe, tool, argument))
            if steps:
                yield check(NAME, tool, f"reads_the_text_of_{argument.name}", STATEMENT, steps)


def _steps(plan: Plan, probe: Probe, tool: Tool, argument: Argument) -> Iterator[CheckStep]:
    entity = plan.entity(tool.entity)
    if not isinstance(argument.does, Value) or argument.does.inside:
        return
    column, samples = entity.column(argument.does.column), probe.samples(tool, argument.name)
    where = shown_column(tool, entity, column.name)
    if where is None or not all(samples.accepts(text) and kept(column, argument, text) != text for text in TEXTS):
        return
    for text, base in zip(TEXTS, _bases(probe, tool), strict=False):
        hold = Hold(at=where, test="equals", value=json.loads(text))
        yield succeeds(tool, {**base, argument.name: text}, [hold])


def _bases(probe: Probe, tool: Tool) -> list[dict[str, Json]]:
    """Arguments of as many calls."""
    if makes_rows(tool):
        return probe.creations(tool)
    row = next(iter(probe.ready(tool)), None)
    arguments = None if row is None else probe.arguments(tool, row)
    return [] if arguments is None else [arguments] * len(TEXTS)
