"""What is being done, on stderr: a bar of checks under way, a bar of sources with what is done to each."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn, TimeRemainingColumn

from generator.report.texts import printable

LONGEST_STAGE = 60


class Bar:
    """A bar on stderr, seen where that is a terminal, and taken away when it ends."""

    def __init__(self, what: str, whole: int | None, *columns: ProgressColumn) -> None:
        console = Console(stderr=True)
        shown = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), *columns)
        self._progress = Progress(*shown, console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
        self._task = self._progress.add_task(what, total=whole)
        self._is_seen = console.is_terminal

    def __enter__(self) -> Self:
        if self._is_seen:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_seen:
            self._progress.stop()

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """Take the bar away while results are printed, which may go to the same terminal."""
        self.__exit__(None, None, None)
        try:
            yield
        finally:
            self.__enter__()


class VerifyBar(Bar):
    """Checks and planted faults that are done, of those that are known so far."""

    def __init__(self, what: str = "checks") -> None:
        super().__init__(what, None, TimeRemainingColumn())

    def show(self, done: int, whole: int) -> None:
        """Show how much is done of what is known so far."""
        self._progress.update(self._task, completed=done, total=whole or None)


class SourceBar(Bar):
    """Sources that are done, and what is being done to the others."""

    def __init__(self, sources: int) -> None:
        super().__init__("sources", sources)

    def show(self, done: int, stages: Sequence[tuple[str, str]]) -> None:
        """Show how many sources are done, and for each that is underway its stage."""
        underway = [printable(f"{source.rsplit('/', 1)[-1]}: {stage}")[:LONGEST_STAGE] for source, stage in stages]
        self._progress.update(self._task, completed=done, description="\n".join(underway) or "sources")
