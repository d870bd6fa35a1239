"""Stage five: where a program and a blind check disagree, a model sees both and mends the one that is wrong."""

import json
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Literal

from generator.check import Check
from generator.model.blind import CheckSaid, Examiner, check_of
from generator.model.callers import caller_lines
from generator.model.conditions import Refused
from generator.model.custom_tools import CustomTools
from generator.model.editing import Edited, edited
from generator.model.edits import PlanEdit
from generator.model.halves import halved
from generator.model.interview import Interview, Judged, Question
from generator.model.passages import Knowledge
from generator.model.programming import functions_text, with_steps
from generator.model.prompts import prompt
from generator.model.quotations import Passages
from generator.model.structured import Said
from generator.plan import Plan, Tool, Unmodelled
from generator.render import render, rows_of, schema_sql
from generator.result import Result, run_checks
from generator.runner import Outcome
from generator.seed.rows import seed_rows
from generator.verify import opened
from state_db.errors import FleetError

MOST_ROUNDS = 3
MOST_CHECKS = 10
MOST_ANSWER = 1_500


class VerdictSaid(Said):
    """Which side of a disagreement is wrong, why, and what stands in its place.

    Where the plan itself is wrong, so that no program can answer as documented, ``edit`` mends it, if one can.
    """

    check: str
    wrong: Literal["program", "check", "plan"]
    why: str
    quotation: str
    tool: str = ""
    sql: str = ""
    mended: CheckSaid | None = None
    edit: PlanEdit | None = None


class VerdictsSaid(Said):
    """A verdict on each disagreement."""

    verdicts: tuple[VerdictSaid, ...] = ()


@dataclass(frozen=True)
class State:
    """A plan with checks, and how they went.

    ``unresolved`` are the checks of which the plan itself is at fault, by name, with what is wrong with it.
    """

    plan: Plan
    checks: tuple[Check, ...]
    result: Result
    unresolved: Mapping[str, str] = field(default_factory=dict)

    @property
    def score(self) -> tuple[int, int]:
        """Return how good it is: checks that passed, then how few failed."""
        return self.result.count.passed, -self.result.count.failed

    @property
    def failed(self) -> list[Outcome]:
        """Return the checks that failed."""
        return list(self.result.failed)

    @property
    def open(self) -> list[Outcome]:
        """Return the checks that failed and can still be settled."""
        return [outcome for outcome in self.result.failed if outcome.check.name not in self.unresolved]

    def without(self, unresolved: Mapping[str, str]) -> "State":
        """Return the state in which those of these checks that failed are set aside."""
        failed = {outcome.check.name for outcome in self.result.failed}
        return replace(self, unresolved={name: why for name, why in unresolved.items() if name in failed})


def state_of(plan: Plan, checks: Sequence[Check]) -> State:
    """Return how the checks go on the plan. Raises: FleetError where it cannot be opened."""
    names = {tool.name for tool in plan.tools}
    known = tuple(check for check in checks if check.tools <= names)
    return State(plan, known, run_checks(opened(plan, render(plan)), known))


