"""Copying: a copy is a new row like the first, but for what is given; the first stays as it is."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Hold, out_of_step
from generator.effects import addition, written
from generator.laws.changing import read_step
from generator.laws.creating import held_once, scope
from generator.laws.steps import check, form_holds, refused, shown_column, succeeds
from generator.meaning import Row, key_columns, place_of
from generator.plan import Entity, Json, Plan, Tool
from generator.probe import Probe

NAME = "copy"
STATEMENT = "A copy is a new row like the one that was copied, but for what was given; that one stays as it is."


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool that copies a row: with the least, and with all arguments."""
    for tool in probe.tools("custom"):
        if not tool.copies:
            continue
        entity = plan.entity(tool.entity)
        for row in probe.single(tool)[:1]:
            least, whole = probe.arguments(tool, row), probe.arguments(tool, row, optional=True)
            rounds = [given for given in (least, whole if whole != least else None) if given is not None]
            # A copy may take the next number, which was nobody's before.
            steps = list(_of_nothing(probe, entity, tool, least))
            before = len(steps)
            steps += [step for given in rounds for step in _followed(probe, entity, tool, row, given, before)]
            if steps:
                yield check(NAME, tool, "makes_a_row_like_the_first", STATEMENT, steps)


def _of_nothing(probe: Probe, entity: Entity, tool: Tool, least: dict[str, Json] | None) -> Iterator[CheckStep]:
    """Yield the calls that name no row by one of their keys."""
    for key in key_columns(entity, tool):
        unknown = probe.unknown_key(tool, key)
        if least is not None and unknown is not None:
            yield refused(tool, {**least, key: unknown}, "not_found")


_MADE_ANEW = frozenset({"created", "updated", "url", "caller", "changer", "counted", "revision"})


def _followed(
    probe: Probe, entity: Entity, tool: Tool, row: Row, arguments: dict[str, Json], before: int
) -> Iterator[CheckStep]:
    """Yield the copy, the get of the row that was copied, and on the first round every list that holds the copy.

    The first round begins after the steps that stand ``before``.
    """
    own = entity.key[-1]
    copied = copied_row(entity, tool, row, arguments)
    made = [column.name for column in entity.columns if column.made in _MADE_ANEW]
    skip = [own, *made]
    place = place_of(tool.answer, "$row")
    holds = [] if place is None else form_holds(entity, tool.form, copied, place, skip)
    where = shown_column(tool, entity, own)
    if where is not None:
        holds.append(Hold(at=where, test="differs", value=row[own]))
    values = {name: value for name, value in copied.items() if name not in skip}
    yield succeeds(tool, arguments, holds, effect=addition(probe.plan, entity, values))
    yield from read_step(probe, entity, row, [])
    if arguments == probe.arguments(tool, row) and where is not None:
        known = {**copied, own: out_of_step(before, where)}
        for lister in probe.tools("list", entity=entity.name):
            hold = held_once(entity, lister, known)
            given = scope(probe, lister, known)
            if hold is not None and given is not None and not any(known.get(name) is None for name in given):
                yield succeeds(lister, given, [hold])


def copied_row(entity: Entity, tool: Tool, row: Row, arguments: dict[str, Json]) -> Row:
    """Return what the copy holds: what is given, else what was copied; nothing where it must be unique."""
    given = written(entity, tool, arguments)
    found = {name: None if name in entity.single else value for name, value in row.items()}
    return {**found, **{name: value for name, value in given.items() if value is not None}}
