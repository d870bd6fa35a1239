"""What was generated of many sources, as a table: a row for each, and one for all of them together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from generator.cost import Cost
from generator.generate import Generated
from generator.report.texts import printable
from generator.survey import Failure, Gain

HEADS = (
    "server", "operations", "tools", "coverage", "inputs used", "writes seen", "checks", "failed", "dropped", "CPU s",
    "MB",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one source, or of several together; pairs are a part and its whole."""

    name: str
    operations: int
    tools: int
    inputs: tuple[int, int]
    writes: tuple[int, int]
    checks: tuple[int, int]
    dropped: int
    cost: Cost

    @property
    def cells(self) -> list[str]:
        """Return the texts of the row."""
        share = f"{self.tools / self.operations:.1%}" if self.operations else "-"
        run, failed = self.checks
        numbers = [self.operations, self.tools, share, _of(self.inputs), _of(self.writes), run, failed, self.dropped]
        return [self.name, *map(str, numbers), f"{self.cost.cpu_seconds:.1f}", f"{self.cost.memory_mb:.0f}"]


def coverage_table(gains: Sequence[Gain]) -> Table:
    """Return the table; a source without a server counts with its operations, where it could be read."""
    rows = [figures_of(gain) for gain in gains]
    table = Table(show_footer=True, box=SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for number, (head, foot) in enumerate(zip(HEADS, together(rows).cells, strict=True)):
        table.add_column(head, foot, justify="right" if number else "left", no_wrap=bool(number), overflow="fold")
    for gain, row in zip(gains, rows, strict=True):
        bad = isinstance(gain, Failure) or row.checks[1] or row.dropped
        table.add_row(*row.cells, style="red" if bad else None)
    return table


def print_coverage(gains: Sequence[Gain]) -> None:
    """Print the table on stdout: as wide as the terminal, and where there is none as wide as it needs."""
    console = Console(highlight=False)
    table = coverage_table(gains)
    if not console.is_terminal:
        console.width = max(console.width, console.measure(table, options=console.options.update(width=1000)).maximum)
    console.print()
    console.print(table)


def figures_of(gain: Gain) -> Figures:
    """Return the figures of a source; where no server was made of it, they say so."""
    if isinstance(gain, Failure):
        name = printable(f"{gain.source.rsplit('/', 1)[-1]} (none)")
        return Figures(name, gain.operations, 0, (0, 0), (0, 0), (0, 0), 0, gain.cost)
    return _generated_figures(gain)


def _generated_figures(made: Generated) -> Figures:
    proved = made.verification
    return Figures(
        made.plan.name,
        proved.coverage.operations,
        proved.coverage.tools,
        (proved.inputs.used, proved.inputs.declared),
        (proved.writes.observed, proved.writes.made),
        (proved.checks.run, proved.checks.failed),
        len(made.plan.dropped),
        made.cost,
    )


def together(rows: Sequence[Figures]) -> Figures:
    """Return the sums; of memory the most that any process held."""
    return Figures(
        f"{len(rows)} sources",
        sum(row.operations for row in rows),
        sum(row.tools for row in rows),
        _sums(row.inputs for row in rows),
        _sums(row.writes for row in rows),
        _sums(row.checks for row in rows),
        sum(row.dropped for row in rows),
        Cost(
            sum(row.cost.seconds for row in rows),
            sum(row.cost.cpu_seconds for row in rows),
            max((row.cost.memory_mb for row in rows), default=0.0),
        ),
    )


def _sums(pairs: Iterable[tuple[int, int]]) -> tuple[int, int]:
    one = other = 0
    for first, second in pairs:
        one, other = one + first, other + second
    return one, other


def _of(pair: tuple[int, int]) -> str:
    part, whole = pair
    return f"{part}/{whole}" if whole else "-"
