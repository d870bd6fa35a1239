"""A task: what the user wants, turn by turn, what the user knows, the reference calls, and what must hold at the end.

A file of tasks is JSON Lines, one task a line; ``write_tasks`` and ``read_tasks`` are the only ways to it and from it.
"""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from client.errors import EpisodeError
from state_db.errors import ErrorCode

Json = Any
Row = dict[str, Json]


class Form(BaseModel):
    """A part of a task or of a trajectory: frozen, and closed to words it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class FromUser(Form):
    """The value is what the user calls by this slot."""

    kind: Literal["slot"] = "slot"
    slot: str


class FromAnswer(Form):
    """The value stands in the answer of an earlier call, counted from 0 through the whole task.

    Without ``where`` it is at ``pointer``. With it, ``pointer`` is an array, and the value is at ``take`` in the first
    element in which every pointer of ``where`` has the value given there.
    """

    kind: Literal["answer"] = "answer"
    call: int
    pointer: str
    where: dict[str, Json] = Field(default_factory=dict)
    take: str = ""


ValueSource = Annotated[FromUser | FromAnswer, Field(discriminator="kind")]


class Call(Form):
    """A reference call. ``arguments`` are the values that were proved; ``sources`` say where an agent has them from.

    An argument without a source is a constant of the call. ``hidden`` tells that the user's words do not ask for this
    step: an agent must see by itself that it is needed. ``fails`` is the error that it must meet. ``outcome`` is what
    it has done, for the reference agent to tell ("created a new order"), ``made`` where its answer shows the new key.
    """

    tool: str
    arguments: dict[str, Json] = Field(default_factory=dict)
    sources: dict[str, ValueSource] = Field(default_factory=dict)
    writes: bool = False
    hidden: bool = False
    fails: ErrorCode | None = None
    outcome: str = ""
    made: FromAnswer | None = None


class Held(Form):
    """A fact that the user gives only when asked for it: the slot, how it is called, and the user's words."""

    slot: str
    label: str
    say: str


class Turn(Form):
    """One thing that the user asks for: the words, the facts behind them by slot, and the reference calls."""

    say: str
    knows: dict[str, Json] = Field(default_factory=dict)
    held: tuple[Held, ...] = ()
    calls: tuple[Call, ...] = ()


class Told(Form):
    """Something that the agent must tell: the turn in which it is asked for, what it is, and its value."""

    turn: int
    subject: str
    label: str
    value: Json
    source: FromAnswer


class ChangedRow(Form):
    """A row that is there before and after, by its key: the columns that changed, with their values then and now."""

    key: Row
    before: Row
    after: Row


class TableChange(Form):
    """What happened to a table: rows that are new, rows that are gone, rows that changed."""

    added: tuple[Row, ...] = ()
    removed: tuple[Row, ...] = ()
    changed: tuple[ChangedRow, ...] = ()


# server → table → change; only what changed is there
Changes = dict[str, dict[str, TableChange]]

# what state_db.comparison must know of columns: server → table → column → its mark
Marks = dict[str, dict[str, dict[str, str]]]


class Verifier(Form):
    """What must hold at the end: the change of the state, modulo fresh keys and clock values, and what was told."""

    changes: Changes
    marks: Marks
    answers: tuple[Told, ...] = ()


class Mutant(Form):
    """A wrong way to do the task that the verifier must not accept: what was done to which call."""

    kind: Literal["dropped_write", "wrong_row", "extra_write", "nothing_told", "wrong_answer"]
    call: int | None = None
    caught: bool
    reason: str


class Proof(Form):
    """What was executed before the task was accepted; a task with a proof that does not hold is never written."""

    untouched_fails: bool
    reference_passes: bool
    mutants: tuple[Mutant, ...]

    @property
    def holds(self) -> bool:
        """Whether the verifier tells right from wrong in every case that was tried, at least one of them a mutant."""
        caught = all(mutant.caught for mutant in self.mutants)
        return self.untouched_fails and self.reference_passes and bool(self.mutants) and caught


class Difficulty(Form):
    """How much the words leave to the agent: counts of turns, calls, hidden steps, and failures to live through."""

    turns: int
    calls: int
    hidden_steps: int
    failures: int
    held_facts: int


class ServerDigest(Form):
    """A server by name, and the digest of the folder that the task was proved on."""

    name: str
    digest: str


class Task(Form):
    """A grounded task: the state it begins in, its turns, its verifier, and the proof that the verifier is sound."""

    format: Literal[1] = 1
    id: str
    servers: tuple[ServerDigest, ...]
    scenario: Literal["seed", "empty"] | dict[str, dict[str, list[Row]]] = "seed"
    seed: int = 0
    caller: str | None = None
    turns: tuple[Turn, ...]
    verifier: Verifier
    proof: Proof
    difficulty: Difficulty

    @property
    def calls(self) -> tuple[Call, ...]:
        """The reference calls of all turns, in order."""
        return tuple(call for turn in self.turns for call in turn.calls)


def task_line(task: Task) -> str:
    """Return the task as one line of a tasks file, without its newline."""
    return task.model_dump_json(exclude_defaults=False)


def write_tasks(tasks: Iterable[Task], path: Path) -> None:
    """Write the tasks, one a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(task_line(task) + "\n" for task in tasks), encoding="utf-8")


def read_tasks(path: Path) -> list[Task]:
    """Return the tasks of a file. Raises: EpisodeError."""
    if not path.is_file():
        raise EpisodeError("There is no such file of tasks.", where=str(path), next="Make one with fleetwright tasks.")
    tasks = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line.strip():
            continue
        try:
            tasks.append(Task.model_validate_json(line))
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            at = "/".join(str(part) for part in first["loc"])
            raise EpisodeError(f"{at}: {first['msg']}.", where=f"{path}:{number}") from error
    return tasks
