"""Many server folders verified side by side: a task for each folder, and one for each part of its mutants."""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.check import read_checks
from generator.crew import Crew, finished, said_of, tally
from generator.mutation.grades import Grades
from generator.mutation.grading import Grader
from generator.mutation.making import mutants
from generator.result import Result
from generator.verification import Mutants, Survivor, merged, write_verification
from generator.verify import CHECKS, VerificationResult, examined, unchanged
from state_db.errors import FleetError
from state_db.image import Image

Gain = VerificationResult | Mutants


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one folder: a result, or the error for which there is none."""

    folder: Path
    result: VerificationResult | None
    error: str = ""


@dataclass(slots=True)
class Case:
    """A folder underway: what its checks gave, the parts of its mutants that are graded, whether all that was told."""

    number: int
    folder: Path
    result: VerificationResult | None = None
    graded: list[Mutants] = field(default_factory=list)
    told: bool = False
    begun: float = field(default_factory=time.perf_counter)


class Fleet:
    """Verifies folders in as many processes as there are ``jobs``.

    ``with_mutants`` grades the checks of those that pass. Folders that have not changed since they were verified are
    skipped unless ``again``.
    """

    def __init__(self, folders: Sequence[Path], jobs: int, *, with_mutants: bool = False, again: bool = False) -> None:
        self._folders = folders
        self._with_mutants = with_mutants
        self._again = again
        self._crew = Crew(1 if len(folders) == 1 and not with_mutants else jobs)
        self._parts = jobs if len(folders) < 2 * jobs else 1
        self._waiting: dict[Future[Gain], Case] = {}

    @property
    def counts(self) -> tuple[int, int]:
        """Return how many checks and mutants are done, of how many that are known so far."""
        return self._crew.tally.counts

    def findings(self, look: Callable[[], None] = lambda: None) -> Iterator[tuple[int, Finding]]:
        """Yield the number of each folder with what became of it, as they are done; ``look`` is called in between.

        Each verification.json is written when its folder is done. Whatever ends the iteration ends all processes.
        """
        left: list[Case] = []
        for case in (Case(number, folder) for number, folder in enumerate(self._folders)):
            finding = self._known(case)
            if finding is None:
                left.append(case)
            else:
                yield case.number, finding
        if left:
            with self._crew.executor() as executor:
                yield from self._worked(executor, left, look)

    def _known(self, case: Case) -> Finding | None:
        """What is known of the folder before anything is run; what is still to be done is left in the case."""
        try:
            known = None if self._again else unchanged(case.folder)
        except FleetError as error:
            return Finding(case.folder, None, str(error))
        if known is None:
            return None
        if self._with_mutants and known.verification.mutants is None:
            case.result = replace(known, skipped=False)
            return None
        return Finding(case.folder, known)

    def _worked(
        self, executor: Executor, cases: Sequence[Case], look: Callable[[], None]
    ) -> Iterator[tuple[int, Finding]]:
        for case in cases:
            self._begin(executor, case)
        while self._waiting:
            for future in finished(self._waiting, look):
                case = self._waiting.pop(future)
                finding = self._failed(case, future) or self._taken(executor, case, future.result())
                if finding is not None and not case.told:
                    case.told = True
                    yield case.number, finding

    def _begin(self, executor: Executor, case: Case) -> None:
        """Submit the next tasks of the folder: its checks, or else the parts of its mutants."""
        if case.result is None:
            self._waiting[executor.submit(checked, case.folder)] = case
            return
        for part in range(self._parts):
            self._waiting[executor.submit(graded, case.folder, part, self._parts)] = case

    def _failed(self, case: Case, future: Future[Gain]) -> Finding | None:
        error = future.exception()
        if error is None:
            return None
        return Finding(case.folder, None, said_of(error, "verification"))

    def _taken(self, executor: Executor, case: Case, gain: Gain) -> Finding | None:
        """Keep what a task gave; return what became of the folder where nothing is left to be done."""
        if isinstance(gain, VerificationResult):
            case.result = gain
            if self._with_mutants and not gain.result.failed:
                self._begin(executor, case)
                return None
        else:
            case.graded.append(gain)
            if len(case.graded) < self._parts:
                return None
        return self._finished(case)

    def _finished(self, case: Case) -> Finding:
        result = case.result
        if result is not None and case.graded:
            verification = result.verification.model_copy(update={"mutants": merged(case.graded)})
            result = replace(result, verification=verification, seconds=time.perf_counter() - case.begun)
        try:
            if result is not None:
                write_verification(case.folder, result.verification)
        except FleetError as error:
            return Finding(case.folder, None, str(error))
        return Finding(case.folder, result)


def checked(folder: Path) -> Gain:
    """Return what the folder's checks find; of outcomes only those that failed, for they travel between processes."""
    count = tally()
    found = examined(folder, count.expect, count.done)
    return replace(found, result=Result(found.result.failed))


def graded(folder: Path, part: int, parts: int) -> Gain:
    """Return what the folder's checks notice of its mutants; of these, every one that falls to this part."""
    begun = time.perf_counter()
    path = folder / CHECKS
    image = Image.load(folder)
    chosen = list(mutants(image))[part::parts]
    count = tally()
    count.expect(len(chosen))
    grader = Grader(image, read_checks(path.read_text(encoding="utf-8"), str(path)))
    verdicts = []
    try:
        for mutant in chosen:
            verdicts.append(grader.verdict(mutant))
            count.done()
    finally:
        grader.close()
    known = tuple(verdict for verdict in verdicts if verdict is not None)
    grades = Grades(image.name, known, True, time.perf_counter() - begun)
    survivors = tuple(
        Survivor(operator=each.operator, tool=each.tool, file=each.file, line=each.line, diff=each.diff)
        for each in grades.survivors
    )
    return grades.mutants.model_copy(update={"survivors": survivors})
