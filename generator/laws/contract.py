"""Contract: valid arguments give the documented status; every kind of invalid one is refused and changes nothing."""

from collections.abc import Collection, Iterator

from generator.check import Check, CheckStep
from generator.free_programs import is_free, known_call
from generator.laws.steps import check, refused, succeeds
from generator.plan import Filter, Json, Paging, Plan, Tool
from generator.probe import Probe

NAME = "contract"
STATEMENT = "Valid arguments give the documented answer; invalid ones are refused and change nothing."

# Invalid calls of one tool: enough to show each kind once, few enough to read.
MOST_FAULTS = 12

REFUSING = "Every kind of invalid argument is refused and changes nothing."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield for each tool a call with the least, one with all arguments, and one check of invalid calls."""
    for tool in plan.tools:
        least = call_arguments(probe, tool, optional=False)
        if least is None:
            yield from _only_refusals(plan, probe, tool)
            continue
        yield check(
            NAME, tool, "accepts_valid_arguments", "Valid arguments give the documented status.", [_valid(tool, least)]
        )
        whole = _together(tool, call_arguments(probe, tool, optional=True))
        if whole is not None and whole.keys() != least.keys():
            because = "All arguments together give the documented status."
            yield check(NAME, tool, "accepts_all_arguments", because, [_valid(tool, whole)])
        steps = list(_faulty(probe, tool, whole or least))
        yield check(NAME, tool, "refuses_invalid_arguments", REFUSING, steps)


def _only_refusals(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    """The check of invalid calls of a tool of which no call is known that goes through on the seeded rows."""
    arguments = probe.arguments(tool, None, optional=True) if is_free(plan, tool) else None
    if arguments is not None:
        yield check(NAME, tool, "refuses_invalid_arguments", REFUSING, list(_faulty(probe, tool, arguments)))


def _together(tool: Tool, arguments: dict[str, Json] | None) -> dict[str, Json] | None:
    """Leave out the row to go on behind where filters may hide it; the law of paging gives it rows of the list."""
    does = [argument.does for argument in tool.arguments]
    if arguments is None or not any(isinstance(each, Filter) for each in does):
        return arguments
    behind = {a.name for a in tool.arguments if isinstance(a.does, Paging) and a.does.what in ("after", "before")}
    return {name: value for name, value in arguments.items() if name not in behind}


def call_arguments(probe: Probe, tool: Tool, *, optional: Collection[str] | bool) -> dict[str, Json] | None:
    """Return arguments with which a call of the tool should go through, whatever its pattern."""
    if is_free(probe.plan, tool):
        return known_call(probe.plan, tool)
    if tool.pattern in ("create", "link", "upsert"):
        return next(iter(probe.creations(tool, optional=optional)), None)
    row = next(iter(probe.ready(tool)), None)
    return probe.arguments(tool, row, optional=optional)


def _valid(tool: Tool, arguments: dict[str, Json]) -> CheckStep:
    if tool.pattern == "upsert":
        step = succeeds(tool, arguments)
        return step.model_copy(update={"expect": step.expect.model_copy(update={"status": None})})
    return succeeds(tool, arguments)


def _faulty(probe: Probe, tool: Tool, arguments: dict[str, Json]) -> Iterator[CheckStep]:
    yield refused(tool, {**arguments, "no_such_argument": 1}, "invalid_argument")
    seen: set[str] = set()
    count = 1
    for argument in tool.arguments:
        if argument.required and "missing" not in seen and argument.value.get("default") is None:
            seen.add("missing")
            rest = {name: value for name, value in arguments.items() if name != argument.name}
            yield refused(tool, rest, "invalid_argument")
            count += 1
        for fault in probe.faults(tool, argument.name):
            if count < MOST_FAULTS and (fault.kind == "type" or fault.kind not in seen):
                seen.add(fault.kind)
                count += 1
                yield refused(tool, {**arguments, argument.name: fault.value}, "invalid_argument")
