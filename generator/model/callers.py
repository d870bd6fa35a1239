"""Who calls: what a model is told of the acting user, so that programs, checks and rows mean the same one."""

from generator.plan import Entity, Plan, Tool
from generator.rules.paths import is_self


def self_tool(plan: Plan) -> Tool | None:
    """Return the tool that shows the acting user (``GET /me``), None where no call does."""
    return next((tool for tool in plan.tools if tool.method == "GET" and is_self(_last(tool.path))), None)


def acting_entity(plan: Plan) -> Entity | None:
    """Return the entity of which one row is the acting user."""
    tool = self_tool(plan)
    return next((entity for entity in plan.entities if tool is not None and entity.name == tool.entity), None)


def caller_lines(plan: Plan) -> list[str]:
    """Return who the acting user is, and which columns name it; nothing where the plan knows of none."""
    lines = []
    tool, entity = self_tool(plan), acting_entity(plan)
    if tool is not None and entity is not None:
        lines.append(f"{tool.method} {tool.path} is about the acting user: {_which(entity)}.")
    named = [
        f"{each.table}.{column.name}" for each in plan.entities for column in each.columns if column.made == "caller"
    ]
    if named:
        lines.append(f"{', '.join(named)}: caller(), the key of the acting user; NULL where nobody is named.")
    return [*lines, "In checks nobody is named: caller() is NULL there."] if lines else []


def _which(entity: Entity) -> str:
    if entity.singleton:
        return f"the one row of {entity.table}"
    if len(entity.key) != 1:
        return f"a row of {entity.table}"
    return f"the row of {entity.table} whose {entity.key[0]} is caller(), or the least one where that is NULL"


def _last(path: str) -> str:
    parts = [part for part in path.split("/") if part]
    return parts[-1].partition(".")[0] if parts else ""
