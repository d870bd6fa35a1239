"""What became of planted faults, counted: by server, by kind over all servers, and the table of docs/faults.md."""

from collections.abc import Iterable, Sequence
from typing import Self

from pydantic import Field, ValidationError

from generator.faults import FAULTS
from generator.faults.trial import Caught
from generator.form import Form

KINDS = [fault.name for fault in FAULTS]


class Count(Form):
    """Faults that were planted, those that were caught, and those that were named by a law that may."""

    sites: int = 0
    caught: int = 0
    named: int = 0

    def __add__(self, other: Self) -> "Count":
        """Return the sum of both."""
        return Count(sites=self.sites + other.sites, caught=self.caught + other.caught, named=self.named + other.named)

    @property
    def share(self) -> float:
        """Return the share that was caught."""
        return self.caught / self.sites if self.sites else 1.0


class Missed(Form):
    """A fault that was not caught, with what was planted as a unified diff."""

    fault: str
    diff: str


class Misnamed(Form):
    """A fault that was caught by these laws, none of which may name it."""

    fault: str
    laws: tuple[str, ...]


class Tally(Form):
    """The planted faults of one server by kind, in the order of the kinds, with what the checks found.

    ``files`` is the digest of the server and its checks; where it is the same, so is what was found.
    """

    server: str
    planted: int = 0
    caught: int = 0
    named: int = 0
    faults: dict[str, Count] = Field(default_factory=dict)
    missed: tuple[Missed, ...] = ()
    misnamed: tuple[Misnamed, ...] = ()
    files: str = ""


def tally_of(server: str, results: Iterable[Caught], files: str = "") -> Tally:
    """Return the tally of a server's results."""
    found = tuple(results)
    return _tally(
        server,
        [{result.planted.fault.name: _count(result)} for result in found],
        files=files,
        missed=tuple(Missed(fault=each.planted.name, diff=each.planted.diff) for each in found if not each.noticed),
        misnamed=tuple(
            Misnamed(fault=each.planted.name, laws=each.laws) for each in found if each.noticed and not each.named
        ),
    )


def merged(parts: Sequence[Tally]) -> Tally:
    """Return what was found of the parts of one server's faults as one."""
    return _tally(
        parts[0].server,
        [part.faults for part in parts],
        files=parts[0].files,
        missed=tuple(sorted((each for part in parts for each in part.missed), key=_place)),
        misnamed=tuple(sorted((each for part in parts for each in part.misnamed), key=_place)),
    )


def _tally(
    server: str, parts: Sequence[dict[str, Count]], *, files: str, missed: tuple[Missed, ...],
    misnamed: tuple[Misnamed, ...],
) -> Tally:  # fmt: skip
    """Return a tally with the sums of what was counted in parts."""
    counts = by_kind(parts)
    whole = summed(counts.values())
    return Tally(
        server=server, planted=whole.sites, caught=whole.caught, named=whole.named, faults=counts, files=files,
        missed=missed, misnamed=misnamed,
    )  # fmt: skip


def _place(told: Missed | Misnamed) -> tuple[int, str]:
    """Where a fault stands among others: in the order of the kinds, whichever process tried it."""
    return KINDS.index(told.fault.partition(": ")[0]), told.fault


def read_tally(text: str) -> Tally | None:
    """Return the tally that a line of JSON holds, None where it holds something else."""
    try:
        return Tally.model_validate_json(text)
    except ValidationError:
        return None


def total(tallies: Sequence[Tally]) -> dict[str, object]:
    """Return what ``fleetwright faults --json`` prints of all servers together."""
    counts = by_kind([tally.faults for tally in tallies])
    whole = summed(counts.values())
    return {
        "servers": len(tallies),
        "planted": whole.sites,
        "caught": whole.caught,
        "named": whole.named,
        "share": round(whole.share, 4),
        "faults": {name: {**count.model_dump(), "share": round(count.share, 4)} for name, count in counts.items()},
    }


def by_kind(parts: Sequence[dict[str, Count]]) -> dict[str, Count]:
    """Return the counts by kind, in the order of the kinds."""
    known = [name for name in KINDS if any(name in part for part in parts)]
    return {name: summed(part[name] for part in parts if name in part) for name in known}


def summed(counts: Iterable[Count]) -> Count:
    """Return the sum of counts."""
    return sum(counts, Count())


def _count(result: Caught) -> Count:
    return Count(sites=1, caught=result.noticed, named=result.named)


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
