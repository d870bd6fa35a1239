"""Hinting: the annotations of tools.json are true, as executed calls show."""

from collections.abc import Iterator
from typing import Literal

from generator.check import Check, CheckStep
from generator.laws.changing import differs
from generator.laws.contract import call_arguments
from generator.laws.steps import check, succeeds
from generator.laws.upserting import second_call
from generator.plan import Json, Plan, Tool
from generator.probe import Probe

NAME = "annotations"
STATEMENT = "A tool that is said to read changes nothing, and only one that is said to destroy removes or overwrites."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool: a call that goes through, and does what the tool's annotations say."""
    for tool in plan.tools:
        steps = list(_steps(plan, probe, tool))
        if steps:
            yield check(NAME, tool, "does_what_its_annotations_say", STATEMENT, steps)


def _steps(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    said = probe.image.tools[tool.name].annotations
    hints = {name: bool(said.get(name)) for name in ("readOnlyHint", "destructiveHint")}
    arguments = call_arguments(probe, tool, optional=not hints["readOnlyHint"])
    if arguments is None:
        return
    if hints["readOnlyHint"]:
        yield _step(tool, arguments, hints, state="unchanged")
    elif not hints["destructiveHint"]:
        yield _step(tool, arguments, hints, rows="kept", state="changed" if _is_sure(tool) else None)
    elif tool.pattern == "upsert":
        again = second_call(plan, probe, tool)
        if again is not None:
            first, second = again
            yield CheckStep(tool=tool.name, arguments=first)
            yield _step(tool, second, hints, rows="overwritten")
    elif _destroys(plan, probe, tool, arguments):
        yield _step(tool, arguments, hints, rows="overwritten")


def _is_sure(tool: Tool) -> bool:
    """Whether every call that goes through changes something."""
    return tool.pattern in ("create", "link") or tool.each == "create"


def _destroys(plan: Plan, probe: Probe, tool: Tool, arguments: dict[str, Json]) -> bool:
    """Whether this very call must remove or overwrite something."""
    if tool.pattern != "replace":
        return tool.pattern != "custom"
    row = next(iter(probe.ready(tool)), None)
    return row is not None and differs(plan.entity(tool.entity), tool, row, arguments)


def _step(
    tool: Tool,
    arguments: dict[str, Json],
    hints: dict[str, bool],
    *,
    state: Literal["unchanged", "changed"] | None = None,
    rows: Literal["kept", "overwritten"] | None = None,
) -> CheckStep:
    step = succeeds(tool, arguments)
    status = None if tool.pattern in ("upsert", "link") else step.expect.status
    expect = step.expect.model_copy(update={"hints": hints, "state": state, "rows": rows, "status": status})
    return step.model_copy(update={"expect": expect})
