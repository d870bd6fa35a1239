"""Numbers that seeded rows were given in turn: their places below one parent, and how often each was changed."""

from generator.plan import Column, Entity, Json
from generator.seed.parents import Row


def grown(column: Column, changes: int) -> Json:
    """Return a row's revision after so many changes."""
    number = int(str(column.initial or 0)) + changes
    return str(number) if column.type == "text" else number


def number_rows(entity: Entity, rows: list[Row]) -> None:
    """Count the rows of each parent on, in the columns that hold such a number."""
    for column in entity.columns:
        if column.made != "counted":
            continue
        parents = column.template.split(",")
        counts: dict[str, int] = {}
        for row in rows:
            scope = repr([row.get(name) for name in parents])
            row[column.name] = counts.get(scope, column.initial if isinstance(column.initial, int) else 0)
            counts[scope] = row[column.name] + 1
