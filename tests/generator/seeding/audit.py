"""What must hold of seeded rows, stated without the code that makes them."""

import json
from collections import Counter
from collections.abc import Iterator

import jsonschema_rs

from generator.plan import Column, Entity, Json, Plan

Rows = dict[str, list[dict[str, Json]]]

_TYPES: dict[str, type | tuple[type, ...]] = {
    "text": str,
    "integer": int,
    "real": (int, float),
    "boolean": bool,
    "json": object,
}


def faults(plan: Plan, rows: Rows) -> list[str]:
    """Return everything that is wrong with the rows of a plan."""
    found = [*_tables(plan, rows)]
    for entity in plan.entities:
        table = rows.get(entity.table, [])
        found += _uniques(entity, table)
        for column in entity.columns:
            found += _cells(plan, entity, column, table)
            found += _references(plan, entity, column, rows)
    return found


def _tables(plan: Plan, rows: Rows) -> Iterator[str]:
    if set(rows) != {entity.table for entity in plan.entities}:
        yield "The tables are not those of the plan."
    for entity in plan.entities:
        names = {column.name for column in entity.columns}
        for row in rows.get(entity.table, []):
            if set(row) - {"_always"} != names:
                yield f"{entity.table}: {sorted(set(row) ^ names)}"


def _uniques(entity: Entity, table: list[dict[str, Json]]) -> Iterator[str]:
    alone = [(column.name,) for column in entity.columns if column.unique]
    for names in (entity.key, *entity.unique, *alone):
        values = [
            json.dumps([row[name] for name in names]) for row in table if all(row[name] is not None for name in names)
        ]
        if names and len(set(values)) < len(values):
            yield f"{entity.table}: {names} is not unique."


def validator(plan: Plan, schema: Json) -> jsonschema_rs.Draft202012Validator | None:
    """Return a validator for a column's schema, or None where the document's schema is itself broken."""
    whole = {**schema, "$defs": plan.schemas} if isinstance(schema, dict) else schema
    for options in (jsonschema_rs.RegexOptions(), jsonschema_rs.FancyRegexOptions()):
        try:
            return jsonschema_rs.Draft202012Validator(whole, validate_formats=True, pattern_options=options)
        except ValueError:
            continue
    return None


def _cells(plan: Plan, entity: Entity, column: Column, table: list[dict[str, Json]]) -> Iterator[str]:
    judge = validator(plan, column.value)
    for row in table:
        value = row[column.name]
        where = f"{entity.table}.{column.name}"
        if value is None:
            if not column.nullable or column.name in entity.key:
                yield f"{where} is null."
        elif not isinstance(value, _TYPES[column.type]) or (
            isinstance(value, bool) and column.type in ("integer", "real")
        ):
            yield f"{where} is of another type: {value!r}"
        elif judge is not None and not column.references and column.made != "url" and not judge.is_valid(value):
            yield f"{where} is not valid: {value!r}"


def _references(plan: Plan, entity: Entity, column: Column, rows: Rows) -> Iterator[str]:
    if column.references is None:
        return
    parent = plan.entity(column.references.entity)
    own = [name for name in parent.key if not parent.column(name).references] or list(parent.key)
    target = parent.key[0] if len(parent.key) == 1 else column.name if column.name in parent.key else own[-1]
    known = {json.dumps(row[target]) for row in rows.get(parent.table, [])}
    for row in rows.get(entity.table, []):
        if row[column.name] is not None and json.dumps(row[column.name]) not in known:
            yield f"{entity.table}.{column.name} points to nothing: {row[column.name]!r}"


def children(rows: Rows, table: str, column: str) -> Counter[Json]:
    """Return how many rows of the table each parent has."""
    return Counter(row[column] for row in rows[table] if row[column] is not None)
