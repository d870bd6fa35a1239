"""Paging: the pages of a list partition it, whatever their size."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Hold, out_of_step
from generator.laws.listing import list_step
from generator.laws.steps import check, items_place, list_arguments, listed, succeeds, widest
from generator.laws.walking import busiest, turned_to
from generator.meaning import page_size, paging, place_of
from generator.plan import Json, Plan, Tool
from generator.probe import Probe

NAME = "paging"
STATEMENT = "The pages of every size make up the list, without gap or double."

PAGE_SIZES = (1, 2, 3)


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each list whose size of page can be chosen: all of it, then page by page."""
    for tool in probe.tools("list", "search"):
        found = whole(plan, probe, tool)
        if found is None or _is_only_followed(tool):
            continue
        base, total = found
        steps = [list_step(plan, probe, tool, base)]
        for size, rest in sizes(probe, tool, base):
            steps += _walk(tool, rest, total, size)
        if len(steps) > 1:
            yield check(NAME, tool, "pages_partition_the_list", STATEMENT, steps)


def _is_only_followed(tool: Tool) -> bool:
    """Whether the list goes on by cursors or keys alone, which is a law of its own."""
    return not any(paging(tool, what) for what in ("page", "offset")) and any(
        paging(tool, what) for what in ("cursor", "after", "before")
    )


def whole(plan: Plan, probe: Probe, tool: Tool) -> tuple[dict[str, Json], int] | None:
    """Return arguments for one page that holds a whole list of two rows at least, and how many it holds."""
    if items_place(tool) is None or place_of(tool.answer, "$map") is not None:
        return None
    base = list_arguments(probe, tool, busiest(probe, tool))
    part = None if base is None else listed(plan, probe, tool, base)
    if base is None or part is None or part.total < 2 or len(part.rows) < part.total:
        return None
    return base, part.total


def sizes(probe: Probe, tool: Tool, base: dict[str, Json]) -> Iterator[tuple[int, dict[str, Json]]]:
    """Yield small page sizes that the list takes, each with the arguments that ask for it."""
    size = paging(tool, "size")
    if size is None:
        return
    rest = {name: value for name, value in base.items() if name not in widest(probe, tool)}
    for each in PAGE_SIZES:
        if probe.samples(tool, size[0]).accepts(each):
            arguments = {**rest, size[0]: each}
            yield page_size(tool, arguments) or each, arguments


def _walk(tool: Tool, arguments: dict[str, Json], total: int, size: int) -> Iterator[CheckStep]:
    """The calls that go through the list page by page, each held against its part of step 0's answer."""
    for start in range(0, total, size):
        moved = turned_to(tool, start, size)
        if start > 0 and not moved:
            return
        yield page_step(tool, {**arguments, **moved}, start, size)


def page_step(tool: Tool, arguments: dict[str, Json], start: int, size: int) -> CheckStep:
    """Return the step of a page that is this part of the list that step 0 answered as a whole."""
    found = items_place(tool)
    where = found[0] if found is not None else ""
    equal = Hold(at=where, test="equals", value=out_of_step(0, where, start, start + size))
    return succeeds(tool, arguments, [equal])
