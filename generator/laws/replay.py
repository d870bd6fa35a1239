"""Replay: the same calls on fresh environments give the same texts and leave the same state."""

from collections.abc import Iterator

from generator.check import Check, CheckStep
from generator.laws.contract import call_arguments
from generator.plan import Plan
from generator.probe import Probe
from generator.render.interface import is_read_only

NAME = "replay"
STATEMENT = "The same calls on a fresh environment give the same answers and leave the same state."

# Tools that one replay calls; longer ones are split, so that a failure is near its cause.
MOST_STEPS = 8
# Calls of each kind in a course: rows that are made, changes before and after the middle, rows that are made again.
MOST_KINDS = 2


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield checks that play calls of all writing tools, and of some reads, twice."""
    writes = [tool for tool in plan.tools if not is_read_only(tool)]
    reads = [tool for tool in plan.tools if is_read_only(tool)]
    chosen = [*writes, *reads[: max(2, len(writes) // 4)]]
    for start in range(0, len(chosen), MOST_STEPS):
        steps: list[CheckStep] = []
        for tool in chosen[start : start + MOST_STEPS]:
            arguments = call_arguments(probe, tool, optional=True)
            if arguments is not None:
                steps.append(CheckStep(tool=tool.name, arguments=arguments))
        if steps:
            number = start // MOST_STEPS + 1
            yield Check(
                name=f"replay_{number}", law=NAME, tool=steps[0].tool, because=STATEMENT, runs=2, steps=tuple(steps)
            )


def course(plan: Plan, probe: Probe) -> tuple[CheckStep, ...]:
    """Return calls of every kind, whose later half makes rows again, as other checks play them on another way round."""
    made: list[CheckStep] = []
    again: list[CheckStep] = []
    changed: list[CheckStep] = []
    for tool in plan.tools:
        if is_read_only(tool):
            continue
        if tool.pattern == "create":
            found = probe.creations(tool, optional=True)
            made += [CheckStep(tool=tool.name, arguments=arguments) for arguments in found[:1]]
            again += [CheckStep(tool=tool.name, arguments=arguments) for arguments in found[1:2]]
        else:
            arguments = call_arguments(probe, tool, optional=True)
            changed += [] if arguments is None else [CheckStep(tool=tool.name, arguments=arguments)]
    early, late = [*made[:MOST_KINDS], *changed[:MOST_KINDS]], [*changed[MOST_KINDS:][:MOST_KINDS], *again[:MOST_KINDS]]
    return (*early, *late)
