"""Selection: a coherent part of a plan. A chosen tool brings the tools from which its arguments can be had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from generator.errors import SpecError
from generator.plan import Argument, Entity, Key, Member, Plan, Tool, Value
from generator.rules.persons import without_strangers

Tags = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Selection:
    """Globs over tool names and ``METHOD /path``, globs over tags (whatever their case), and at most so many tools."""

    tools: Sequence[str] = ()
    tags: Sequence[str] = ()
    most: int | None = None

    def takes(self, name: str, label: str, tags: Sequence[str]) -> bool:
        """Return whether an operation is asked for, by its tool's name or its label, and by its tags."""
        named = not self.tools or any(fnmatchcase(each, glob) for each in (name, label) for glob in self.tools)
        tagged = not self.tags or any(fnmatchcase(tag.lower(), glob.lower()) for tag in tags for glob in self.tags)
        return named and tagged


def selected(plan: Plan, selection: Selection, tags: Tags) -> Plan:
    """Return the plan with the tools that the selection takes; ``tags`` are those of all operations, by label.

    What a chosen tool needs comes with it: for each key that it takes, a tool that lists or creates such rows. With
    globs, unmodelled operations count only where they match one. Raises: SpecError where nothing matches.
    """
    if selection == Selection():
        return plan
    wanted = [tool for tool in plan.tools if selection.takes(tool.name, f"{tool.method} {tool.path}", tool.tags)]
    unmodelled = [
        each
        for each in plan.unmodelled
        if selection.takes(each.operation, each.operation, tags.get(each.operation, ()))
    ]
    if not wanted and not unmodelled:
        raise _no_match(plan, selection)
    chosen = _with_producers(plan, wanted, selection.most if selection.most is not None else len(plan.tools))
    return _part(plan, chosen, {each.operation for each in unmodelled})


def split_by_tag(plan: Plan, tags: Tags) -> dict[str, Plan]:
    """Return a plan for each tag, of the operations of which it is the first; those without are under an empty tag.

    Each is whole by itself: it has the tools that its own need, also where another has them as well.
    """
    first = {f"{tool.method} {tool.path}": next(iter(tool.tags), "") for tool in plan.tools}
    first |= {each.operation: next(iter(tags.get(each.operation, ())), "") for each in plan.unmodelled}
    parts = {}
    for tag in dict.fromkeys(first.values()):
        wanted = [tool for tool in plan.tools if first[f"{tool.method} {tool.path}"] == tag]
        unmodelled = {each.operation for each in plan.unmodelled if first[each.operation] == tag}
        parts[tag] = _part(plan, _with_producers(plan, wanted, len(plan.tools)), unmodelled)
    return parts


def _no_match(plan: Plan, selection: Selection) -> SpecError:
    names = ", ".join(tool.name for tool in plan.tools[:8])
    known = ", ".join(dict.fromkeys(tag for tool in plan.tools for tag in tool.tags))
    said = f" Its tags are {known}." if selection.tags and known else " It has no tags." if selection.tags else ""
    globs = " ".join([*selection.tools, *selection.tags])
    return SpecError(f"No operation matches {globs}.", where=plan.name, next=f"Its tools are {names}, ….{said}")


def _part(plan: Plan, chosen: set[str], unmodelled: set[str]) -> Plan:
    wanted = [tool for tool in plan.tools if tool.name in chosen]
    entities = _entities_of(plan, wanted)
    tools = tuple(without_strangers(tool, {entity.name for entity in entities}) for tool in wanted)
    left = tuple(each for each in plan.unmodelled if each.operation in unmodelled)
    labels = {f"{tool.method} {tool.path}" for tool in tools} | unmodelled
    return plan.model_copy(
        update={
            "tools": tools,
            "entities": entities,
            "unmodelled": left,
            "declared": tuple(each for each in plan.declared if each.operation in labels),
        }
    )


def _with_producers(plan: Plan, wanted: list[Tool], most: int) -> set[str]:
    """Add each wanted tool after the tools that it needs, as long as all of them fit."""
    chosen: set[str] = set()
    for tool in wanted:
        group = _needed(plan, tool, chosen)
        if len(chosen | group) <= most:
            chosen |= group
    return chosen


def _needed(plan: Plan, tool: Tool, chosen: set[str]) -> set[str]:
    """The tool, and those from which its keys can be had, theirs included."""
    group = {tool.name}
    open_tools = [tool]
    while open_tools:
        for entity in _entities_taken(plan, open_tools.pop()):
            producers = [(rank, each) for each in plan.tools if (rank := _rank(plan, each, entity)) is not None]
            if not producers or any(each.name in chosen | group for _, each in producers):
                continue
            _, best = min(producers, key=lambda pair: pair[0])
            group.add(best.name)
            open_tools.append(best)
    return group


def _rank(plan: Plan, tool: Tool, entity: str) -> int | None:
    """How well the tool tells keys of the entity's rows, the best first: one that shows many, one that makes them."""
    if tool.entity != entity:
        return None
    if tool.pattern in ("list", "search"):
        return 0
    if tool.pattern == "create":
        return 1
    if tool.pattern == "upsert" or (tool.pattern == "batch" and tool.each == "create"):
        return 2
    # A tool that fetches a row tells its key only where it does not have to be told that first.
    return 3 if tool.pattern == "get" and entity not in _entities_taken(plan, tool) else None


def _entities_taken(plan: Plan, tool: Tool) -> list[str]:
    """Return the entities of which the tool takes a key: its own where it picks a row, and those referred to."""
    entity = plan.entity(tool.entity)
    taken = [name for argument in tool.arguments if (name := _referred(entity, argument))]
    own = any(isinstance(argument.does, Key) and argument.does.column in entity.key[-1:] for argument in tool.arguments)
    return [*taken, *([entity.name] if own else [])]


def _referred(entity: Entity, argument: Argument) -> str | None:
    if isinstance(argument.does, Member | Value) and argument.does.of is not None:
        return argument.does.of
    if not isinstance(argument.does, Key | Value):
        return None
    reference = entity.column(argument.does.column).references
    return reference.entity if reference is not None else None


def _entities_of(plan: Plan, tools: Sequence[Tool]) -> tuple[Entity, ...]:
    names = {tool.entity for tool in tools}
    names |= {
        each.does.of
        for tool in tools
        for each in tool.arguments
        if isinstance(each.does, Member | Value) and each.does.of
    }
    named = frozenset().union(*(tool.tables for tool in tools))
    names |= {each.name for each in plan.entities if named & {each.table, f"{each.name}_json"}}
    while (
        more := {
            column.references.entity for name in names for column in plan.entity(name).columns if column.references
        }
        - names
    ):
        names |= more
    return tuple(entity for entity in plan.entities if entity.name in names)