class Mender:
    """Takes verdicts on one state: programs and checks that can stand."""

    def __init__(self, state: State, examiner: Examiner, passages: Passages, tools: CustomTools) -> None:
        self.plan = state.plan
        self.checks: dict[str, Check | None] = {}
        self.tools: dict[str, Tool] = {}
        self.edits: list[PlanEdit] = []
        self.unresolved: dict[str, str] = {}
        self._failed = {outcome.check.name for outcome in state.failed}
        self._examiner = examiner
        self._passages = passages
        self._tools = tools

    def judged(self, said: VerdictsSaid) -> Judged[VerdictsSaid]:
        """Take what can be taken of the verdicts, and return what is wrong with the others."""
        faults = []
        for verdict in said.verdicts:
            fault = self._fault(verdict)
            if fault:
                faults.append(f"{verdict.check}: {fault}")
        return Judged(said, tuple(faults))

    def _fault(self, verdict: VerdictSaid) -> str:
        if verdict.check not in self._failed:
            return "no such check failed"
        if not self._passages.holds(verdict.quotation):
            return f"its quotation is not in the documentation: {verdict.quotation[:120]!r}"
        if verdict.wrong == "program":
            return self._program_fault(verdict)
        if verdict.wrong == "plan":
            return self._plan_fault(verdict)
        if verdict.mended is None:
            self.checks[verdict.check] = None
            return ""
        if fault := self._examiner.fault(verdict.mended):
            return fault
        self.checks[verdict.check] = check_of(verdict.mended, verdict.check)
        return ""

    def _plan_fault(self, verdict: VerdictSaid) -> str:
        """Why an edit cannot be made; without one the check is set aside, with what is said to be wrong."""
        if verdict.edit is None:
            self.unresolved[verdict.check] = verdict.why
            return ""
        try:
            self.plan = edited(Edited(self.plan), verdict.edit).plan
        except Refused as why:
            return f"{verdict.edit.edit}: {why}"
        self.edits.append(verdict.edit)
        self.tools = {name: self.plan.tool(name) for name in self.tools}
        return ""

    def _program_fault(self, verdict: VerdictSaid) -> str:
        """What is wrong with a program that is to stand in place of another; nothing where it was taken."""
        tool = next((tool for tool in self.plan.tools if tool.name == verdict.tool), None)
        if tool is None:
            return f"there is no tool {verdict.tool!r} whose program is wrong"
        try:
            if tool.pattern != "custom":
                tool = self._tools.tool(f"{tool.method} {tool.path}", tool.entity, self.plan)
            tool = with_steps(tool, verdict.sql)
            tools = tuple(tool if each.name == tool.name else each for each in self.plan.tools)
            plan = self.plan.model_copy(update={"tools": tools})
            opened(plan, render(plan))
        except FleetError as error:
            return f"{error.what} {error.next}".strip() + (f" ({error.where})" if error.where else "")
        except KeyError:
            return f"{verdict.tool} is no documented operation"
        self.plan = plan
        self.tools[tool.name] = tool
        return ""


def mended(state: State, menders: Sequence[Mender]) -> State:
    """Return the state with all that was mended, in the order of the requests. Raises: FleetError."""
    tools = {tool.name: tool for tool in state.plan.tools}
    checks: dict[str, Check | None] = {check.name: check for check in state.checks}
    for mender in menders:
        tools |= mender.tools
        checks |= mender.checks
    edits = [edit for mender in menders for edit in mender.edits]
    changed = {name: tool for name, tool in tools.items() if tool is not state.plan.tool(name)}
    plan = _with_edits(state.plan, edits)
    plan = plan.model_copy(update={"tools": tuple(changed.get(tool.name, tool) for tool in plan.tools)})
    # A program that was written in one conversation takes the inputs that another one has edited.
    plan = _with_edits(plan, edits)
    tried = state_of(plan, [check for check in checks.values() if check is not None])
    unresolved = {name: why for mender in menders for name, why in mender.unresolved.items()}
    return tried.without({**state.unresolved, **unresolved})


def _with_edits(plan: Plan, edits: Sequence[PlanEdit]) -> Plan:
    """The plan with the edits that can be made; what is there already is not made again."""
    for edit in edits:
        with suppress(Refused):
            plan = edited(Edited(plan), edit).plan
    return plan


