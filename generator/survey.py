"""Many sources generated side by side, a process for each: none can harm another, and what each needs is measured."""

import signal
import sys
import traceback
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import FrameType
from typing import TypeVar

from generator.cost import NOTHING, Cost, Meter
from generator.crew import apart, process_context
from generator.errors import NothingModelled
from generator.generate import (
    LONGEST_NAME,
    Generated,
    Naming,
    Reading,
    Request,
    Say,
    compiled,
    proved,
    read,
    split_plans,
)
from generator.plan import Plan
from generator.rules.naming import unique_name
from state_db.errors import FleetError

Made = TypeVar("Made")

SECONDS_BETWEEN_LOOKS = 0.1
SECONDS_TO_END = 5.0


@dataclass(frozen=True, slots=True)
class Failure:
    """A source of which no server was made, and why.

    ``operations`` is their number (0 where it could not be read), ``unmodelled`` their reasons where none is modelled.
    """

    source: str
    error: str
    operations: int = 0
    unmodelled: Mapping[str, str] = field(default_factory=dict)
    cost: Cost = NOTHING

    def to_json(self) -> dict[str, object]:
        """Return what ``fleetwright generate --json`` prints of the source."""
        said: dict[str, object] = {"source": self.source, "error": self.error}
        if self.operations:
            said["operations"] = self.operations
        if self.unmodelled:
            said["unmodelled"] = [{"operation": name, "reason": why} for name, why in self.unmodelled.items()]
        return said


