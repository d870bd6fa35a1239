"""Calls whose path leads through a parent that is not there, and what documents say of them."""

from collections.abc import Mapping

from generator.check import CheckStep
from generator.effects import Gone
from generator.laws.steps import refused
from generator.links import link_holds, link_of
from generator.meaning import Row, alike
from generator.plan import Entity, Json, Key, Tool
from generator.probe import Probe, row_key
from state_db.errors import ErrorCode


def lost(tool: Tool, entity: Entity, arguments: Mapping[str, Json], name: str) -> CheckStep:
    """Return the step of a call whose argument ``name`` is the key of nothing."""
    return refused(tool, arguments, _code(tool, name in _parents(tool, entity)))


def estranged(probe: Probe, tool: Tool, arguments: Mapping[str, Json], name: str) -> CheckStep:
    """Return the step of a call whose argument ``name`` is the key of a parent to which what is named does not belong.

    What the path names below it may be a parent as well, which is not there then.
    """
    entity = probe.plan.entity(tool.entity)
    given = {a.does.column: arguments.get(a.name) for a in tool.arguments if isinstance(a.does, Key)}
    missing = [each for each in _parents(tool, entity) if not _is_there(probe, tool, each, given)]
    if isinstance(arguments[name], dict):  # an earlier step makes that one
        missing = [each for each in missing if each != name]
    return refused(tool, arguments, _code(tool, bool(missing)))


def _is_there(probe: Probe, tool: Tool, name: str, given: Mapping[str, Json]) -> bool:
    """Return whether the row is there that an argument names, under the parents that the path names for it."""
    entity, does = probe.plan.entity(tool.entity), tool.argument(name).does
    link = link_of(probe.plan, entity, entity.column(does.column)) if isinstance(does, Key) else None
    if link is None:
        return True
    wanted = [(theirs, given[own]) for own, theirs in link.pairs if own in given]
    above = {target: given[name] for name, target in _referring(entity) if name in given}
    wanted += [(name, above[target]) for name, target in _referring(link.target) if target in above]
    return any(all(alike(row.get(column), value) for column, value in wanted) for row in probe.rows(link.target.name))


def _referring(entity: Entity) -> list[tuple[str, str]]:
    """Return the columns that refer to one row of another entity, each with that entity's name."""
    return [(each.name, each.references.entity) for each in entity.columns if each.references and each.type != "json"]


def orphaned(tool: Tool, entity: Entity, arguments: Mapping[str, Json], column: str) -> CheckStep:
    """Return the step of a call about a row that is gone, with the parent that its ``column`` referred to."""
    names = {argument.name: argument.does.column for argument in tool.arguments if isinstance(argument.does, Key)}
    return refused(tool, arguments, _code(tool, any(names[name] == column for name in _parents(tool, entity))))


def through_nothing(tool: Tool, entity: Entity, arguments: Mapping[str, Json]) -> CheckStep:
    """Return the step of a call with a parent in its path that is gone."""
    return refused(tool, arguments, _code(tool, bool(_parents(tool, entity))))


def is_under(probe: Probe, lister: Tool, row: Row, gone: Gone) -> bool:
    """Return whether a parent in the list's path, under which the row stands, is gone as well."""
    entity = probe.plan.entity(lister.entity)
    for argument in lister.arguments:
        if not isinstance(argument.does, Key) or argument.place != "path":
            continue
        link = link_of(probe.plan, entity, entity.column(argument.does.column))
        known = () if link is None else gone.get(link.target.name, ())
        if link is not None and any(
            link_holds(link, row, each) and row_key(link.target, each) in known for each in probe.rows(link.target.name)
        ):
            return True
    return False


def _parents(tool: Tool, entity: Entity) -> list[str]:
    """Return the arguments of the path that name rows of other entities, in its order."""
    return [
        argument.name
        for argument in tool.arguments
        if argument.place == "path"
        and isinstance(argument.does, Key)
        and entity.column(argument.does.column).references is not None
    ]


def _code(tool: Tool, through_parent: bool) -> ErrorCode:
    """Return the documented code: where it is not told what is not accessible, a path through nothing is refused."""
    return "permission_denied" if through_parent and "permission_denied" in tool.failures else "not_found"
