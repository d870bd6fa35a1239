"""Finding: a path parameter that may name its row by another property than the key becomes the key before all else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.caller import callers_key
from generator.plan import Argument, Entity, Key
from generator.render.scope import Scope
from generator.render.text import Part, select, sql_name, text_constant
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
    if not isinstance(does, Key) or (does.other is None and not does.own):
        return False
    return scope.entity.column(does.column).references is not None or scope.tool.pattern not in _BY_CONDITION


def finding_step(
    scope: Scope, argument: Argument, table: str, key: str, above: Sequence[Part], target: Entity
) -> Guard:
    """Return the step that binds the key of the row with the argument as its key, or else the first called so."""
    other = argument.does.other if isinstance(argument.does, Key) else None
    named, value = sql_name(key), key_value(argument, table, key)
    alike = f"{named} = {value}"
    either = Part(f"({alike} OR {sql_name(other)} = :{argument.name})" if other else alike)
    found = select(f"{named} AS {_found_name(scope, argument)}", table, [either, *above])
    plain = value == f":{argument.name}"
    order = f"{named} <> {value}" if plain or not other else f"{sql_name(other)} IS :{argument.name}"
    sql = f"{found}\nORDER BY {order} LIMIT 1" if other else found
    return Guard("let", "not_found", no_such(target, key, argument.name), sql)


def key_value(argument: Argument, table: str, key: str) -> str:
    """Return SQL for the key that the argument names: the caller's own for the word that stands for it."""
    value = f":{argument.name}"
    own = argument.does.own if isinstance(argument.does, Key) else ""
    if not own:
        return value
    return f"iif({value} = {text_constant(own)}, {callers_key(table, sql_name(key))}, {value})"


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
