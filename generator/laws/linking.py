"""Linking: two rows are connected once, however often they are, and not at all after they are disconnected."""

from collections.abc import Iterator, Mapping

from generator.check import Check, CheckStep, Effect, Hold
from generator.effects import moments
from generator.laws.creating import scope
from generator.laws.steps import check, refused, row_holds, succeeds
from generator.meaning import column_place, place_of
from generator.plan import Entity, Json, Plan, Tool
from generator.probe import Probe, said_columns

NAME = "link"
STATEMENT = "A connection is made once and shown once, and is gone when it is taken away."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool that connects or disconnects."""
    for tool in probe.tools("link"):
        entity = plan.entity(tool.entity)
        arguments = next(iter(probe.creations(tool, optional=True)), None)
        if arguments is not None:
            known = _known(entity, tool, arguments)
            now = moments(entity, tool, "created", "updated")
            effect = {entity.table: Effect(added=1, values=known, now=now)}
            steps = [succeeds(tool, arguments, effect=effect), *_seen(probe, entity, known, "once")]
            steps += [succeeds(tool, arguments, effect={}), *_undone(probe, entity, known)]
            yield check(NAME, tool, "connects_once", "A second time changes nothing.", steps)
    for tool in probe.tools("unlink"):
        entity = plan.entity(tool.entity)
        row = next(iter(probe.single(tool)), None)
        arguments = None if row is None else probe.arguments(tool, row)
        if row is not None and arguments is not None:
            effect = {entity.table: Effect(removed=1)}
            holds = row_holds(tool, entity, row, arguments)
            steps = [succeeds(tool, arguments, holds, effect=effect), *_seen(probe, entity, row, "never")]
            steps.append(_again(tool, arguments))
            yield check(NAME, tool, "disconnects", "What was disconnected is not shown any more.", steps)


def _known(entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> dict[str, Json]:
    """The new row's columns; an array of keys counts as its first."""
    said = said_columns(entity, tool, arguments)
    single = {name for name, value in said.items() if entity.column(name).type != "json" and isinstance(value, list)}
    return {name: value[0] if name in single else value for name, value in said.items()}


def _again(tool: Tool, arguments: Mapping[str, Json]) -> CheckStep:
    """A second disconnection: not found where that is documented of one, else nothing to do."""
    many = any(isinstance(value, list) for value in arguments.values())
    if "not_found" in tool.failures and not many:
        return refused(tool, arguments, "not_found")
    return succeeds(tool, arguments, effect={})


def _undone(probe: Probe, entity: Entity, known: Mapping[str, Json]) -> Iterator[CheckStep]:
    """The disconnection of what was just connected, where there is a tool for it."""
    for tool in probe.tools("unlink", entity=entity.name):
        arguments = probe.keys(tool, dict(known))
        if arguments is not None:
            yield succeeds(tool, arguments, effect={entity.table: Effect(removed=1)})
            yield from _seen(probe, entity, known, "never")
            return


def _place(plan: Plan, entity: Entity, name: str, form: str) -> str | None:
    """Where a list shows the key: as a column, or inside of the copy of what the key leads to."""
    reference = entity.column(name).references
    for column in entity.columns if reference is not None else ():
        if column.made == "copied" and column.template == name and reference is not None:
            target = plan.entity(reference.entity)
            outer, inner = column_place(entity, column.name, form), column_place(target, target.key[-1], "full")
            return None if outer is None or inner is None else outer + inner
    return column_place(entity, name, form)


def _seen(probe: Probe, entity: Entity, known: Mapping[str, Json], test: str) -> Iterator[CheckStep]:
    """The lists of connections that should hold this one once, or never."""
    for lister in probe.tools("list", "search", entity=entity.name):
        arguments, where = scope(probe, lister, known), place_of(lister.answer, "$items")
        if arguments is None or where is None:
            continue
        given = {argument.name: argument for argument in lister.arguments if argument.name in arguments}
        free = [
            name for name in entity.key if not any(getattr(each.does, "column", "") == name for each in given.values())
        ]
        place = _place(probe.plan, entity, free[0], lister.form) if len(free) == 1 else None
        if place is not None and free[0] in known:
            hold = Hold.model_validate({"at": where, "each": place, "test": test, "value": known[free[0]]})
            yield succeeds(lister, arguments, [hold])
