"""Odds: how likely a kind of trial is to find a fault, by what came of those of its kind before."""

from collections import Counter


class Odds:
    """What came of trials so far, by their kind."""

    def __init__(self) -> None:
        self._tried: Counter[tuple[str, str]] = Counter()
        self._found: Counter[tuple[str, str]] = Counter()

    def learn(self, kind: tuple[str, str], *, found: bool) -> None:
        """Know what came of a trial."""
        self._tried[kind] += 1
        self._found[kind] += found

    def of(self, kind: tuple[str, str]) -> float:
        """Return the chance that another trial of the kind finds something; one half where there was none."""
        return (self._found[kind] + 1) / (self._tried[kind] + 2)
