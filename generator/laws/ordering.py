"""Ordering: a list is in the order that its arguments ask for."""

from collections.abc import Iterator

from generator.check import Check, Hold
from generator.laws.listing import list_step
from generator.laws.steps import check, items_place, list_arguments, listed
from generator.laws.walking import busiest
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
        base = list_arguments(probe, tool, busiest(probe, tool)) if items_place(tool) is not None else None
        if base is None:
            continue
        steps = []
        for extra in _orders(probe, tool):
            arguments = {**base, **extra}
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
