"""Grades the checks of a server: every mutant is run against them until one of them notices it."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from generator.check import Check, read_checks
from generator.mutation.equivalence import why_same
from generator.mutation.grades import Grades, Verdict
from generator.mutation.making import mutants, spoilt
from generator.mutation.mutant import Mutant
from generator.mutation.order import Order
from generator.runner import Runner, runner_of
from state_db.errors import StateError
from state_db.image import Image

Progress = Callable[[int, int], None]

# The checks that are tried before a proof is: it costs about as much as these.
FIRST_CHECKS = 6


def graded(folder: Path, seconds: float | None = None, progress: Progress | None = None) -> Grades:
    """Return what the checks of the folder's checks.json notice of its mutants.

    After ``seconds`` no further mutant is begun. ``progress`` is told how many are done, and of how many.

    Raises: StateError, VerificationError.
    """
    path = folder / "checks.json"
    checks = read_checks(path.read_text(encoding="utf-8"), str(path))
    return grades_of(Image.load(folder), checks, seconds, progress)


def grades_of(
    image: Image, checks: Sequence[Check], seconds: float | None = None, progress: Progress | None = None
) -> Grades:
    """Return what the checks notice of the image's mutants; within ``seconds``, every kind has its share."""
    begun = time.perf_counter()
    found = list(mutants(image)) if seconds is None else interleaved(list(mutants(image)))
    verdicts: list[Verdict] = []
    grader = Grader(image, checks)
    try:
        for number, mutant in enumerate(found):
            if seconds is not None and time.perf_counter() - begun > seconds:
                return Grades(image.name, tuple(verdicts), False, time.perf_counter() - begun)
            verdict = grader.verdict(mutant)
            if verdict is not None:
                verdicts.append(verdict)
            if progress is not None:
                progress(number + 1, len(found))
    finally:
        grader.close()
    return Grades(image.name, tuple(verdicts), True, time.perf_counter() - begun)


def interleaved(found: Sequence[Mutant]) -> list[Mutant]:
    """Return the mutants with the kinds (file and operator) in turn, so that a beginning is a fair sample of all."""
    turns: dict[tuple[str, str], int] = {}
    order: list[tuple[int, int]] = []
    for number, mutant in enumerate(found):
        kind = (mutant.file, mutant.operator)
        turns[kind] = turns.get(kind, -1) + 1
        order.append((turns[kind], number))
    return [found[number] for _, number in sorted(order)]


class Grader:
    """One image and its checks, and a runner whose programs are exchanged for each mutant's."""

    def __init__(self, image: Image, checks: Sequence[Check]) -> None:
        self._image = image
        self._order = Order(image, checks)
        self._runner = Runner(image)
        for check in {check.scenario: check for check in checks}.values():
            self._runner.environment(check)

    def close(self) -> None:
        """Close the environments."""
        self._runner.close()

    def verdict(self, mutant: Mutant) -> Verdict | None:
        """Return what becomes of the mutant; None where it cannot be opened, and so is none."""
        try:
            image = spoilt(self._image, mutant, whole=False)
        except StateError:
            return None
        with runner_of(image, self._runner, apart=bool(mutant.subject)) as runner:
            return self._judged(runner, mutant)

    def _judged(self, runner: Runner, mutant: Mutant) -> Verdict | None:
        """The most promising checks come first, then a proof that there is nothing to notice, then the others."""
        found = self._order.checks(mutant)
        killer = self._killer(runner, mutant, found[:FIRST_CHECKS])
        if killer is None:
            try:
                same = why_same(self._image, spoilt(self._image, mutant), mutant)
            except StateError:
                return None
            if same is not None:
                return Verdict(mutant, same=same)
            killer = self._killer(runner, mutant, found[FIRST_CHECKS:])
        return Verdict(mutant, killer=killer)

    def killers(self, mutant: Mutant) -> frozenset[str]:
        """Return the names of all checks that notice a mutant of a program."""
        try:
            self._runner.exchange(spoilt(self._image, mutant, whole=False))
        except StateError:
            return frozenset()
        found = self._order.checks(mutant)
        return frozenset(check.name for check in found if self._runner.finds_fault(check))

    def _killer(self, runner: Runner, mutant: Mutant, checks: Sequence[Check]) -> str | None:
        for check in checks:
            found = runner.finds_fault(check)
            self._order.learn(mutant, check, found)
            if found:
                return check.name
        return None


def kill_matrix(image: Image, checks: Sequence[Check], most: int) -> list[frozenset[str]]:
    """Return for at ``most`` so many mutants of programs, a fair sample, the names of all checks that notice each."""
    grader = Grader(image, checks)
    try:
        sample = interleaved([each for each in mutants(image) if each.tool])[:most]
        return [found for mutant in sample if (found := grader.killers(mutant))]
    finally:
        grader.close()
