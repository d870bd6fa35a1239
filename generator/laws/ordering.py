"""Ordering: a list is in the order that its arguments ask for."""

from collections.abc import Iterator

from generator.check import Check, Hold
from generator.laws.listing import list_step
from generator.laws.steps import check, items_place, listed
from generator.laws.throng import in_throng
from generator.laws.walking import fullest
from generator.meaning import column_place, order_columns, place_of
from generator.plan import Direction, Json, Order, Plan, Tool
from generator.probe import Probe

NAME = "order"
STATEMENT = "A list is in the order that it is asked for."

# Orders of one list that are asked for, each in both directions.
MOST_ORDERS = 12


def checks(plan: Plan, probe: Probe) -> Iterator[Check]:
    """Yield a check for each list whose order can be chosen or turned around."""
    for tool in probe.tools("list", "search"):
        if items_place(tool) is None or not _orders(probe, tool):
            continue
        yield from _sorted(plan, probe, tool)
        base = fullest(probe, tool)
        if base is not None and listed(plan, probe, tool, base).total < 2:
            yield from in_throng(plan, probe, tool, _sorted)


def _sorted(plan: Plan, probe: Probe, tool: Tool) -> Iterator[Check]:
    base = fullest(probe, tool)
    steps = []
    for extra in () if base is None else _orders(probe, tool):
        arguments = {**(base or {}), **extra}
        steps.append(list_step(plan, probe, tool, arguments, _sorted_holds(plan, probe, tool, arguments)))
    if steps:
        yield check(NAME, tool, "sorts_as_it_is_asked", STATEMENT, steps)


def _orders(probe: Probe, tool: Tool) -> list[dict[str, Json]]:
    given: list[dict[str, Json]] = []
    for argument in tool.arguments:
        if isinstance(argument.does, Order):
            given += [{argument.name: value} for value in probe.values(tool, argument.name, count=MOST_ORDERS)]
    turned: list[dict[str, Json]] = []
    for argument in tool.arguments:
        if isinstance(argument.does, Direction):
            for value in probe.samples(tool, argument.name).valid(2):
                turned += [{**order, argument.name: value} for order in given or [{}]]
    return [*given, *turned]


def _sorted_holds(plan: Plan, probe: Probe, tool: Tool, arguments: dict[str, Json]) -> list[Hold]:
    """The values that the list is sorted by, in order: they are known even where rows are equal in them."""
    columns = order_columns(tool, arguments)
    items = place_of(tool.answer, "$items")
    if not columns or items is None:
        return []
    name = columns[0].removeprefix("-")
    where = column_place(plan.entity(tool.entity), name, tool.form)
    if where is None:
        return []
    values = [row.get(name) for row in listed(plan, probe, tool, arguments).rows]
    return [Hold(at=items, each=where, test="equals", value=values)]
