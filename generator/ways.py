"""Ways round that must make no difference: a snapshot that is restored, a fork, a neighbour in the same process."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from generator.check import CheckStep, Way
from generator.holds import filled
from state_db.answer import Answer
from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image
from state_db.scenario import Scenario

Fault = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Course:
    """Steps, where they are played, and what they gave: each answer's status and text, and the digest at the end."""

    steps: Sequence[CheckStep]
    image: Image
    scenario: Scenario
    kind: type[Environment]
    answers: Sequence[tuple[int, str]]
    digest: str

    def open(self) -> Environment:
        """Return a fresh environment."""
        return self.kind.open(self.image, scenario=self.scenario)

    def end_fault(self, environment: Environment) -> Iterator[Fault]:
        """Yield a fault where the environment was left in another state."""
        if environment.digest() != self.digest:
            yield len(self.steps) - 1, "the same calls left another state"


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, with the clock when its call was made."""

    answer: Answer
    at: str


class Broken(Exception):
    """A call that should have been answered was not; the text says why, ``step`` which."""

    def __init__(self, step: int, what: str) -> None:
        super().__init__(what)
        self.step = step


class Walk:
    """How far a course was gone, in one environment after another: each step is filled from the answers before it."""

    def __init__(self, course: Course, told: Sequence[Told] = ()) -> None:
        self._course = course
        self._told = [*told]

    def copy(self) -> "Walk":
        """Return a walk that has come as far as this one."""
        return Walk(self._course, self._told)

    def play(
        self, environment: Environment, until: int, before: Callable[[int], None] | None = None
    ) -> Iterator[Fault]:
        """Go on until a step; yield what is answered otherwise. ``before`` is called before each step."""
        for number in range(len(self._told), until):
            if before is not None:
                before(number)
            step, at = self._course.steps[number], environment.clock
            try:
                answer = environment.call(step.tool, filled(step.arguments, self._told))
            except StateError as error:
                raise Broken(number, f"the server broke: {error.what}") from error
            self._told.append(Told(answer, at))
            if (answer.status, answer.text) != self._course.answers[number]:
                yield number, "the same call answered another text"


def course_faults(way: Way, course: Course) -> list[Fault]:
    """Return what is different when the steps are played on this way round."""
    ways = {"snapshot": _restored, "fork": _forked, "neighbour": _beside_another}
    with course.open() as environment:
        try:
            return list(ways[way](course, environment))
        except Broken as fault:
            return [(fault.step, str(fault))]


def _restored(course: Course, first: Environment) -> Iterator[Fault]:
    """The later half in an environment that was restored from the first one's bytes."""
    walk, half = Walk(course), len(course.steps) // 2
    yield from walk.play(first, half)
    with course.kind.restore(first.snapshot(), course.image) as second:
        if second.digest() != first.digest():
            yield half, "the restored state is another"
        yield from walk.play(second, len(course.steps))
        yield from course.end_fault(second)


def _forked(course: Course, first: Environment) -> Iterator[Fault]:
    """The later half in a fork, and after that in the environment that it was forked from."""
    walk, end = Walk(course), len(course.steps)
    yield from walk.play(first, end // 2)
    before = first.digest()
    with first.fork() as second:
        yield from walk.copy().play(second, end)
        yield from course.end_fault(second)
    if first.digest() != before:
        yield end - 1, "calls in a fork changed what it was forked from"
    yield from walk.play(first, end)
    yield from course.end_fault(first)


def _beside_another(course: Course, first: Environment) -> Iterator[Fault]:
    """All steps, while another environment is called with the same ones, each of them a step ahead."""
    with course.open() as other:
        walk, ahead = Walk(course), Walk(course)

        def before(number: int) -> None:
            list(ahead.play(other, number + 1))

        yield from walk.play(first, len(course.steps), before)
        yield from course.end_fault(first)
