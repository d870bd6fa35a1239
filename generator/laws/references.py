"""References: they name rows that exist, and what belongs to a deleted row goes with it, or keeps it."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Hold
from generator.effects import Gone, gone_with, removal
from generator.json_equality import json_key
from generator.laws.creating import address, held_once, is_told, scope
from generator.laws.parents import is_under, orphaned, through_nothing
from generator.laws.steps import check, refused, shown_column, succeeds
from generator.links import Link
from generator.meaning import Row
from generator.plan import Entity, Json, Key, Plan, Tool, Value
from generator.probe import Probe, goes_along, is_own_key, row_key
from generator.seeded import far_values
from generator.statuses import held_error
from state_db.errors import ErrorCode

NAME = "references"
STATEMENT = "A reference names a row that exists; when that row is deleted, what refers to it goes, or it stays."

# Arguments that name a row which is not there, and the error for that.
Dangling = tuple[dict[str, Json], ErrorCode]


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each tool that writes a reference, and for each deletion of what others refer to."""
    for tool in probe.tools("create", "update", "replace", "upsert"):
        found = dangling(plan.entity(tool.entity), probe, tool)
        steps = [refused(tool, arguments, error) for arguments, error in found]
        if steps:
            because = "A reference to a row that does not exist is refused."
            yield check(NAME, tool, "refuses_references_to_nothing", because, steps)
    for tool in probe.tools("delete"):
        if tool.soft:
            continue
        entity = plan.entity(tool.entity)
        steps = list(_taken_along(plan, probe, entity, tool))
        if steps:
            because = "What belongs to a deleted row is not found any more."
            yield check(NAME, tool, "takes_along_what_belongs_to_it", because, steps)
        kept = [row for row in probe.addressable(tool) if removal(plan, probe, entity, row) is None]
        arguments = probe.arguments(tool, kept[0]) if kept else None
        if arguments is not None:
            because = "A row that others refer to is not deleted."
            steps = [refused(tool, arguments, held_error(tool))]
            yield check(NAME, tool, "is_refused_while_referred_to", because, steps)


def dangling(entity: Entity, probe: Probe, tool: Tool, *, whole: bool = False) -> Iterator[Dangling]:
    """Yield arguments that go through but for a reference to nothing, and its error; ``whole`` gives all arguments."""
    row = next(iter(probe.ready(tool)), None)
    for argument in tool.arguments:
        if isinstance(argument.does, Value) and argument.does.loose:
            continue
        if isinstance(argument.does, Value) and argument.does.of is not None:
            yield from _untold(probe, tool, argument.name, argument.does, row, whole=whole)
            continue
        if not isinstance(argument.does, Value) or entity.column(argument.does.column).references is None:
            continue
        unknown: Json = probe.unknown_key(tool, argument.name)
        base = probe.arguments(tool, row, optional=True if whole else [argument.name])
        if base is None or unknown is None or is_own_key(entity, entity.column(argument.does.column)):
            continue
        given = [unknown] if isinstance(base.get(argument.name), list) else unknown
        if probe.samples(tool, argument.name).accepts(given):
            yield {**base, argument.name: given}, argument.does.missing


def _untold(probe: Probe, tool: Tool, name: str, does: Value, row: Row | None, *, whole: bool) -> Iterator[Dangling]:
    """Yield arguments in which an object tells of a row that is not there, or a key names none."""
    assert does.of is not None
    assert does.by is not None
    base = probe.arguments(tool, row, optional=True if whole else [name])
    taken = {json_key(each.get(does.by)) for each in probe.rows(does.of)} | {json_key(key) for key in does.without}
    for unknown in far_values(probe.plan.entity(does.of).column(does.by)):
        held = None if base is None else base.get(name)
        given: Json = {**held, does.named: unknown} if isinstance(held, dict) else [unknown] if does.each else unknown
        if base is not None and json_key(unknown) not in taken and probe.samples(tool, name).accepts(given):
            yield {**base, name: given}, does.missing
            return


def _taken_along(plan: Plan, probe: Probe, entity: Entity, tool: Tool) -> Iterator[CheckStep]:
    """The deletion of a row that others refer to, and what is then seen of them: one for each reference."""
    for row in probe.single(tool):
        found: dict[str, tuple[Link, Row]] = {}
        for link, referrer in probe.referrers(entity, row):
            if link.enforced and not link.entity.singleton:
                found.setdefault(f"{link.entity.name} {link.column.name}", (link, referrer))
        gone = gone_with(probe, entity, row)
        after = [step for link, referrer in found.values() for step in _seen(plan, probe, link, referrer, gone)]
        arguments = probe.arguments(tool, row)
        if arguments is not None and after:
            yield succeeds(tool, arguments)
            yield from after
            return


def _seen(plan: Plan, probe: Probe, link: Link, referrer: Row, all_gone: Gone) -> Iterator[CheckStep]:
    """What is seen of a row that referred to the deleted one: it is gone, or its reference is empty."""
    # A row that only loses this reference may go along by another one.
    gone = goes_along(plan, link) or row_key(link.entity, referrer) in all_gone.get(link.entity.name, ())
    known = {name: value for name, value in referrer.items() if value is not None}
    reader = probe.reader(link.entity.name, known)
    if reader is not None and gone:
        yield orphaned(reader, link.entity, address(reader, known), link.column.name)
    elif reader is not None and not any(_names(argument.does, link.column.name) for argument in reader.arguments):
        where = shown_column(reader, link.entity, link.column.name)
        yield succeeds(reader, address(reader, known), [] if where is None else [Hold(at=where, test="empty")])
    for lister in probe.tools("list", "search", entity=link.entity.name) if gone else ():
        arguments, hold = scope(probe, lister, known), held_once(link.entity, lister, known, "never")
        parents = [argument for argument in lister.arguments if _names(argument.does, link.column.name)]
        if arguments is None:
            continue
        if any(argument.place == "path" for argument in parents) or is_under(probe, lister, referrer, all_gone):
            yield through_nothing(lister, link.entity, arguments)
        elif hold is not None and not parents and is_told(probe, link.entity, lister, known):
            yield succeeds(lister, arguments, [hold])


def _names(does: object, column: str) -> bool:
    return isinstance(does, Key) and does.column == column
