"""Numbers that the server counts on among the rows below one parent."""

from collections.abc import Mapping

from generator.plan import Column, Entity
from generator.render.text import Part, select, sql_name


def next_number(entity: Entity, column: Column, values: Mapping[str, str]) -> str:
    """Return the SQL of the number behind the last one; ``values`` are those of the new row's columns."""
    name = sql_name(column.name)
    alike = [Part(f"n.{sql_name(each)} = {values[each]}") for each in column.template.split(",") if each in values]
    first = column.initial if isinstance(column.initial, int) else 0
    return f"({select(f'coalesce(max(n.{name}), {first - 1}) + 1', f'{sql_name(entity.table)} n', alike)})"
