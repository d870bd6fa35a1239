"""How the entities of a plan hang together: which come first, which rows belong to which, what their scopes are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.plan import Column, Entity, JsonSchema, Key, Plan, Tool
from generator.seed.moments import words_of
from generator.seed.schemas import flattened

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
    waiting = sorted(plan.entities, key=lambda entity: not entity.singleton)
    # From the most that an entity would wait for to the least.
    needs = [
        {entity.name: set(kind(entity, plan)) - {entity.name} for entity in waiting}
        for kind in (_wanted, _needed, _required)
    ]
    depths: dict[str, int] = {}
    ordered: list[Family] = []
    while waiting:
        entity = _ready(waiting, needs)
        waiting.remove(entity)
        parents = {column.references.entity for column in entity.columns if column.references}
        depth = max((depths[parent] + 1 for parent in parents if parent in depths), default=0)
        depths[entity.name] = depth
        ordered.append(_family(plan, entity, depths, depth))
    return tuple(ordered)


# Keywords that bind a value of a plain type.
_BINDING = ("enum", "pattern", "format", "minLength", "maxLength", "minimum", "maximum")


def addressed(plan: Plan, entity: Entity, column: Column) -> JsonSchema:
    """Return the column's schema with what the arguments that name rows by it ask of it besides.

    Calls could not name a row whose key they do not take.
    """
    if column.references or column.made or column.type == "json":
        return column.value
    own = flattened(column.value, plan.schemas)
    found: JsonSchema = {}
    for argument in (argument for tool in plan.tools_of(entity.name) for argument in tool.arguments):
        if isinstance(argument.does, Key) and argument.does.column == column.name:
            asked = flattened(argument.value, plan.schemas)
            if asked.get("type", own.get("type")) == own.get("type", asked.get("type")):
                found = {word: asked[word] for word in _BINDING if word in asked and word not in own} | found
    return {**own, **found} if found else column.value


_SPEAKING = re.compile(r"\w of (the|an?|its|their) \w")


def spoken_of(owner: Entity, column: Column, schema: JsonSchema, plan: Plan) -> Entity | None:
    """Return the entity whose key the column's text says it holds: "the username of the user who …"."""
    if column.references or column.type not in ("text", "integer") or column.made not in (None, "caller"):
        return None
    text = f"{column.text} {schema.get('description', '')}".lower()
    if not _SPEAKING.search(text):
        return None  # most texts speak of nothing, and there may be hundreds of entities to look for
    for entity in plan.entities:
        if len(entity.key) == 1 and not (entity is owner and column.name in entity.key):
            called, key = _spaced(entity.name), _spaced(entity.key[0])
            if (
                called in text
                and f"{key} of " in text
                and re.search(rf"\b{re.escape(key)} of (the|an?|its|their) {re.escape(called)}\b", text)
            ):
                return entity
    return None


@lru_cache(maxsize=16384)
def _spaced(name: str) -> str:
    return " ".join(words_of(name))


def _ready(waiting: list[Entity], needs: list[dict[str, set[str]]]) -> Entity:
    """Return the first entity that needs none of those that wait, or else the one that needs them least.

    Of those that refer to each other in a circle the one comes first that most others refer to, and of several such one
    that stays where what it refers to goes.
    """
    names = {entity.name for entity in waiting}
    for needed in needs:
        ready = [entity for entity in waiting if names.isdisjoint(needed[entity.name])]
        if ready and needed is needs[0]:
            return ready[0]
        if ready:
            return max(
                ready,
                key=lambda entity: (
                    sum(entity.name in needs[1][name] for name in names), names.isdisjoint(_owned(entity))
                ),
            )  # fmt: skip
    return waiting[0]


def _required(entity: Entity, _plan: Plan) -> Iterator[str]:
    yield from (column.references.entity for column in entity.columns if column.references and not column.nullable)


def _owned(entity: Entity) -> Iterator[str]:
    """Yield what rows of the entity go with."""
    yield from (
        column.references.entity
        for column in entity.columns
        if column.references and column.references.on_delete == "cascade"
    )


def _needed(entity: Entity, _plan: Plan) -> Iterator[str]:
    yield from (column.references.entity for column in entity.columns if column.references)


def _wanted(entity: Entity, plan: Plan) -> Iterator[str]:
    """Yield also the entities that a text or a JSON column of this one seems to speak of."""
    yield from _needed(entity, plan)
    names = {other.name for other in plan.entities}
    for column in entity.columns:
        told = spoken_of(entity, column, flattened(column.value, plan.schemas), plan)
        if told is not None:
            yield told.name
        if column.type == "json":
            words = words_of(column.name)
            yield from (name for word in words for name in (word, word.removesuffix("s")) if name in names)
            if set(words) & {"items", "lines"}:
                yield from names & {"product", "item", "article"}


def _family(plan: Plan, entity: Entity, depths: dict[str, int], depth: int) -> Family:
    own = _own_key(entity)
    named = [key for tool in plan.tools_of(entity.name) for key in _scoping_keys(tool, own)]
    wanted = [*(name for name in entity.key if name != own), *named, *_named_below(plan, entity)]
    columns = {column.name: column for column in entity.columns}
    lineage = [name for name in dict.fromkeys(wanted) if name in columns and "enum" not in columns[name].value]
    if not any(columns[name].references for name in lineage):
        required = [column.name for column in entity.columns if column.references and not column.nullable]
        lineage.extend(name for name in required[:1] if name not in lineage)

    def nearness(name: str) -> int:
        reference = columns[name].references
        return -depths.get(reference.entity, 0) if reference else 1

    return Family(entity, tuple(sorted(lineage, key=nearness)), own, depth)


def _named_below(plan: Plan, entity: Entity) -> Iterator[str]:
    """Yield the references that paths to what lies below a row name before it: /users/{user}/people/{person}/groups."""
    for below, column in plan.referring.get(entity.name, ()):
        for tool in plan.tools_of(below.name) if below is not entity else ():
            keys = _path_keys(tool)
            keys = keys[: keys.index(column.name)] if column.name in keys else []
            named = [below.column(key).references for key in keys]
            owners = {reference.entity for reference in named if reference is not None} - {entity.name}
            for owner in sorted(owners):
                own = [each.name for each in entity.columns if each.references and each.references.entity == owner]
                yield from own if len(own) == 1 else ()


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
    keys = _path_keys(tool)
    if tool.pattern in _WHOLE or (tool.pattern in ("link", "unlink") and own is None):
        return [key for key in keys if key != own]
    return [key for key in keys[:-1] if key != own]


def _path_keys(tool: Tool) -> list[str]:
    """Return the columns that the tool's path names, in its order."""
    placed = sorted(tool.arguments, key=lambda argument: _place(tool, argument.wire))
    return [each.does.column for each in placed if each.place == "path" and isinstance(each.does, Key)]


def _place(tool: Tool, wire: tuple[str, ...]) -> int:
    return tool.path.find("{" + (wire[0] if wire else "") + "}")
