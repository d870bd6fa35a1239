"""Observation: a write is modelled only where some answer shows what it wrote."""

from generator.plan import Tool, Unmodelled
from generator.rules.readings import Reading

_SHOWS = frozenset({"list", "search", "get", "view"})


def observed(decided: list[tuple[Reading, Tool | Unmodelled]]) -> list[tuple[Reading, Tool | Unmodelled]]:
    """Return the decisions with every write unmodelled whose entity no answer shows: no read, and no creation."""
    seen = {made.entity for _, made in decided if isinstance(made, Tool) and (_reads(made) or _shows_new(made))}
    return [(reading, _seen_or_reason(made, seen)) for reading, made in decided]


def _reads(tool: Tool) -> bool:
    if tool.pattern == "singleton":
        return tool.method in ("GET", "HEAD")
    return tool.pattern in _SHOWS or (tool.pattern == "batch" and tool.each == "get")


def _shows_new(tool: Tool) -> bool:
    return tool.pattern in ("create", "upsert", "batch") and any(
        mark in str(tool.answer) for mark in ("$row", "$items")
    )


def _seen_or_reason(made: Tool | Unmodelled, seen: set[str]) -> Tool | Unmodelled:
    if isinstance(made, Unmodelled) or made.entity in seen:
        return made
    return Unmodelled(
        operation=f"{made.method} {made.path}", reason=f"No documented read shows the {made.entity} that it changes."
    )
