"""Copies: what seeded rows show of the rows that they refer to."""

from generator.forms import shown
from generator.plan import Column, Entity, Json, Plan
from generator.seed.parents import Row, Rows


def copies(plan: Plan, entity: Entity, row: Row, rows: Rows) -> Row:
    """Return the row's columns that hold the JSON form of a row that it refers to, a part of that, or one value."""
    found: Row = {}
    for column in entity.columns:
        source, _, theirs = column.template.partition(".")
        reference = entity.column(source).references if column.made == "copied" else None
        if reference is not None:
            target = plan.entity(reference.entity)
            there = (each for each in rows.get(target.name, ()) if each.get(target.key[-1]) == row.get(source))
            copied = next(there, None)
            found[column.name] = None if copied is None else _copy(column, target, copied, theirs)
    return found


def _copy(column: Column, target: Entity, row: Row, theirs: str) -> Json:
    if theirs:
        return row.get(theirs)
    if not column.shows:
        return shown(target, row)
    return {name: row[own] for name, own in column.shows.items() if row.get(own) is not None}
