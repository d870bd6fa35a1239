"""Descriptions of tools that a model words for agents where it is asked to: short, and none of it copied."""

from collections.abc import Sequence

from generator.model.interview import Interview, Judged, Question
from generator.model.passages import Knowledge
from generator.model.prompts import prompt
from generator.model.quotations import plain
from generator.model.structured import Said
from generator.plan import Plan, Tool

MOST_CHARACTERS = 300
MOST_TOOLS = 30
# So many words in a row that also stand in the documentation are a copy.
MOST_COPIED = 10


class DescriptionSaid(Said):
    """What a tool is for."""

    tool: str
    text: str


class DescriptionsSaid(Said):
    """The descriptions of all tools that were asked for."""

    descriptions: tuple[DescriptionSaid, ...] = ()


class Editor:
    """Takes descriptions that are short and in own words."""

    def __init__(self, documentation: str) -> None:
        self.taken: dict[str, str] = {}
        self._documentation = f" {' '.join(plain(documentation).lower().split())} "

    def judged(self, said: DescriptionsSaid, wanted: Sequence[str]) -> Judged[DescriptionsSaid]:
        """Take what can be taken, and return what is wrong with the rest."""
        faults = []
        for each in said.descriptions:
            fault = self._fault(each) if each.tool in wanted else "no such tool is asked for"
            if fault:
                faults.append(f"{each.tool}: {fault}")
            else:
                self.taken[each.tool] = " ".join(each.text.split())
        return Judged(said, tuple(faults))

    def _fault(self, said: DescriptionSaid) -> str:
        words = " ".join(said.text.split())
        if not 10 <= len(words) <= MOST_CHARACTERS:
            return f"it has {len(words)} characters, not 10 to {MOST_CHARACTERS}"
        if "<" in words or "http" in words or "`" in words:
            return "it holds markup or an address"
        parts = plain(words).lower().split()
        runs = (" ".join(parts[start : start + MOST_COPIED]) for start in range(len(parts) - MOST_COPIED + 1))
        copied = next((run for run in runs if f" {run} " in self._documentation), "")
        return f"it copies the documentation: {copied}" if copied else ""


def worded(plan: Plan, knowledge: Knowledge, interview: Interview) -> tuple[Plan, tuple[str, ...]]:
    """Return the plan with descriptions that the model words, and why others were refused. Raises: ModelError."""
    editor = Editor("\n".join(each.text for each in knowledge.documented.values()))
    batches = [plan.tools[start : start + MOST_TOOLS] for start in range(0, len(plan.tools), MOST_TOOLS)]
    answered = interview.answers("words", [_question(tools, plan, knowledge, editor) for tools in batches])
    tools = tuple(tool.model_copy(update={"text": editor.taken.get(tool.name, tool.text)}) for tool in plan.tools)
    refused = tuple(f"words: {fault}" for each in answered for fault in each.faults)
    return plan.model_copy(update={"tools": tools}), refused


def _question(tools: Sequence[Tool], plan: Plan, knowledge: Knowledge, editor: Editor) -> Question[DescriptionsSaid]:
    told = []
    for tool in tools:
        known = knowledge.documented.get(f"{tool.method} {tool.path}")
        inputs = ", ".join(argument.name for argument in tool.arguments)
        rules = [rule.what for rule in known.rules] if known is not None else []
        told.append({"name": tool.name, "pattern": tool.pattern, "entity": tool.entity, "inputs": inputs,
                     "text": tool.text, "rules": rules})  # fmt: skip
    names = [tool.name for tool in tools]
    return Question(
        f"words {', '.join(names)}",
        prompt("words_system", most=MOST_CHARACTERS),
        prompt("words_user", title=plan.title, tools=told),
        DescriptionsSaid,
        lambda said: editor.judged(said, names),
    )
