"""The acting user as rows show it: a key, or an object that tells of the user's own row."""

from generator.caller import callers_key
from generator.plan import Column, Plan
from generator.render.copied import row_object
from generator.render.text import sql_name, text_constant


def acting(plan: Plan, column: Column) -> str:
    """Return the SQL of who acts, as the column keeps it; NULL where nobody does, and no row stands for who does."""
    if column.of is None:
        return "caller()"
    people = plan.entity(column.of)
    table = sql_name(people.table)
    if not people.key:
        return f"(SELECT {row_object(people, column.shows, 'r')} FROM {table} r)"
    key = sql_name(people.key[0])
    who = callers_key(table, key)
    if column.type != "json":
        return who
    told = f"SELECT {row_object(people, column.shows, 'r')} FROM {table} r WHERE r.{key} = {who}"
    alone = f"iif(caller() IS NULL, NULL, json_object({text_constant(next(iter(column.shows)))}, caller()))"
    return f"coalesce(({told}), {alone})"
