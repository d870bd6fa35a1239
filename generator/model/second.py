"""A second reading: another model reads the documentation by itself, and both must answer the same calls alike."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from generator.check import Check, CheckStep
from generator.model.settling import state_of
from generator.plan import Plan, Tool

Json = Any


@dataclass(frozen=True, slots=True)
class Difference:
    """A check on which two readings differ: the one that says it keeps it, the other does not."""

    check: Check
    said_by: str
    what: str

    def __str__(self) -> str:
        return f"the readings differ ({self.said_by} has it so): {self.check.because} {self.what}"


class Translation:
    """The tools of one reading by those of another: the same method and path, arguments by their places."""

    def __init__(self, source: Plan, target: Plan) -> None:
        targets = {_call(tool): tool for tool in target.tools}
        self._tools: dict[str, tuple[Tool, Mapping[str, str]]] = {}
        for tool in source.tools:
            other = targets.get(_call(tool))
            if other is not None:
                self._tools[tool.name] = (other, _names(tool, other))

    def check(self, check: Check) -> Check | None:
        """Return the check with the other reading's names; None where that has no such call or input."""
        steps = []
        for step in check.steps:
            found = self._tools.get(step.tool)
            if found is None or any(name not in found[1] for name in step.arguments):
                return None
            other, names = found
            arguments = {names[name]: value for name, value in step.arguments.items()}
            steps.append(CheckStep(tool=other.name, arguments=arguments, expect=step.expect))
        return check.model_copy(update={"name": f"{check.name}_second", "tool": steps[-1].tool, "steps": tuple(steps)})


def differences(first: Plan, second: Plan, checks: Sequence[Check]) -> list[Difference]:
    """Return the second reading's checks that it keeps itself and the first does not, in the first one's names."""
    kept = [outcome.check for outcome in state_of(second, checks).result.outcomes if outcome.passed]
    translation = Translation(second, first)
    translated = [each for check in kept if (each := translation.check(check)) is not None]
    result = state_of(first, translated).result
    return [Difference(each.check, "the second", each.breaches[0].what) for each in result.failed]


def unread(first: Plan, second: Plan) -> list[str]:
    """Return the calls that only one of the readings found, and whose."""
    one, other = ({_call(each): label for label, each in _labels(plan)} for plan in (first, second))
    return [
        *(f"only the first reading found {label}" for call, label in one.items() if call not in other),
        *(f"only the second reading found {label}" for call, label in other.items() if call not in one),
    ]


def _labels(plan: Plan) -> list[tuple[str, str]]:
    tools = [f"{tool.method} {tool.path}" for tool in plan.tools]
    return [(label, label) for label in (*tools, *(each.operation for each in plan.unmodelled))]


def _call(named: Tool | str) -> str:
    label = named if isinstance(named, str) else f"{named.method} {named.path}"
    return re.sub(r"\{[^{}]*\}", "{}", label)


def _names(tool: Tool, other: Tool) -> dict[str, str]:
    """The arguments of a tool by those of another: parameters of the path by their order, others by their names."""
    found = {
        argument.name: theirs.name
        for argument in tool.arguments
        for theirs in other.arguments
        if argument.place == theirs.place != "path" and argument.wire == theirs.wire
    }
    paths = zip(_path_arguments(tool), _path_arguments(other), strict=False)
    return {**found, **dict(paths)}


def _path_arguments(tool: Tool) -> list[str]:
    """The names of the arguments in the path, in its order."""
    found = [argument for argument in tool.arguments if argument.place == "path"]
    return [each.name for each in sorted(found, key=lambda argument: tool.path.find("{" + argument.wire[-1]))]
