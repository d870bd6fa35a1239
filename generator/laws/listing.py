"""Listing: a list holds exactly the rows of its scope, filters are sound and complete, orders hold, pages partition."""

from collections.abc import Iterator, Sequence

from generator.check import Check, CheckStep, Hold, out_of_step
from generator.laws.steps import check, items_place, list_arguments, list_holds, listed, succeeds, widest
from generator.meaning import Row, order_columns, page_size, paging, picked, place_of, shown_flags
from generator.plan import Direction, Filter, Json, Key, Order, Plan, Show, Tool
from generator.probe import Probe

NAME = "list"
STATEMENT = "A list holds exactly the rows that its scope and filters allow, in its order, and its pages partition it."

# Calls with different values of one filter or order argument.
MOST_VALUES = 3
PAGE_SIZES = (1, 2, 3)


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield the checks of every list and search."""
    for tool in probe.tools("list", "search"):
        if items_place(tool) is None:
            continue
        yield from _scopes(plan, probe, tool)
        yield from _filters(plan, probe, tool)
        yield from _orders(plan, probe, tool)
        yield from _pages(plan, probe, tool)
        yield from _shows(plan, probe, tool)


def _step(plan: Plan, probe: Probe, tool: Tool, arguments: dict[str, Json], more: Sequence[Hold] = ()) -> CheckStep:
    part = listed(plan, probe, tool, arguments)
    return succeeds(tool, arguments, [*list_holds(tool, plan.entity(tool.entity), part, arguments), *more])


def _scopes(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    """The list under two different parents, where it has parents."""
    steps: dict[str, CheckStep] = {}
    rows: list[Row | None] = [*probe.addressable(tool)]
    for row in rows or [None]:
        arguments = list_arguments(probe, tool, row)
        if arguments is not None:
            steps.setdefault(repr(arguments), _step(plan, probe, tool, arguments))
    if steps:
        because = "A list holds exactly the rows of its scope."
        yield check(NAME, tool, "holds_the_rows_of_its_scope", because, list(steps.values())[:MOST_VALUES])


def _filters(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    for argument in tool.arguments:
        optional_key = isinstance(argument.does, Key) and not argument.required
        if not isinstance(argument.does, Filter) and not optional_key:
            continue
        steps = _narrowing(plan, probe, tool, argument.name)
        if steps:
            because = f"With {argument.name} the list holds every row that passes, and no other."
            yield check("filter", tool, f"narrows_by_{argument.name}", because, steps)


def _narrowing(plan: Plan, probe: Probe, tool: Tool, name: str) -> list[CheckStep]:
    """Calls whose filter lets some rows pass and others not, the most telling first."""
    found: list[tuple[int, dict[str, Json]]] = []
    for value in probe.values(tool, name, count=12):
        row = _passing(probe, tool, name, value)
        base = list_arguments(probe, tool, row)
        if base is None:
            continue
        arguments = {**base, name: value}
        rest = {other: given for other, given in base.items() if other != name}
        kept, all_ = len(listed(plan, probe, tool, arguments).rows), len(listed(plan, probe, tool, rest).rows)
        found.append((0 if 0 < kept < all_ else 1 if kept == 0 else 2, arguments))
    found.sort(key=lambda pair: pair[0])
    return [_step(plan, probe, tool, arguments) for _, arguments in found[:MOST_VALUES]]


def _passing(probe: Probe, tool: Tool, name: str, value: Json) -> Row | None:
    only = tool.model_copy(update={"arguments": (tool.argument(name),)})
    rows = picked(only, probe.addressable(tool), {name: value})
    return next(iter(rows or probe.addressable(tool)), None)


def _orders(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    base = list_arguments(probe, tool, busiest(probe, tool))
    if base is None:
        return
    given: list[dict[str, Json]] = []
    turns = [argument for argument in tool.arguments if isinstance(argument.does, Direction)]
    for argument in tool.arguments:
        if isinstance(argument.does, Order):
            given += [{argument.name: value} for value in probe.values(tool, argument.name, count=6)]
    for turn in turns:
        for value in probe.samples(tool, turn.name).valid(2):
            given += [{**order, turn.name: value} for order in (given[:1] or [{}])]
    steps = [
        _step(plan, probe, tool, {**base, **extra}, _sorted_holds(plan, probe, tool, {**base, **extra}))
        for extra in given
    ]
    if steps:
        yield check("order", tool, "sorts_as_it_is_asked", "A list is in the order that it is asked for.", steps)


def _sorted_holds(plan: Plan, probe: Probe, tool: Tool, arguments: dict[str, Json]) -> list[Hold]:
    """The values that the list is sorted by, in order: they are known even where rows are equal in them."""
    entity = plan.entity(tool.entity)
    columns = order_columns(tool, arguments)
    where = place_of(tool.answer, "$items")
    if not columns or where is None:
        return []
    name = columns[0].removeprefix("-")
    column = entity.column(name)
    if name not in entity.forms[tool.form] or not column.path or column.write_only:
        return []
    values = [row.get(name) for row in listed(plan, probe, tool, arguments).rows]
    return [Hold(at=where, each="/" + "/".join(column.path), test="equals", value=values)]


def busiest(probe: Probe, tool: Tool) -> Row | None:
    """Return the row whose scope holds the most rows."""
    rows = probe.addressable(tool)

    def neighbours(row: Row) -> int:
        arguments = probe.keys(tool, row) or {}
        required = {name: value for name, value in arguments.items() if tool.argument(name).required}
        return len(picked(tool, rows, required))

    return max(rows, key=neighbours, default=None)


def _shows(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    """Properties of the envelope that are there only when they are asked for."""
    base = list_arguments(probe, tool, busiest(probe, tool))
    for argument in tool.arguments:
        if not isinstance(argument.does, Show) or base is None:
            continue
        asked, left = {**base, argument.name: True}, {**base, argument.name: False}
        absent = [Hold(at=f"/{name}", test="absent") for name in sorted(shown_flags(tool, left))]
        steps = [_step(plan, probe, tool, asked), _step(plan, probe, tool, left, absent)]
        because = f"{argument.name} adds to the answer only when it is true."
        yield check(NAME, tool, f"shows_more_by_{argument.name}", because, steps)


def _pages(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    base = list_arguments(probe, tool, busiest(probe, tool))
    size = paging(tool, "size")
    if base is None or size is None or items_place(tool) is None:
        return
    base |= {argument.name: True for argument in tool.arguments if isinstance(argument.does, Show)}
    part = listed(plan, probe, tool, base)
    if part.total < 2 or len(part.rows) < part.total:
        return
    steps = [_step(plan, probe, tool, base)]
    for each in PAGE_SIZES:
        if probe.samples(tool, size[0]).accepts(each):
            rest = {name: value for name, value in base.items() if name not in widest(probe, tool)}
            steps += _walk(plan, probe, tool, {**rest, size[0]: each}, part.total, len(steps))
    if len(steps) > 1:
        yield check(
            "paging", tool, "pages_partition_the_list", "The pages make up the list, without gap or double.", steps
        )


def _walk(plan: Plan, probe: Probe, tool: Tool, arguments: dict[str, Json], total: int, first: int) -> list[CheckStep]:
    """The calls that go through the list page by page, each held against its part of step 0's answer."""
    size = page_size(tool, arguments) or total
    found = items_place(tool)
    where = found[0] if found is not None else ""
    way = next(
        ((what, name[0]) for what in ("page", "offset", "cursor", "after") if (name := paging(tool, what))), None
    )
    steps: list[CheckStep] = []
    for start in range(0, total, size):
        moved = _moved(plan, tool, way, start, size, first + len(steps) - 1)
        if start > 0 and moved is None:
            break
        here = {**arguments, **(moved or {})}
        equal = Hold(at=where, test="equals", value=out_of_step(0, where, start, start + size))
        holds = [equal, *_end_holds(plan, tool, start, size, total)] if place_of(tool.answer, "$map") is None else []
        steps.append(succeeds(tool, here, holds))
    return steps


