"""Runs checks against an image, each in its own trial, and says for each what did not hold."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import jsonschema_rs

from generator.check import Check, CheckStep, Effect, Expectation, Hold
from generator.errors import VerificationError
from generator.meaning import Row, alike, value_at
from generator.plan import Json
from generator.samples import json_key
from state_db.answer import Answer
from state_db.environment import Environment
from state_db.errors import StateError
from state_db.image import Image

# Answers are quoted in reports up to this length.
MOST_QUOTED = 400


@dataclass(frozen=True, slots=True)
class Call:
    """An executed step: its arguments with references filled in, and the answer."""

    tool: str
    arguments: dict[str, Json]
    answer: Answer


@dataclass(frozen=True, slots=True)
class Breach:
    """Something that did not hold after a step (counted from 0). ``schema``: the answer is not what tools.json promises."""

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


class Runner:
    """One image with its environments: opened once a scenario, and left as they were by every check."""

    def __init__(self, image: Image) -> None:
        self.image = image
        self._environments: dict[str, Environment] = {}
        self._digests: dict[str, str] = {}
        self._promises: dict[str, Promise] = {
            name: jsonschema_rs.validator_for(dict(tool.output_schema))
            for name, tool in image.tools.items()
            if tool.output_schema is not None
        }

    def close(self) -> None:
        """Close the environments."""
        for environment in self._environments.values():
            environment.close()
        self._environments.clear()

    def environment(self, scenario: str) -> Environment:
        """Return the environment of the scenario; whoever changes it does so in a trial."""
        if scenario not in self._environments:
            environment = Environment.open(self.image, scenario=scenario)
            self._environments[scenario] = environment
            self._digests[scenario] = environment.digest()
        return self._environments[scenario]

    def outcome(self, check: Check) -> Outcome:
        """Run the check and return what it found."""
        if check.runs == 1:
            environment = self.environment(check.scenario)
            with environment.trial():
                return self._played(check, environment, self._digests[check.scenario])
        return self._replayed(check)

    def _replayed(self, check: Check) -> Outcome:
        outcomes: list[tuple[Outcome, str]] = []
        for _ in range(check.runs):
            with Environment.open(self.image, scenario=check.scenario) as environment:
                outcomes.append((self._played(check, environment, environment.digest()), environment.digest()))
        first, digest = outcomes[0]
        breaches = list(first.breaches)
        for other, other_digest in outcomes[1:]:
            breaches += _differences(first.calls, other.calls)
            if other_digest != digest:
                breaches.append(Breach(len(check.steps) - 1, check.tool, "the same calls left another state"))
        return Outcome(check, first.calls, tuple(breaches))

    def _played(self, check: Check, environment: Environment, digest: str) -> Outcome:
        calls: list[Call] = []
        breaches: list[Breach] = []
        for number, step in enumerate(check.steps):
            arguments = filled(step.arguments, calls)
            before = self._tables(environment) if step.expect.effect is not None else {}
            try:
                answer = environment.call(step.tool, arguments)
            except StateError as error:
                breaches.append(Breach(number, step.tool, f"the server broke: {error.what}"))
                break
            calls.append(Call(step.tool, arguments, answer))
            said = [*_answer_faults(step.expect, answer, calls)]
            if step.expect.effect is not None:
                said += _effect_faults(step.expect.effect, before, self._tables(environment), self._keys())
            if step.expect.state is not None or self._state_matters(check, number):
                now = environment.digest()
                said += _state_faults(step.expect.state, digest, now)
                digest = now
            breaches += [Breach(number, step.tool, what) for what in said]
            breaches += self._promise_breaches(number, step, answer)
        return Outcome(check, tuple(calls), tuple(breaches))

    @staticmethod
    def _state_matters(check: Check, number: int) -> bool:
        """Whether the next step compares its state with this one's."""
        return number + 1 < len(check.steps) and check.steps[number + 1].expect.state is not None

    def _tables(self, environment: Environment) -> dict[str, list[Row]]:
        return {table: environment.rows(self.image.name, table) for table in self.image.tables}

    def _keys(self) -> dict[str, Sequence[str]]:
        return {name: table.key for name, table in self.image.tables.items()}

    def _promise_breaches(self, number: int, step: CheckStep, answer: Answer) -> list[Breach]:
        promise = self._promises.get(step.tool)
        if promise is None or answer.error is not None or promise.is_valid(answer.body):
            return []
        return [Breach(number, step.tool, "the answer does not match the tool's outputSchema", schema=True)]


