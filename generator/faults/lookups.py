"""Look-ups: steps that find the key of the row which an argument names by its key or by another property."""

import re
from collections.abc import Iterable
from dataclasses import replace

from generator.faults.statements import text_of
from generator.plan import Key, Tool, Value
from generator.render.text import free_name
from state_db.program import Let, Program, Step
from state_db.sql import significant


def found_parameters(tool: Tool, program: Program) -> dict[str, str]:
    """Return the arguments that a step looks up first, each with the parameter that holds the key which was found."""
    found: dict[str, str] = {}
    names = [argument.name for argument in tool.arguments]
    for argument in tool.arguments:
        if isinstance(argument.does, Key | Value):
            parameter = free_name(f"{argument.name}_found", names)
            if any(finds(step, parameter) for step in program.steps):
                found[argument.name] = parameter
    return found


def finds(step: Step, parameter: str) -> bool:
    """Return whether the step looks up a key for this parameter, and fails where there is none."""
    is_lookup = isinstance(step, Let) and step.missing is not None and step.missing.code == "not_found"
    return is_lookup and re.search(rf"(?i)\bAS {parameter}\b", text_of(step.body)) is not None


def standing_for(tool: Tool, program: Program, arguments: Iterable[str]) -> set[str]:
    """Return the parameters by which the program's steps speak of what these arguments name."""
    found = found_parameters(tool, program)
    wanted = set(arguments)
    return wanted | {found[name] for name in wanted & found.keys()}


def parameters_of(step: Step) -> set[str]:
    """Return the parameters that the step's statement binds."""
    return {token.text[1:] for token in significant(text_of(step.body)) if token.kind == "parameter"}


def asks_not(step: Step) -> Step:
    """Return the look-up without its failure: what it does not find is null."""
    return replace(step, missing=None) if isinstance(step, Let) else step
