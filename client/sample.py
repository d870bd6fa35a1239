"""Sampling of tasks: choose a write, find what it needs, add turns around it, execute all, and prove the verifier."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass

from client import moves
from client.chain import Chain
from client.changes import changes_between
from client.columns import WRITES, Kind, empties, is_hidden_key, marks_of, own_key
from client.errors import EpisodeError, Unsuitable
from client.proof import Prover
from client.tasks import Difficulty, Row, ServerDigest, Task, Verifier
from generator.plan import Column, Entity, Plan, Tool
from state_db.environment import Environment

# How often a chain is begun anew before a task is given up; each attempt is a few milliseconds.
ATTEMPTS = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a task must have at least; ``fails`` says whether one of its calls must fail, None leaves it to chance."""

    turns: int = 2
    calls: int = 3
    fails: bool | None = None


def sample_tasks(
    plan: Plan, environment: Environment, count: int, seed: int, wanted: Wanted | None = None
) -> list[Task]:
    """Return up to ``count`` proved tasks on the server, alike for equal seeds, covering its writes evenly.

    The environment holds only this server, as the tasks are to begin; it is left as it was. Raises: EpisodeError where
    not one task could be proved.
    """
    with environment.fork() as before:
        tasks = list(_tasks(plan, environment, before, count, seed, wanted or Wanted()))
    if not tasks:
        raise EpisodeError(
            "No task could be proved: a user could not name the rows, or no tool shows them.",
            where=plan.name,
            next="See which edges fleetwright graph proves.",
        )
    return tasks


def _tasks(
    plan: Plan, environment: Environment, before: Environment, count: int, seed: int, wanted: Wanted
) -> Iterator[Task]:
    targets: list[Tool | None] = [
        t for t in plan.tools if t.name in environment.tools and t.pattern in WRITES and not empties(t)
    ]
    uses = {(tool.name if tool else ""): 0 for tool in targets or [None]}
    seen: set[str] = set()
    made = 0
    for attempt in range(count * ATTEMPTS):
        if made == count:
            return
        rng = random.Random(f"{plan.name}/{seed}/{attempt}")
        fewest = min(uses.values())
        target = rng.choice([tool for tool in targets or [None] if uses[tool.name if tool else ""] == fewest])
        try:
            task = _task(plan, environment, before, target, rng, wanted, seed)
        except Unsuitable:
            task = None
        # A tool that no chain reaches must not hold up the others: an attempt counts as a little use.
        uses[target.name if target else ""] += 1
        if task is not None and task.id not in seen:
            seen.add(task.id)
            made += 1
            yield task


def _task(
    plan: Plan,
    environment: Environment,
    before: Environment,
    target: Tool | None,
    rng: random.Random,
    wanted: Wanted,
    seed: int,
) -> Task:
    with environment.trial():
        chain = Chain(plan, environment, rng)
        _Script(chain, target, wanted.fails).play()
        changes = changes_between(before, environment)
    turns, calls = tuple(draft.turn() for draft in chain.turns), chain.calls
    failures = sum(call.fails is not None for call in calls)
    if len(turns) < wanted.turns or len(calls) < wanted.calls or (wanted.fails and not failures):
        raise Unsuitable("The chain is too short.")
    verifier = Verifier(changes=changes, marks=marks_of(plan), answers=tuple(chain.told))
    proof = Prover(plan, environment, before, calls, verifier, rng).proof()
    if not proof.holds:
        raise Unsuitable("The verifier does not tell right from wrong.")
    digest = hashlib.sha256("".join(turn.model_dump_json() for turn in turns).encode()).hexdigest()
    return Task(
        id=f"{plan.name}-{digest[:12]}",
        servers=tuple(ServerDigest(name=image.name, digest=image.folder_digest) for image in environment.images),
        seed=seed,
        turns=turns,
        verifier=verifier,
        proof=proof,
        difficulty=Difficulty(
            turns=len(turns),
            calls=len(calls),
            hidden_steps=sum(call.hidden for call in calls),
            failures=failures,
            held_facts=sum(len(turn.held) for turn in turns),
        ),
    )


