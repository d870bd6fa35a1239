"""The stages of the model's part: reading, planning, programs, blind checks, repair. Completions are the checkpoints.

Each stage is a function of the documents and of the model's answers, and every answer is kept as it comes. So a run
that is broken off at any point and begun again finds all answers that it had, and ends with the same bytes.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace

from generator.description import Description
from generator.model.blind import checks_written
from generator.model.budget import Usage
from generator.model.custom_tools import CustomTools
from generator.model.describing import Origin
from generator.model.editing import Edited, without_operation
from generator.model.interview import Interview, Tell
from generator.model.passages import Knowledge, knowledge_of
from generator.model.planning import planned_by_model
from generator.model.programming import Bench, programs_written, standing_in, with_steps
from generator.model.reading import read_prose
from generator.model.settings import Settings
from generator.model.settling import settled, without_broken
from generator.plan import Plan, Tool
from generator.prose.section import Section
from generator.render import render
from generator.verify import opened


@dataclass(frozen=True, slots=True)
class Account:
    """What the model was asked by stage, and what of its answers was refused; ``rounds`` are those of repair."""

    stages: tuple[tuple[str, Usage], ...] = ()
    refused: tuple[str, ...] = ()
    rounds: int = 0
    programs: int = 0
    checks: int = 0

    @property
    def usage(self) -> Usage:
        """Return what all stages came to."""
        fields = [each for _, each in self.stages]
        return Usage(*(sum(getattr(each, name) for each in fields) for name in Usage.__slots__))

    def to_json(self) -> dict[str, object]:
        """Return what ``fleetwright generate --json`` prints of it."""
        return {
            **asdict(self.usage),
            "stages": {name: usage.requests + usage.cached for name, usage in self.stages},
            "rounds": self.rounds,
            "programs": self.programs,
            "checks": self.checks,
            "refused": list(self.refused),
        }

    def and_then(self, stage: str, usage: Usage, refused: Sequence[str] = ()) -> "Account":
        """Return the account with one more stage."""
        return replace(self, stages=(*self.stages, (stage, usage)), refused=(*self.refused, *refused))


@dataclass(frozen=True, slots=True)
class Read:
    """Documentation as a model read it."""

    knowledge: Knowledge
    account: Account = field(default_factory=Account)


def read_by_model(sections: Sequence[Section], origin: Origin, settings: Settings, tell: Tell) -> Read:
    """Return what the model reads in prose. Raises: ModelError, SpecError."""
    with Interview(settings, tell) as interview:
        prose = read_prose(sections, origin, interview)
        knowledge = knowledge_of(prose.description, prose.parts, prose.rules)
        return Read(knowledge, Account().and_then("reading", interview.usage, prose.refused))


def read_by_rules(description: Description) -> Read:
    """Return what a machine-readable description says in prose beside its schemas."""
    return Read(knowledge_of(description, (), ()))


def modelled(plan: Plan, read: Read, settings: Settings, tell: Tell) -> tuple[Plan, Account]:
    """Return the rules' plan with what a model adds to it, and what it was asked. Raises: ModelError, FleetError."""
    account = read.account
    tools = CustomTools(read.knowledge.description)
    with Interview(settings, tell) as interview:
        edited, refused = planned_by_model(plan, read.knowledge, interview)
        account = account.and_then("planning", interview.usage, refused)
        before = interview.usage
        plan, bench = _programmed(edited, read.knowledge, tools, interview)
        account = account.and_then("programs", less(interview.usage, before))
        before = interview.usage
        if not plan.tools:
            return plan, account
        examiner = checks_written(plan, opened(plan, render(plan)), read.knowledge, interview)
        account = account.and_then("checks", less(interview.usage, before))
        before = interview.usage
        state, rounds = settled(plan, examiner, read.knowledge, interview, tools)
        account = account.and_then("repair", less(interview.usage, before))
        plan = _without_unproved(without_broken(state))
    return plan.model_copy(update={"engine": "model"}), replace(
        account, rounds=rounds, programs=len(bench.taken), checks=len(plan.checks)
    )


def _programmed(edited: Edited, knowledge: Knowledge, tools: CustomTools, interview: Interview) -> tuple[Plan, Bench]:
    """The plan with a program for each operation that is to have one, and those without it unmodelled."""
    plan = edited.plan
    for operation in edited.left_out:
        plan = without_operation(plan, operation, edited.left_out[operation])
    names: list[str] = []
    for operation, wish in edited.programs.items():
        known = knowledge.documented.get(operation)
        if known is None:
            continue
        tool = standing_in(tools.tool(operation, wish.entity, plan, known.errors))
        names.append(tool.name)
        plan = _with_tool(plan, tool)
    bench = programs_written(plan, names, knowledge, interview)
    assumed = dict.fromkeys(plan.assumptions)
    for name in names:
        tool = plan.tool(name)
        if name in bench.taken:
            plan = _with_tool(plan, with_steps(tool, bench.taken[name].sql))
            assumed.update(dict.fromkeys(bench.taken[name].assumptions))
        else:
            why = (
                bench.impossible.get(name)
                or f"No program for it is sound: {bench.faults.get(name, 'none was written')}"
            )
            plan = without_operation(plan, f"{tool.method} {tool.path}", why)
    return plan.model_copy(update={"assumptions": tuple(assumed)}), bench


def _with_tool(plan: Plan, tool: Tool) -> Plan:
    """The plan with the tool in place of the one for the same operation, or as a new one."""
    label = f"{tool.method} {tool.path}"
    known = [f"{each.method} {each.path}" for each in plan.tools]
    if label in known:
        tools = tuple(tool if name == label else each for name, each in zip(known, plan.tools, strict=True))
    else:
        tools = (*plan.tools, tool)
    unmodelled = tuple(each for each in plan.unmodelled if each.operation != label)
    return plan.model_copy(update={"tools": tools, "unmodelled": unmodelled})


def _without_unproved(plan: Plan) -> Plan:
    """The plan without programs that no check saw going through."""
    proved = {step.tool for check in plan.checks for step in check.steps if step.expect.error is None}
    for tool in plan.tools:
        if tool.pattern == "custom" and tool.steps and not tool.copies and tool.name not in proved:
            plan = without_operation(
                plan, f"{tool.method} {tool.path}", "No check shows that its program does as documented."
            )
    names = {tool.name for tool in plan.tools}
    return plan.model_copy(update={"checks": tuple(check for check in plan.checks if check.tools <= names)})


def less(after: Usage, before: Usage) -> Usage:
    """Return what was asked between two points of a run."""
    return Usage(*(getattr(after, name) - getattr(before, name) for name in Usage.__slots__))


__all__ = ["Account", "Read", "modelled", "read_by_model", "read_by_rules"]
