"""Programs: the steps of a tool as typed data, read from their directive form."""

from collections.abc import Iterator
from dataclasses import dataclass

from state_db.errors import ErrorCode

STATEMENT_WORDS = frozenset({"select", "with", "values", "insert", "replace", "update", "delete"})


@dataclass(frozen=True, slots=True)
class Fault:
    """A documented error with the template of its message."""

    code: ErrorCode
    message: str


@dataclass(frozen=True, slots=True)
class Condition:
    """True when the caller gave the input (and, with ``value``, gave that value); ``negated`` turns it around."""

    name: str
    value: str | None = None
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A line of SQL, and the conditions under which it is there."""

    text: str
    conditions: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """What every step has: its lines of SQL, the conditions under which it runs, and where it stands."""

    lines: tuple[Line, ...]
    conditions: tuple[Condition, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Require:
    """Must give a row whose first column is true."""

    body: Body
    fault: Fault


@dataclass(frozen=True, slots=True)
class Refuse:
    """Every row is a fault."""

    body: Body
    fault: Fault


@dataclass(frozen=True, slots=True)
class Let:
    """The first row's columns become parameters."""

    body: Body
    missing: Fault | None = None
    violates: Fault | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """The result is a table to later steps."""

    body: Body
    name: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """A write."""

    body: Body
    missing: Fault | None = None
    violates: Fault | None = None


@dataclass(frozen=True, slots=True)
class Return:
    """The answer: the first row's first column is its JSON; no SQL is an answer without a body."""

    body: Body
    status: int
    missing: Fault | None = None


Step = Require | Refuse | Let | Rows | Run | Return


@dataclass(frozen=True, slots=True)
class Program:
    """A tool's steps. ``text`` is what its first comment says, ``source`` the URL it names.

    ``switches`` are the inputs that any condition asks for, in order, and ``asked`` as a set; ``switch_values`` are the
    values that are asked for.
    """

    name: str
    text: str
    source: str
    steps: tuple[Step, ...]
    switches: tuple[str, ...]
    asked: frozenset[str]
    switch_values: dict[str, frozenset[str]]


def conditions_of(steps: tuple[Step, ...]) -> Iterator[Condition]:
    """Return every condition of the steps and of their lines."""
    for step in steps:
        yield from step.body.conditions
        for line in step.body.lines:
            yield from line.conditions


def faults_of(step: Step) -> Iterator[Fault]:
    """Return the documented errors that a step names."""
    match step:
        case Require() | Refuse():
            yield step.fault
        case Let() | Run():
            yield from (fault for fault in (step.missing, step.violates) if fault)
        case Return():
            if step.missing:
                yield step.missing
        case Rows():
            return
