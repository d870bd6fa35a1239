"""Columns that count other rows: a folder's number of files is how many files are in it."""

from collections import Counter

from generator.links import key_column
from generator.plan import Column, Entity, Json, Plan
from generator.seed.families import Family
from generator.seed.moments import words_of
from generator.seed.parents import Rows
from generator.seed.schemas import Judge


def tallied(plan: Plan, ordered: tuple[Family, ...], rows: Rows) -> None:
    """Make the columns that are named after a count of children true."""
    for family in ordered:
        for column in family.entity.columns:
            child = _counted(column, family.entity, ordered)
            if child is None or column.references or column.made or column.name in family.entity.key:
                continue
            judge = Judge(column.value, plan.schemas)
            counts = _children(child[0], child[1], rows)
            held = key_column(family.entity, child[1])
            for row in rows[family.entity.name]:
                count = counts[repr(row[held])]
                if row[column.name] is not None and judge.accepts(count):
                    row[column.name] = count


def _counted(column: Column, parent: Entity, ordered: tuple[Family, ...]) -> tuple[Family, Column] | None:
    """Return whose rows the column's name counts, with the column by which they belong to this entity."""
    words = words_of(column.name)
    if column.type != "integer" or len(words) < 2 or not ("count" in words or words[0] in ("num", "total")):
        return None
    things = [word for word in words if word not in ("num", "number", "of", "total", "count")]
    for family in ordered:
        if "_".join(things) in (family.entity.name, family.entity.table):
            for link in family.parents:
                if link.references is not None and link.references.entity == parent.name:
                    return family, link
    return None


def _children(child: Family, link: Column, rows: Rows) -> Counter[str]:
    held: list[Json] = [row.get(link.name) for row in rows.get(child.entity.name, [])]
    return Counter(repr(value) for value in held)
