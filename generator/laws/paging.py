"""Paging: the pages of a list partition it, whatever their size."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.check import Check, CheckStep, Hold, out_of_step
from generator.laws.listing import list_step
from generator.laws.steps import check, items_place, list_holds, listed, succeeds
from generator.laws.throng import in_throng
from generator.laws.walking import fullest, turned_to
from generator.meaning import Part, Row, in_order, order_columns, page_size, paging, picked, place_of
from generator.plan import Json, Plan, Tool
from generator.probe import Probe

NAME = "paging"
STATEMENT = "The pages of every size make up the list, without gap or double."

PAGE_SIZES = (1, 2, 3)
# Pages of one size that are asked for of a list that is longer than any page.
MOST_PAGES = 8


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each list whose size of page can be chosen: all of it, then page by page."""
    for tool in probe.tools("list", "search"):
        if paging(tool, "size") is not None and not _is_only_followed(tool):
            yield from list(_pages(plan, probe, tool)) or in_throng(plan, probe, tool, _pages)


def _pages(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    found = whole(plan, probe, tool)
    if found is None:
        return
    steps = [list_step(plan, probe, tool, found.base)]
    for size, rest in sizes(probe, tool, found.base):
        steps += _walk(found, rest, size)
    if len(steps) > 1:
        yield check(NAME, tool, "pages_partition_the_list", STATEMENT, steps)


def _is_only_followed(tool: Tool) -> bool:
    """Whether the list goes on by cursors or keys alone, which is a law of its own."""
    return not any(paging(tool, what) for what in ("page", "offset")) and any(
        paging(tool, what) for what in ("cursor", "after", "before")
    )


@dataclass(frozen=True, slots=True)
class Whole:
    """A list of two rows at least: the arguments that ask for it, and all its rows in their order.

    ``fits`` tells whether one page holds them all.
    """

    plan: Plan
    tool: Tool
    base: dict[str, Json]
    rows: Sequence[Row]
    fits: bool

    def step(self, arguments: dict[str, Json], start: int, size: int) -> CheckStep:
        """Return the step of the page that is this part of the list, as step 0 answered it where that has it all."""
        found = items_place(self.tool)
        where = found[0] if found is not None else ""
        if self.fits:
            value = out_of_step(0, where, start, start + size)
            return succeeds(self.tool, arguments, [Hold(at=where, test="equals", value=value)])
        part = Part(self.rows[start : start + size], len(self.rows), start, size)
        holds = list_holds(self.tool, self.plan.entity(self.tool.entity), part, arguments)
        return succeeds(self.tool, arguments, holds)

    def starts(self, size: int) -> range:
        """Return where the pages of this size begin that are walked through."""
        return range(0, len(self.rows), size) if self.fits else range(0, len(self.rows), size)[:MOST_PAGES]


def whole(plan: Plan, probe: Probe, tool: Tool) -> Whole | None:
    """Return the list of the tool that has the most rows, None where that are fewer than two."""
    if items_place(tool) is None or place_of(tool.answer, "$map") is not None:
        return None
    base = fullest(probe, tool)
    if base is None:
        return None
    rows = in_order(picked(tool, probe.rows(tool.entity), base), order_columns(tool, base))
    fits = len(listed(plan, probe, tool, base).rows) == len(rows)
    return Whole(plan, tool, base, rows, fits) if len(rows) > 1 else None


def sizes(probe: Probe, tool: Tool, base: dict[str, Json]) -> Iterator[tuple[int, dict[str, Json]]]:
    """Yield small page sizes that the list takes, each with the arguments that ask for it."""
    size = paging(tool, "size")
    if size is None:
        return
    rest = {name: value for name, value in base.items() if name != size[0]}
    for each in PAGE_SIZES:
        if probe.samples(tool, size[0]).accepts(each):
            arguments = {**rest, size[0]: each}
            yield page_size(tool, arguments) or each, arguments


def _walk(found: Whole, arguments: dict[str, Json], size: int) -> Iterator[CheckStep]:
    """The calls that go through the list page by page."""
    for start in found.starts(size):
        moved = turned_to(found.tool, start, size)
        if start > 0 and not moved:
            return
        yield found.step({**arguments, **moved}, start, size)
