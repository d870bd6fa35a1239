"""In which order checks are tried on a mutant: those that are likely to notice it and cost little come first."""

from collections.abc import Sequence

from generator.check import Check
from generator.mutation.mutant import Mutant
from generator.mutation.odds import Odds
from generator.mutation.reach import Reach
from state_db.image import Image

# What it costs to fill a world of few rows, in calls: that is done again for each fault outside of programs.
OPENING = 30


class Order:
    """The checks of a server, with what they have noticed so far."""

    def __init__(self, image: Image, checks: Sequence[Check]) -> None:
        self._reach = Reach(image)
        self._checks = tuple(straight(check) for check in checks)
        self._tools = {check.name: check.tools for check in checks}
        self._costs = {check.name: cost(check) for check in self._checks}
        self._by_tool: dict[str, list[Check]] = {}
        self._odds = Odds()
        for check in self._checks:
            for tool in check.tools:
                self._by_tool.setdefault(tool, []).append(check)

    def checks(self, mutant: Mutant) -> list[Check]:
        """Return the checks that can notice the mutant, the most promising first.

        A fault in one tool's program shows nowhere but where that tool is called; one in a table or view only where a
        tool is called that comes to it.
        """
        found = self._fitting(mutant)
        if mutant.rows is not None:
            # Checks that bring rows of their own do not come to the seeded ones.
            found = [check for check in found if check.rows is None]
        return sorted(found, key=lambda check: (-self._promise(mutant, check), check.name))

    def _fitting(self, mutant: Mutant) -> Sequence[Check]:
        if mutant.tool:
            return self._by_tool.get(mutant.tool, ())
        if not mutant.subject:
            return self._checks
        tools = self._reach.tools(mutant.subject)
        return [check for check in self._checks if self._tools[check.name] & tools]

    def learn(self, mutant: Mutant, check: Check, noticed: bool) -> None:
        """Know what came of a trial."""
        for kind in self._kinds(mutant, check):
            self._odds.learn(kind, found=noticed)

    def _promise(self, mutant: Mutant, check: Check) -> float:
        """The chance to notice it, by what the law did for the operator and the check for the file, over the cost."""
        chance = 1.0
        for kind in self._kinds(mutant, check):
            chance *= self._odds.of(kind)
        opening = OPENING if mutant.subject and check.rows is not None else 0
        return chance * (2 if check.tool == mutant.tool else 1) / (self._costs[check.name] + opening)

    @staticmethod
    def _kinds(mutant: Mutant, check: Check) -> tuple[tuple[str, str], tuple[str, str]]:
        return (f"operator {mutant.operator}", check.law), (f"file {mutant.file}", check.name)


def straight(check: Check) -> Check:
    """Return the check with its steps run once, and no way round.

    What a program does follows from state, clock and counters alone, so no fault in one can make a replay, a fork or a
    restored snapshot differ: those would only cost time.
    """
    return check if check.runs == 1 and check.through is None else check.model_copy(update={"runs": 1, "through": None})


def cost(check: Check) -> float:
    """Return about how long a check takes, in calls: digests and effects read every row."""
    calls = 0.0
    for step in check.steps:
        calls += 1 + 4 * (step.expect.state is not None) + 15 * (step.expect.effect is not None)
    return calls