Gain = Generated | Failure
# What became of one source: a server or failure, and several where it was split.
Gains = tuple[Gain, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """What a process says that it does now."""

    text: str


@dataclass(frozen=True, slots=True)
class Wish:
    """The names that a process wants for its servers; it waits for the answer."""

    names: tuple[str, ...]


@dataclass(slots=True)
class Case:
    """A source underway: its process, the line to it, the names it waits for, and its stage."""

    number: int
    process: BaseProcess
    line: Connection
    wish: tuple[str, ...] | None = None
    stage: str = "starting"


class Survey:
    """Generates what is requested in as many processes as there are ``jobs``, a new one for each source.

    Servers that would have the same name get a number, in the order of the requests.
    """

    def __init__(self, requests: Sequence[Request], jobs: int) -> None:
        self._requests = requests
        self._jobs = jobs
        self._cases: dict[int, Case] = {}
        self._settled = {number for number, request in enumerate(requests) if request.name is not None}
        self._names: set[str] = set()

    @property
    def stages(self) -> list[tuple[str, str]]:
        """Return the sources underway, in their order, each with what is being done."""
        cases = sorted(self._cases.values(), key=lambda case: case.number)
        return [(self._requests[case.number].source, case.stage) for case in cases]

    def gains(self, look: Callable[[], None] = lambda: None) -> Iterator[tuple[int, Gains]]:
        """Yield the number of each request with what became of it, as they are done; ``look`` is called in between.

        Whatever ends the iteration ends all processes.
        """
        waiting = iter(range(len(self._requests)))
        try:
            while True:
                while len(self._cases) < self._jobs and (number := next(waiting, None)) is not None:
                    self._cases[number] = self._begun(number)
                if not self._cases:
                    return
                lines = {case.line: case for case in self._cases.values()}
                for line in wait(list(lines), SECONDS_BETWEEN_LOOKS):
                    case = lines[line]  # type: ignore[index]
                    gain = self._heard(case)
                    if gain is not None:
                        self._end(case)
                        yield case.number, gain
                self._grant()
                look()
        finally:
            self._end_all()

    def _begun(self, number: int) -> Case:
        context = process_context()
        line, far = context.Pipe()
        process = context.Process(target=worked, args=(self._requests[number], far), daemon=True)  # type: ignore[attr-defined]
        with apart():
            process.start()
        far.close()
        return Case(number, process, line)

    def _heard(self, case: Case) -> Gains | None:
        """Take what the process says; return what became of its source where it is done, or has died."""
        try:
            said = case.line.recv()
        except (EOFError, OSError):
            case.process.join(SECONDS_TO_END)
            return (Failure(self._requests[case.number].source, _death(case.process.exitcode)),)
        match said:
            case Stage(text):
                case.stage = text
            case Wish(names):
                case.wish = names
            case tuple():
                return said
        return None

    def _grant(self) -> None:
        """Give names to those that wait, as soon as everyone before them has one, so that speed decides nothing."""
        for number in range(len(self._requests)):
            case = self._cases.get(number)
            if number in self._settled:
                continue
            if case is None or case.wish is None:
                return
            names = distinct(case.wish, self._names)
            self._names.update(names)
            self._settled.add(number)
            case.line.send(names)

    def _end(self, case: Case) -> None:
        self._settled.add(case.number)
        del self._cases[case.number]
        case.line.close()
        case.process.join(SECONDS_TO_END)
        if case.process.is_alive():
            case.process.kill()

    def _end_all(self) -> None:
        for case in self._cases.values():
            case.process.terminate()
        for case in list(self._cases.values()):
            self._end(case)


def _death(code: int | None) -> str:
    if code is not None and code < 0:
        return f"Its process was ended by {signal.Signals(-code).name}; the machine may have run out of memory."
    return f"Its process ended without a result (exit code {code})."


def distinct(wanted: Sequence[str], taken: Collection[str] = ()) -> tuple[str, ...]:
    """Return the names, with a number behind each that is taken, or that an earlier one has."""
    found: list[str] = []
    for name in wanted:
        found.append(unique_name(name, [*taken, *found], LONGEST_NAME))
    return tuple(found)


def worked(request: Request, line: Connection) -> None:
    """Generate in a process of its own, and say what is done and what became of it on the line."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    try:
        line.send(gains_of(request, lambda stage: line.send(Stage(stage)), lambda wanted: _asked(line, wanted)))
    except BrokenPipeError:
        sys.exit(1)  # whoever would hear of it is gone


def _asked(line: Connection, wanted: tuple[str, ...]) -> tuple[str, ...]:
    line.send(Wish(wanted))
    names: tuple[str, ...] = line.recv()
    return names


def _leave(_: int, __: FrameType | None) -> None:
    """End in order, so that no temporary file stays behind."""
    sys.exit(128 + signal.SIGTERM)


def gains_of(request: Request, say: Say = lambda _: None, naming: Naming = distinct) -> Gains:
    """Return what becomes of the source; a fault of ours is told as one, and where it showed."""
    meter = Meter()
    say("reading")
    reading = _tried(request, 0, meter, lambda: read(request, say))
    if isinstance(reading, Failure):
        return (reading,)
    operations = len(reading.description.operations)
    if request.split is None:
        return (_tried(request, operations, meter, lambda: compiled(request, reading, say, naming, meter)),)
    plans = _tried(request, operations, meter, lambda: split_plans(request, reading, say, naming))
    if isinstance(plans, Failure):
        return (plans,)
    return tuple(_of_part(request, reading, plan, say) for plan in plans)


def _of_part(request: Request, reading: Reading, plan: Plan, say: Say) -> Gain:
    """What becomes of one of the servers that a source is split into; its cost leaves out the reading."""
    meter = Meter()
    part = replace(request, source=f"{request.source} ({plan.name})")
    operations = len(plan.tools) + len(plan.unmodelled)
    return _tried(part, operations, meter, lambda: proved(part, reading, plan, say, meter))


def _tried(request: Request, operations: int, meter: Meter, work: Callable[[], Made]) -> Made | Failure:
    """What the work gives, or why it gives nothing."""
    unmodelled: Mapping[str, str] = {}
    try:
        return work()
    except NothingModelled as error:
        said, operations, unmodelled = str(error), len(error.unmodelled), error.unmodelled
    except FleetError as error:
        said = str(error)
    except Exception as error:  # noqa: BLE001 (the boundary of a source: the others go on)
        said = f"{request.source}: {_fault(error)}"
    return Failure(request.source, said, operations, unmodelled, meter.cost)


def _fault(error: Exception) -> str:
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = "/".join(Path(frame.filename).parts[-3:])
    return f"A fault of Fleetwright itself, please report it: {error!r} at {place}:{frame.lineno} ({frame.name})."


__all__ = ["Failure", "Gain", "Gains", "Survey", "gains_of"]
