"""References between entities: which columns together hold another row's key."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.meaning import Row, alike
from generator.plan import Column, Entity, Plan


@dataclass(frozen=True, slots=True)
class Link:
    """``column`` of ``entity`` holds the key of a ``target`` row.

    ``pairs`` are (own column, the target's key column); the last is the link's own column. ``whole`` tells that they
    cover the target's key, so that a foreign key can stand in the schema. A ``many`` link is a JSON array of keys.
    """

    entity: Entity
    column: Column
    target: Entity
    pairs: tuple[tuple[str, str], ...]
    whole: bool
    many: bool

    @property
    def on_delete(self) -> str:
        """What becomes of the row when its target is deleted: cascade, refuse or clear."""
        assert self.column.references is not None
        return self.column.references.on_delete

    @property
    def enforced(self) -> bool:
        """Whether the schema can hold a foreign key for it."""
        clears_more = self.on_delete == "clear" and len(self.pairs) > 1
        return self.whole and not self.many and not clears_more


def links_of(plan: Plan, entity: Entity) -> tuple[Link, ...]:
    """Return the entity's references, in the order of its columns."""
    found = plan.kept_links.get(id(entity))
    if found is None:
        links = tuple(_link(plan, entity, column) for column in entity.columns if column.references is not None)
        found = plan.kept_links[id(entity)] = entity, links
    known: tuple[Link, ...] = found[1]
    return known


def link_of(plan: Plan, entity: Entity, column: Column) -> Link | None:
    """Return what the column refers to, or None."""
    if column.references is None:
        return None
    known = next((link for link in links_of(plan, entity) if link.column is column), None)
    return known or _link(plan, entity, column)


def _link(plan: Plan, entity: Entity, column: Column) -> Link:
    assert column.references is not None
    target = plan.entity(column.references.entity)
    held = key_column(target, column)
    others = ((_own_column(entity, column, target, key), key) for key in target.key if key != held)
    # A column of another type holds something else: the object that a row shows as its owner is not the path's owner.
    same = ((own, key) for own, key in others if own and _may_hold(entity.column(own), target.column(key)))
    pairs = (*same, *((column.name, key) for key in target.key if key == held))
    return Link(entity, column, target, pairs, len(pairs) == len(target.key) > 0, column.type == "json")


def is_put_in(entity: Entity, column: Column) -> bool:
    """Return whether a row tells that what the column names was put somewhere, and shows that: both stand alone."""
    copies = [each.template.partition(".")[0] for each in entity.columns if each.made == "copied" and each.path]
    return entity.key[-1:] == (column.name,) and column.name in copies


def key_column(target: Entity, column: Column) -> str:
    """Return the key column of the target whose value the referring column holds."""
    if len(target.key) < 2:
        return target.key[0] if target.key else ""
    # A row that shows something else under the key's name keeps the key beside it: ``type_key``.
    for name in (column.name, column.name.removesuffix("_key")):
        if name in target.key:
            return name
    alike = [key for key in target.key if column.name.endswith(f"_{key}")]
    free = [key for key in target.key if target.column(key).references is None]
    return (alike or free or list(target.key))[-1]


def _may_hold(own: Column, key: Column) -> bool:
    """Return whether a column can hold any of the key's values: one that takes some words only holds something else."""
    return own.type == key.type and ("enum" not in own.value or "enum" in key.value)


def _own_column(entity: Entity, column: Column, target: Entity, key: str) -> str:
    """The entity's column that holds the same as the target's key column, or nothing."""
    others = [own for own in entity.columns if own.name != column.name]
    # What refers to the same row beside it is surely meant, and not the row's own key of the same name.
    alike = [own for own in others if own.references is not None and own.references.entity == target.name]
    beside = [own.name for own in alike if key_column(target, own) == key]
    if len(beside) == 1:
        return beside[0]
    names = [own.name for own in others if _may_hold(own, target.column(key))]
    scope = target.column(key).references
    same = [own.name for own in others if scope and own.references and own.references.entity == scope.entity]
    if scope is not None and scope.entity == entity.name and len(same) == 1:
        return same[0]  # what stands in another of the row's own kind does not stand in the row itself
    for name in (key, f"{target.name}_{key}", f"{key}_key"):
        if name in names:
            return name
    found = beside or same
    return found[0] if len(found) == 1 else ""


def links_to(plan: Plan, target: Entity) -> Iterator[Link]:
    """Return the references of all entities to this one."""
    for entity, column in plan.referring.get(target.name, ()):
        link = link_of(plan, entity, column)
        if link is not None:
            yield link


def link_holds(link: Link, row: Row, target: Row) -> bool:
    """Return whether the row refers to the target's row by the link."""
    if link.many:
        held = row.get(link.column.name)
        return isinstance(held, list) and any(alike(key, target.get(link.pairs[-1][1])) for key in held)
    return all(row.get(own) is not None and alike(row.get(own), target.get(theirs)) for own, theirs in link.pairs)


def blocked_below(plan: Plan, target: Entity) -> bool:
    """Return whether deleting a row can fail because of a row that refers to one that goes with it."""
    seen: set[str] = set()
    below = [link.entity for link in links_to(plan, target) if link.on_delete == "cascade"]
    while below:
        entity = below.pop()
        if entity.name in seen:
            continue
        seen.add(entity.name)
        for link in links_to(plan, entity):
            if link.on_delete == "refuse" and link.enforced:
                return True
            if link.on_delete == "cascade":
                below.append(link.entity)
    return False
