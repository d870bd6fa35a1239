"""The schema as the writer of programs sees it: tables near the tools that are asked for, the others in a line each."""

from collections.abc import Collection, Mapping

from generator.plan import Entity, Plan
from generator.render import schema_sql
from generator.render.scope import view_name

# A shorter schema is shown as a whole: what a program changes besides may be anywhere.
MOST_WHOLE = 16_000


def schema_told(plan: Plan, entities: Collection[str], most: int = MOST_WHOLE) -> Mapping[str, object]:
    """Return the schema of these entities and those beside them, and a line for each other table."""
    whole = schema_sql(plan)
    if len(whole) <= most:
        return {"schema": whole, "tables": []}
    near = beside(plan, entities)
    others = [_line(entity) for entity in plan.entities if entity.name not in near]
    return {"schema": schema_sql(plan, near), "tables": others}


def beside(plan: Plan, entities: Collection[str]) -> frozenset[str]:
    """Return the names of the entities, of those that they refer to, and of those that refer to them."""
    found = set(entities)
    for entity in plan.entities:
        targets = {column.references.entity for column in entity.columns if column.references is not None}
        if entity.name in entities:
            found |= targets
        elif targets & set(entities):
            found.add(entity.name)
    return frozenset(found)


def _line(entity: Entity) -> str:
    columns = ", ".join(f"{column.name} {column.type}" for column in entity.columns)
    return f"{entity.table} ({columns}); its view {view_name(entity, 'full')}"
