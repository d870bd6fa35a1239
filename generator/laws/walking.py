"""How lists are walked: the scope with most rows, telling values of a filter, and the arguments of a further page."""

from generator.json_equality import json_key
from generator.laws.steps import list_arguments, listed
from generator.meaning import Row, paging, picked
from generator.plan import Filter, Json, Plan, Tool
from generator.probe import Probe

# Values of a required filter that are looked at for the one that lets the most rows pass.
MOST_WIDTHS = 24


def busiest(probe: Probe, tool: Tool) -> Row | None:
    """Return the row whose scope holds the most rows."""
    rows = probe.addressable(tool)

    def neighbours(row: Row) -> int:
        arguments = probe.keys(tool, row) or {}
        required = {name: value for name, value in arguments.items() if tool.argument(name).required}
        return len(picked(tool, rows, required))

    return max(rows, key=neighbours, default=None)


def fullest(probe: Probe, tool: Tool) -> dict[str, Json] | None:
    """Return the arguments of the list that holds the most rows, all on one page; None where it has none."""
    base = list_arguments(probe, tool, busiest(probe, tool))
    return None if base is None else Widths(probe, tool).around(base)


class Widths:
    """The values of a list's required filters, and of each the one that by itself lets the most rows pass."""

    def __init__(self, probe: Probe, tool: Tool) -> None:
        self._tool = tool
        self._rows = probe.rows(tool.entity)
        names = [each.name for each in tool.arguments if each.required and isinstance(each.does, Filter)]
        self._values = {name: _widths(probe, tool, name) for name in names}
        self._alone = {
            name: max(values, key=lambda value: len(_passing(probe, tool, name, value)))
            for name, values in self._values.items()
            if values
        }

    def around(self, base: dict[str, Json]) -> dict[str, Json]:
        """Return the arguments with other values of the required filters among them, which let more rows pass."""
        values = {name: found for name, found in self._values.items() if found and name in base}
        best = base
        for start in (base, {**base, **{name: self._alone[name] for name in values}}) if values else ():
            for name, found in values.items():
                start = max(({**start, name: value} for value in found), key=self._count)
            best = max(best, start, key=self._count)
        return best

    def _count(self, arguments: dict[str, Json]) -> int:
        return len(picked(self._tool, self._rows, arguments))


def _widths(probe: Probe, tool: Tool, name: str) -> list[Json]:
    """Values of a filter, and all of them together where it takes several, or none of them."""
    found = probe.values(tool, name, count=MOST_WIDTHS)
    lists = [value for value in found if isinstance(value, list)]
    every = list({json_key(one): one for value in lists for one in value}.values())
    accepts = probe.samples(tool, name).accepts
    return [*found, *(value for value in (every, []) if lists and accepts(value))]


def narrowed(plan: Plan, probe: Probe, tool: Tool, name: str) -> list[dict[str, Json]]:
    """Return arguments whose filter lets some rows pass and others not, the most telling first."""
    found: list[tuple[int, dict[str, Json]]] = []
    wide = Widths(probe, tool)
    for value in probe.values(tool, name, count=12):
        row = next(iter(_passing(probe, tool, name, value) or probe.addressable(tool)), None)
        base = list_arguments(probe, tool, row)
        if base is None:
            continue
        arguments = {**base, name: value}
        rest = {other: given for other, given in base.items() if other != name}
        for each in (arguments, {**wide.around(rest), name: value}):
            rest = {other: given for other, given in each.items() if other != name}
            kept, all_ = len(listed(plan, probe, tool, each).rows), len(listed(plan, probe, tool, rest).rows)
            if each not in [others for _, others in found]:
                found.append((0 if 0 < kept < all_ else 1 if kept == 0 else 2, each))
    found.sort(key=lambda pair: pair[0])
    return [arguments for _, arguments in found]


def _passing(probe: Probe, tool: Tool, name: str, value: Json) -> list[Row]:
    """The rows that pass the filter alone."""
    only = tool.model_copy(update={"arguments": (tool.argument(name),)})
    return picked(only, probe.addressable(tool), {name: value})


def turned_to(tool: Tool, start: int, size: int) -> dict[str, Json]:
    """Return the argument by which the page begins at ``start``, where pages or rows are counted; nothing at 0."""
    page, offset = paging(tool, "page"), paging(tool, "offset")
    if start == 0:
        return {}
    if page is not None:
        return {page[0]: page[1].first + start // size}
    return {} if offset is None else {offset[0]: start}
