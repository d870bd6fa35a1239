"""Selection: a coherent part of a plan. A chosen tool brings the tools from which its arguments can be had."""

from collections.abc import Sequence
from fnmatch import fnmatchcase

from generator.errors import SpecError
from generator.plan import Argument, Entity, Key, Plan, Tool, Value

_PRODUCERS = ("list", "search", "create", "get")


def selected(plan: Plan, globs: Sequence[str] = (), most: int | None = None) -> Plan:
    """Return the plan with the tools that match a glob (by name or by ``METHOD /path``), and at most so many.

    What a chosen tool needs comes with it: for each key that it takes, a tool that lists or creates such rows. With
    globs, unmodelled operations count only where they match one. Raises: SpecError where nothing matches.
    """
    if not globs and most is None:
        return plan
    wanted = [tool for tool in plan.tools if not globs or _matches(globs, tool.name, f"{tool.method} {tool.path}")]
    if not wanted:
        names = ", ".join(tool.name for tool in plan.tools[:8])
        raise SpecError(f"No tool matches {' '.join(globs)}.", where=plan.name, next=f"Its tools are {names}, ….")
    chosen = _with_producers(plan, wanted, most if most is not None else len(plan.tools))
    tools = tuple(tool for tool in plan.tools if tool.name in chosen)
    unmodelled = tuple(each for each in plan.unmodelled if not globs or _matches(globs, each.operation, each.operation))
    labels = {f"{tool.method} {tool.path}" for tool in tools} | {each.operation for each in unmodelled}
    return plan.model_copy(
        update={
            "tools": tools,
            "entities": _entities_of(plan, tools),
            "unmodelled": unmodelled,
            "declared": tuple(each for each in plan.declared if each.operation in labels),
        }
    )


def _matches(globs: Sequence[str], name: str, label: str) -> bool:
    return any(fnmatchcase(name, glob) or fnmatchcase(label, glob) for glob in globs)


def _with_producers(plan: Plan, wanted: list[Tool], most: int) -> set[str]:
    """Add each wanted tool after the tools that it needs, as long as all of them fit."""
    chosen: set[str] = set()
    for tool in wanted:
        group = _needed(plan, tool, chosen)
        if len(chosen | group) <= most:
            chosen |= group
    return chosen


def _needed(plan: Plan, tool: Tool, chosen: set[str]) -> set[str]:
    group = {tool.name}
    open_tools = [tool]
    while open_tools:
        for entity in _entities_taken(plan, open_tools.pop()):
            producers = [each for each in plan.tools if each.entity == entity and each.pattern in _PRODUCERS]
            if not producers or any(each.name in chosen | group for each in producers if each.pattern != "get"):
                continue
            best = min(producers, key=lambda each: _PRODUCERS.index(each.pattern))
            if best.name not in group:
                group.add(best.name)
                open_tools.append(best)
    return group


def _entities_taken(plan: Plan, tool: Tool) -> list[str]:
    """Return the entities of which the tool takes a key: its own where it picks a row, and those referred to."""
    entity = plan.entity(tool.entity)
    taken = [name for argument in tool.arguments if (name := _referred(entity, argument))]
    own = any(isinstance(argument.does, Key) and argument.does.column in entity.key[-1:] for argument in tool.arguments)
    return [*taken, *([entity.name] if own else [])]


def _referred(entity: Entity, argument: Argument) -> str | None:
    if not isinstance(argument.does, Key | Value):
        return None
    reference = entity.column(argument.does.column).references
    return reference.entity if reference is not None else None


def _entities_of(plan: Plan, tools: Sequence[Tool]) -> tuple[Entity, ...]:
    names = {tool.entity for tool in tools}
    while (
        more := {
            column.references.entity for name in names for column in plan.entity(name).columns if column.references
        }
        - names
    ):
        names |= more
    return tuple(entity for entity in plan.entities if entity.name in names)
