"""Runs checks against an image, each in its own trial, and says for each what did not hold."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Protocol

import apsw
import jsonschema_rs

from generator.check import Check, CheckStep, Expectation
from generator.holds import filled, hold_fault, quoted
from generator.meaning import Row
from generator.plan import Json
from generator.traces import effect_faults, row_faults
from generator.ways import Course, course_faults
from state_db.answer import Answer
from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image
from state_db.scenario import Scenario

Tables = dict[str, list[Row]]

# A large API has a scenario or two for each of hundreds of entities, and a database for each takes some megabytes, in
# an API of a thousand operations dozens of them.
MOST_OPEN = 32
MOST_BYTES = 192 << 20


@dataclass(frozen=True, slots=True)
class Call:
    """An executed step: its arguments with references filled in, the answer, and the clock when it was called."""

    tool: str
    arguments: dict[str, Json]
    answer: Answer
    at: str = ""


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that did not hold after a step (from 0). ``schema``: the answer is not what tools.json promises."""

    step: int
    tool: str
    what: str
    schema: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """A check that was run."""

    check: Check
    calls: tuple[Call, ...]
    breaches: tuple[Breach, ...]

    @property
    def passed(self) -> bool:
        """Return whether everything held."""
        return not self.breaches


class Promise(Protocol):
    """What an answer's body is held against."""

    def is_valid(self, instance: Json) -> bool:
        """Return whether the body is as promised."""
        ...


class Watch:
    """The state's digest along the steps of a check, taken as seldom as it can be.

    ``first`` is the digest of the state to begin with, once it is known.
    """

    def __init__(self, environment: Environment, first: str | None) -> None:
        self.first = first
        self._environment = environment
        self._digest = first
        self._pending = False
        self._begun = False

    def is_quiet_before(self, state: str | None) -> bool:
        """Return whether the steps since the last digest have left the state unchanged, as far as that is due."""
        if self._pending and state != "unchanged":
            self._pending = False
            return self._environment.digest() == self._digest
        if state is not None and self._digest is None:
            self._digest = self._environment.digest()
            self.first = self.first if self._begun else self._digest
        self._begun = True
        return True

    def faults_after(self, state: str | None, *, touched: bool, exact: bool) -> list[str]:
        """Return what is wrong with the state after a step that should leave it so.

        Where SQLite counted no change of a call that went through, nothing was ``touched``, and no digest is needed.
        """
        if state is None:
            self._digest = None
            return []
        if state == "unchanged" and not exact:
            self._pending = self._pending or touched
            return []
        before, self._digest = self._digest, self._environment.digest()
        if (before == self._digest) == (state == "unchanged"):
            return []
        return ["the state changed" if state == "unchanged" else "the state did not change"]


class Ledger:
    """All rows of an environment, read again only where a table may have changed; ``first`` are those to begin with."""

    def __init__(self, environment: Environment, image: Image, first: Tables) -> None:
        self._environment = environment
        self._name = image.name
        self._first = first
        self._beginning = environment.versions(image.name)
        self._later: dict[tuple[str, int], list[Row]] = {}

    def rows(self) -> Tables:
        """Return the rows of every table."""
        return {table: self._table(table, version) for table, version in self._environment.versions(self._name).items()}

    def _table(self, table: str, version: int) -> list[Row]:
        if version == self._beginning[table]:
            if table not in self._first:
                self._first[table] = self._environment.rows(self._name, table)
            return self._first[table]
        if (table, version) not in self._later:
            self._later[table, version] = self._environment.rows(self._name, table)
        return self._later[table, version]


def scenario_of(check: Check, image: Image) -> Scenario:
    """Return what an environment of the image is opened with for the check."""
    return check.scenario if check.rows is None else {image.name: check.rows}


