"""Finding: a path parameter that may name its row by another property than the key becomes the key before all else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from generator.caller import callers_key
from generator.plan import Argument, Entity, Key, Person
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


def with_persons(scope: Scope, text: str) -> str:
    """Return the program's text in which an argument that names someone otherwise is their key from the start on."""
    for argument in scope.tool.arguments:
        if argument.person is not None and (first := text.find("-- @")) >= 0:
            found = _found_name(scope, argument)
            step = _person_step(scope, argument, argument.person, found)
            later = re.sub(rf":{argument.name}\b", f":{found}", text[first:])
            text = f"{text[:first]}{step}\n\n{later}"
    return text


def _person_step(scope: Scope, argument: Argument, person: Person, found: str) -> str:
    """Return the step that binds the keys of those whom an argument, or each element of its array, names."""
    people = scope.plan.entity(person.of)
    many = "array" in scope.types(argument)
    code = _key_of_person(people, person, "e.value" if many else f":{argument.name}")
    if many:
        listed = f"(SELECT json_group_array({code} ORDER BY e.key) FROM json_each(:{argument.name}) e)"
        code = f"iif(:{argument.name} IS NULL, NULL, {listed})" if "null" in scope.types(argument) else listed
    given = "" if argument.required else f"-- @if {argument.name}\n"
    return f"-- @let\n{given}SELECT {code} AS {found};"


def _key_of_person(people: Entity, person: Person, value: str) -> str:
    """Return SQL for the key of whom a value names: the caller's own, that of whom it calls so, or else itself."""
    table, key = sql_name(people.table), sql_name(person.by)
    code = value
    if person.other is not None:
        either = f"r.{key} = {value} OR r.{sql_name(person.other)} = {value} ORDER BY r.{key} <> {value} LIMIT 1"
        code = f"coalesce((SELECT r.{key} FROM {table} r WHERE {either}), {value})"
    if person.own:
        code = f"iif({value} = {text_constant(person.own)}, {callers_key(table, key)}, {code})"
    return code


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
