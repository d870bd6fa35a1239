"""Many servers tried side by side, with what is known of them kept, so that a round that was broken off goes on."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

from generator.check import Check, read_checks
from generator.crew import Crew, finished, said_of, tally
from generator.errors import VerificationError
from generator.faults.judge import Judge
from generator.faults.tally import Tally, merged, read_tally, tally_of
from generator.faults.trial import Caught, planted
from generator.plan import Plan, read_plan
from generator.result import run_checks
from generator.verification import claims_digest
from generator.verify import CHECKS, PLAN, claim_texts, unchanged
from state_db.errors import FleetError
from state_db.files import folder_digest, folder_texts
from state_db.image import Image


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one folder: its tally, or the error for which there is none."""

    folder: Path
    tally: Tally | None
    error: str = ""


@dataclass(slots=True)
class Case:
    """A folder underway: the parts of its faults that were tried, by their number."""

    number: int
    folder: Path
    parts: dict[int, Tally] = field(default_factory=dict)
    told: bool = False


class Round:
    """Tries folders in as many processes as there are ``jobs``.

    With a file to ``keep`` them, tallies are added to it as JSON Lines; those of folders that have not changed since
    are taken from it.
    """

    def __init__(self, folders: Sequence[Path], jobs: int, keep: Path | None = None) -> None:
        self._folders = folders
        self._jobs = jobs
        self._keep = keep
        self._crew = Crew(jobs)
        self._parts = jobs if len(folders) < jobs else 1
        self._waiting: dict[Future[Tally], tuple[Case, int]] = {}

    @property
    def counts(self) -> tuple[int, int]:
        """Return how many faults are tried, of how many that are planted so far."""
        return self._crew.tally.counts

    def findings(self, look: Callable[[], None] = lambda: None) -> Iterator[tuple[int, Finding]]:
        """Yield the number of each folder with what became of it, as they are done; ``look`` is called in between.

        Raises: VerificationError where what is known cannot be read or kept.
        """
        known = self._known()
        left: list[Case] = []
        for number, folder in enumerate(self._folders):
            try:
                found = known.get(digest(folder)) if known else None
            except FleetError as error:
                yield number, Finding(folder, None, str(error))
                continue
            if found is None:
                left.append(Case(number, folder))
            else:
                yield number, Finding(folder, found)
        if left:
            yield from self._worked(left, look)

    def _worked(self, cases: Sequence[Case], look: Callable[[], None]) -> Iterator[tuple[int, Finding]]:
        """The largest come first, so that no process is left with a large one at the end."""
        largest_first = sorted(cases, key=lambda case: -_size(case.folder))
        ahead = [(case, part) for case in largest_first for part in range(self._parts)]
        with self._crew.executor() as executor:
            while ahead or self._waiting:
                while ahead and len(self._waiting) < self._jobs:
                    case, part = ahead.pop(0)
                    self._waiting[executor.submit(tried, case.folder, part, self._parts)] = (case, part)
                for future in finished(self._waiting, look):
                    case, part = self._waiting.pop(future)
                    finding = self._taken(case, part, future)
                    if finding is not None and not case.told:
                        case.told = True
                        yield case.number, finding

    def _taken(self, case: Case, part: int, future: Future[Tally]) -> Finding | None:
        error = future.exception()
        if error is not None:
            return Finding(case.folder, None, said_of(error, "trial"))
        case.parts[part] = future.result()
        if len(case.parts) < self._parts:
            return None
        found = merged([case.parts[number] for number in sorted(case.parts)])
        if self._keep is not None:
            _add_line(self._keep, found.model_dump_json())
        return Finding(case.folder, found)

    def _known(self) -> dict[str, Tally]:
        """What the file has, by digest; a line that was broken off is none."""
        if self._keep is None or not self._keep.exists():
            return {}
        try:
            lines = self._keep.read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError as error:
            raise VerificationError(f"It cannot be read: {error.strerror}.", where=str(self._keep)) from error
        return {found.files: found for found in map(read_tally, lines) if found is not None}


def _add_line(path: Path, text: str) -> None:
    """Add a line; one that was broken off before it is ended."""
    try:
        with path.open("a+b") as file:
            if file.tell():
                file.seek(-1, 2)
                text = text if file.read(1) == b"\n" else f"\n{text}"
            file.write(f"{text}\n".encode())
    except OSError as error:
        raise VerificationError(f"It cannot be written: {error.strerror}.", where=str(path)) from error


def digest(folder: Path) -> str:
    """Return the digest of all that decides what is found: the server, its plan and its checks.

    Raises: VerificationError or StateError where the folder cannot be read.
    """
    plan, checks = claim_texts(folder)
    return f"{folder_digest(folder_texts(folder))} {claims_digest(plan, checks)}"


def tried(folder: Path, part: int, parts: int) -> Tally:
    """Return what the folder's checks find of the faults that can be planted in it; of these, those of this part.

    Raises: VerificationError or StateError where the folder cannot be read, or its checks find faults as it is.
    """
    plan, image, checks = opened(folder)
    if unchanged(folder) is None and not run_checks(image, checks).passed:
        raise VerificationError(
            "Its checks find faults before any is planted.", where=str(folder), next="Run fleetwright verify first."
        )
    faults = list(planted(plan, image))[part::parts]
    count = tally()
    count.expect(len(faults))
    results: list[Caught] = []
    judge = Judge(image, checks)
    try:
        for fault in faults:
            results.append(judge.caught(fault))
            count.done()
    finally:
        judge.close()
    return tally_of(plan.name, results, digest(folder))


def opened(folder: Path) -> tuple[Plan, Image, Sequence[Check]]:
    """Return a folder's plan, image and checks. Raises: VerificationError or StateError where one cannot be read."""
    plan, checks = claim_texts(folder)
    return read_plan(plan, str(folder / PLAN)), Image.load(folder), read_checks(checks, str(folder / CHECKS))


def _size(folder: Path) -> int:
    path = folder / CHECKS
    return path.stat().st_size if path.is_file() else 0