class Runner:
    """One image with its environments: one a scenario, kept open while it is used, and left as it was by every check.

    ``kind`` is the class of the environments; ``most_bytes`` is what SQLite may take of memory
    before another is opened.
    """

    def __init__(self, image: Image, kind: type[Environment] = Environment, most_bytes: int = MOST_BYTES) -> None:
        self.image = image
        self._kind = kind
        self._most_bytes = most_bytes
        self._environments: dict[str, Environment] = {}
        self._digests: dict[str, str] = {}
        self._rows: dict[str, Tables] = {}
        self._promises: dict[str, Promise | None] = {}

    def close(self) -> None:
        """Close the environments."""
        for environment in self._environments.values():
            environment.close()
        self._environments.clear()

    def environment(self, check: Check) -> Environment:
        """Return the environment of the check's scenario; whoever changes it does so in a trial. Raises: StateError."""
        scenario = check.scenario
        environment = self._environments.pop(scenario, None)
        if environment is None:
            while self._environments and (len(self._environments) >= MOST_OPEN or self._is_full()):
                self._forget(next(iter(self._environments)))
            environment = self._opened(check)
        elif environment.images[0] is not self.image:
            environment.exchange(self.image)
        self._environments[scenario] = environment  # behind all that were used before it
        return environment

    def _is_full(self) -> bool:
        return apsw.memory_used() > self._most_bytes

    def _forget(self, scenario: str) -> None:
        """Close a scenario's environment, and read its rows again where it is opened another time."""
        self._environments.pop(scenario).close()
        self._rows.pop(scenario, None)

    def _opened(self, check: Check) -> Environment:
        return self._kind.open(self.image, scenario=scenario_of(check, self.image))

    def exchange(self, image: Image) -> None:
        """Go on with an image that has other programs and the very same tables. Raises: StateError."""
        self.image = image

    def finds_fault(self, check: Check) -> bool:
        """Return whether something does not hold; the first fault is enough."""
        if check.runs > 1 or check.through is not None:
            return not self._replayed(check).passed
        environment = self.environment(check)
        with environment.trial():
            outcome, quiet = self._played(check, environment, brief=True)
        return not quiet or not outcome.passed

    def outcome(self, check: Check) -> Outcome:
        """Run the check and return what it found."""
        if check.runs > 1 or check.through is not None:
            return self._replayed(check)
        environment = self.environment(check)
        with environment.trial():
            outcome, quiet = self._played(check, environment)
        if quiet:
            return outcome
        with environment.trial():
            return self._played(check, environment, exact=True)[0]

    def _replayed(self, check: Check) -> Outcome:
        outcomes: list[tuple[Outcome, str]] = []
        for _ in range(check.runs):
            with self._opened(check) as environment:
                played, _ = self._played(check, environment)
                outcomes.append((played, environment.digest()))
        first, digest = outcomes[0]
        breaches = list(first.breaches)
        if check.through is not None and first.passed:
            answers = [(call.answer.status, call.answer.text) for call in first.calls]
            course = Course(check.steps, self.image, scenario_of(check, self.image), self._kind, answers, digest)
            faults = course_faults(check.through, course)
            breaches += [Breach(step, check.steps[step].tool, what) for step, what in faults]
        for other, other_digest in outcomes[1:]:
            breaches += _differences(first.calls, other.calls)
            if other_digest != digest:
                breaches.append(Breach(len(check.steps) - 1, check.tool, "the same calls left another state"))
        return Outcome(check, first.calls, tuple(breaches))

    def _played(
        self, check: Check, environment: Environment, *, exact: bool = False, brief: bool = False
    ) -> tuple[Outcome, bool]:
        """Play the steps. With ``brief`` the first fault ends it.

        A digest costs as much as many calls, so steps that should leave the state unchanged are compared together, and
        False is returned besides where one of them did not: ``exact`` then tells which.
        """
        calls: list[Call] = []
        breaches: list[Breach] = []
        watch = Watch(environment, self._digests.get(check.scenario))
        ledger = Ledger(environment, self.image, self._rows.setdefault(check.scenario, {}))
        for number, step in enumerate(check.steps):
            arguments = filled(step.arguments, calls)
            if not watch.is_quiet_before(step.expect.state):
                return Outcome(check, tuple(calls), tuple(breaches)), False
            if number == 0 and watch.first is not None:
                self._digests[check.scenario] = watch.first
            looks = step.expect.effect is not None or step.expect.rows is not None
            before, at = ledger.rows() if looks else {}, environment.clock
            try:
                answer = environment.call(step.tool, arguments)
            except StateError as error:
                breaches.append(Breach(number, step.tool, f"the server broke: {error.what} {quoted(arguments)}"))
                break
            calls.append(Call(step.tool, arguments, answer, at))
            touched = answer.changes > 0 or (answer.error is not None and not brief)
            said = [*_answer_faults(step.expect, answer, calls)]
            if brief and said:
                breaches.append(Breach(number, step.tool, said[0]))
                break
            said += watch.faults_after(step.expect.state, touched=touched, exact=exact)
            if looks:
                said += self._row_faults(step.expect, before, ledger.rows(), at)
            said += self._hint_faults(step)
            breaches += [Breach(number, step.tool, what) for what in said]
            breaches += self._promise_breaches(number, step, answer)
            if brief and breaches:
                break
        return Outcome(check, tuple(calls), tuple(breaches)), watch.is_quiet_before(None)

    def _row_faults(self, expect: Expectation, before: Tables, after: Tables, at: str) -> list[str]:
        keys = {name: table.key for name, table in self.image.tables.items()}
        said = [] if expect.effect is None else effect_faults(expect.effect, before, after, keys, at)
        return said if expect.rows is None else [*said, *row_faults(expect.rows, before, after, keys)]

    def _hint_faults(self, step: CheckStep) -> list[str]:
        if step.expect.hints is None:
            return []
        given = self.image.tools[step.tool].annotations
        return [
            f"tools.json should give it {name} {str(value).lower()}"
            for name, value in step.expect.hints.items()
            if given.get(name) is not value
        ]

    def _promise(self, name: str) -> Promise | None:
        tool = self.image.tools.get(name)
        if tool is None or tool.output_schema is None:
            return None
        validator: Promise = jsonschema_rs.validator_for(dict(tool.output_schema))
        return validator

    def _promise_breaches(self, number: int, step: CheckStep, answer: Answer) -> list[Breach]:
        if step.tool not in self._promises:
            self._promises[step.tool] = self._promise(step.tool)
        promise = self._promises[step.tool]
        if promise is None or answer.error is not None or promise.is_valid(answer.body):
            return []
        return [Breach(number, step.tool, "the answer does not match the tool's outputSchema", schema=True)]


