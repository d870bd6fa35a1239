"""The steps of a fragment as the program that uses it sees them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from state_db.errors import ProgramError
from state_db.program import Body, Condition, Fault, Let, Line, Refuse, Require, Return, Rows, Run, Step
from state_db.sql import tokens

PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


def renamed(step: Step, given: Mapping[str, str], conditions: tuple[Condition, ...]) -> Step:
    """Return the step with its parameters named as the using program names them, and under its conditions as well.

    Raises: ProgramError.
    """
    body = step.body
    lines = tuple(Line(_with(line.text, given), _named(line.conditions, given, body)) for line in body.lines)
    body = Body(lines, conditions + _named(body.conditions, given, body), body.where)

    def fault(old: Fault) -> Fault:
        return Fault(old.code, PLACEHOLDER.sub(lambda match: _placeholder(match[1], given), old.message))

    return _with_faults(replace(step, body=body), fault)


def _with_faults(step: Step, change: Callable[[Fault], Fault]) -> Step:
    match step:
        case Require() | Refuse():
            return replace(step, fault=change(step.fault))
        case Let() | Run():
            missing, violates = step.missing, step.violates
            return replace(
                step, missing=change(missing) if missing else None, violates=change(violates) if violates else None
            )
        case Return():
            return replace(step, missing=change(step.missing) if step.missing else None)
        case Rows():
            return step


def _with(sql: str, given: Mapping[str, str]) -> str:
    return "".join(
        given.get(token.text[1:], token.text) if token.kind == "parameter" else token.text for token in tokens(sql)
    )


def _placeholder(name: str, given: Mapping[str, str]) -> str:
    value = given.get(name)
    if value is None:
        return f"{{{name}}}"
    if value.startswith(":"):
        return f"{{{value[1:]}}}"
    return value.strip("'").replace("''", "'")


def _named(conditions: tuple[Condition, ...], given: Mapping[str, str], body: Body) -> tuple[Condition, ...]:
    for condition in conditions:
        if not given.get(condition.name, ":").startswith(":"):
            raise ProgramError(
                f"A condition asks for {condition.name}, which @use gives as a literal.", where=body.where
            )
    return tuple(
        replace(condition, name=given.get(condition.name, condition.name).removeprefix(":")) for condition in conditions
    )