class _Script:
    """One conversation around a target: an opening question, the write, and something after it."""

    def __init__(self, chain: Chain, target: Tool | None, fails: bool | None) -> None:
        self._chain = chain
        self._rng = chain.rng
        self._target = target
        # A good half of the tasks hold a call that must fail.
        self._fails = fails if fails is not None else self._rng.random() < 0.6

    def play(self) -> None:
        """Add the turns. Raises: Unsuitable."""
        if self._target is None:
            self._questions()
            return
        entity = self._chain.plan.entity(self._target.entity)
        maker = self._maker(entity) if self._target.pattern in ("update", "replace", "transition") else None
        if self._target.pattern == "create":
            self._around_creation(self._target, entity)
        elif maker is not None and not self._chain.lists(entity) and not self._is_known_by_name(entity):
            self._around_creation(maker, entity, self._target)
        else:
            self._around_row(self._target, entity, self._row(entity))

    def _maker(self, entity: Entity) -> Tool | None:
        return next((t for t in self._chain.tools if t.pattern == "create" and t.entity == entity.name), None)

    def _is_known_by_name(self, entity: Entity) -> bool:
        plan = self._chain.plan
        return any(not is_hidden_key(plan, Kind(entity.name, name)) for name in own_key(plan, entity))

    def _row(self, entity: Entity) -> Row:
        rows = self._chain.rows(entity.name)
        if not rows:
            raise Unsuitable(f"There is no {entity.name}.")
        return self._rng.choice(list(rows))

    def _questions(self) -> None:
        """A server without writes: three questions, the first perhaps with a wrong number."""
        entities = [entity for entity in self._chain.plan.entities if self._chain.rows(entity.name)]
        for index in range(3):
            if not entities:
                raise Unsuitable("There is nothing to ask about.")
            entity = self._rng.choice(entities)
            self._opening(entity, self._row(entity), mistaken=index == 0 and self._fails)

    def _opening(self, entity: Entity, row: Row, *, mistaken: bool) -> None:
        turns = len(self._chain.turns)
        if mistaken:
            try:
                moves.mistake(self._chain, entity, row)
            except Unsuitable:
                self._take_back(turns)
            else:
                return
        moves.ask(self._chain, entity, row)

    def _take_back(self, turns: int) -> None:
        """Forget the turns from this one on, unless they have calls already. Raises: Unsuitable."""
        if any(draft.calls for draft in self._chain.turns[turns:]):
            raise Unsuitable("A move broke off in its midst.")
        del self._chain.turns[turns:]

    def _around_creation(self, tool: Tool, entity: Entity, then: Tool | None = None) -> None:
        """A question about something that is there, the new thing, and what is done with it: ``then``, if given."""
        chain, rng = self._chain, self._rng
        taken = self._fails and self._can_clash(entity, tool)
        self._aside(entity, mistaken=self._fails and not taken)
        made = moves.create(chain, tool, taken=taken, hold=not taken and rng.random() < 0.3)
        followers = [then] if then is not None else self._writes_on(entity)
        if followers and (then is not None or rng.random() < 0.6):
            self._write(rng.choice(followers), entity, made)
        else:
            self._aside(entity, mistaken=False)

    def _aside(self, entity: Entity, *, mistaken: bool) -> None:
        """A question about a row of this entity or of one near it."""
        near = [entity, *(self._chain.plan.entity(c.references.entity) for c in entity.columns if c.references)]
        last = Unsuitable(f"There is nothing to ask around {entity.name}.")
        for other in self._rng.sample(near, len(near)):
            if not self._chain.rows(other.name):
                continue
            turns = len(self._chain.turns)
            try:
                self._opening(other, self._row(other), mistaken=mistaken)
                return
            except Unsuitable as unsuitable:
                last = unsuitable
                self._take_back(turns)
        raise last

    def _can_clash(self, entity: Entity, tool: Tool) -> bool:
        unique = any(column.unique for column in entity.columns) or any(len(each) == 1 for each in entity.unique)
        return bool(self._chain.rows(entity.name)) and (unique or tool.client_key)

    def _around_row(self, tool: Tool, entity: Entity, row: Row) -> None:
        """A question about the row, the write, and what can be seen of it afterwards."""
        blocked = self._blocked(tool, entity, row) if self._fails else None
        gone = tool.pattern == "delete" and self._rng.random() < 0.6
        self._opening(entity, row, mistaken=self._fails and blocked is None and not (gone and self._rng.random() < 0.5))
        self._write(tool, entity, row, blocked=blocked, gone=gone)
        if len(self._chain.turns) < 3:
            self._aside(entity, mistaken=False)

    def _blocked(self, tool: Tool, entity: Entity, row: Row) -> Row | None:
        """Another row whose state forbids the transition."""
        if tool.pattern != "transition" or not tool.only_from:
            return None
        others = [
            other
            for other in self._chain.rows(entity.name)
            if other is not row and any(other[name] not in allowed for name, allowed in tool.only_from.items())
        ]
        return self._rng.choice(others) if others else None

    def _write(self, tool: Tool, entity: Entity, row: Row, *, blocked: Row | None = None, gone: bool = True) -> None:
        chain, rng = self._chain, self._rng
        if tool.pattern == "delete":
            mention = chain.mention(entity, row)
            moves.delete(chain, tool, row)
            if gone and self._has_reader(entity):
                moves.make_sure(chain, entity, row, mention)
        elif tool.pattern == "transition":
            moves.transition(chain, tool, row, blocked=blocked)
            self._recheck(entity, row, [entity.column(name) for name in tool.set])
        else:
            changed = moves.update(chain, tool, row, hold=rng.random() < 0.3)
            self._recheck(entity, row, [changed])

    def _has_reader(self, entity: Entity) -> bool:
        try:
            moves.reader_of(self._chain, entity)
        except Unsuitable:
            return False
        return True

    def _recheck(self, entity: Entity, row: Row, columns: list[Column]) -> None:
        """Often the user asks for the new value; where it cannot be told, the conversation goes on without."""
        told = [
            c for c in columns if c.type in ("text", "integer", "real") and not self._chain.is_clock(entity, c.name)
        ]
        if told and self._rng.random() < 0.7:
            turns = len(self._chain.turns)
            try:
                moves.recheck(self._chain, entity, row, self._rng.choice(told))
            except Unsuitable:
                self._take_back(turns)

    def _writes_on(self, entity: Entity) -> list[Tool]:
        """What can be done with a new row; not its deletion, after which no verifier would see that it was there."""
        return [t for t in self._chain.tools if t.entity == entity.name and t.pattern in ("update", "transition")]
