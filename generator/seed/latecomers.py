"""References to rows that were made later: entities that refer to each other cannot all come before one another."""

import re
from collections.abc import Collection
from datetime import datetime

from generator.links import link_holds, links_of, links_to
from generator.plan import Column, Entity, Key, Plan
from generator.seed.families import Family
from generator.seed.owners import owner_columns
from generator.seed.parents import KnownRows, Parents, Row, Rows
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
                        below = _standing_in(plan, known.rows, family.entity, column, row)
                        told = [each[name] for each, name in below if each[name] is not None]
                        row[column.name] = told[0] if told else parents.late(column, row, scene)
                        for each, name in below:
                            each[name] = row[column.name]  # paths find them where this row stands


def _standing_in(plan: Plan, rows: Rows, entity: Entity, column: Column, row: Row) -> list[tuple[Row, str]]:
    """Return the rows that refer to this one, each with the column that names what it stands in as this one's does.

    These were made while nothing was known of that.
    """
    assert column.references is not None
    found: list[tuple[Row, str]] = []
    for link in links_to(plan, entity):
        others = links_of(plan, link.entity) if link.entity.name != entity.name and not link.many else ()
        named = [
            each.column for each in others if each.target.name == column.references.entity and each.column.nullable
        ]
        alike = [each.name for each in named if _stands_before(plan, link.entity, each, link.column)]
        if len(alike) == 1:
            referring = [each for each in rows.get(link.entity.name, ()) if link_holds(link, each, row)]
            found += [(each, alike[0]) for each in referring]
    return found


def _stands_before(plan: Plan, entity: Entity, column: Column, other: Column) -> bool:
    """Return whether paths of the entity's tools name the column, which may hold nothing, before the other."""
    if column.name in entity.key or not column.nullable:
        return False
    for tool in plan.tools_of(entity.name):
        named = [each.does.column for each in tool.arguments if isinstance(each.does, Key) and each.place == "path"]
        if column.name in named and other.name in named[named.index(column.name) + 1 :]:
            return True
    return False


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
