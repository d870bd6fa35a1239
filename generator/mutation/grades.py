"""What mutation says of a server's checks, in numbers, with the mutants that no check noticed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.mutation.mutant import Mutant
from generator.verification import MutantCount, Mutants


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a mutant: ``killer`` is the check that noticed it, ``same`` why nothing could have."""

    mutant: Mutant
    killer: str | None = None
    same: str | None = None


@dataclass(frozen=True, slots=True)
class Grades:
    """The verdicts on a server's mutants. ``complete``: there was time for all; ``seconds`` of wall clock."""

    server: str
    verdicts: tuple[Verdict, ...]
    complete: bool
    seconds: float

    @property
    def survivors(self) -> tuple[Mutant, ...]:
        """Return the mutants that no check noticed though one could."""
        return tuple(each.mutant for each in self.verdicts if each.killer is None and each.same is None)

    @property
    def score(self) -> float:
        """Return the share of the mutants that are not equivalent which a check noticed."""
        made, killed = self.mutants.made - self.mutants.equivalent, self.mutants.killed
        return round(killed / made, 4) if made else 1.0

    @property
    def mutants(self) -> Mutants:
        """Return the counts, as verification.json has them."""
        return Mutants(
            made=len(self.verdicts),
            killed=sum(each.killer is not None for each in self.verdicts),
            equivalent=sum(each.same is not None for each in self.verdicts),
            operators=self._counts({each.mutant.operator for each in self.verdicts}, "operator"),
            tools=self._counts({each.mutant.tool or each.mutant.file for each in self.verdicts}, "tool"),
        )

    def _counts(self, names: Iterable[str], of: str) -> dict[str, MutantCount]:
        return {name: counted(each for each in self.verdicts if _named(each, of) == name) for name in sorted(names)}

    def to_json(self) -> Mapping[str, object]:
        """Return the counts, the score and the survivors with their diffs."""
        return {
            "server": self.server,
            **self.mutants.model_dump(),
            "score": self.score,
            "complete": self.complete,
            "survivors": [
                {"operator": each.operator, "tool": each.tool, "file": each.file, "line": each.line, "diff": each.diff}
                for each in self.survivors
            ],
        }


def _named(verdict: Verdict, of: str) -> str:
    mutant = verdict.mutant
    return mutant.operator if of == "operator" else mutant.tool or mutant.file


def counted(verdicts: Iterable[Verdict]) -> MutantCount:
    """Return how many there are, and what became of them."""
    made = killed = equivalent = 0
    for each in verdicts:
        made += 1
        killed += each.killer is not None
        equivalent += each.same is not None
    return MutantCount(made=made, killed=killed, equivalent=equivalent)
