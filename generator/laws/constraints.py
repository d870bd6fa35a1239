"""Constraints: what must be unique is refused twice, and references name rows that exist."""

from collections.abc import Iterator

from generator.check import Check, CheckStep
from generator.laws.steps import check, refused, refused_somehow
from generator.plan import Entity, Json, Key, Plan, Tool, Value
from generator.probe import Probe, is_own_key, unique_sets

NAME = "constraints"
STATEMENT = "A second row with a unique value is a conflict, and a reference to nothing is refused."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield the checks of every tool that writes."""
    for tool in probe.tools("create", "update", "replace", "upsert"):
        entity = plan.entity(tool.entity)
        steps = [*_doubles(entity, probe, tool)] if tool.pattern == "create" else []
        if steps:
            because = "A value that must be unique is refused when a row has it."
            yield check("unique", tool, "refuses_a_second_of_a_kind", because, steps)
        steps = list(_dangling(entity, probe, tool))
        if steps:
            because = "A reference to a row that does not exist is refused."
            yield check("references", tool, "refuses_references_to_nothing", because, steps)


def _doubles(entity: Entity, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """Creations that repeat a seeded row in one set of unique columns."""
    given = {
        argument.does.column: argument.name for argument in tool.arguments if isinstance(argument.does, Value | Key)
    }
    named = tool.client_key or _names_key(entity, given)
    for columns in unique_sets(entity):
        if columns == entity.key and not named:
            continue
        row = next((row for row in probe.rows(entity.name) if all(row.get(name) is not None for name in columns)), None)
        if row is None or not all(name in given for name in columns):
            continue
        base = probe.arguments(tool, row, optional=[given[name] for name in columns])
        if base is None:
            continue
        yield refused(tool, {**base, **{given[name]: row[name] for name in columns}}, "conflict")


def _names_key(entity: Entity, given: dict[str, str]) -> bool:
    return all(name in given and entity.column(name).made is None for name in entity.key)


def _dangling(entity: Entity, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    row = next(iter(probe.ready(tool)), None)
    for argument in tool.arguments:
        if not isinstance(argument.does, Value) or entity.column(argument.does.column).references is None:
            continue
        unknown: Json = probe.unknown_key(tool, argument.name)
        base = probe.arguments(tool, row, optional=[argument.name])
        if base is None or unknown is None or is_own_key(entity, entity.column(argument.does.column)):
            continue
        given = [unknown] if isinstance(base.get(argument.name), list) else unknown
        if probe.samples(tool, argument.name).accepts(given):
            yield refused_somehow(tool, {**base, argument.name: given})
