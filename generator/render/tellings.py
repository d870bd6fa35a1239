"""Tellings: objects that tell of another entity's row are kept as that row has them, and the row must be there."""

from generator.plan import Argument, Value
from generator.render.copied import row_pairs
from generator.render.finding import Guard
from generator.render.scope import Scope
from generator.render.text import json_path, sql_name, text_constant
from generator.render.words import no_such


def told_key(argument: Argument, does: Value) -> str:
    """Return the SQL of the key that the argument is, or holds."""
    return f":{argument.name}" if does.inside else f":{argument.name} ->> {json_path((does.named,))}"


def telling_guard(scope: Scope, argument: Argument) -> Guard | None:
    """Return the step that refuses the key of a row that is not there; None where the argument names none."""
    does = argument.does
    if not isinstance(does, Value) or does.of is None or does.by is None or does.loose:
        return None
    target, wanted = scope.plan.entity(does.of), scope.parameter("unknown")
    key, source = ("e.value", f" FROM json_each(:{argument.name}) e") if does.each else (told_key(argument, does), "")
    named = f"{key} IS NOT NULL"
    if does.without:
        named = f"{key} NOT IN ({', '.join(text_constant(one) for one in does.without)})"
    there = f"SELECT 1 FROM {sql_name(target.table)} t WHERE t.{sql_name(does.by)} = {key}"
    sql = f"SELECT {key} AS {wanted}{source} WHERE {named} AND NOT EXISTS ({there})"
    return Guard("refuse", does.missing, no_such(target, does.by, wanted), sql, scope.given(argument))


def told_row(scope: Scope, argument: Argument, held: str) -> str:
    """Return the object to keep: ``held`` is what is given of it, and the row says the rest."""
    does = argument.does
    assert isinstance(does, Value) and does.of is not None and does.by is not None
    pairs = _told_pairs(scope, does)
    if not pairs:
        return held
    row = f"{sql_name(scope.plan.entity(does.of).table)} r WHERE r.{sql_name(does.by)} = {told_key(argument, does)}"
    return f"coalesce((SELECT json_patch({held}, json_object({', '.join(pairs)})) FROM {row}), {held})"


def told_rows(scope: Scope, argument: Argument) -> str:
    """Return the array of objects to keep for an array of keys: each with its key, and what its row says besides."""
    does = argument.does
    assert isinstance(does, Value)
    held, source = f"json_object({text_constant(does.named)}, e.value)", f"json_each(:{argument.name}) e"
    if does.of is not None and does.by is not None and (pairs := _told_pairs(scope, does)):
        held = f"json_patch({held}, json_object({', '.join(pairs)}))"
        source += f" LEFT JOIN {sql_name(scope.plan.entity(does.of).table)} r ON r.{sql_name(does.by)} = e.value"
    # What is sorted is text again, so that json() stands around it.
    told = f"SELECT {held} AS held, e.key AS place FROM {source}"
    return f"(SELECT json_group_array(json(m.held) ORDER BY m.place) FROM ({told}) m)"


def _told_pairs(scope: Scope, does: Value) -> list[str]:
    """Return the names and values, as SQL, of what the row says of itself."""
    assert does.of is not None
    shows = {name: column for name, column in does.shows.items() if name not in does.beside}
    return row_pairs(scope.plan.entity(does.of), shows, "r")
