"""Random sequences of calls on a server, held against plain rows, and shrunk to the shortest one that shows a fault.

It needs hypothesis, which is part of the extra "test".
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from generator.check import Check, Expectation, checks_text, read_checks
from generator.errors import VerificationError
from generator.forecast import ROWS, Choice, forecast
from generator.holds import hold_fault
from generator.links import links_of, links_to
from generator.plan import Plan, Tool, read_plan
from generator.runner import Call, Runner
from generator.traces import effect_faults
from generator.world import Forecast, Tables, World
from state_db.answer import Answer
from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image

if TYPE_CHECKING:
    from hypothesis.stateful import RuleBasedStateMachine

LAW = "sequence"
BECAUSE = "After these calls, in this order, the last one answers and does what all of them mean."
# Faults that are looked for before it is enough, calls in a row, and choices of one thing.
MOST_FOUND = 8
MOST_CALLS = 16
# Fewer calls than this are tried with other rows, to spare another.
MOST_MOVED = 5


class Strayed(AssertionError):
    """A call that did not go as it should."""


class Walk:
    """One sequence of calls on a server, and the rows as they should be; used again and again from the beginning."""

    def __init__(self, plan: Plan, image: Image) -> None:
        self.world = World(plan, image)
        self.image = image
        self.environment = Environment.open(image)
        self.known: set[str] = set()
        self.taken: list[tuple[Tool, Choice]] = []
        self.forecasts: list[Forecast] = []
        self.calls: list[Call] = []
        self.found: tuple[str, Check] | None = None
        self.is_over = False
        self._seeded = self._tables()
        self._now = self._seeded

    def restart(self) -> None:
        """Forget the calls so far. Their trial is left by whoever entered it."""
        self.world.restart()
        self.taken, self.forecasts, self.calls, self.is_over = [], [], [], False
        self._now = self._seeded

    def close(self) -> None:
        """Close the environments."""
        self.world.close()
        self.environment.close()

    def take(self, tool: Tool, choice: Choice) -> None:
        """Make the call of this choice, where there is one. Raises: Strayed where it does not go as foretold."""
        self.world.number, at = len(self.calls), self.environment.clock
        told = None if self.is_over else forecast(self.world, tool, choice)
        if told is None:
            return
        expect = told.step.expect
        before = self._now
        self.taken.append((tool, choice))
        self.forecasts.append(told)
        try:
            answer = self.environment.call(tool.name, told.step.arguments)
        except StateError as error:
            self._stray(tool, f"the server broke: {error.what}")
            return
        self.calls.append(Call(tool.name, dict(told.step.arguments), answer, at))
        after = self._now = self._tables() if answer.changes else before
        said = list(self._faults(expect, answer, before, after))
        if said:
            self._stray(tool, said[0])
        else:
            self.world.follow(told, after)

    def strays(self, taken: Sequence[tuple[Tool, Choice]]) -> tuple[str, Check] | None:
        """Return the fault that these calls show from the beginning, or None."""
        self.restart()
        with self.environment.trial():
            try:
                for tool, choice in taken:
                    self.take(tool, choice)
            except Strayed:
                return self.found
        return None

    def _tables(self) -> Tables:
        return {name: self.environment.rows(self.image.name, name) for name in self.image.tables}

    def _faults(self, expect: Expectation, answer: Answer, before: Tables, after: Tables) -> Iterator[str]:
        if expect.status is not None and answer.status != expect.status:
            yield f"expected status {expect.status}, got {answer.status}"
        if (answer.error is None) if expect.error == "any" else (answer.error != expect.error):
            yield f"expected {expect.error or 'no error'}, got {answer.error or 'no error'}"
        for hold in expect.holds:
            fault = hold_fault(hold, answer.body, self.calls)
            if fault is not None:
                yield fault
        keys = {name: table.key for name, table in self.image.tables.items()}
        if expect.effect is not None:
            yield from effect_faults(expect.effect, before, after, keys, self.calls[-1].at)
        elif expect.state == "unchanged" and before != after:
            yield "the state changed"

    def _stray(self, tool: Tool, what: str) -> None:
        """Take note of a fault, and end the sequence; one that is known already only ends it."""
        self.is_over = True
        mark = f"{tool.name} {'broke' if what.startswith('the server broke') else what.split(' ')[0]}"
        if mark in self.known:
            return
        steps = tuple(forecast.step for forecast in self.forecasts)
        because = f"{BECAUSE} It did not: {what}."
        self.found = (
            mark,
            Check(name=f"{tool.name}_in_sequence", law=LAW, tool=tool.name, because=because, steps=steps),
        )
        raise Strayed(what)


def explore(folder: Path, examples: int = 200, seed: int = 0) -> list[Check]:
    """Return a check for each fault that random sequences of calls show in a server folder, as short as they come.

    ``examples`` is the number of sequences that are tried for each fault. Equal arguments give equal checks.

    Raises: VerificationError without hypothesis; StateError or RenderError where the folder cannot be read.
    """
    path = folder / "plan.json"
    return explored(read_plan(path.read_text(encoding="utf-8"), str(path)), Image.load(folder), examples, seed)


def explored(plan: Plan, image: Image, examples: int = 200, seed: int = 0, most: int = MOST_FOUND) -> list[Check]:
    """Return what ``explore`` does of a plan and its image, but no more than so many checks."""
    walk = Walk(plan, image)
    found: list[Check] = []
    runner = Runner(image)
    try:
        while len(found) < most:
            mark, check = _fault(walk, examples, seed) or ("", None)
            if check is None:
                break
            walk.known.add(mark)
            if not runner.outcome(check).passed:
                found.append(check)
    finally:
        runner.close()
        walk.close()
    return _numbered(found)


def _numbered(checks: list[Check]) -> list[Check]:
    """Return the checks with names of their own."""
    names = [check.name for check in checks]
    return [
        check.model_copy(update={"name": f"{check.name}_{names[:index].count(check.name) + 1}"})
        if check.name in names[:index]
        else check
        for index, check in enumerate(checks)
    ]


def _fault(walk: Walk, examples: int, seed: int) -> tuple[str, Check] | None:
    """Return the first fault that is not known yet, by the shortest sequence that shows it."""
    try:
        from hypothesis import HealthCheck, Phase, Verbosity, settings
        from hypothesis import seed as seeded
        from hypothesis.stateful import run_state_machine_as_test
    except ImportError as error:
        raise VerificationError(
            "Exploring needs hypothesis.", where="fleetwright", next="Install it: pip install 'fleetwright[test]'."
        ) from error
    chosen = settings(
        max_examples=examples, stateful_step_count=MOST_CALLS, database=None, deadline=None, derandomize=True,
        verbosity=Verbosity.quiet, print_blob=False, report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    walk.found = None
    machine = seeded(seed)(machine_of(walk))
    with nothing_kept():
        try:
            run_state_machine_as_test(machine, settings=chosen)
        except Strayed:
            return _shortest(walk)
    return None


def _shortest(walk: Walk) -> tuple[str, Check] | None:
    """Return the fault that was just found without the calls that can be spared: shrinking leaves some."""
    found, kept = walk.found, list(walk.taken)
    place = len(kept) - 2
    while place >= 0 and found is not None:
        for rest in _without(kept, place):
            again = walk.strays(rest)
            if again is not None and again[0] == found[0]:
                found, kept = again, list(walk.taken)
                break
        place = min(place, len(kept) - 1) - 1
    return found


def _without(kept: list[tuple[Tool, Choice]], place: int) -> Iterator[list[tuple[Tool, Choice]]]:
    """Yield the calls without one of them; few are tried with other rows as well: which row is meant may have moved."""
    rest = [*kept[:place], *kept[place + 1 :]]
    yield rest
    if len(rest) < MOST_MOVED:
        for index, (tool, choice) in enumerate(rest):
            for row in range(ROWS):
                yield [*rest[:index], (tool, replace(choice, row=row)), *rest[index + 1 :]]


@contextmanager
def nothing_kept() -> Iterator[None]:
    """Let hypothesis keep what it notes on disk in a folder that goes away."""
    from hypothesis import configuration

    before = configuration.storage_directory(intent_to_write=False).path
    with tempfile.TemporaryDirectory(prefix="fleetwright-") as place:
        configuration.set_hypothesis_home_dir(place)
        try:
            yield
        finally:
            configuration.set_hypothesis_home_dir(before)


def machine_of(walk: Walk) -> "type[RuleBasedStateMachine]":
    """Return the server as a state machine: right calls, and wrong ones, of tools that have to do with each other."""
    from hypothesis import strategies
    from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

    near = neighbourhoods(walk.world.plan)
    # A call is drawn as four bytes at once: bytes come evenly, integers are mostly small; and shrinking leaves out what
    # was drawn at once more readily than what was not.
    one, four = strategies.binary(min_size=1, max_size=1), strategies.binary(min_size=4, max_size=4)

    class Machine(RuleBasedStateMachine):
        """Every example is played in a trial, around one entity."""

        def __init__(self) -> None:
            super().__init__()
            walk.restart()
            self._near: Sequence[Tool] = near[0]
            self._trial = ExitStack()
            self._trial.enter_context(walk.environment.trial())

        @initialize(place=one)
        def begin(self, place: bytes) -> None:
            self._near = near[place[0] % len(near)]

        @rule(drawn=four)
        def call(self, drawn: bytes) -> None:
            walk.take(self._near[drawn[0] % len(self._near)], Choice.of(*drawn[1:]))

        @rule(drawn=four)
        def misuse(self, drawn: bytes) -> None:
            walk.take(self._near[drawn[0] % len(self._near)], Choice.wrong(*drawn[1:]))

        def teardown(self) -> None:
            self._trial.close()

    return Machine


def neighbourhoods(plan: Plan) -> list[list[Tool]]:
    """Return for each entity its tools, twice, and those of entities that refer to it or that it refers to.

    Calls that have nothing to do with each other rarely show a fault.
    """
    found: list[list[Tool]] = []
    for entity in plan.entities:
        own = plan.tools_of(entity.name)
        linked = {link.target.name for link in links_of(plan, entity)}
        linked |= {link.entity.name for link in links_to(plan, entity)}
        others = [tool for tool in plan.tools if tool.entity in linked - {entity.name}]
        if own:
            found.append([*own, *own, *others])
    return found


def with_checks(folder: Path, checks: list[Check]) -> int:
    """Add checks to the folder's checks.json, but for those that it has; return how many were added."""
    path = folder / "checks.json"
    old = read_checks(path.read_text(encoding="utf-8"), str(path))
    known = {json.dumps([step.model_dump(mode="json") for step in check.steps]) for check in old}
    names = {check.name for check in old}
    added: list[Check] = []
    for check in checks:
        if json.dumps([step.model_dump(mode="json") for step in check.steps]) in known:
            continue
        name, number = check.name, 2
        while name in names:
            name, number = f"{check.name}_{number}", number + 1
        names.add(name)
        added.append(check.model_copy(update={"name": name}))
    path.write_text(checks_text([*old, *added]), encoding="utf-8", newline="\n")
    return len(added)
