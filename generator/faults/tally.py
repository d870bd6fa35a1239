"""What became of planted faults, counted: by server, by fault, and as the table of docs/faults.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.faults import FAULTS
from generator.faults.fault import Fault
from generator.faults.trial import Caught


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of fault: its sites, how many were caught, and how many were named by a law that may."""

    name: str
    sites: int
    noticed: int
    named: int


@dataclass(frozen=True, slots=True)
class Tally:
    """The planted faults of one server with what the checks found."""

    server: str
    results: tuple[Caught, ...]

    @property
    def sites(self) -> int:
        """Return how many faults were planted."""
        return len(self.results)

    @property
    def noticed(self) -> int:
        """Return how many were caught."""
        return sum(result.noticed for result in self.results)

    @property
    def named(self) -> int:
        """Return how many a law named that may."""
        return sum(result.named for result in self.results)

    @property
    def missed(self) -> tuple[Caught, ...]:
        """Return those that were not caught."""
        return tuple(result for result in self.results if not result.noticed)

    def to_json(self) -> dict[str, object]:
        """Return what ``fleetwright faults --json`` prints of the server."""
        rows = fault_rows([self])
        return {
            "server": self.server,
            "planted": self.sites,
            "caught": self.noticed,
            "named": self.named,
            "faults": {row.name: {"sites": row.sites, "caught": row.noticed, "named": row.named} for row in rows},
            "missed": [{"fault": each.planted.name, "diff": each.planted.diff} for each in self.missed],
            "misnamed": [
                {"fault": each.planted.name, "laws": list(each.laws)}
                for each in self.results
                if each.noticed and not each.named
            ],
        }


def tally_of(server: str, results: Iterable[Caught]) -> Tally:
    """Return the tally of a server's results."""
    return Tally(server, tuple(results))


def fault_rows(tallies: Sequence[Tally]) -> list[Row]:
    """Return a row for each kind of fault that was planted anywhere, in the order of the kinds."""
    results = [result for tally in tallies for result in tally.results]
    rows = [_row(fault, [result for result in results if result.planted.fault is fault]) for fault in FAULTS]
    return [row for row in rows if row.sites]


def _row(fault: Fault, results: Sequence[Caught]) -> Row:
    noticed, named = (sum(getattr(result, what) for result in results) for what in ("noticed", "named"))
    return Row(fault.name, len(results), noticed, named)


def faults_table() -> str:
    """Return the table of all kinds of faults, as docs/faults.md shows it."""
    lines = [
        "| fault | what is wrong | laws that may name it | how it is planted | where |",
        "| --- | --- | --- | --- | --- |",
    ]
    for fault in FAULTS:
        laws = ", ".join(f"`{law}`" for law in sorted(fault.laws))
        lines.append(f"| {fault.name} | {fault.says} | {laws} | {fault.how} | {fault.applies} |")
    return "\n".join(lines)
