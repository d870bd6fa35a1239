"""Stage two: the rules' first plan, edited by a model one typed edit at a time."""

from collections.abc import Sequence
from dataclasses import replace

from generator.model.conditions import Refused
from generator.model.editing import Edited, edited
from generator.model.edits import Assume, Edit, PlanSaid
from generator.model.interview import Interview, Judged, Question
from generator.model.passages import Knowledge, plan_summaries
from generator.model.prompts import prompt
from generator.model.quotations import Passages
from generator.plan import Plan


class Editor:
    """A plan underway: takes edits as they are proposed, and says why others are refused."""

    def __init__(self, plan: Plan, passages: Passages) -> None:
        self.state = Edited(plan)
        self.made: list[Edit] = []
        self._passages = passages

    def judged(self, said: PlanSaid) -> Judged[PlanSaid]:
        """Make the edits that can be made, and return why the others cannot."""
        faults: list[str] = []
        for number, edit in enumerate(said.edits):
            label = f"edit {number} ({edit.edit})"
            if not isinstance(edit, Assume) and not self._passages.holds(edit.quotation):
                faults.append(f"{label}: its quotation is not in the documentation: {edit.quotation[:120]!r}")
                continue
            try:
                self.state = edited(self.state, edit)
                self.made.append(edit)
            except Refused as why:
                faults.append(f"{label}: {why}")
        return Judged(said, tuple(faults))


def planned_by_model(plan: Plan, knowledge: Knowledge, interview: Interview) -> tuple[Edited, tuple[str, ...]]:
    """Return the plan with the edits that can be made, and why others were refused. Raises: ModelError."""
    summaries = plan_summaries(plan, knowledge)
    passages = Passages("\n".join([*_texts(knowledge), *summaries]))
    editors = [Editor(plan, passages) for _ in summaries]
    system = prompt("planning_system")
    questions = [
        Question("plan", system, prompt("planning_user", title=plan.title, summary=summary), PlanSaid, editor.judged)
        for summary, editor in zip(summaries, editors, strict=True)
    ]
    answered = interview.answers("planning", questions)
    refused = [f"plan: {fault}" for each in answered for fault in each.faults]
    state, more = _joined(editors)
    return _with_candidates(state), (*refused, *more)


def _joined(editors: Sequence[Editor]) -> tuple[Edited, list[str]]:
    """The plan with the edits that were made of all parts, in the order of the parts, and why others cannot be."""
    first, *others = editors
    state, refused = first.state, []
    for editor in others:
        for edit in editor.made:
            try:
                state = edited(state, edit)
            except Refused as why:
                refused.append(f"plan: {edit.edit}: {why}")
    return state, refused


def _texts(knowledge: Knowledge) -> list[str]:
    return [*knowledge.texts.values(), *(each.text for each in knowledge.documented.values())]


def _with_candidates(state: Edited) -> Edited:
    """The plan in which what the model leaves out is unmodelled for the reason that it gives."""
    plan = state.plan
    for operation, why in state.left_out.items():
        known = {each.operation: each.reason for each in plan.unmodelled}
        if operation in known:
            unmodelled = tuple(
                each.model_copy(update={"reason": why}) if each.operation == operation else each
                for each in plan.unmodelled
            )
            plan = plan.model_copy(update={"unmodelled": unmodelled})
    return replace(state, plan=plan)
