"""How lists are walked: the scope with most rows, telling values of a filter, and the arguments of a further page."""

from generator.laws.steps import list_arguments, listed
from generator.meaning import Row, paging, picked
from generator.plan import Json, Plan, Tool
from generator.probe import Probe


def busiest(probe: Probe, tool: Tool) -> Row | None:
    """Return the row whose scope holds the most rows."""
    rows = probe.addressable(tool)

    def neighbours(row: Row) -> int:
        arguments = probe.keys(tool, row) or {}
        required = {name: value for name, value in arguments.items() if tool.argument(name).required}
        return len(picked(tool, rows, required))

    return max(rows, key=neighbours, default=None)


def narrowed(plan: Plan, probe: Probe, tool: Tool, name: str) -> list[dict[str, Json]]:
    """Return arguments whose filter lets some rows pass and others not, the most telling first."""
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
    return [arguments for _, arguments in found]


def _passing(probe: Probe, tool: Tool, name: str, value: Json) -> Row | None:
    only = tool.model_copy(update={"arguments": (tool.argument(name),)})
    rows = picked(only, probe.addressable(tool), {name: value})
    return next(iter(rows or probe.addressable(tool)), None)


def turned_to(tool: Tool, start: int, size: int) -> dict[str, Json]:
    """Return the argument by which the page begins at ``start``, where pages or rows are counted; nothing at 0."""
    page, offset = paging(tool, "page"), paging(tool, "offset")
    if start == 0:
        return {}
    if page is not None:
        return {page[0]: page[1].first + start // size}
    return {} if offset is None else {offset[0]: start}