@contextmanager
def runner_of(image: Image, kept: Runner, *, apart: bool) -> Iterator[Runner]:
    """Give a runner on the image: ``kept``, whose environments stay open, or one of its own where tables differ."""
    if not apart:
        kept.exchange(image)
        yield kept
        return
    runner = Runner(image)
    try:
        yield runner
    finally:
        runner.close()


def _answer_faults(expect: Expectation, answer: Answer, calls: Sequence[Call]) -> list[str]:
    if expect.status is None and expect.error is None and not expect.holds:
        return []
    said: list[str] = []
    if expect.status is not None and answer.status != expect.status:
        said.append(f"expected status {expect.status}, got {answer.status}")
    if expect.error == "any":
        if answer.error is None:
            said.append("expected a refusal, and the call went through")
    elif answer.error != expect.error:
        wanted = expect.error or "an answer without error"
        said.append(f"expected {wanted}, got {answer.error or 'no error'}")
    if not said:
        said += [fault for hold in expect.holds if (fault := hold_fault(hold, answer.body, calls)) is not None]
    return said


def _differences(one: Sequence[Call], other: Sequence[Call]) -> list[Breach]:
    return [
        Breach(number, first.tool, "the same call answered another text when it was replayed")
        for number, (first, second) in enumerate(zip(one, other, strict=True))
        if (first.answer.status, first.answer.text) != (second.answer.status, second.answer.text)
    ]
