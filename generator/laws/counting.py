"""Counting: totals, counts and "is there more" are equal to what they count, also after a row came or went."""

from collections.abc import Iterator, Mapping
from math import ceil

from generator.check import Check, CheckStep, Hold
from generator.effects import begun
from generator.laws.creating import address, known_columns, scope
from generator.laws.identity import deleter
from generator.laws.steps import asked_placeholders, check, listed, placeholders, succeeds
from generator.laws.throng import in_throng
from generator.laws.walking import fullest, narrowed, turned_to
from generator.meaning import Part, page_size, paging, picked
from generator.plan import Filter, Json, Plan, Show, Tool
from generator.probe import Probe

NAME = "count"
STATEMENT = "A total, a count and the word that there is more are equal to what they count."

NUMBERS = frozenset({"$total", "$count", "$page", "$page_size", "$page_count", "$offset", "$has_more"})
# The pages that are counted: the first, the second, and one beyond the last.
PAGE_SIZE = 2


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield for each list that counts: its pages, every filter once, and the list after a row came and went."""
    for tool in probe.tools("list", "search"):
        if NUMBERS.isdisjoint(placeholder for _, placeholder in placeholders(tool.answer)):
            continue
        yield from _numbered(plan, probe, tool)
        if paging(tool, "size") is not None and not _has_several(plan, probe, tool):
            yield from in_throng(plan, probe, tool, _numbered)
        steps = list(_moving(plan, probe, tool))
        if steps:
            because = "A new row is counted, and a deleted one is not."
            yield check(NAME, tool, "counts_what_comes_and_goes", because, steps)


def _has_several(plan: Plan, probe: Probe, tool: Tool) -> bool:
    """Whether the list can have so many rows that a page can hold fewer."""
    base = fullest(probe, tool)
    return base is not None and listed(plan, probe, tool, base).total > 1


def _numbered(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    steps = list(_counted(plan, probe, tool))
    if steps:
        because = "The numbers beside a page are those of the rows that they count."
        yield check(NAME, tool, "counts_its_rows", because, steps)


def _counted(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    base = fullest(probe, tool)
    if base is None:
        return
    base |= {
        argument.name: [argument.does.word] if argument.does.word else True
        for argument in tool.arguments
        if isinstance(argument.does, Show)
    }
    yield _step(tool, base, listed(plan, probe, tool, base))
    size = paging(tool, "size")
    total = listed(plan, probe, tool, base).total
    for wanted in (total, total - 1, 1) if size is not None and total > 1 else ():
        if size is not None and wanted != PAGE_SIZE and probe.samples(tool, size[0]).accepts(wanted):
            full = {**base, size[0]: wanted}
            yield _step(tool, full, listed(plan, probe, tool, full))
    if size is not None and probe.samples(tool, size[0]).accepts(PAGE_SIZE):
        small = {**base, size[0]: PAGE_SIZE}
        yield _step(tool, small, listed(plan, probe, tool, small))
        for start in (PAGE_SIZE, ceil(total / PAGE_SIZE) * PAGE_SIZE):
            moved = turned_to(tool, start, page_size(tool, small) or PAGE_SIZE)
            if moved and all(probe.samples(tool, name).accepts(value) for name, value in moved.items()):
                there = {**small, **moved}
                yield _step(tool, there, listed(plan, probe, tool, there))
    for argument in tool.arguments:
        if isinstance(argument.does, Filter):
            for each in narrowed(plan, probe, tool, argument.name)[:1]:
                yield _step(tool, each.arguments, listed(plan, probe, tool, each.arguments))


def _step(tool: Tool, arguments: Mapping[str, Json], part: Part) -> CheckStep:
    return succeeds(tool, arguments, count_holds(tool, arguments, part))


def count_holds(tool: Tool, arguments: Mapping[str, Json], part: Part) -> list[Hold]:
    """Return the holds that the answer says right what its part of the list belongs to."""
    numbers = _numbers(tool, part)
    found: list[Hold] = []
    for where, placeholder in asked_placeholders(tool, arguments):
        if placeholder in numbers:
            found.append(Hold(at=where, test="equals", value=numbers[placeholder]))
        elif _leads_nowhere(placeholder, part):
            found.append(Hold(at=where, test="empty"))
    return found


def _leads_nowhere(placeholder: str, part: Part) -> bool:
    if placeholder in ("$previous_cursor", "$previous_url"):
        return part.start == 0
    return placeholder in ("$next_cursor", "$next_url", "$next_path") and part.start + len(part.rows) >= part.total


def _numbers(tool: Tool, part: Part) -> dict[str, Json]:
    """What an answer says about its part of the list, by placeholder, as far as it is known."""
    more = part.start + len(part.rows) < part.total
    offset = paging(tool, "offset")
    place = part.start + (offset[1].begins if offset is not None else 0)
    found: dict[str, Json] = {"$total": part.total, "$count": len(part.rows), "$offset": place, "$has_more": more}
    if part.size:
        page = paging(tool, "page")
        found["$page"] = part.start // part.size + (page[1].first if page is not None else 1)
        found["$page_size"] = part.size
        found["$page_count"] = ceil(part.total / part.size)
    return found


def _moving(plan: Plan, probe: Probe, tool: Tool) -> Iterator[CheckStep]:
    """The list, the list with one row more, and the list without it again."""
    entity = plan.entity(tool.entity)
    for maker in probe.tools("create", entity=entity.name):
        arguments = next(iter(probe.creations(maker)), None)
        if arguments is None:
            continue
        sent = begun(entity, maker, arguments)
        known = known_columns(entity, maker, sent)
        where = scope(probe, tool, known)
        if where is None or "$step" in str(where) or not picked(tool, [sent], where):
            continue
        part = listed(plan, probe, tool, where)
        yield _step(tool, where, part)
        yield succeeds(maker, arguments)
        yield _step(tool, where, _with_one_more(part))
        remover = deleter(probe, entity, known, sent)
        if remover is not None:
            # What step 0 was for the maker is step 1 here.
            yield succeeds(remover, _later(address(remover, known)))
            yield _step(tool, where, part)
        return


def _with_one_more(part: Part) -> Part:
    rows = [*part.rows, {}]
    return Part(rows if part.size is None else rows[: part.size], part.total + 1, part.start, part.size)


def _later(arguments: Mapping[str, Json]) -> dict[str, Json]:
    return {
        name: {**value, "$step": value["$step"] + 1} if isinstance(value, dict) and "$step" in value else value
        for name, value in arguments.items()
    }
