"""Copies: what a row shows of another one that it refers to.

A row keeps them as they are when the reference is written. Where they are values or parts of the other row, its JSON
form shows them as they are now (docs/decisions/0031): a list of members has the new name of a person who was renamed.
"""

from collections.abc import Mapping

from generator.plan import Column, Entity, Plan
from generator.render.scope import body_name, view_name
from generator.render.shapes import column_value
from generator.render.text import sql_name, text_constant


def copied(plan: Plan, entity: Entity, column: Column, key: str) -> str:
    """Return the SQL of what a column copies of the row with the key: its JSON form, a part of that, or one column."""
    source, _, theirs = column.template.partition(".")
    reference = entity.column(source).references
    assert reference is not None
    target = plan.entity(reference.entity)
    row = f"{sql_name(target.table)} r WHERE r.{sql_name(target.key[-1])} = {key}"
    if theirs:
        return f"(SELECT r.{sql_name(theirs)} FROM {row})"
    if column.shows:
        return f"(SELECT {row_object(target, column.shows, 'r')} FROM {row})"
    found = f"SELECT r.{body_name(target)} FROM {sql_name(view_name(target))} r"
    return f"({found} WHERE r.{sql_name(target.key[-1])} = {key})"


def live_copies(plan: Plan, entity: Entity, alias: str) -> dict[str, str]:
    """Return by column the SQL of what it copies as that is now; whole rows are shown as they were."""
    found: dict[str, str] = {}
    for column in entity.columns:
        source, _, theirs = column.template.partition(".") if column.made == "copied" else ("", "", "")
        if source and column.path and (theirs or column.shows):
            found[column.name] = copied(plan, entity, column, f"{alias}.{sql_name(source)}")
    return found


def row_object(entity: Entity, shows: Mapping[str, str], alias: str) -> str:
    """Return the SQL of an object that shows some columns of the entity's row; what is absent there is absent here."""
    whole = f"json_object({', '.join(row_pairs(entity, shows, alias))})"
    absent = any(column.absent and column.nullable for column in map(entity.column, shows.values()))
    return f"json_patch('{{}}', {whole})" if absent else whole


def row_pairs(entity: Entity, shows: Mapping[str, str], alias: str) -> list[str]:
    """Return the names and values, as SQL, of an object that shows some columns of the entity's row."""
    values = {name: column_value(entity.column(own), alias).code for name, own in shows.items()}
    return [f"{text_constant(name)}, {value}" for name, value in values.items()]
