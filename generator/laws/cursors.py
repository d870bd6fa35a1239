"""Cursors: each leads to the rows that follow, the last has none, and what no answer gave is refused."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Hold, out_of_step
from generator.laws.listing import list_step
from generator.laws.paging import Whole, sizes, whole
from generator.laws.steps import check, refused
from generator.laws.throng import in_throng
from generator.meaning import column_place, next_place, paging, place_of
from generator.plan import Json, Plan, Tool
from generator.probe import Probe
from generator.samples import types_of
from generator.seeded import far_values

NAME = "cursor"
STATEMENT = "A cursor leads to the rows that follow, whenever it is asked; the last page has none."

NO_CURSOR = "no-answer-gave-this"


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each list that goes on by a cursor, or by the key of a row."""
    for tool in probe.tools("list", "search"):
        if any(paging(tool, what) for what in ("cursor", "after", "before")):
            yield from list(_followed(plan, probe, tool)) or in_throng(plan, probe, tool, _followed)


def _followed(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    found = whole(plan, probe, tool)
    if found is None:
        return
    steps = [list_step(plan, probe, tool, found.base)]
    for size, arguments in sizes(probe, tool, found.base):
        steps += _walk(found, arguments, size, len(steps))
        steps += _backwards(found, arguments, size)
    steps += _refused(plan, probe, tool, found.base)
    if len(steps) > 1:
        yield check(NAME, tool, "leads_on_to_the_end", STATEMENT, steps)


def _walk(found: Whole, arguments: dict[str, Json], size: int, first: int) -> Iterator[CheckStep]:
    """The calls that follow the cursors to the end; the second page is asked for twice."""
    number, moved = first, dict[str, Json]()
    for start in found.starts(size):
        if start > 0:
            onward = following(found.plan, found.tool, number - 1, size)
            if onward is None:
                return
            moved = onward
        step = found.step({**arguments, **moved}, start, size)
        again = [step] if start == size else []
        yield _ended(found.tool, step) if start + size >= len(found.rows) else step
        yield from again
        number += 1 + len(again)


def _ended(tool: Tool, step: CheckStep) -> CheckStep:
    ends = [place_of(tool.answer, placeholder) for placeholder in ("$next_cursor", "$next_url", "$next_path")]
    empty = [Hold(at=where, test="empty") for where in ends if where is not None]
    holds = (*step.expect.holds, *empty)
    return step.model_copy(update={"expect": step.expect.model_copy(update={"holds": holds})})


def following(plan: Plan, tool: Tool, previous: int, size: int) -> dict[str, Json] | None:
    """Return the argument that leads on from a step's answer: its cursor, or the key of its last row; None for none."""
    cursor, after = paging(tool, "cursor"), paging(tool, "after")
    where = None if cursor is None else next_place(tool, cursor[0])
    if cursor is not None and where is not None:
        return {cursor[0]: out_of_step(previous, where[0], query=where[1])}
    key = _key_place(plan, tool, size - 1)
    return None if after is None or key is None else {after[0]: out_of_step(previous, key)}


def _backwards(found: Whole, arguments: dict[str, Json], size: int) -> Iterator[CheckStep]:
    """The page before a row in the middle of the list."""
    before = paging(found.tool, "before")
    place = size + 1
    key = _key_place(found.plan, found.tool, place)
    if before is not None and key is not None and place < len(found.rows) and found.fits:
        yield found.step({**arguments, before[0]: out_of_step(0, key)}, place - size, size)


def _key_place(plan: Plan, tool: Tool, index: int) -> str | None:
    entity = plan.entity(tool.entity)
    items = place_of(tool.answer, "$items")
    where = column_place(entity, entity.key[-1], tool.form) if entity.key else None
    return None if items is None or where is None else f"{items}/{index}{where}"


def _refused(plan: Plan, probe: Probe, tool: Tool, base: dict[str, Json]) -> Iterator[CheckStep]:
    cursor = paging(tool, "cursor")
    if cursor is not None and "string" in types_of(tool.argument(cursor[0]).value):
        yield refused(tool, {**base, cursor[0]: NO_CURSOR}, "invalid_argument")
        if probe.samples(tool, cursor[0]).accepts(""):
            # An empty cursor leads to the beginning.
            yield list_step(plan, probe, tool, {**base, cursor[0]: ""})
    entity = plan.entity(tool.entity)
    for what in ("after", "before"):
        found = paging(tool, what)
        if found is not None and entity.key:
            for key in far_values(entity.column(entity.key[-1]))[:1]:
                yield refused(tool, {**base, found[0]: key}, "invalid_argument")
