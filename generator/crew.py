"""Worker processes, what they count together, and how they end when the work is broken off."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from multiprocessing.sharedctypes import Synchronized
from types import ModuleType
from typing import ParamSpec, TypeVar

from state_db.errors import FleetError

Given = ParamSpec("Given")
Returned = TypeVar("Returned")

# What a worker needs is imported once, in the process that all of them are forked from.
PRELOADED = ["generator.faults.round", "generator.fleet", "generator.survey"]

SECONDS_BETWEEN_LOOKS = 0.1


class Tally:
    """How many units of work (checks, mutants) there are and how many are done, counted by all processes together."""

    def __init__(self, context: BaseContext) -> None:
        self._whole: Synchronized[int] = context.Value("q", 0)
        self._done: Synchronized[int] = context.Value("q", 0)

    def expect(self, units: int) -> None:
        """Count units that are still to be done."""
        with self._whole.get_lock():
            self._whole.value += units

    def done(self) -> None:
        """Count a unit that is done."""
        with self._done.get_lock():
            self._done.value += 1

    @property
    def counts(self) -> tuple[int, int]:
        """Return how many units are done, of how many; a worker that was killed cannot hold this up."""
        return self._done.get_obj().value, self._whole.get_obj().value


class Here(Executor):
    """Does the work at once, in this process."""

    def submit(self, task: Callable[Given, Returned], /, *given: Given.args, **named: Given.kwargs) -> Future[Returned]:
        """Return the finished work."""
        future: Future[Returned] = Future()
        try:
            future.set_result(task(*given, **named))
        except FleetError as error:
            future.set_exception(error)
        return future


class Pool(ProcessPoolExecutor):
    """Does the work in other processes, which are begun as they are needed."""

    def submit(self, task: Callable[Given, Returned], /, *given: Given.args, **named: Given.kwargs) -> Future[Returned]:
        """Return the work to be done."""
        with apart():
            return super().submit(task, *given, **named)


def process_context() -> BaseContext:
    """Return how processes are begun: from one that has imported what they need, where the system can do that."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


class Crew:
    """Processes that work side by side; with one job there is none, and the work is done here."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._context = process_context()
        self.tally = Tally(self._context)

    @contextmanager
    def executor(self) -> Iterator[Executor]:
        """Run the processes for a while. When that ends by an exception or an interrupt, they end at once."""
        if self._jobs == 1:
            _take_tally(self.tally)
            yield Here()
            return
        before = set(multiprocessing.active_children())
        pool = Pool(self._jobs, self._context, _begin_worker, (self.tally,))
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in set(multiprocessing.active_children()) - before:
                process.terminate()
            raise
        finally:
            pool.shutdown()


def finished(waiting: Collection[Future[Returned]], look: Callable[[], None]) -> set[Future[Returned]]:
    """Return the work that is done by now, none where nothing was for a while; ``look`` is called in between."""
    done, _ = wait(waiting, SECONDS_BETWEEN_LOOKS, FIRST_COMPLETED)
    look()
    return done


def said_of(error: BaseException, work: str) -> str:
    """Return what is told of work that failed: the error's own words, or that it broke off."""
    return str(error) if isinstance(error, FleetError) else f"The {work} broke off: {error!r}."


@contextmanager
def apart() -> Iterator[None]:
    """Keep processes that are begun inside apart: only this one hears of Ctrl-C, and they do not import its program."""
    program = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    masks = hasattr(signal, "pthread_sigmask")
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT}) if masks else set()
    try:
        yield
    finally:
        sys.modules["__main__"] = program
        if masks:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


_tallies: list[Tally] = []


def _begin_worker(tally: Tally) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _take_tally(tally)


def _take_tally(tally: Tally) -> None:
    _tallies[:] = [tally]


def tally() -> Tally:
    """Return the tally of the work that this process does."""
    return _tallies[0]


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
