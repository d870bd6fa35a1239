"""The stages of the model's part: reading, planning, programs, blind checks, repair. Completions are the checkpoints.

Each stage is a function of the documents and of the model's answers, and every answer is kept as it comes. So a run
that is broken off at any point and begun again finds all answers that it had, and ends with the same bytes.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace

from generator.description import Description
from generator.model.blind import Examiner, checks_written
from generator.model.budget import Usage
from generator.model.custom_tools import CustomTools
from generator.model.describing import Origin
from generator.model.editing import Edited, without_operation
from generator.model.interview import Interview, Tell
from generator.model.passages import Knowledge, knowledge_of
from generator.model.planning import planned_by_model
from generator.model.programming import Bench, programs_written, standing_in, with_steps
from generator.model.reading import read_prose
from generator.model.second import differences, unread
from generator.model.seeding import seeded
from generator.model.settings import Settings
from generator.model.settling import settled, without_broken, without_needless_rows
from generator.model.wording import worded
from generator.plan import Plan, Tool
from generator.prose.section import Section
from generator.render import render
from generator.repair import renderable
from generator.rules.planner import plan_from
from generator.verify import opened

# What a second reading by the same model is asked at, so that it is one.
SECOND_TEMPERATURE = 1.0

Stage = Callable[[Plan, Knowledge, Interview], tuple[Plan, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Account:
    """What the model was asked by stage, and what of its answers was refused.

    ``rounds`` are those of repair; ``differences`` what two readings differed in before it; ``by_rules`` the calls and
    inputs that rules found in the pages and the model did not name; ``unresolved`` the checks that no program of the
    plan can pass, with what is wrong with it.
    """

    stages: tuple[tuple[str, Usage], ...] = ()
    refused: tuple[str, ...] = ()
    rounds: int = 0
    programs: int = 0
    checks: int = 0
    differences: tuple[str, ...] = ()
    by_rules: tuple[str, ...] = ()
    unresolved: tuple[str, ...] = ()

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
            "differences": list(self.differences),
            "by_rules": list(self.by_rules),
            "unresolved": list(self.unresolved),
        }

    def and_then(self, stage: str, usage: Usage, refused: Sequence[str] = ()) -> "Account":
        """Return the account with one more stage."""
        return replace(self, stages=(*self.stages, (stage, usage)), refused=(*self.refused, *refused))


@dataclass(frozen=True, slots=True)
class Read:
    """Documentation as a model read it; ``sections`` are what it read, none of a machine-readable description."""

    knowledge: Knowledge
    account: Account = field(default_factory=Account)
    sections: tuple[Section, ...] = ()
    origin: Origin | None = None


def read_by_model(sections: Sequence[Section], origin: Origin, settings: Settings, tell: Tell) -> Read:
    """Return what the model reads in prose. Raises: ModelError, SpecError."""
    return _read(sections, origin, settings, tell, Account())


def _read(sections: Sequence[Section], origin: Origin, settings: Settings, tell: Tell, account: Account) -> Read:
    before = account.usage
    with Interview(settings, tell, before) as interview:
        prose = read_prose(sections, origin, interview)
        knowledge = knowledge_of(prose.description, prose.said, sections, prose.rules)
        account = account.and_then("reading", less(interview.usage, before), prose.refused)
        account = replace(account, by_rules=prose.by_rules)
    return Read(knowledge, account, tuple(sections), origin)


def read_by_rules(description: Description) -> Read:
    """Return what a machine-readable description says in prose beside its schemas."""
    return Read(knowledge_of(description))


def modelled(plan: Plan, read: Read, settings: Settings, tell: Tell) -> tuple[Plan, Account]:
    """Return the rules' plan with what a model adds to it, and what it was asked. Raises: ModelError, FleetError."""
    course = Course(plan, read.knowledge, read.account)
    with Interview(settings, tell, course.account.usage) as interview:
        course.design(interview)
        if not course.plan.tools:
            return course.plan, course.account
        if settings.seeds:
            course.stage("seeds", interview, seeded)
    with Interview(settings.checking, tell, course.account.usage) as interview:
        examiner = course.examined(interview)
    if settings.second:
        _read_again(course, examiner, plan, read, settings, tell)
    with Interview(settings, tell, course.account.usage) as interview:
        course.settle(examiner, interview)
        if settings.words:
            course.stage("words", interview, worded)
    return course.plan, course.account


