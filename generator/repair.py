"""No server ships with a check that fails: it is repaired by rule, else the tool is dropped, with the reason."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from generator.errors import RenderError, VerificationError
from generator.known import KnownPasses
from generator.plan import Direction, Order, Plan, Tool, Unmodelled
from generator.render import render as rendered
from generator.render import with_promises
from generator.runner import Breach, Outcome
from generator.verify import Proof, opened, proof_with_promises, prove, proved_again
from state_db.errors import FleetError, ProgramError


class Renderer(Protocol):
    """Gives a plan's files, which promise nothing of what they answer."""

    def __call__(self, plan: Plan) -> Mapping[str, str]:
        """Return the text of each file by its name in the folder. Raises: RenderError."""
        ...


# Rounds in which only the surest culprits are mended; after them, whatever is in a failing check is dropped.
MOST_ROUNDS = 8


@dataclass(frozen=True, slots=True)
class Mended:
    """A plan of which every check holds, its files, and the proof."""

    plan: Plan
    files: Mapping[str, str]
    proof: Proof


@dataclass(frozen=True, slots=True)
class Blame:
    """A tool that a failing check is about, the check, and what failed."""

    tool: str
    outcome: Outcome
    breach: Breach


def mended(plan: Plan, render: Renderer = rendered) -> Mended:
    """Return the plan without what verification refutes: rendered, proved, repaired until every check holds.

    Raises: VerificationError where the files cannot be opened and no tool is to blame.
    """
    passes = KnownPasses()
    for round_ in range(MOST_ROUNDS + len(plan.tools) + 1):
        try:
            files = render(plan)
            proof = prove(plan, files, passes)
        except (ProgramError, RenderError) as error:
            plan = _without_broken(plan, error)
            continue
        if proof.result.passed and proof.result.known:
            # What is promised of answers is held against every one of them, and nothing ships on what once was.
            passes, proof = KnownPasses(), proved_again(proof)
        answered = proof.result.answered
        silent = [tool for tool in plan.tools if tool.name not in answered] if proof.result.passed else []
        for tool in silent:
            plan = without_tool(plan, tool, "dropped: contract: no arguments were found with which a call goes through")
        if not proof.result.passed:
            plan = _relieved(plan, _blames(proof), sure=round_ < MOST_ROUNDS)
        elif not silent:
            files = with_promises(plan, files, proof.outputs)
            whole = Mended(plan, files, proof_with_promises(proof, files))
            try:
                # Measuring calls tools with more values than the checks do, and may find that a program breaks on one.
                # The proof keeps what is measured.
                _ = whole.proof.usage
            except ProgramError as error:
                plan = _without_broken(plan, error)
                continue
            return whole
    raise VerificationError("Its checks fail however much is left out.", where=plan.name)


def rendered_part(plan: Plan) -> tuple[Plan, Mapping[str, str]]:
    """Return the plan without the tools that cannot be rendered, and its files; nothing of it is proved.

    Raises: VerificationError where no tool is to blame.
    """
    while True:
        try:
            return plan, rendered(plan)
        except RenderError as error:
            plan = _without_broken(plan, error)


def renderable(plan: Plan) -> Plan:
    """Return the plan in which tools that cannot be rendered or opened are unmodelled, with the reason.

    Raises: VerificationError where no tool is to blame.
    """
    for _ in range(len(plan.tools) + 1):
        try:
            opened(plan, rendered(plan))
        except (ProgramError, RenderError) as error:
            plan = _without_broken(plan, error)
        else:
            break
    return plan.model_copy(update={"unmodelled": (*plan.unmodelled, *plan.dropped), "dropped": ()})


def _blames(proof: Proof) -> list[Blame]:
    """Return one blame a failing check, of the tool at whose step it showed first."""
    return [Blame(outcome.breaches[0].tool, outcome, outcome.breaches[0]) for outcome in proof.result.failed]


def _relieved(plan: Plan, blames: list[Blame], *, sure: bool) -> Plan:
    """Mend those who alone can have caused a failure; where there are none, those who are blamed most.

    A failing check that calls none of these has another cause, which is mended in the same round.
    """
    first = {blame.tool: blame for blame in reversed(blames)}
    culprits = list(dict.fromkeys(blame.tool for blame in (_culprits(blames) if sure else blames)))
    for tool in culprits:
        plan = _mended_tool(plan, first[tool])
    return plan


