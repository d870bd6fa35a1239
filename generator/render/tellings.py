"""Tellings: objects that tell of another entity's row are kept as that row has them, and the row must be there."""

from generator.plan import Argument, Value
from generator.render.finding import Guard
from generator.render.scope import Scope
from generator.render.shapes import column_value
from generator.render.text import json_path, sql_name, text_constant
from generator.render.words import no_such


def told_key(argument: Argument, does: Value) -> str:
    """Return the SQL of the key that the argument is, or holds."""
    return f":{argument.name}" if does.inside else f":{argument.name} ->> {json_path((does.named,))}"


def telling_guard(scope: Scope, argument: Argument) -> Guard | None:
    """Return the step that refuses the key of a row that is not there; None where the argument names none."""
    does = argument.does
    if not isinstance(does, Value) or does.of is None or does.by is None:
        return None
    target, wanted, key = scope.plan.entity(does.of), scope.parameter("unknown"), told_key(argument, does)
    named = f"{key} IS NOT NULL"
    if does.without:
        named = f"{key} NOT IN ({', '.join(text_constant(one) for one in does.without)})"
    there = f"SELECT 1 FROM {sql_name(target.table)} t WHERE t.{sql_name(does.by)} = {key}"
    sql = f"SELECT {key} AS {wanted} WHERE {named} AND NOT EXISTS ({there})"
    return Guard("refuse", does.missing, no_such(target, does.by, wanted), sql, scope.given(argument))


def told_row(scope: Scope, argument: Argument, held: str) -> str:
    """Return the object to keep: ``held`` is what is given of it, and the row says the rest."""
    does = argument.does
    assert isinstance(does, Value) and does.of is not None and does.by is not None
    target = scope.plan.entity(does.of)
    pairs = [
        f"{text_constant(name)}, {column_value(target.column(column), 'r').code}"
        for name, column in does.shows.items()
        if name not in does.beside
    ]
    if not pairs:
        return held
    row = f"{sql_name(target.table)} r WHERE r.{sql_name(does.by)} = {told_key(argument, does)}"
    return f"coalesce((SELECT json_patch({held}, json_object({', '.join(pairs)})) FROM {row}), {held})"
