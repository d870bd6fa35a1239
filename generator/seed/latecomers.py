"""References to rows that were made later: entities that refer to each other cannot all come before one another."""

import re
from collections.abc import Collection
from datetime import datetime

from generator.plan import Column, Plan
from generator.seed.families import Family
from generator.seed.owners import owner_columns
from generator.seed.parents import KnownRows, Parents
from generator.seed.scene import opened


def filled_late(plan: Plan, ordered: tuple[Family, ...], known: KnownRows, now: datetime) -> None:
    """Let rows belong to what was made after them, where nothing else was made of the reference that they lack."""
    places = {family.entity.name: place for place, family in enumerate(ordered)}
    removed = _removed(plan)
    for place, family in enumerate(ordered):
        parents = Parents(plan, family, ordered, known)
        owners = owner_columns(plan, family.entity)
        for column in family.parents if not owners else ():
            if column.references and places[column.references.entity] > place and _is_free(family, column, removed):
                for index, row in enumerate(known.rows[family.entity.name]):
                    if row[column.name] is None:
                        scene = opened(plan.seed, family.entity.table, index, now, now)
                        row[column.name] = parents.late(column, row, scene)


def _removed(plan: Plan) -> set[str]:
    """Return the entities of which a tool removes rows, and those of which rows go with them."""
    found = {tool.entity for tool in plan.tools if {tool.pattern, tool.each} & {"delete", "unlink", "custom"}}
    while True:
        along = {
            entity.name
            for entity in plan.entities
            for column in entity.columns
            if column.references and column.references.on_delete == "cascade" and column.references.entity in found
        }
        if along <= found:
            return found
        found |= along


def _is_free(family: Family, column: Column, removed: Collection[str]) -> bool:
    """Return whether no key, unique set or address was made while the column held nothing; copies are made anew.

    Rows that are removed together with what they refer to would go in a circle, where that is ever removed.
    """
    entity = family.entity
    used = {*entity.key, *(name for names in entity.unique for name in names)}
    for each in entity.columns:
        used |= set(re.findall(r"\{(\w+)\}", each.template))
    reference = column.references
    stays = reference is not None and (reference.on_delete == "clear" or reference.entity not in removed)
    return stays and column.nullable and not column.unique and column.name not in used
