"""Changing: updates, replacements and transitions change what they name, and nothing else."""

from collections.abc import Iterator, Mapping

from generator.check import Check, CheckStep, Effect
from generator.effects import clock_columns, set_value, touched, written
from generator.laws.creating import address
from generator.laws.steps import check, refused, row_holds, succeeds
from generator.meaning import Row, alike
from generator.plan import Argument, Entity, Json, Plan, Tool, Value
from generator.probe import Probe, transition_error

NAME = "update"
STATEMENT = "A change is shown by every tool, and touches only the row and the columns that it names."

# Arguments that are changed one by one, before all are changed together.
MOST_SINGLE = 4


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield the checks of every update, replacement and transition."""
    for tool in probe.tools("update", "replace"):
        row = next(iter(probe.ready(tool)), None)
        if row is not None:
            steps = list(_changes(plan, probe, tool, row))
            if steps:
                yield check(NAME, tool, "changes_only_what_it_names", "Only what is named changes.", steps)
    for tool in probe.tools("transition"):
        yield from _transitions(plan, probe, tool)


def _changes(plan: Plan, probe: Probe, tool: Tool, row: Row) -> Iterator[CheckStep]:
    """One argument after another, then all; the row's expected values are carried along."""
    entity = plan.entity(tool.entity)
    given = [argument for argument in tool.arguments if _is_changed(entity, argument)]
    optional = [argument.name for argument in given if not argument.required]
    rounds: list[list[str]] = [[name] for name in optional[:MOST_SINGLE]]
    if len(given) > 1 or not rounds:
        rounds.append(optional)
    now = dict(row)
    for turn, names in enumerate(rounds):
        arguments = probe.arguments(tool, now, optional=names, turn=turn % 2)
        if arguments is None or not _differs(entity, tool, now, arguments):
            continue
        now = changed_row(entity, tool, now, arguments)
        skip = [*clock_columns(entity), *unknown_columns(entity, tool, arguments)]
        effect = {entity.table: Effect(changed=1, columns=touched(entity, tool, arguments))}
        yield succeeds(tool, arguments, row_holds(tool, entity, now, arguments, skip), effect=effect)
    yield from read_step(probe, entity, now, [*clock_columns(entity), *unknown_columns(entity, tool, {})])


def _is_changed(entity: Entity, argument: Argument) -> bool:
    return isinstance(argument.does, Value) and argument.does.column not in entity.key


def _differs(entity: Entity, tool: Tool, row: Row, arguments: Mapping[str, Json]) -> bool:
    after = changed_row(entity, tool, row, arguments)
    return any(not alike(value, row.get(name)) for name, value in after.items())


def changed_row(entity: Entity, tool: Tool, row: Row, arguments: Mapping[str, Json]) -> Row:
    """Return the row as the call leaves it, as far as that is known beforehand."""
    now = dict(row)
    if tool.pattern == "replace":
        for argument in tool.arguments:
            column = entity.column(argument.does.column) if isinstance(argument.does, Value) else None
            if (
                column is not None
                and argument.name not in arguments
                and (column.nullable or column.initial is not None)
            ):
                now[column.name] = column.initial
    for name, value in written(entity, tool, arguments).items():
        old = row.get(name)
        now[name] = merged(old, value) if tool.merge and isinstance(value, dict) else value
    return now


def merged(old: Json, value: Json) -> Json:
    """Return a JSON value with another merged into it (RFC 7396): null takes a property away."""
    if not isinstance(value, dict):
        return value
    found: dict[str, Json] = dict(old) if isinstance(old, dict) else {}
    for name, inner in value.items():
        if inner is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), inner)
    return found


def unknown_columns(entity: Entity, tool: Tool, arguments: Mapping[str, Json]) -> list[str]:
    """Return the columns that the operation sets to something that is not known beforehand."""
    return [name for name, value in tool.set.items() if not set_value(tool, value, arguments)[0]]


def read_step(probe: Probe, entity: Entity, row: Row, skip: list[str]) -> Iterator[CheckStep]:
    """Yield the get that shows the row, where there is one."""
    known = {name: value for name, value in row.items() if value is not None}
    reader = probe.reader(entity.name, known)
    if reader is not None:
        arguments = address(reader, known)
        yield succeeds(reader, arguments, row_holds(reader, entity, row, arguments, skip))


def _transitions(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    entity = plan.entity(tool.entity)
    row = next(iter(probe.ready(tool)), None)
    arguments = None if row is None else probe.arguments(tool, row, optional=True)
    if row is not None and arguments is not None:
        now = changed_row(entity, tool, row, arguments)
        skip = [*clock_columns(entity), *unknown_columns(entity, tool, arguments)]
        effect = {entity.table: Effect(changed=1, columns=touched(entity, tool, arguments))}
        moves = _differs(entity, tool, row, arguments) or bool(skip)
        step = succeeds(
            tool, arguments, row_holds(tool, entity, now, arguments, skip), effect=effect if moves else None
        )
        steps = [step, *read_step(probe, entity, now, skip)]
        yield check("transition", tool, "sets_the_new_state", "The new state is set, and shown.", steps)
    steps = list(_refusals(entity, probe, tool))
    if steps:
        because = "From a state that the documentation does not name, the transition is refused."
        yield check("transition", tool, "is_refused_from_other_states", because, steps)


def _refusals(entity: Entity, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """The transition of a row that is in another state, or of one that it has just moved out of the allowed states."""
    if not tool.only_from:
        return
    ready = probe.ready(tool)
    other = next((row for row in probe.addressable(tool) if row not in ready), None)
    if other is not None:
        arguments = probe.arguments(tool, other)
        if arguments is not None:
            yield refused(tool, arguments, transition_error(tool))
            return
    arguments = probe.arguments(tool, ready[0]) if ready else None
    if arguments is None:
        return
    after = changed_row(entity, tool, ready[0], arguments)
    if not probe.may_move(tool, after):
        yield succeeds(tool, arguments)
        yield refused(tool, arguments, transition_error(tool))