def filled(value: Json, calls: Sequence[Call]) -> Json:
    """Return the value with its references to earlier answers replaced. Raises: VerificationError for a step to come."""
    if isinstance(value, list | tuple):
        return [filled(item, calls) for item in value]
    if not isinstance(value, dict):
        return value
    if "$step" not in value:
        return {key: filled(item, calls) for key, item in value.items()}
    step = value["$step"]
    if not isinstance(step, int) or not 0 <= step < len(calls):
        raise VerificationError(f"A check refers to step {step}, of which there is no answer yet.", where="checks.json")
    _, found = value_at(calls[step].answer.body, value.get("pointer", ""))
    if "from" in value or "to" in value:
        found = found[value.get("from") : value.get("to")] if isinstance(found, list) else None
    return found


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


def _state_faults(wanted: str | None, before: str, after: str) -> list[str]:
    if wanted == "unchanged" and before != after:
        return ["the state changed"]
    if wanted == "changed" and before == after:
        return ["the state did not change"]
    return []


def hold_fault(hold: Hold, body: Json, calls: Sequence[Call]) -> str | None:
    """Return what is wrong where the hold is not true of the body, else None."""
    found, value = value_at(body, hold.at)
    wanted = filled(hold.value, calls)
    where = hold.at or "the answer"
    if hold.test in ("present", "absent"):
        return None if found == (hold.test == "present") else f"{where} should be {hold.test}"
    if hold.test == "empty":
        return None if value is None else f"{where} should be empty, and is {quoted(value)}"
    if not found:
        return f"there is no {where}"
    if hold.each is not None:
        value = _parts(value, hold.each)
        where = f"{where}, each {hold.each or 'element'}"
    if _is_true(hold.test, value, wanted):
        return None
    return f"{where} should be {_SAID[hold.test]} {quoted(wanted)}, and is {quoted(value)}"


_SAID = {
    "equals": "equal to",
    "differs": "different from",
    "once": "holding exactly once",
    "never": "without",
    "same": "in any order",
    "distinct": "without doubles",
    "nowhere": "nowhere showing",
}


def _parts(value: Json, each: str) -> list[Json]:
    items = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [value_at(item, each)[1] for item in items]


def _is_true(test: str, value: Json, wanted: Json) -> bool:
    if test == "equals":
        return alike(value, wanted)
    if test == "differs":
        return not alike(value, wanted)
    if test == "nowhere":
        return not _stands_in(value, wanted)
    items = list(value.values()) if isinstance(value, dict) else value
    if not isinstance(items, list):
        return False
    keys = [json_key(item) for item in items]
    match test:
        case "once" | "never":
            return keys.count(json_key(wanted)) == (1 if test == "once" else 0)
        case "same":
            return sorted(keys) == sorted(json_key(item) for item in wanted)
        case _:
            return len(set(keys)) == len(keys)


def _stands_in(value: Json, wanted: Json) -> bool:
    if alike(value, wanted):
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_stands_in(item, wanted) for item in inner)


def _effect_faults(
    wanted: Mapping[str, Effect],
    before: Mapping[str, list[Row]],
    after: Mapping[str, list[Row]],
    keys: Mapping[str, Sequence[str]],
) -> list[str]:
    said: list[str] = []
    for table, rows in before.items():
        effect = _effect(rows, after[table], keys[table])
        allowed = wanted.get(table, Effect())
        for what in ("added", "removed", "changed"):
            if getattr(effect, what) != getattr(allowed, what):
                said.append(
                    f"{table}: {getattr(allowed, what)} rows should be {what}, and {getattr(effect, what)} were"
                )
        extra = sorted(set(effect.columns) - set(allowed.columns))
        if extra and allowed.changed:
            said.append(f"{table}: {', '.join(extra)} should not change")
    return said


def _effect(before: Sequence[Row], after: Sequence[Row], key: Sequence[str]) -> Effect:
    old = {json_key([row.get(name) for name in key]): row for row in before}
    new = {json_key([row.get(name) for name in key]): row for row in after}
    both = old.keys() & new.keys()
    columns = {name for same in both for name, value in new[same].items() if not alike(value, old[same].get(name))}
    changed = sum(json_key(new[same]) != json_key(old[same]) for same in both)
    return Effect(
        added=len(new.keys() - old.keys()),
        removed=len(old.keys() - new.keys()),
        changed=changed,
        columns=tuple(sorted(columns)),
    )


def _differences(one: Sequence[Call], other: Sequence[Call]) -> list[Breach]:
    return [
        Breach(number, first.tool, "the same call answered another text when it was replayed")
        for number, (first, second) in enumerate(zip(one, other, strict=True))
        if (first.answer.status, first.answer.text) != (second.answer.status, second.answer.text)
    ]


def quoted(value: Json) -> str:
    """Return the value as short JSON."""
    text = re.sub(r"\s+", " ", json_key(value))
    return text if len(text) <= MOST_QUOTED else text[:MOST_QUOTED] + "…"
