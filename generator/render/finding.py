"""Finding: a path parameter that may name its row by another property than the key becomes the key before all else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.plan import Argument, Entity, Key
from generator.render.scope import Scope
from generator.render.text import Part, select, sql_name
from generator.render.words import no_such
from state_db.errors import ErrorCode

# Patterns in which the tool's own row is found by its condition alone: nothing is changed by which it is found again.
_BY_CONDITION = frozenset({"get", "view", "delete", "unlink"})


@dataclass(frozen=True, slots=True)
class Guard:
    """A @require or @refuse step, or a @let that must find a row."""

    directive: str
    error: ErrorCode
    message: str
    sql: str
    given: str = ""


def is_found_first(scope: Scope, argument: Argument) -> bool:
    """Return whether a step finds the key of the row that the argument names, for all later steps."""
    does = argument.does
    if not isinstance(does, Key) or does.other is None:
        return False
    return scope.entity.column(does.column).references is not None or scope.tool.pattern not in _BY_CONDITION


def finding_step(
    scope: Scope, argument: Argument, table: str, key: str, above: Sequence[Part], target: Entity
) -> Guard:
    """Return the step that binds the key of the row with the argument as its key, or else the first called so."""
    other = argument.does.other if isinstance(argument.does, Key) else None
    named, value = sql_name(key), f":{argument.name}"
    either = Part(f"({named} = {value} OR {sql_name(other or key)} = {value})")
    found = select(f"{named} AS {_found_name(scope, argument)}", table, [either, *above])
    sql = f"{found}\nORDER BY {named} <> {value} LIMIT 1"
    return Guard("let", "not_found", no_such(target, key, argument.name), sql)


def _found_name(scope: Scope, argument: Argument) -> str:
    return scope.parameter(f"{argument.name}_found")


def with_found_keys(scope: Scope, text: str) -> str:
    """Return the program's text in which the steps behind such a step speak of the key that it has found."""
    for argument in scope.tool.arguments:
        if is_found_first(scope, argument):
            name = _found_name(scope, argument)
            step = re.search(rf" AS {name}\b[^;]*;", text)
            if step is not None:
                later = re.sub(rf":{argument.name}\b", f":{name}", text[step.end() :])
                text = text[: step.end()] + later
    return text
