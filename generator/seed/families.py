"""How the entities of a plan hang together: which come first, which rows belong to which, what their scopes are."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.plan import Column, Entity, Key, Plan, Tool
from generator.seed.moments import words_of

# Patterns whose path names only what the rows belong to, and not a row itself.
_WHOLE = frozenset({"list", "search", "create", "singleton", "batch"})


@dataclass(frozen=True, slots=True)
class Family:
    """An entity with its place among the others.

    ``lineage`` are the columns that say what a row belongs to, the nearest first; those among them that hold no
    reference are scopes, such as an account that has no table of its own. ``own`` is the key's column that tells the
    rows of one parent apart. ``depth`` counts the entities that a row stands on.
    """

    entity: Entity
    lineage: tuple[str, ...]
    own: str | None
    depth: int

    @property
    def parents(self) -> tuple[Column, ...]:
        """Return the columns of the lineage that hold references."""
        return tuple(column for column in map(self.entity.column, self.lineage) if column.references)

    @property
    def scopes(self) -> tuple[Column, ...]:
        """Return the columns of the lineage that hold none."""
        return tuple(column for column in map(self.entity.column, self.lineage) if not column.references)

    @property
    def others(self) -> tuple[Column, ...]:
        """Return the columns outside the lineage that hold references."""
        return tuple(column for column in self.entity.columns if column.references and column.name not in self.lineage)


def families(plan: Plan) -> tuple[Family, ...]:
    """Return the families of all entities, parents before children, singletons before others that may come first."""
    known = {entity.name: entity for entity in plan.entities}
    waiting = sorted(plan.entities, key=lambda entity: not entity.singleton)
    depths: dict[str, int] = {}
    ordered: list[Family] = []
    while waiting:
        entity = _ready(waiting, known)
        waiting.remove(entity)
        parents = {column.references.entity for column in entity.columns if column.references}
        depth = max((depths[parent] + 1 for parent in parents if parent in depths), default=0)
        depths[entity.name] = depth
        ordered.append(_family(plan, entity, depths, depth))
    return tuple(ordered)


def _ready(waiting: list[Entity], known: dict[str, Entity]) -> Entity:
    """Return the first entity that needs none of those that wait, or else the one that needs them least."""
    names = {entity.name for entity in waiting}
    for needs in (_wanted, _needed, _required):
        for entity in waiting:
            if not any(name in names and name != entity.name for name in needs(entity, known)):
                return entity
    return waiting[0]


def _required(entity: Entity, known: dict[str, Entity]) -> Iterator[str]:
    yield from (column.references.entity for column in entity.columns if column.references and not column.nullable)


def _needed(entity: Entity, known: dict[str, Entity]) -> Iterator[str]:
    yield from (column.references.entity for column in entity.columns if column.references)


def _wanted(entity: Entity, known: dict[str, Entity]) -> Iterator[str]:
    """Yield also the entities that a JSON column of this one seems to speak of."""
    yield from _needed(entity, known)
    for column in entity.columns:
        if column.type == "json":
            yield from (name for word in words_of(column.name) for name in (word, word.removesuffix("s")) if name in known)
            if set(words_of(column.name)) & {"items", "lines"}:
                yield from (name for name in ("product", "item", "article") if name in known)


def _family(plan: Plan, entity: Entity, depths: dict[str, int], depth: int) -> Family:
    own = _own_key(entity)
    named = [key for tool in plan.tools if tool.entity == entity.name for key in _scoping_keys(tool, own)]
    wanted = [*(name for name in entity.key if name != own), *named]
    columns = {column.name: column for column in entity.columns}
    lineage = [name for name in dict.fromkeys(wanted) if name in columns and "enum" not in columns[name].value]
    if not any(columns[name].references for name in lineage):
        required = [column.name for column in entity.columns if column.references and not column.nullable]
        lineage.extend(name for name in required[:1] if name not in lineage)

    def nearness(name: str) -> int:
        reference = columns[name].references
        return -depths.get(reference.entity, 0) if reference else 1

    return Family(entity, tuple(sorted(lineage, key=nearness)), own, depth)


def _own_key(entity: Entity) -> str | None:
    """Return the key's column that is not another entity's: the made one, or else the last."""
    columns = [column for column in entity.columns if column.name in entity.key]
    made = [column.name for column in columns if column.made == "id"]
    if made:
        return made[0]
    if entity.singleton:
        return None
    free = [name for name in entity.key if not entity.column(name).references]
    return free[-1] if free else None


def _scoping_keys(tool: Tool, own: str | None) -> list[str]:
    """Return the columns that the tool's path names before the row itself."""
    keys = [
        argument.does.column
        for argument in sorted(tool.arguments, key=lambda argument: _place(tool, argument.wire))
        if argument.place == "path" and isinstance(argument.does, Key)
    ]
    if tool.pattern in _WHOLE or (tool.pattern in ("link", "unlink") and own is None):
        return [key for key in keys if key != own]
    return [key for key in keys[:-1] if key != own]


def _place(tool: Tool, wire: tuple[str, ...]) -> int:
    return tool.path.find("{" + (wire[0] if wire else "") + "}")