def settled(
    plan: Plan, examiner: Examiner, knowledge: Knowledge, interview: Interview, tools: CustomTools
) -> tuple[State, int]:
    """Return the best state that rounds of mending lead to, with as many rounds as there were. Raises: ModelError."""
    passages = Passages("\n".join([*knowledge.texts.values(), *(each.text for each in knowledge.documented.values())]))
    best = state_of(with_rows(plan), tuple(examiner.checks.values()))
    rounds = 0
    while best.open and rounds < MOST_ROUNDS:
        rounds += 1
        batches = [best.open[start : start + MOST_CHECKS] for start in range(0, len(best.open), MOST_CHECKS)]
        menders = [Mender(best, examiner, passages, tools) for _ in batches]
        questions = [_question(best, batch, knowledge, each) for batch, each in zip(batches, menders, strict=True)]
        interview.answers(f"repair {rounds}", questions)
        tried = mended(best, menders)
        if tried.score <= best.score:
            set_aside = {name: why for mender in menders for name, why in mender.unresolved.items()}
            best = best.without({**best.unresolved, **set_aside})
            break
        best = tried
    return best, rounds


def with_rows(plan: Plan) -> Plan:
    """Return the plan that keeps the rows which it begins with, however its tools are mended: checks are about them."""
    return plan.model_copy(update={"rows": rows_of(plan)})


def without_needless_rows(plan: Plan) -> Plan:
    """Return the plan without rows that are made from it anyway."""
    free = plan.model_copy(update={"rows": None})
    return free if plan.rows == seed_rows(free) else plan


def without_broken(state: State) -> Plan:
    """Return the plan with the checks that passed, in which tools whose checks still fail are unmodelled."""
    plan = state.plan
    for outcome in state.failed:
        name = outcome.breaches[0].tool
        tool = next((tool for tool in plan.tools if tool.name == name), None)
        if tool is not None:
            reason = Unmodelled(
                operation=f"{tool.method} {tool.path}",
                reason=_reason(state, outcome),
            )
            plan = plan.model_copy(
                update={
                    "tools": tuple(each for each in plan.tools if each.name != name),
                    "unmodelled": (*plan.unmodelled, reason),
                }
            )
    names = {tool.name for tool in plan.tools}
    bad = {outcome.check.name for outcome in state.failed}
    kept = tuple(check for check in state.checks if check.name not in bad and check.tools <= names)
    return plan.model_copy(update={"checks": kept})


def _reason(state: State, outcome: Outcome) -> str:
    if why := state.unresolved.get(outcome.check.name):
        return f"The plan has no way to answer as documented: {why}"
    return f"It does not answer as documented, also after repair: {outcome.breaches[0].what}"


def _question(state: State, failed: Sequence[Outcome], knowledge: Knowledge, mender: Mender) -> Question[VerdictsSaid]:
    plan = state.plan
    names = dict.fromkeys(step.tool for outcome in failed for step in outcome.check.steps)
    image = opened(plan, render(plan))
    known = [knowledge.documented.get(f"{plan.tool(name).method} {plan.tool(name).path}") for name in names]
    return Question(
        f"repair {', '.join(outcome.check.name for outcome in failed)}",
        prompt("settling_system", functions=functions_text()),
        prompt(
            "settling_user",
            schema=schema_sql(plan),
            who=caller_lines(plan),
            programs={name: image.texts[f"programs/{name}.sql"] for name in names},
            passages=list(dict.fromkeys(each.text for each in known if each is not None)),
            rules=[f"{rule.what} [{rule.quotation}]" for rule in knowledge.rules],
            checks=[_told(outcome) for outcome in failed],
        ),
        VerdictsSaid,
        mender.judged,
        split=halved(failed, lambda half: _question(state, half, knowledge, mender)),
    )


def _told(outcome: Outcome) -> dict[str, object]:
    """A check that failed, with its calls and what was answered."""
    return {
        "name": outcome.check.name,
        "check": json.dumps(
            outcome.check.model_dump(mode="json", exclude_defaults=True, exclude={"law", "name"}), ensure_ascii=False
        ),
        "calls": [
            f"{call.tool} {json.dumps(call.arguments, ensure_ascii=False)} → {call.answer.status} "
            f"{call.answer.error or ''} {call.answer.text[:MOST_ANSWER]}"
            for call in outcome.calls
        ],
        "breaches": [f"step {each.step}: {each.what}" for each in outcome.breaches],
    }
