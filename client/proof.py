"""Proof of a task: its verifier rejects the untouched state and every mutant, and accepts the reference."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from client.answers import tells
from client.changes import answered, changes_between
from client.columns import ON_A_ROW, argument_columns, kind_of
from client.tasks import Call, Changes, FromAnswer, Marks, Mutant, Proof, Verifier
from generator.meaning import value_at
from generator.plan import Key, Plan, Value
from state_db.comparison import compare
from state_db.environment import Environment

Json = Any

# How many other rows a misdirected write is tried on before it counts as impossible.
MOST_ROWS = 5


def resolved(source: FromAnswer, bodies: Mapping[int, Json]) -> Json:
    """Return the value that stands at the source in the answers. Raises: LookupError."""
    if source.call not in bodies:
        raise LookupError(f"call {source.call} gave no answer")
    there, found = value_at(bodies[source.call], source.pointer)
    if there and source.where:
        items = found if isinstance(found, list) else []
        hits = [
            item for item in items if all(value_at(item, at) == (True, value) for at, value in source.where.items())
        ]
        there, found = value_at(hits[0], source.take) if hits else (False, None)
    if not there:
        raise LookupError(f"call {source.call} shows nothing at {source.pointer}{source.take}")
    return found


def replayed(environment: Environment, calls: Sequence[Call], skip: int | None = None) -> dict[int, Json]:
    """Execute the calls, values resolved out of earlier answers, and return the answers by call.

    ``skip`` is left out, and so is whatever depends on its answer.
    """
    bodies: dict[int, Json] = {}
    for index, call in enumerate(calls):
        if index == skip:
            continue
        try:
            found = {n: resolved(s, bodies) for n, s in call.sources.items() if isinstance(s, FromAnswer)}
        except LookupError:
            continue
        answer = answered(environment, call.tool, {**call.arguments, **found})
        bodies[index] = answer.body
    return bodies


class Prover:
    """Runs one task's reference and its mutants in trials of an environment; ``before`` is one as the task begins."""

    def __init__(
        self, plan: Plan, environment: Environment, before: Environment, calls: Sequence[Call], verifier: Verifier,
        rng: random.Random,
    ) -> None:  # fmt: skip
        self._plan = plan
        self._environment = environment
        self._calls = calls
        self._verifier = verifier
        self._rng = rng
        self._before = before

    def proof(self) -> Proof:
        """Return what the verifier says of the untouched state, the reference and every mutant."""
        telling = " ".join(_said(told.value) for told in self._verifier.answers)
        mutants = [*self._dropped(telling), *self._wrong_rows(telling), *self._extra(telling), *self._silent()]
        return Proof(
            untouched_fails=bool(self._faults({}, "")),
            reference_passes=not self._faults(self._changes(), telling),
            mutants=tuple(mutants),
        )

    def _faults(self, changes: Changes, told: str) -> list[str]:
        found = compare(self._verifier.changes, changes, self._verifier.marks)
        untold = [
            f"Not told: {one.label} of {one.subject}." for one in self._verifier.answers if not tells(told, one.value)
        ]
        return [*found.reasons, *untold]

    def _changes(
        self, skip: int | None = None, extra: tuple[int, dict[str, Json]] | None = None, instead: bool = False
    ) -> Changes:
        """The change of the state when the calls are replayed, with one skipped, replaced, or one more at the end."""
        calls = list(self._calls)
        if extra is not None and instead:
            index, arguments = extra
            calls[index] = calls[index].model_copy(update={"arguments": arguments, "sources": {}})
        with self._environment.trial():
            replayed(self._environment, calls, skip)
            if extra is not None and not instead:
                answered(self._environment, calls[extra[0]].tool, extra[1])
            return changes_between(self._before, self._environment)

    def _mutant(self, kind: Any, call: int | None, changes: Changes, told: str) -> Mutant:
        faults = self._faults(changes, told)
        return Mutant(kind=kind, call=call, caught=bool(faults), reason=faults[0] if faults else "")

    def _writes(self) -> list[int]:
        return [index for index, call in enumerate(self._calls) if call.writes]

    def _dropped(self, told: str) -> list[Mutant]:
        return [self._mutant("dropped_write", index, self._changes(skip=index), told) for index in self._writes()]

    def _wrong_rows(self, told: str) -> list[Mutant]:
        found = []
        for index in self._writes():
            for arguments in self._misdirected(self._calls[index]):
                if self._is_accepted(index, arguments):
                    changes = self._changes(extra=(index, arguments), instead=True)
                    found.append(self._mutant("wrong_row", index, changes, told))
                    break
        return found

    def _extra(self, told: str) -> list[Mutant]:
        """One more write at the end: an earlier one again, on another row."""
        marks = self._verifier.marks
        reference = _without_times(self._changes(), marks)
        for index in self._writes():
            call = self._calls[index]
            again = [] if self._plan.tool(call.tool).pattern in ON_A_ROW else [call.arguments]
            for arguments in [*self._misdirected(call), *again]:
                changes = self._changes(extra=(index, arguments))
                if _without_times(changes, marks) != reference:
                    return [self._mutant("extra_write", index, changes, told)]
        return []

    def _silent(self) -> list[Mutant]:
        if not self._verifier.answers:
            return []
        changes = self._changes()
        wrong = " ".join(_said(_near(told.value)) for told in self._verifier.answers)
        return [self._mutant("nothing_told", None, changes, ""), self._mutant("wrong_answer", None, changes, wrong)]

    def _misdirected(self, call: Call) -> list[dict[str, Json]]:
        """The call's arguments meant for other rows: all its keys another row's, or its reference another parent's."""
        tool = self._plan.tool(call.tool)
        entity = self._plan.entity(tool.entity)
        keys = {name: column for name, column in argument_columns(tool, Key, Value).items() if name in call.arguments}
        own = {name: column for name, column in keys.items() if column in entity.key}
        if tool.pattern in ON_A_ROW and own:
            rows = self._environment.rows(self._plan.name, entity.table)
            found = [{**call.arguments, **{name: row[column] for name, column in own.items()}} for row in rows]
            return self._some([arguments for arguments in found if arguments != call.arguments])
        for name, column in keys.items():
            kind = kind_of(self._plan, entity, column)
            if kind is not None and kind.entity != entity.name:
                rows = self._environment.rows(self._plan.name, self._plan.entity(kind.entity).table)
                others = [row[kind.column] for row in rows if row[kind.column] != call.arguments[name]]
                return self._some([{**call.arguments, name: other} for other in others])
        return []

    def _some(self, arguments: list[dict[str, Json]]) -> list[dict[str, Json]]:
        return self._rng.sample(arguments, min(len(arguments), MOST_ROWS))

    def _is_accepted(self, index: int, arguments: dict[str, Json]) -> bool:
        """Whether the misdirected call does something: one that is refused is no wrong write."""
        with self._environment.trial():
            replayed(self._environment, self._calls[:index])
            return answered(self._environment, self._calls[index].tool, arguments).changes > 0


def _without_times(changes: Changes, marks: Marks) -> Json:
    """The change without the times that the server wrote: setting what a row holds already is no write to be caught."""
    plain: dict[str, Json] = {}
    for server, tables in changes.items():
        for table, change in tables.items():
            times = {name for name, mark in marks.get(server, {}).get(table, {}).items() if mark == "clock"}
            after = [[row.key, {n: v for n, v in row.after.items() if n not in times}] for row in change.changed]
            plain[f"{server}.{table}"] = [
                [
                    [{n: v for n, v in row.items() if n not in times} for row in rows]
                    for rows in (change.added, change.removed)
                ],
                [row for row in after if row[1]],
            ]
    return {name: rows for name, rows in plain.items() if rows != [[[], []], []]}


def _said(value: Json) -> str:
    return f"{value}." if not isinstance(value, float) else f"{value:g}."


def _near(value: Json) -> Json:
    """Another value that holds the right one as a part: 15 for 5, which a comparison by substring would let pass."""
    return int(f"1{value}") if isinstance(value, int) and value >= 0 else f"x{value}x"
