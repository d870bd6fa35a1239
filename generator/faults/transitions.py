"""Faults of transitions: from which states they go through, and where they lead."""

from collections.abc import Iterator

from generator.faults.changes import moved, updates
from generator.faults.fault import Fault, Site, Subject, at, laws
from generator.faults.programs import (
    with_step,
)
from generator.faults.statements import (
    Change,
    assignments,
    text_of,
)
from generator.meaning import alike
from generator.plan import Tool
from state_db.program import Require
from state_db.sql import identifier, literal, significant


def _transitions_from_anywhere(subject: Subject) -> Iterator[Site]:
    for tool, _, program in subject.tools("transition"):
        if not forbids_a_state(subject, tool):
            continue
        guards = [step for step in program.steps if isinstance(step, Require) and _guards_a_state(tool, step)]
        for guard in guards:
            yield at(tool, with_step(program, guard))


def forbids_a_state(subject: Subject, tool: Tool) -> bool:
    """Return whether a row can be in a state from which the transition does not go through."""
    entity = subject.entity(tool)
    for name, states in tool.only_from.items():
        seeded = [row.get(name) for row in subject.probe.rows(entity.name)]
        known = [*entity.column(name).value.get("enum", ()), *seeded]
        if not known or any(not any(alike(value, state) for state in states) for value in known):
            return True
    return False


def _guards_a_state(tool: Tool, step: Require) -> bool:
    words = {token.text for token in significant(text_of(step.body))}
    return any(identifier(name) in words for name in tool.only_from) and step.fault.code != "not_found"


def _wrong_states(subject: Subject) -> Iterator[Site]:
    for tool, entity, program, step in updates(subject, "transition"):
        for name, value in tool.set.items():
            column = entity.column(name)
            others = [one for one in column.value.get("enum", ()) if one is not None and not alike(one, value)]
            if column.type == "boolean" and isinstance(value, bool):
                others = [not value]
            spans = [span for assigned, span in assignments(step.body) if assigned == name and not span.parameters]
            if others and spans and (not isinstance(value, str) or not value.startswith("$")):
                yield at(tool, moved(program, step, [Change(spans[0], literal(others[-1]))]), name)


FAULTS: tuple[Fault, ...] = (
    Fault(
        "transition allowed from any state", "A transition goes through from states that do not allow it.",
        laws("transition unreached"), "The step that asks for the state is dropped.",
        "Transitions that are documented to go through from some of the states.", _transitions_from_anywhere,
    ),
    Fault(
        "transition to the wrong state", "A transition leaves the row in another state than the documented one.",
        laws("transition"), "The state's literal is replaced by another of its values.",
        "Transitions to a literal state of which others are known.", _wrong_states,
    ),
)  # fmt: skip
