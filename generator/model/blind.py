"""Stage four: checks that a model writes from the documentation alone, in a conversation that never sees a program."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import jsonschema_rs
from pydantic import Field, ValidationError

from generator.check import Check, CheckStep, Expectation, Hold, Test
from generator.forms import shown
from generator.laws.documented import NAME
from generator.model.callers import acting_entity, caller_lines
from generator.model.halves import halved
from generator.model.interview import Interview, Judged, Question
from generator.model.other_tools import other_tools
from generator.model.passages import Knowledge
from generator.model.prompts import prompt
from generator.model.quotations import Passages
from generator.model.structured import Said
from generator.plan import Plan, Tool
from generator.render.interface import input_schema
from generator.rules.naming import snake, unique_name
from generator.schema import Schemas
from state_db.errors import ErrorCode
from state_db.image import Image

Json = Any

MOST_TOOLS = 20
MOST_PASSAGES = 45_000
MOST_ROWS = 3


class HoldSaid(Said):
    """What must be true of an answer at a JSON pointer."""

    at: str = ""
    each: str | None = None
    test: Test = "equals"
    value: Any = None


class StepSaid(Said):
    """A call, and what the documentation says that it answers."""

    tool: str
    arguments: dict[str, Any] = Field(default_factory=dict)
    status: int | None = None
    error: ErrorCode | Literal["any"] | None = None
    holds: tuple[HoldSaid, ...] = ()


class CheckSaid(Said):
    """Calls with what must hold, and the words that say so."""

    name: str
    because: str
    quotation: str
    scenario: Literal["seed", "empty"] = "seed"
    steps: tuple[StepSaid, ...] = Field(min_length=1)


class ChecksSaid(Said):
    """All checks of the tools that were asked for."""

    checks: tuple[CheckSaid, ...] = ()


class Examiner:
    """Takes the checks that can be run, each under a name of its own."""

    def __init__(self, plan: Plan, passages: Passages, *, empty: bool = False) -> None:
        self._empty = empty
        self.checks: dict[str, Check] = {}
        self.said: list[CheckSaid] = []
        self._passages = passages
        schemas = Schemas(plan.schemas)
        self._inputs = {tool.name: input_schema(tool, schemas) for tool in plan.tools}

    def judged(self, said: ChecksSaid) -> Judged[ChecksSaid]:
        """Take the checks that are sound, and return what is wrong with the others."""
        faults: list[str] = []
        for each in said.checks:
            fault = self.fault(each)
            if fault:
                faults.append(f"check {each.name}: {fault}")
            else:
                self.take(each)
        return Judged(said, tuple(faults))

    def take(self, said: CheckSaid) -> None:
        """Take a check under a name of its own."""
        name = unique_name(f"documented_{snake(said.name)}"[:100], self.checks)
        self.checks[name] = check_of(said, name)
        self.said.append(said)

    def fault(self, said: CheckSaid) -> str:
        """Return what is wrong with a check, nothing where it can be run."""
        if not self._passages.holds(said.quotation):
            return f"its quotation is not in the documentation: {said.quotation[:120]!r}"
        if self._empty and said.scenario != "empty":
            return 'its scenario must be "empty"'
        if not any(step.error or step.holds or step.status for step in said.steps):
            return "it expects nothing"
        for number, step in enumerate(said.steps):
            if step.tool not in self._inputs:
                return f"step {number}: there is no tool {step.tool}"
            late = [other for other in _references(step.arguments) if not 0 <= other < number]
            late += [other for each in step.holds for other in _references(each.value) if not 0 <= other <= number]
            if late:
                return f"step {number}: step {late[0]} is no earlier step"
            if any(each.test == "same" and not isinstance(each.value, list) for each in step.holds):
                return f"step {number}: the value of same is a list"
            if step.error is None and (wrong := self._wrong(step)):
                return f"step {number}: {wrong}"
        try:
            check_of(said, "check")
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            return f"{'/'.join(map(str, first['loc']))}: {first['msg']}"
        return ""

    def _wrong(self, step: StepSaid) -> str:
        """What is wrong with the arguments of a call that should go through; references stand for any value."""
        schema = self._inputs[step.tool]
        unknown = [name for name in step.arguments if name not in schema["properties"]]
        if unknown:
            return f"{step.tool} has no input {unknown[0]}"
        missing = [name for name in schema.get("required", ()) if name not in step.arguments]
        if missing:
            return f"{step.tool} needs {missing[0]}"
        plain = {name: value for name, value in step.arguments.items() if not list(_references(value))}
        try:
            for name, value in plain.items():
                part = {**schema["properties"][name], **({"$defs": schema["$defs"]} if "$defs" in schema else {})}
                jsonschema_rs.validate(part, value)
        except jsonschema_rs.ValidationError as error:
            return f"{step.tool}: {name}: {error.message}"
        return ""


def _references(value: Json) -> Iterator[int]:
    if isinstance(value, dict):
        for name in ("$step", "$clock"):
            if name in value:
                yield value[name] if isinstance(value[name], int) else -1
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _references(each)


def check_of(said: CheckSaid, name: str) -> Check:
    """Return the check of this name that was said. Raises: ValidationError."""
    steps = tuple(
        CheckStep(
            tool=step.tool,
            arguments=step.arguments,
            expect=Expectation(
                status=step.status,
                error=step.error,
                state="unchanged" if step.error else None,
                holds=tuple(map(_hold, step.holds)),
            ),
        )
        for step in said.steps
    )
    last = said.steps[-1].tool
    return Check(name=name, law=NAME, tool=last, because=said.because, scenario=said.scenario, steps=steps)


def _hold(said: HoldSaid) -> Hold:
    """The hold that was said: what a documentation calls empty may be an empty list."""
    test: Test = "blank" if said.test == "empty" else said.test
    return Hold(at=said.at, each=said.each, test=test, value=said.value)


@dataclass(frozen=True, slots=True)
class About:
    """What checks are written of: a plan, the rows that it begins with by entity, and its documentation."""

    plan: Plan
    rows: Mapping[str, Json]
    knowledge: Knowledge


def checks_written(
    plan: Plan, image: Image, knowledge: Knowledge, interview: Interview, *, empty: bool = False
) -> Examiner:
    """Return the checks that the model writes of the plan's tools; with ``empty`` none begins with rows.

    Raises: ModelError.
    """
    everything = "\n".join([*knowledge.texts.values(), *(each.text for each in knowledge.documented.values())])
    passages = Passages(everything)
    batches = list(_batches(plan, knowledge))
    # One examiner a request: the order in which answers come must decide nothing.
    examiners = [Examiner(plan, passages, empty=empty) for _ in batches]
    rows = {} if empty else {entity.name: _shown_rows(plan, image, entity.name) for entity in plan.entities}
    about = About(plan, rows, knowledge)
    questions = [_question(about, tools, each) for tools, each in zip(batches, examiners, strict=True)]
    interview.answers("checks", questions)
    whole = Examiner(plan, passages, empty=empty)
    for each in examiners:
        for said in each.said:
            whole.take(said)
    return whole


def _batches(plan: Plan, knowledge: Knowledge) -> Iterator[list[Tool]]:
    """Tools that are asked about together: those of one page, as many as one request holds."""
    batch: list[Tool] = []
    size = 0
    for tool in sorted(plan.tools, key=lambda tool: (tool.source.partition("#")[0], tool.entity)):
        length = len(_passage(tool, knowledge))
        if batch and (len(batch) == MOST_TOOLS or size + length > MOST_PASSAGES):
            yield batch
            batch, size = [], 0
        batch.append(tool)
        size += length
    if batch:
        yield batch


def _passage(tool: Tool, knowledge: Knowledge) -> str:
    known = knowledge.documented.get(f"{tool.method} {tool.path}")
    return known.text if known is not None else tool.text


def _question(about: About, tools: Sequence[Tool], examiner: Examiner) -> Question[ChecksSaid]:
    plan, knowledge = about.plan, about.knowledge
    schemas = Schemas(plan.schemas)
    entities = dict.fromkeys(tool.entity for tool in tools)
    if (acting := acting_entity(plan)) is not None:
        entities.setdefault(acting.name)
    passages = dict.fromkeys(_passage(tool, knowledge) for tool in tools)
    return Question(
        f"checks {', '.join(tool.name for tool in tools)}",
        prompt("checks_system"),
        prompt(
            "checks_user",
            epoch=plan.epoch,
            tools=[_told(about.knowledge, tool, schemas) for tool in tools],
            others=other_tools(plan, tools),
            who=caller_lines(plan),
            rows={name: about.rows[name] for name in entities if name in about.rows},
            rules=[f"{rule.what} [{rule.quotation}]" for rule in knowledge.rules],
            passages=list(passages),
        ),
        ChecksSaid,
        examiner.judged,
        split=halved(tools, lambda half: _question(about, half, examiner)),
    )


def _told(knowledge: Knowledge, tool: Tool, schemas: Schemas) -> Mapping[str, Json]:
    call = f"{tool.method} {tool.path}"
    known = knowledge.documented.get(call)
    return {
        "name": tool.name,
        "call": call,
        "status": known.status if known is not None else None,
        "inputs": input_schema(tool, schemas),
    }


def _shown_rows(plan: Plan, image: Image, name: str) -> list[Json]:
    """The first rows of an entity as answers show them, with the columns that are not shown."""
    entity = plan.entity(name)
    rows = image.seed.get(entity.table, [])[:MOST_ROWS]
    hidden = [column.name for column in entity.columns if not column.path]
    return [{**shown(entity, row, "full"), **{key: row.get(key) for key in hidden}} for row in rows]
