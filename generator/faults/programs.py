"""Programs as faults change them: their steps found by what they do, and written back as the text of a file."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import replace

from generator.faults.statements import clause, conjuncts, text_of
from state_db.program import Body, Condition, Fault, Let, Program, Refuse, Require, Return, Rows, Run, Step
from state_db.sql import identifier, significant, unquoted


def with_steps(program: Program, steps: Sequence[Step]) -> Program:
    """Return the program with other steps."""
    switches: dict[str, set[str]] = {}
    for condition in (each for step in steps for each in _conditions(step)):
        switches.setdefault(condition.name, set())
        if condition.value is not None:
            switches[condition.name].add(condition.value)
    values = {name: frozenset(found) for name, found in switches.items() if found}
    return replace(program, steps=tuple(steps), switches=tuple(switches), switch_values=values)


def _conditions(step: Step) -> Iterator[Condition]:
    yield from step.body.conditions
    for line in step.body.lines:
        yield from line.conditions


def with_step(program: Program, old: Step, *new: Step) -> Program:
    """Return the program with other steps, or none, in the place of one."""
    steps: list[Step] = []
    for step in program.steps:
        steps += new if step is old else [step]
    return with_steps(program, steps)


def with_body(step: Step, body: Body) -> Step:
    """Return the step with another statement."""
    return replace(step, body=body)


def written_table(step: Step) -> tuple[str, str]:
    """Return what a step writes: "insert", "update" or "delete", and the table; two empty texts where it reads."""
    found = significant(text_of(step.body)) if isinstance(step, Run) else ()
    words = [token.text for token in found]
    kind = words[0].lower() if words else ""
    place = {"insert": 2, "delete": 2, "update": 1}.get(kind)
    return (kind, unquoted(words[place])) if place is not None and place < len(words) else ("", "")


def writes(program: Program, kind: str, table: str) -> list[Run]:
    """Return the steps that write the table in this way."""
    return [step for step in program.steps if isinstance(step, Run) and written_table(step) == (kind, table)]


def answers(program: Program) -> list[Return]:
    """Return the steps that answer."""
    return [step for step in program.steps if isinstance(step, Return)]


def answer_text(program: Program) -> str:
    """Return the SQL of the only answer, "" where there are several or one without a body."""
    found = answers(program)
    return text_of(found[0].body) if len(found) == 1 else ""


def row_test(body: Body) -> str:
    """Return the WHERE of a statement about one row, "" where it has none or parts of it come and go."""
    found = clause(body, "where")
    if found is None or any(span.conditions for span in conjuncts(body)):
        return ""
    return " ".join(found.text.split("\n"))


def target(table: str, where: str, alias: str = "m") -> str:
    """Return SQL for the row that the test picks."""
    return f"(SELECT {alias}._rowid_ FROM {identifier(table)} {alias} WHERE {where})"


def program_text(program: Program) -> str:
    """Return the program in directive form; fragments that it used stand in their place."""
    head = [f"-- {program.text}"] if program.text else []
    head += [f"-- source: {program.source}"] if program.source else []
    return "\n".join([*head, *(f"\n{_step_text(step)}" for step in program.steps)]) + "\n"


def _step_text(step: Step) -> str:
    lines = [_directive(step)]
    for option in ("missing", "violates"):
        fault: Fault | None = getattr(step, option, None)
        if fault is not None:
            lines.append(f"-- @{option} {fault.code}: {fault.message}")
    lines += [f"-- {_condition_text(condition)}" for condition in step.body.conditions]
    for line in step.body.lines:
        lines.append(line.text + "".join(f"  -- {_condition_text(each)}" for each in line.conditions))
    if not step.body.lines:
        return "\n".join(lines)
    last = step.body.lines[-1]
    lines[-1] = last.text + ";" + "".join(f"  -- {_condition_text(each)}" for each in last.conditions)
    return "\n".join(lines)


def _condition_text(condition: Condition) -> str:
    value = "" if condition.value is None else f" = {condition.value}"
    return f"@{'unless' if condition.negated else 'if'} {condition.name}{value}"


def _directive(step: Step) -> str:
    match step:
        case Require():
            return f"-- @require {step.fault.code}: {step.fault.message}"
        case Refuse():
            return f"-- @refuse {step.fault.code}: {step.fault.message}"
        case Let():
            return "-- @let"
        case Rows():
            return f"-- @rows {step.name}({', '.join(step.columns)})"
        case Run():
            return "-- @run"
        case Return():
            return f"-- @return {step.status}"


def difference(before: str, after: str, name: str) -> str:
    """Return the lines that differ between two texts of a file, as a unified diff."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), name, name, n=1, lineterm="")
    return "\n".join(lines)
