"""How lists are walked: the scope with most rows, telling values of a filter, and the arguments of a further page."""

from dataclasses import dataclass

from generator.candidates import filter_candidates
from generator.json_equality import json_key
from generator.laws.steps import list_arguments, listed
from generator.meaning import Row, paging, picked
from generator.plan import Filter, Json, Plan, Tool
from generator.probe import Probe

# Values of a required filter that are looked at for the one that lets the most rows pass.
MOST_WIDTHS = 24
# Rows, and scopes of them, in which a value of a filter is tried.
MOST_ROWS, MOST_SCOPES = 24, 4


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
        self._known: dict[str, dict[str, Json]] = {}
        self._values = {name: _widths(probe, tool, name) for name in names}
        self._alone = {
            name: max(values, key=lambda value: len(_passing(probe, tool, name, value)))
            for name, values in self._values.items()
            if values
        }

    def around(self, base: dict[str, Json]) -> dict[str, Json]:
        """Return the arguments with other values of the required filters among them, which let more rows pass."""
        values = {name: found for name, found in self._values.items() if found and name in base}
        key = json_key([list(values), {name: value for name, value in base.items() if name not in values}])
        if key not in self._known:
            self._known[key] = self._widest(base, values)
        return self._known[key]

    def _widest(self, base: dict[str, Json], values: dict[str, list[Json]]) -> dict[str, Json]:
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


@dataclass(frozen=True, slots=True)
class Narrowing:
    """Arguments of a list with one filter: how many rows are kept, of how many, and whether one is at its border."""

    arguments: dict[str, Json]
    kept: int
    whole: int
    at_border: bool

    @property
    def tells(self) -> bool:
        """Return whether the filter lets some rows pass and others not."""
        return 0 < self.kept < self.whole

    @property
    def rank(self) -> tuple[int, bool]:
        """Return a number that is smaller the more the call tells."""
        return (0 if self.tells else 1 if self.kept == 0 else 2), not self.at_border


def narrowed(plan: Plan, probe: Probe, tool: Tool, name: str) -> list[Narrowing]:
    """Return calls with the filter, each with another value and in the scope where it tells most, those first."""
    wide = Widths(probe, tool)
    found: list[Narrowing] = []
    for value in probe.values(tool, name, count=12):
        here = [_narrowing(plan, probe, tool, name, each) for each in _around(probe, tool, name, value, wide)]
        if here:
            found.append(min(here, key=lambda each: each.rank))
    return sorted(found, key=lambda each: each.rank)


def _around(probe: Probe, tool: Tool, name: str, value: Json, wide: Widths) -> list[dict[str, Json]]:
    """Arguments with the value of a filter in some scopes: those of rows that pass it come first."""
    passing = _passing(probe, tool, name, value)
    rows = [*passing, *(row for row in probe.addressable(tool) if row not in passing)]
    bases: dict[str, dict[str, Json]] = {}
    found_rows: list[Row | None] = [*rows[:MOST_ROWS]]
    for row in found_rows or [None]:
        base = list_arguments(probe, tool, row)
        if base is not None and len(bases) < MOST_SCOPES:
            bases[json_key(base)] = base
    near = next(iter(found_rows), None)
    found = [probe.agreed(tool, {**base, name: value}, (name,), near) for base in bases.values()]
    for base in bases.values():
        around = {**wide.around({other: given for other, given in base.items() if other != name}), name: value}
        arguments = probe.agreed(tool, around, (name,), near)
        if arguments not in found:
            found.append(arguments)
    return found


def _narrowing(plan: Plan, probe: Probe, tool: Tool, name: str, arguments: dict[str, Json]) -> Narrowing:
    rest = {other: given for other, given in arguments.items() if other != name}
    kept, whole = listed(plan, probe, tool, arguments).rows, listed(plan, probe, tool, rest).rows
    does = tool.argument(name).does
    border = (
        isinstance(does, Filter)
        and does.test in ("gt", "ge", "lt", "le")
        and any(arguments[name] in filter_candidates(does, row) for row in whole)
    )
    return Narrowing(arguments, len(kept), len(whole), border)


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
    return {} if offset is None else {offset[0]: start + offset[1].begins}