class Course:
    """A plan on its way through the stages, with the account of what was asked."""

    def __init__(self, plan: Plan, knowledge: Knowledge, account: Account) -> None:
        self.plan = renderable(plan).model_copy(update={"engine": "model"})
        self.account = account
        self._knowledge = knowledge
        self._tools = CustomTools(knowledge)

    def stage(self, name: str, interview: Interview, work: Stage) -> None:
        """Take the plan that a stage makes of this one."""
        self.plan, refused = work(self.plan, self._knowledge, interview)
        self._told(name, interview, refused)

    def design(self, interview: Interview) -> None:
        """Edit the plan, and write programs."""
        edited, refused = planned_by_model(self.plan, self._knowledge, interview)
        self._tools.inputs = edited.inputs
        self._told("planning", interview, refused)
        self.plan, bench = _programmed(edited, self._knowledge, self._tools, interview)
        self._told("programs", interview)
        self.account = replace(self.account, programs=len(bench.taken))

    def examined(self, interview: Interview, *, empty: bool = False) -> Examiner:
        """Return the checks that are written of the plan."""
        image = opened(self.plan, render(self.plan))
        examiner = checks_written(self.plan, image, self._knowledge, interview, empty=empty)
        self._told("checks", interview)
        return examiner

    def settle(self, examiner: Examiner, interview: Interview) -> None:
        """Mend programs and checks that disagree, and leave out what stays broken."""
        state, rounds = settled(self.plan, examiner, self._knowledge, interview, self._tools)
        self._told("repair", interview)
        self.plan = without_needless_rows(_without_unproved(without_broken(state)))
        unresolved = tuple(f"{name}: {why}" for name, why in state.unresolved.items())
        self.account = replace(self.account, rounds=rounds, checks=len(self.plan.checks), unresolved=unresolved)

    def note(self, said: Sequence[str]) -> None:
        """Record what two readings differ in."""
        self.account = replace(self.account, differences=tuple(said))

    def _told(self, stage: str, interview: Interview, refused: Sequence[str] = ()) -> None:
        self.account = self.account.and_then(stage, less(interview.usage, self.account.usage), refused)


def _read_again(course: Course, examiner: Examiner, first: Plan, read: Read, settings: Settings, tell: Tell) -> None:
    """Let a second model read, plan, program and check; what both differ in is left to repair."""
    same = settings.second == settings.model
    other = replace(settings, model=settings.second, temperature=SECOND_TEMPERATURE if same else None)
    found, plan = read, first
    if read.origin is not None:
        found = _read(read.sections, read.origin, other, tell, course.account)
        plan = plan_from(found.knowledge.description, first.name, first.seed)
    second = Course(plan, found.knowledge, course.account if found is read else found.account)
    with Interview(other, tell, second.account.usage) as interview:
        second.design(interview)
        checks = second.examined(interview, empty=True).checks.values() if second.plan.tools else ()
    course.account = replace(course.account, stages=second.account.stages)
    found_differences = differences(course.plan, second.plan, tuple(checks))
    course.note([*unread(course.plan, second.plan), *map(str, found_differences)])
    examiner.checks.update({each.check.name: each.check for each in found_differences})


def _programmed(edited: Edited, knowledge: Knowledge, tools: CustomTools, interview: Interview) -> tuple[Plan, Bench]:
    """The plan with a program for each operation that is to have one, and those without it unmodelled."""
    plan = edited.plan
    for operation in edited.left_out:
        plan = without_operation(plan, operation, edited.left_out[operation])
    names: list[str] = []
    for operation, wish in edited.programs.items():
        if operation not in knowledge.documented:
            continue
        tool = standing_in(tools.tool(operation, wish.entity, plan))
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
