"""Given things: those of which no tool makes a row, or takes one away, so that only the world says which there are."""

from generator.links import links_of
from generator.plan import Entity, Plan, Tool

_MAKING = frozenset({"create", "upsert", "link", "custom"})


def is_given(plan: Plan, entity: Entity) -> bool:
    """Return whether the world that an environment begins with says alone which rows of the entity there are.

    Of what goes along with something that a call removes, it does not.
    """
    return _stays(plan, entity, frozenset())


def _stays(plan: Plan, entity: Entity, above: frozenset[str]) -> bool:
    tools = plan.tools_of(entity.name)
    if entity.singleton or any(makes_rows_of(tool) or _removes(tool) for tool in tools):
        return False
    along = [link.target for link in links_of(plan, entity) if link.enforced and link.on_delete == "cascade"]
    seen = above | {entity.name}
    return all(_stays(plan, target, seen) for target in along if target.name not in seen)


def makes_rows_of(tool: Tool) -> bool:
    """Return whether a tool brings rows of its entity to be; what a custom program does may be that."""
    return tool.pattern in _MAKING or (tool.pattern == "batch" and tool.each in ("create", "upsert"))


def _removes(tool: Tool) -> bool:
    return tool.pattern in ("delete", "unlink") or (tool.pattern == "batch" and tool.each == "delete")
