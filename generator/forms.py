"""The JSON forms of rows: what a row looks like to whoever reads it."""

from collections.abc import Mapping
from typing import Any

from generator.plan import Entity, Json


def shown(entity: Entity, row: Mapping[str, Json], form: str = "full") -> dict[str, Json]:
    """Return the row's JSON form."""
    body = _document(entity, row)
    for name in entity.forms[form]:
        column = entity.column(name)
        if not column.path or column.write_only:
            continue
        place: dict[str, Any] = body
        for part in column.path[:-1]:
            place = place.setdefault(part, {})
        value = row.get(name)
        if value is None and column.type == "boolean" and not column.nullable:
            value = False
        if value is not None or not (column.absent and column.nullable):
            place[column.path[-1]] = value
        else:
            place.pop(column.path[-1], None)
    return body


def _document(entity: Entity, row: Mapping[str, Json]) -> dict[str, Json]:
    """The properties of the row's document of free form."""
    found: dict[str, Json] = {}
    for column in entity.columns:
        value = row.get(column.name) if column.open else None
        found |= value if isinstance(value, dict) else {}
    return found
