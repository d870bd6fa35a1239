"""Programs that make a new row from one that is there."""

from generator.plan import Column
from generator.render.acting import acting
from generator.render.answers import answer_of_row
from generator.render.conditions import key_conditions, missing_message
from generator.render.guards import reference_guards
from generator.render.inserts import fresh_key, rows_of_singletons
from generator.render.scope import Context, Scope
from generator.render.text import Part, assignments, select, sql_name, stored_constant, text_constant, where, wrapped
from generator.render.values import bound, clock, made_urls


def copy_program(scope: Scope) -> tuple[str, Context]:
    """Return the template and context of a program that copies a row: its columns, but for those that are given.

    The last key column gets a new key, times of creation and change are now, and what must be unique stays empty.

    Raises: RenderError where no argument names the row, or the server cannot make its key.
    """
    entity = scope.entity
    if entity.id is None or not key_conditions(scope):
        raise scope.fault("A copy needs a row to copy and a key of its own.", "Give the entity an id shape.")
    own = entity.key[-1]
    key = scope.parameter(f"{entity.name}_copy")
    row = {column.name: _copied(scope, column, key if column.name == own else "") for column in entity.columns}
    row = {name: value for name, value in row.items() if value}
    parents = [each for each in scope.keys if each[1].name in entity.key[:-1]]
    kept = [Part(f"{sql_name(column.name)} = :{argument.name}") for argument, column in parents]
    kept.append(Part(f"{sql_name(own)} = :{key}"))
    fresh = f"{fresh_key(entity, {name: sql_name(name) for name in entity.key})} AS {key}"
    return "copy", {
        "guards": list(reference_guards(scope)),
        "missing": missing_message(scope),
        "fresh": select(fresh, scope.table, key_conditions(scope)),
        "table": scope.table,
        "columns": wrapped([sql_name(name) for name in row]),
        "rows": select(", ".join(row.values()), scope.table, key_conditions(scope)),
        "urls": assignments(made_urls(scope)) if made_urls(scope) else "",
        "where": where(kept),
        "singletons": rows_of_singletons(scope, [Part(f"t.{part.code}") for part in kept]),
        "answer": answer_of_row(scope, kept),
    }


def _copied(scope: Scope, column: Column, key: str) -> str:
    """What the copy has in the column; "" for what stays NULL."""
    if key:
        return f":{key}"
    if column.made in ("created", "updated"):
        return clock(column)
    if column.made == "revision":
        return stored_constant(column.initial, column)
    if column.made == "id":
        return f"new_id({text_constant(scope.entity.table)})"
    if column.made in ("caller", "changer") and (column.type != "json" or column.of is not None):
        return acting(scope.plan, column)
    if column.made == "url" and column.type != "json":
        return ""
    argument = next((argument for argument, of in scope.values if of.name == column.name), None)
    unique = column.name in scope.entity.single
    if argument is None:
        return "" if unique else sql_name(column.name)
    value = bound(scope, argument, column)
    return value if unique or argument.required else f"coalesce({value}, {sql_name(column.name)})"
