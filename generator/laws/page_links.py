"""Links of pages: those of a list's answer lead to the page before, to the first, and to this one again."""

from collections.abc import Iterator

from generator.check import Check, CheckStep, Hold, out_of_step
from generator.laws.cursors import following
from generator.laws.listing import list_step
from generator.laws.paging import Whole, sizes, whole
from generator.laws.steps import check
from generator.laws.throng import in_throng
from generator.laws.walking import turned_to
from generator.meaning import place_of
from generator.plan import Json, Paging, Plan, Tool
from generator.probe import Probe
from generator.samples import types_of

NAME = "page links"
STATEMENT = (
    "The links beside a page lead to the page before it, to the first one, and to itself; the first has none back."
)

_BACK = ("$previous_url", "$previous_cursor")
_LINKS = (*_BACK, "$first_url", "$this_url", "$next_path")


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each list whose pages link to others than the next: its second page, and where that leads."""
    for tool in probe.tools("list", "search"):
        if any(place_of(tool.answer, link) is not None for link in _LINKS):
            yield from list(_followed(plan, probe, tool)) or in_throng(plan, probe, tool, _followed)


def _followed(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    found = whole(plan, probe, tool)
    for size, arguments in sizes(probe, tool, found.base) if found is not None else ():
        if found is None or size >= len(found.rows):
            continue
        moved = turned_to(tool, size, size) or following(plan, tool, 1, size)
        if moved:
            steps = [
                list_step(plan, probe, tool, found.base),
                _without_back(tool, found.step(arguments, 0, size)),
                found.step({**arguments, **moved}, size, size),
                *_led(found, arguments, moved, size),
            ]
            if len(steps) > 3:
                yield check(NAME, tool, "links_lead_to_their_pages", STATEMENT, steps)
            return


def _without_back(tool: Tool, step: CheckStep) -> CheckStep:
    ends = [place_of(tool.answer, link) for link in _BACK]
    empty = [Hold(at=where, test="empty") for where in ends if where is not None]
    return step.model_copy(update={"expect": step.expect.model_copy(update={"holds": (*step.expect.holds, *empty)})})


def _led(found: Whole, arguments: dict[str, Json], moved: dict[str, Json], size: int) -> Iterator[CheckStep]:
    """The calls that the second page's links ask for, which was asked for as ``moved``, and the first one's onward."""
    for link in _LINKS:
        where = place_of(found.tool.answer, link)
        if where is not None:
            start = size if link in ("$this_url", "$next_path") else 0
            yield found.step({**arguments, **_taken(found.tool, link, where, moved)}, start, size)


def _taken(tool: Tool, link: str, where: str, moved: dict[str, Json]) -> dict[str, Json]:
    """The arguments that a link gives beside the size: that of step 1 onward, any other of step 2."""
    ways = {each.does.what: each for each in tool.arguments if isinstance(each.does, Paging)}
    if link == "$previous_cursor":
        return {ways["cursor"].name: out_of_step(2, where)}
    step = 1 if link == "$next_path" else 2
    return {
        argument.name: out_of_step(
            step, where, query=argument.wire[-1], number="string" not in types_of(argument.value)
        )
        for what, argument in ways.items()
        if what != "size" and _is_given(what, link, frozenset(ways), argument.name in moved)
    }


def _is_given(what: str, link: str, ways: frozenset[str], was_given: bool) -> bool:
    """Whether a link's URL has a paging argument: a count always, a cursor or the key of a row where it leads back."""
    if what == "page" or (what == "offset" and not ways & {"cursor", "after", "page"}):
        return True
    if link == "$this_url":
        return was_given
    rowwise = "cursor" not in ways and "after" in ways
    led = {"$previous_url": "before", "$next_path": "after"}.get(link)
    return led is not None and (what == "cursor" or (rowwise and what == led))
