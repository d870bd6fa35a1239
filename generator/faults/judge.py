"""A server's checks, asked about one fault after another: as few of them as tell what all would."""

from collections.abc import Sequence

from generator.check import Check
from generator.faults.fault import Planted
from generator.faults.trial import Caught, concerned, is_broken
from generator.mutation.making import FEW_SAMPLES
from generator.mutation.odds import Odds
from generator.mutation.order import cost, straight
from generator.mutation.reach import Reach
from generator.runner import Runner, runner_of
from state_db.image import Image


class Judge:
    """One sound server and its checks, and a runner whose programs are exchanged for each fault's.

    Whether a fault is noticed, and whether by a law that may name it, is the same as when all checks are run: those
    whose laws may name it come first, and one that finds it is enough. Only where none of them does are the others
    run, all of them, so that the laws by which a fault was misnamed are complete.
    """

    def __init__(self, image: Image, checks: Sequence[Check]) -> None:
        self._image = image
        self._checks = [straight(check) for check in checks]
        self._costs = {check.name: cost(check) for check in checks}
        self._reach = Reach(image)
        self._runner = Runner(image)
        self._odds = Odds()

    def close(self) -> None:
        """Close the environments."""
        self._runner.close()

    def caught(self, fault: Planted) -> Caught:
        """Return what becomes of the fault. Raises: ProgramError or StateError where it cannot be opened."""
        fitting = self._fitting(fault)
        naming = [check for check in fitting if check.law in fault.fault.laws]
        with runner_of(fault.image(FEW_SAMPLES), self._runner, apart=fault.site.schema is not None) as runner:
            told, broke = self._asked(runner, fault, self._ordered(fault, naming), most=1)
            if not told:
                others = [check for check in fitting if check.law not in fault.fault.laws]
                told, broke_too = self._asked(runner, fault, others, most=len(others))
                broke = broke or broke_too
        laws = dict.fromkeys(check.law for check in told)
        return Caught(fault, tuple(laws), tuple(check.name for check in told), broke)

    def _fitting(self, fault: Planted) -> list[Check]:
        """The checks with tools that have the fault, or that come to what the schema defines otherwise."""
        if fault.site.schema is None:
            return concerned(fault, self._checks)
        other = self._image.with_schema(fault.site.schema)
        differing = {(kind, name) for kind, name, _ in self._image.definitions ^ other.definitions}
        if any(kind not in ("table", "view") for kind, _ in differing):
            return self._checks
        tools = {tool for _, name in differing for tool in self._reach.tools(name)}
        return [check for check in self._checks if not check.tools.isdisjoint(tools)]

    def _ordered(self, fault: Planted, checks: Sequence[Check]) -> list[Check]:
        """The checks that are likely to find the fault and cost little first: by what their laws did for its kind."""

        def promise(check: Check) -> float:
            own = 2 if check.tool in fault.site.programs else 1
            return self._odds.of((fault.fault.name, check.law)) * own / self._costs[check.name]

        return sorted(checks, key=lambda check: (-promise(check), check.name))

    def _asked(self, runner: Runner, fault: Planted, checks: Sequence[Check], most: int) -> tuple[list[Check], bool]:
        """The first checks that tell a fault, at ``most`` so many, and whether the server broke in another."""
        told: list[Check] = []
        broke = False
        for check in checks:
            found = runner.finds_fault(check)
            broken = found and is_broken(runner.outcome(check))
            self._odds.learn((fault.fault.name, check.law), found=found and not broken)
            broke = broke or broken
            if found and not broken:
                told.append(check)
                if len(told) == most:
                    break
        return told, broke
