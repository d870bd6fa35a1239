"""Belonging: keys of parents that go together, for a row that does not name all of those on its path."""

from collections.abc import Sequence

from generator.links import Link, link_of
from generator.meaning import Row, alike
from generator.plan import Column, Entity, Json
from generator.seeded import Seeded


def housed(seeded: Seeded, entity: Entity, row: Row, path: Sequence[Column], place: int) -> Row:
    """Return the row with a parent in each column of its path that names none, as far as there are any.

    What stands last in the path is found first, as it says what goes before it. ``place`` chooses among them.
    """
    found = dict(row)
    for column in reversed(path):
        if found.get(column.name) is None:
            known = seeded.referable(column)
            fit = [key for key in known if is_one_family(seeded, entity, {**found, column.name: key}, path)]
            if known:
                found[column.name] = (fit or known)[place % len(fit or known)]
    return found


def is_one_family(seeded: Seeded, entity: Entity, row: Row, path: Sequence[Column]) -> bool:
    """Return whether the parents that the row names stand in those before them, as far as they name such."""
    named = [column for column in path if row.get(column.name) is not None and column.references is not None]
    for place, column in enumerate(named):
        link = link_of(seeded.plan, entity, column)
        alone = link is None or link.many or link.target.name == entity.name
        if link is not None and not alone and not _fits(seeded, link, row, named[:place]):
            return False
    return True


def _fits(seeded: Seeded, link: Link, row: Row, above: Sequence[Column]) -> bool:
    """Return whether a row is there that the link can name, which stands in the same as this row of what is above."""
    pairs = [(own, theirs) for own, theirs in link.pairs if row.get(own) is not None]
    pairs += [(own.name, theirs.name) for own in above for theirs in link.target.columns if _names_alike(own, theirs)]
    rows = seeded.rows(link.target.name)
    return any(all(_same(row[own], target.get(theirs)) for own, theirs in pairs) for target in rows)


def _names_alike(own: Column, theirs: Column) -> bool:
    """Return whether both columns name rows of one entity."""
    named = [column.references.entity for column in (own, theirs) if column.references is not None]
    return len(named) == 2 and named[0] == named[1]


def _same(own: Json, theirs: Json) -> bool:
    return theirs is not None and alike(own, theirs)