def _culprits(blames: list[Blame]) -> list[Blame]:
    found: list[Blame] = []
    left = blames
    while left:
        chosen = [blame for blame in left if len(blame.outcome.check.tools) == 1]
        if not chosen:
            votes = Counter(blame.tool for blame in left)
            most = max(votes.values())
            chosen = [blame for blame in left if votes[blame.tool] == most]
        found += chosen
        guilty = {blame.tool for blame in chosen}
        left = [blame for blame in left if not blame.outcome.check.tools & guilty]
    return found


def _mended_tool(plan: Plan, blame: Blame) -> Plan:
    tool = plan.tool(blame.tool)
    reason = f"dropped: {blame.outcome.check.law}: {blame.breach.what}"
    if blame.outcome.check.law == "example" and blame.outcome.check.tool == tool.name and tool.examples:
        return _without_example(plan, tool, blame)
    better = _better(tool, blame, reason)
    if better is None:
        return without_tool(plan, tool, reason)
    tools = tuple(better if each.name == tool.name else each for each in plan.tools)
    return plan.model_copy(update={"tools": tools})


def _without_example(plan: Plan, tool: Tool, blame: Blame) -> Plan:
    """Leave out the example that the tool does not follow, and say so."""
    name = blame.outcome.check.name
    named = [each for number, each in enumerate(tool.examples, 1) if name == f"{tool.name}_follows_example_{number}"]
    example = (*named, *tool.examples)[0]
    less = tool.model_copy(update={"examples": tuple(each for each in tool.examples if each is not example)})
    tools = tuple(less if each.name == tool.name else each for each in plan.tools)
    said = f"{tool.name} does not follow the example at {example.source}: {blame.breach.what}."
    return plan.model_copy(update={"tools": tools, "assumptions": (*plan.assumptions, said)})


def _better(tool: Tool, blame: Blame, reason: str) -> Tool | None:
    """Return the tool with less that it promises, where that can mend the failure; None where it cannot."""
    check = blame.outcome.check
    if check.tool != tool.name:
        return None
    if check.law == "filter":
        named = check.name.partition("_narrows_by_")[2]
        return _without_arguments(tool, {named}, reason)
    if check.law == "order":
        orders = {argument.name for argument in tool.arguments if isinstance(argument.does, Order | Direction)}
        return _without_arguments(tool, orders, reason)
    if check.law == "idempotence" and tool.pattern == "custom" and not tool.piles:
        # The method alone made it claim that; nothing documented is refuted.
        return tool.model_copy(update={"piles": True})
    if check.law == "transition" and tool.only_from and "refused" in check.name:
        return tool.model_copy(update={"only_from": {}})
    return None


def _without_arguments(tool: Tool, names: set[str], reason: str) -> Tool | None:
    left = {argument.name for argument in tool.arguments if argument.name in names and not argument.required}
    return tool.without_arguments(left, reason) if left else None


def without_tool(plan: Plan, tool: Tool, reason: str) -> Plan:
    """Return the plan in which the tool's operation is dropped for this reason."""
    tools = tuple(each for each in plan.tools if each.name != tool.name)
    dropped = (*plan.dropped, Unmodelled(operation=f"{tool.method} {tool.path}", reason=reason))
    return plan.model_copy(update={"tools": tools, "dropped": dropped})


def _without_broken(plan: Plan, error: FleetError) -> Plan:
    """Drop the tools that an error and those beside it name. Raises: VerificationError for an error of no tool."""
    for each in (error, *(error.more if isinstance(error, RenderError) else ())):
        plan = _without_named(plan, each)
    return plan


def _without_named(plan: Plan, error: FleetError) -> Plan:
    """Drop the tool that an error names: of its program, or of its part of the plan. Raises: the error, of no tool."""
    found = re.search(r"programs/([a-z0-9_]+)\.sql|/tools/([a-z0-9_]+)", error.where)
    name = next((part for part in found.groups() if part), "") if found else ""
    tool = next((tool for tool in plan.tools if tool.name == name), None)
    if tool is None:
        raise VerificationError(error.what, where=error.where or plan.name, next=error.next) from error
    if isinstance(error, RenderError):
        # Nothing was refuted: the plan does not say enough for a program.
        less = without_tool(plan, tool, "")
        reason = Unmodelled(operation=f"{tool.method} {tool.path}", reason=error.what)
        return less.model_copy(update={"dropped": plan.dropped, "unmodelled": (*plan.unmodelled, reason)})
    return without_tool(plan, tool, f"dropped: render: {error.what}")