def _moved(
    plan: Plan, tool: Tool, way: tuple[str, str] | None, start: int, size: int, previous: int
) -> dict[str, Json] | None:
    """The arguments that choose the page that begins at ``start``; None where the tool has no way to."""
    if way is None or start == 0:
        return None
    what, name = way
    match what:
        case "page":
            found = paging(tool, "page")
            return {name: (found[1].first if found else 1) + start // size}
        case "offset":
            return {name: start}
        case "cursor":
            where = place_of(tool.answer, "$next_cursor")
            return None if where is None else {name: out_of_step(previous, where)}
        case _:
            items, key = place_of(tool.answer, "$items"), plan.entity(tool.entity).key[-1]
            path = plan.entity(tool.entity).column(key).path
            return None if items is None else {name: out_of_step(previous, "/".join([items, str(size - 1), *path]))}


def _end_holds(plan: Plan, tool: Tool, start: int, size: int, total: int) -> list[Hold]:
    """What an answer says about how it goes on."""
    more = start + size < total
    found: list[Hold] = []
    has_more, cursor, all_ = (place_of(tool.answer, name) for name in ("$has_more", "$next_cursor", "$total"))
    if has_more is not None:
        found.append(Hold(at=has_more, test="equals", value=more))
    if cursor is not None and not more:
        found.append(Hold(at=cursor, test="empty"))
    if all_ is not None:
        found.append(Hold(at=all_, test="equals", value=total))
    return found
