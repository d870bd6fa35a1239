"""A small cover: few checks that notice everything which all of them notice, and that show every law on every tool."""

from collections.abc import Iterable, Mapping, Sequence

from generator.check import Check

# For each mutant that any check notices, the names of all checks that do.
Matrix = Sequence[frozenset[str]]
Claim = tuple[str, ...]


def small_cover(checks: Sequence[Check], matrix: Matrix) -> list[Check]:
    """Return checks, in their order, that keep every kill of the matrix and one check for each law and tool.

    Greedy: the check with the most that is not yet covered comes next, of equals the one with fewer steps, then the
    earlier one; at the end those that the others make superfluous are left out.
    """
    claims = {check.name: _claims(check) for check in checks}
    for number, killers in enumerate(matrix):
        for name in killers & claims.keys():
            claims[name].add(("mutant", str(number)))
    steps = {check.name: len(check.steps) for check in checks}
    chosen = _without_superfluous(_greedy(claims, steps), claims)
    return [check for check in checks if check.name in chosen]


def _claims(check: Check) -> set[Claim]:
    """What a check covers whatever it notices: its law, shown on the tool that it is about."""
    return {("law", check.law, check.tool)}


def _greedy(claims: Mapping[str, set[Claim]], steps: Mapping[str, int]) -> list[str]:
    """The names chosen, in the order of choice. What a check adds only shrinks, so most need no second look."""
    left = set().union(*claims.values()) if claims else set()
    places = {name: place for place, name in enumerate(claims)}
    waiting = sorted(claims, key=lambda name: (-len(claims[name]), steps[name], places[name]))
    chosen: list[str] = []
    while left:
        best, most = "", 0
        for name in waiting:
            if len(claims[name]) < most:
                break
            adds = len(claims[name] & left)
            if adds > most or (adds == most and best and (steps[name], places[name]) < (steps[best], places[best])):
                best, most = name, adds
        chosen.append(best)
        left -= claims[best]
        waiting.remove(best)
    return chosen


def _without_superfluous(chosen: Iterable[str], claims: Mapping[str, set[Claim]]) -> set[str]:
    kept = list(chosen)
    counts: dict[Claim, int] = {}
    for name in kept:
        for claim in claims[name]:
            counts[claim] = counts.get(claim, 0) + 1
    for name in reversed(list(kept)):
        if all(counts[claim] > 1 for claim in claims[name]):
            kept.remove(name)
            for claim in claims[name]:
                counts[claim] -= 1
    return set(kept)
