"""What is told to a model of a plan and of the documentation behind it, as plain text."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.description import Description, Operation
from generator.model.mentions import borne_out_beside
from generator.model.sayings import ErrorSaid, OperationSaid, RuleSaid
from generator.plan import Entity, Plan, Tool, Unmodelled
from generator.prose.section import Section
from generator.rules.readings import successful_response

MOST_EXAMPLE = 1_200
MOST_TEXT = 1_500
MOST_SUMMARY = 70_000
# Sections that are told of a call beside its own, as they say more of it, and how much of each.
MOST_BESIDE = 2
MOST_OF_ONE = 3_000


@dataclass(frozen=True, slots=True)
class Documented:
    """What the documentation says of one operation beyond its inputs and answers.

    ``status`` is that of a call that goes through, none where it is not documented.
    """

    operation: Operation
    rules: tuple[RuleSaid, ...] = ()
    errors: tuple[ErrorSaid, ...] = ()
    text: str = ""
    status: int | None = None

    @property
    def label(self) -> str:
        """Return method and path."""
        return f"{self.operation.method} {self.operation.path}"

    def lines(self) -> Iterable[str]:
        """Yield a line for each rule and error, with its quotation."""
        for rule in self.rules:
            yield f"{rule.what} [{_brief(rule.quotation, 300)}]"
        for error in self.errors:
            status = f"{error.status or ''} {error.code or ''}".strip()
            yield f"error {status}: {error.when} [{_brief(error.quotation, 300)}]"
        if not self.rules and self.operation.text:
            yield _brief(self.operation.text, MOST_TEXT)


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A description with all that the documentation says beyond it, by operation; ``rules`` hold for many."""

    description: Description
    documented: Mapping[str, Documented]
    rules: tuple[RuleSaid, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)


def knowledge_of(
    description: Description,
    said: Mapping[str, OperationSaid] | None = None,
    sections: Sequence[Section] = (),
    rules: tuple[RuleSaid, ...] = (),
) -> Knowledge:
    """Return what is known of each operation: what was said of it by its id, and the section that documents it."""
    texts = {section.source: section.text for section in sections}
    documented = {}
    for operation in description.operations:
        about = (said or {}).get(operation.id)
        text = texts.get(operation.source, operation.text)
        beside = borne_out_beside(about, text, sections, MOST_BESIDE) if about else []
        known = Documented(
            operation,
            about.rules if about else (),
            about.errors if about else (),
            "\n\n".join([text.rstrip("\n"), *(_cut(each) for each in beside)]) + "\n" if beside else text,
            about.answer.status if about else _documented_status(operation, texts),
        )
        documented[known.label] = known
    return Knowledge(description, documented, rules, texts)


def _documented_status(operation: Operation, texts: Mapping[str, str]) -> int | None:
    """The status that a description declares; one that rules give a call of prose counts where its section names it."""
    response, status = successful_response(operation)
    if response is None or not response.status.isdigit():
        return None
    section = texts.get(operation.source)
    return status if section is None or re.search(rf"\b{status}\b", section) else None


def plan_summaries(plan: Plan, knowledge: Knowledge, most: int = MOST_SUMMARY) -> list[str]:
    """Return the plan in few words: entities, tools, what is not modelled, and what is documented of each.

    A plan that is longer than one request should hold is told in parts, each with all entities.
    """
    entities = [line for entity in plan.entities for line in entity_lines(entity)]
    names = [line for line in entities if line.startswith("-")]
    blocks = [_tool_block(tool, knowledge) for tool in plan.tools]
    blocks += [_unmodelled_block(each, knowledge) for each in plan.unmodelled]
    if sum(map(len, [*entities, *blocks])) <= most:
        return [_summary(entities, blocks, knowledge)]
    parts: list[list[str]] = [[]]
    for block in blocks:
        if parts[-1] and sum(map(len, parts[-1])) + len(block) > most:
            parts.append([])
        parts[-1].append(block)
    brief = entities if sum(map(len, entities)) <= most else names
    return [_summary(brief, part, knowledge) for part in parts]


def _summary(entities: Sequence[str], blocks: Sequence[str], knowledge: Knowledge) -> str:
    lines = ["ENTITIES", *entities, "\nOPERATIONS", *blocks]
    if knowledge.rules:
        lines.append("\nFOR ALL OPERATIONS")
        lines += [f"- {rule.what} [{_brief(rule.quotation, 300)}]" for rule in knowledge.rules]
    return "\n".join(lines)


def _tool_block(tool: Tool, knowledge: Knowledge) -> str:
    lines = [tool_line(tool)]
    lines += [f"    left out: {left.input} ({left.reason})" for left in tool.left_out]
    lines += [f"    documented: {line}" for line in _documented(knowledge, f"{tool.method} {tool.path}")]
    return "\n".join(lines)


def _unmodelled_block(each: Unmodelled, knowledge: Knowledge) -> str:
    lines = [f"- {each.operation} → not modelled: {each.reason}"]
    lines += [f"    input: {line}" for line in _inputs(knowledge, each.operation)]
    lines += [f"    documented: {line}" for line in _documented(knowledge, each.operation)]
    return "\n".join(lines)


def entity_lines(entity: Entity) -> list[str]:
    """Return an entity in few words, a line for each column."""
    key = ", ".join(entity.key)
    lines = [f"- {entity.name} (table {entity.table}; key {key}{', one row' if entity.singleton else ''})"]
    for column in entity.columns:
        said: list[str] = [column.type]
        said += [f"made: {column.made}"] if column.made else []
        said += [f"initially {_json(column.initial)}"] if column.initial is not None else []
        said += [f"one of {_json(column.value['enum'])}"] if "enum" in column.value else []
        said += ["unique"] if column.unique else []
        said += [f"→ {column.references.entity}"] if column.references else []
        said += ["never shown"] if not column.path else []
        said += [f"shown as {'.'.join(column.path)}"] if column.path and column.path != (column.name,) else []
        lines.append(f"    {column.name}: {', '.join(said)}")
    lines += [f"    condition {each.name}: {each.sql}" for each in entity.conditions]
    return lines


def tool_line(tool: Tool) -> str:
    """Return a tool in few words: its call, its pattern and its arguments with what they do."""
    arguments = ", ".join(
        f"{argument.name}{'' if argument.required else '?'}:{argument.does.role}" for argument in tool.arguments
    )
    more = f", sets {_json(tool.set)}" if tool.set else ""
    more += f", only from {_json(tool.only_from)}" if tool.only_from else ""
    more += f", sorted by {', '.join(tool.order)}" if tool.order else ""
    return f"- {tool.name} = {tool.method} {tool.path} → {tool.pattern} of {tool.entity} ({arguments}){more}"


def _inputs(knowledge: Knowledge, label: str) -> Iterable[str]:
    known = knowledge.documented.get(label)
    if known is None:
        return
    for parameter in known.operation.parameters:
        yield f"{parameter.name} ({parameter.place}) {_brief(parameter.text, 150)}"
    if known.operation.body is not None:
        yield f"body {_brief(_json(known.operation.body.schema), MOST_EXAMPLE)}"


def _documented(knowledge: Knowledge, label: str) -> Iterable[str]:
    known = knowledge.documented.get(label)
    return () if known is None else known.lines()


def _cut(text: str) -> str:
    return text.strip("\n") if len(text) <= MOST_OF_ONE else text[:MOST_OF_ONE].strip("\n") + " …"


def _brief(text: str, most: int) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= most else plain[:most] + " …"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
