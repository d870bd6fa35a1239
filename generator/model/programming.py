"""Stage three: programs that a model writes for custom tools; only those that lint and preparation pass are taken."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.model.callers import caller_lines
from generator.model.halves import halved
from generator.model.interview import Interview, Judged, Question
from generator.model.passages import Knowledge
from generator.model.prompts import prompt
from generator.model.schema_told import schema_told
from generator.model.structured import Said
from generator.plan import Plan, Tool
from generator.render import render
from generator.render.programs import program
from generator.verify import opened
from state_db.errors import FleetError
from state_db.functions import FUNCTIONS
from state_db.image import Image

MOST_TOOLS = 10
# What only lists need that are rendered: the address of their next page.
_OF_LISTS = frozenset({"call_url"})
# A program that answers nothing of use stands in until one is written, so that tables and inputs can be opened.
_STANDIN = ("-- @return 200", "SELECT '{}';")
_RETURN = re.compile(r"[ \t]*--[ \t]*@return[ \t]+(\d{3})\b")
_HEADER = re.compile(r"\A(?:[ \t]*--(?! *@)[^\n]*\n|[ \t]*\n)+")


class ProgramSaid(Said):
    """The steps of one tool's program, and what they assume where the documentation is silent."""

    tool: str
    sql: str
    assumptions: tuple[str, ...] = ()


class ImpossibleSaid(Said):
    """A tool of which no program can be written, and why."""

    tool: str
    why: str


class ProgramsSaid(Said):
    """Programs for all tools that were asked for."""

    programs: tuple[ProgramSaid, ...] = ()
    impossible: tuple[ImpossibleSaid, ...] = ()


@dataclass(slots=True)
class Bench:
    """Where programs are tried: the image of a plan in which every custom tool has a program that stands in."""

    plan: Plan
    taken: dict[str, ProgramSaid] = field(default_factory=dict)
    impossible: dict[str, str] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    _doubted: set[tuple[str, str]] = field(default_factory=set)
    _image: Image | None = None

    @property
    def image(self) -> Image:
        """Return the image. Raises: FleetError where even it cannot be opened."""
        if self._image is None:
            self._image = opened(self.plan, render(self.plan))
        return self._image

    def judged(self, said: ProgramsSaid, wanted: Sequence[str]) -> Judged[ProgramsSaid]:
        """Take each program that lint and preparation pass, and return what is wrong with the others."""
        found: list[str] = []
        for each in said.programs:
            if each.tool not in wanted:
                found.append(f"{each.tool}: no program is asked for it")
                continue
            fault = self._fault(each)
            if fault:
                self.faults[each.tool] = fault
                found.append(f"{each.tool}: {fault}")
        for other in said.impossible:
            if other.tool in wanted:
                self.impossible[other.tool] = other.why
        silent = [name for name in wanted if name not in self.taken and name not in self.impossible]
        found += [f"{name}: there is no program for it" for name in silent if name not in self.faults]
        return Judged(said, tuple(found))

    def _fault(self, said: ProgramSaid) -> str:
        """What is wrong with a program; one that is only doubtful is told so once, and taken."""
        try:
            image = self.image.with_programs({said.tool: self.text(said)})
        except FleetError as error:
            return f"{error.what} {error.next}".strip() + (f" ({error.where})" if error.where else "")
        self.taken[said.tool] = said
        self.faults.pop(said.tool, None)
        doubts = [each.text for each in image.codes[said.tool].findings]
        fresh = [text for text in doubts if (said.tool, text) not in self._doubted]
        self._doubted.update((said.tool, text) for text in fresh)
        return f"it was taken, but is doubtful: {' '.join(fresh)}" if fresh else ""

    def text(self, said: ProgramSaid) -> str:
        """Return the file of the tool's program."""
        return program(self.plan, with_steps(self.plan.tool(said.tool), said.sql))


def standing_in(tool: Tool) -> Tool:
    """Return the tool with a program that stands in."""
    return tool.model_copy(update={"steps": _STANDIN})


def with_steps(tool: Tool, sql: str) -> Tool:
    """Return the tool with the steps of a program's text, and the statuses with which that answers."""
    lines = _HEADER.sub("", sql.replace("\r\n", "\n").strip("\n") + "\n").rstrip().splitlines()
    steps = tuple(line.rstrip() for line in lines)
    return tool.model_copy(update={"steps": steps, **_statuses(tool, steps)})


def _statuses(tool: Tool, steps: Sequence[str]) -> Mapping[str, int | None]:
    """The tool's status as its program has it, and another one with which it answers as well."""
    said = dict.fromkeys(int(found[1]) for line in steps if (found := _RETURN.match(line)))
    if not said:
        return {}
    status = tool.status if tool.status in said else next(iter(said))
    return {"status": status, "created_status": next((each for each in said if each != status), None)}


def programs_written(plan: Plan, names: Sequence[str], knowledge: Knowledge, interview: Interview) -> Bench:
    """Return the bench with a program for each custom tool for which the model can write one. Raises: ModelError."""
    bench = Bench(plan)
    batches = [list(names[start : start + MOST_TOOLS]) for start in range(0, len(names), MOST_TOOLS)]
    interview.answers("programs", [_question(bench, batch, knowledge) for batch in batches])
    return bench


def _question(bench: Bench, names: Sequence[str], knowledge: Knowledge) -> Question[ProgramsSaid]:
    return Question(
        f"programs {', '.join(names)}",
        prompt("programs_system", functions=functions_text()),
        prompt(
            "programs_user",
            **schema_told(bench.plan, {bench.plan.tool(name).entity for name in names}),
            who=caller_lines(bench.plan),
            rules=[f"{rule.what} [{rule.quotation}]" for rule in knowledge.rules],
            tools=[tool_told(bench.plan.tool(name), knowledge) for name in names],
        ),
        ProgramsSaid,
        lambda said: bench.judged(said, names),
        split=halved(names, lambda half: _question(bench, half, knowledge)),
    )


def functions_text() -> str:
    """Return our SQL functions, a line each."""
    offered = {name: function for name, function in FUNCTIONS.items() if name not in _OF_LISTS}
    return "\n".join(f"- {name}: {function.text}" for name, function in sorted(offered.items()))


def tool_told(tool: Tool, knowledge: Knowledge) -> Mapping[str, object]:
    """Return what a writer of the tool's program is told of it."""
    known = knowledge.documented.get(f"{tool.method} {tool.path}")
    return {
        "name": tool.name,
        "call": f"{tool.method} {tool.path}",
        "entity": tool.entity,
        "status": known.status if known else None,
        "arguments": [{"name": each.name, "required": each.required, "schema": each.value} for each in tool.arguments],
        "errors": {code: failure.status for code, failure in tool.failures.items()},
        "passage": known.text[:6_000] if known else tool.text,
        "rules": list(known.lines()) if known else [],
    }


__all__ = ["Bench", "ProgramSaid", "ProgramsSaid", "programs_written", "standing_in", "with_steps"]
