"""Fuzzed calls of servers: whatever is sent is answered, and a call that fails leaves the state as it was.

Run it from the root of the repository:

    python -m benchmarks.fuzzed_calls                              20,000 calls over ./servers
    python -m benchmarks.fuzzed_calls --calls 500 servers/shop out/petstore

Calls are made by hypothesis out of the tools' input schemas: values that fit them, with examples and keys of rows that
are there mixed in so that calls reach far; values that fit but for one; and values that do not fit at all. Each example
is a course of calls on a fresh environment. It exits with 1 at the first fault, made as small as hypothesis can.
"""

import argparse
import json
import math
import re
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import jsonschema_rs
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st

from state_db.answer import Answer
from state_db.environment import Environment
from state_db.errors import FleetError
from state_db.image import Image
from state_db.tools import ToolSpec

Json = Any
Calls = list[tuple[str, Any]]

CALLS_A_COURSE = 25
DEEPEST = 5
MOST_KNOWN = 60  # values of rows from which one is drawn
MOST_ROWS = 5  # of each table whose values are drawn from

ODD: list[Json] = [
    None, True, False, 0, -1, 1, 2**31, 2**63 - 1, 2**63, -(2**63) - 1, 10**30, 0.0, -0.0, 1e308, 5e-324, math.nan,
    math.inf, "", " ", "\0", "null", "0", "-1", "true", "now", "%", "_", "'", '"', "';--", "{}", "[]", "[", "\ud800",
    "é", "e\u0301", "İ", "\u202e", "😀", "a" * 5000, "../../etc/passwd", "$step", "2026-02-30", "2026-01-05T09:00:00Z",
    "9999-12-31T23:59:59Z", "(a+)+$", "*", "[a-", "$.a[0]", [], {}, [[]], [None], {"": None}, {"a": {"b": [1]}},
    ["a"] * 300,
]  # fmt: skip
ANYTHING = st.one_of(
    st.sampled_from(ODD),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
        max_leaves=8,
    ),
)
FORMATS: dict[str, st.SearchStrategy[str]] = {
    "date-time": st.datetimes().map(lambda moment: f"{moment:%Y-%m-%dT%H:%M:%S}Z".rjust(20, "0")),
    "date": st.dates().map(str),
    "email": st.from_regex(r"[a-z]{1,6}@[a-z]{1,6}\.(com|org)", fullmatch=True),
    "uuid": st.uuids().map(str),
    "uri": st.from_regex(r"https://[a-z]{1,8}\.example/[a-z]{0,8}", fullmatch=True),
}


class Fault(AssertionError):
    """An answer that no call may have."""


class Fuzz:
    """One server under fuzzed calls: what to call it with, and what was answered so far."""

    def __init__(self, folder: Path) -> None:
        self.image = Image.load(folder)
        with Environment.open(self.image) as environment:
            self._rows = {name: environment.rows(self.image.name, name)[:MOST_ROWS] for name in self.image.tables}
        known = self._values()
        self._known = st.sampled_from(known) if known else st.nothing()
        self._outputs = {
            name: jsonschema_rs.validator_for(tool.output_schema)
            for name, tool in self.image.tools.items()
            if tool.output_schema is not None
        }
        self.answered: Counter[str] = Counter()
        self.tools: set[str] = set()

    def courses(self) -> st.SearchStrategy[Calls]:
        """Return courses of calls."""
        call = st.one_of([
            st.tuples(st.just(name), self._arguments(tool)) for name, tool in self.image.tools.items()
        ] + [st.tuples(st.just("no_such_tool"), st.just({}))])  # fmt: skip
        return st.lists(call, min_size=CALLS_A_COURSE, max_size=CALLS_A_COURSE)

    def _arguments(self, tool: ToolSpec) -> st.SearchStrategy[Any]:
        properties = tool.input_schema.get("properties", {})
        fitting = self._objects(tool.input_schema, 0)
        if not properties:
            return st.one_of(fitting, st.dictionaries(st.text(max_size=5), ANYTHING, max_size=1))
        spoilt = st.tuples(fitting, st.sampled_from(sorted(properties)), ANYTHING).map(_spoilt)
        wrong = st.dictionaries(st.sampled_from([*properties, "other", ""]), ANYTHING, max_size=4)
        return st.one_of(fitting, fitting, fitting, spoilt, wrong)

    def values(self, schema: Json, depth: int) -> st.SearchStrategy[Any]:
        """Return values that mostly fit a schema, its examples among them; what else it says the server may refuse."""
        found = self._fitting(schema, depth)
        examples = schema.get("examples") if isinstance(schema, dict) else None
        return st.one_of(st.sampled_from(examples), found) if examples else found

    def _fitting(self, schema: Json, depth: int) -> st.SearchStrategy[Any]:
        if not isinstance(schema, dict) or depth > DEEPEST:
            return ANYTHING
        if "const" in schema:
            return st.just(schema["const"])
        if "enum" in schema:
            return st.sampled_from(schema["enum"])
        for word in ("oneOf", "anyOf"):
            if schema.get(word):
                return st.one_of([self.values(branch, depth + 1) for branch in schema[word]])
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        return st.one_of([self._of(kind, schema, depth) for kind in kinds]) if kinds else ANYTHING

    def _of(self, kind: str, schema: Mapping[str, Json], depth: int) -> st.SearchStrategy[Any]:
        match kind:
            case "string":
                return st.one_of(_texts(schema), self._known.filter(lambda value: isinstance(value, str)))
            case "integer":
                return st.one_of(_integers(schema), self._known.filter(lambda value: type(value) is int))
            case "number":
                return st.floats(allow_nan=False, allow_infinity=False) | _integers(schema)
            case "boolean":
                return st.booleans()
            case "array":
                least = schema.get("minItems", 0)
                most = min(max(least, schema.get("maxItems", 3)), least + 3)
                return st.lists(self.values(schema.get("items", {}), depth + 1), min_size=least, max_size=most)
            case "object":
                return self._objects(schema, depth)
        return st.none()

    def _objects(self, schema: Mapping[str, Json], depth: int) -> st.SearchStrategy[Any]:
        properties = {name: self._named(name, value, depth) for name, value in schema.get("properties", {}).items()}
        needed = {name: properties.pop(name) for name in schema.get("required", ()) if name in properties}
        if not needed and not properties:
            return st.dictionaries(st.text(max_size=5), ANYTHING, max_size=2)
        # Most optional properties are left out of most objects, so that a call is refused for few of them at a time.
        chosen = st.sets(st.sampled_from(sorted(properties)), max_size=4) if properties else st.just(set())
        return chosen.flatmap(
            lambda names: st.fixed_dictionaries({**needed, **{name: properties[name] for name in sorted(names)}})
        )

    def _named(self, name: str, schema: Json, depth: int) -> st.SearchStrategy[Any]:
        """Values for a property, most of them out of rows where its name tells which: order_id, of orders."""
        found = self.values(schema, depth + 1)
        near = self._near(name)
        return st.one_of(st.sampled_from(near), st.sampled_from(near), found) if near and not depth else found

    def _near(self, name: str) -> list[Json]:
        stem = re.sub(r"_?(id|sid|key|name|number|slug|uuid)$", "", name)
        values: list[Json] = []
        for table, rows in self._rows.items():
            key = self.image.tables[table].key[-1:]
            for row in rows:
                values += [row[name]] if name in row else []
                values += [row[key[0]]] if stem and key and table.startswith(stem[:-1] or stem) else []
        return list({repr(value): value for value in values if isinstance(value, str | int)}.values())

    def _values(self) -> list[Json]:
        """Values that rows hold: keys and references first, then others."""
        keys: list[Json] = []
        others: list[Json] = []
        for name, rows in self._rows.items():
            table = self.image.tables[name]
            pointing = {*table.key, *(column for reference in table.references for column in reference.columns)}
            for row in rows:
                for column, value in row.items():
                    if isinstance(value, str | int) and not isinstance(value, bool):
                        (keys if column in pointing else others).append(value)
        return list(dict.fromkeys([*keys[:MOST_KNOWN], *others[: MOST_KNOWN // 2]]))

    def play(self, calls: Calls) -> None:
        """Make the calls on a fresh environment. Raises: Fault; whatever the engine fails with inside."""
        with Environment.open(self.image) as environment:
            for tool, arguments in calls:
                before = environment.digest()
                answer = environment.call(tool, arguments)
                self._check(tool, answer, before == environment.digest())
                self.answered[answer.error or "done"] += 1
                if answer.error is None:
                    self.tools.add(tool)

    def _check(self, tool: str, answer: Answer, same: bool) -> None:
        if answer.error is None:
            spec = self.image.tools[tool]
            if not 200 <= answer.status < 400:
                raise Fault(f"{tool}: no error, and the status {answer.status}")
            if spec.annotations.get("readOnlyHint") and not same:
                raise Fault(f"{tool} only reads, and changed the state")
            if tool in self._outputs and not self._outputs[tool].is_valid(answer.body):
                raise Fault(f"{tool}: the answer does not match the output schema: {answer.text[:300]}")
        elif not same or answer.changes:
            raise Fault(f"{tool} failed with {answer.error} and changed the state")
        elif answer.status < 400 and not answer.text:
            raise Fault(f"{tool}: {answer.error} looks like success")
        elif not answer.message or (answer.status >= 500 and answer.error != "unimplemented"):
            raise Fault(f"{tool}: {answer.status} {answer.error} {answer.message!r}")
        if answer.text:
            _check_json(tool, answer.text)


def _check_json(tool: str, text: str) -> None:
    try:
        json.loads(text)
    except ValueError as error:
        raise Fault(f"{tool}: the answer is no JSON: {text[:300]}") from error


def _spoilt(parts: tuple[Any, str, Any]) -> Any:
    whole, name, value = parts
    return {**whole, name: value} if isinstance(whole, dict) else value


def _texts(schema: Mapping[str, Json]) -> st.SearchStrategy[str]:
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]
    if "pattern" in schema:
        try:
            return st.from_regex(re.compile(str(schema["pattern"])))
        except (re.error, ValueError, TypeError):  # a pattern of another dialect: any text then
            return st.text(max_size=10)
    least = schema.get("minLength", 0)
    return st.text(min_size=least, max_size=min(schema.get("maxLength", least + 12), least + 12))


def _integers(schema: Mapping[str, Json]) -> st.SearchStrategy[int]:
    least, most = schema.get("minimum", -1000), schema.get("maximum", 1000)
    return st.integers(math.ceil(least), max(math.ceil(least), math.floor(most)))


def fuzz(folder: Path, calls: int, seed: int) -> Fuzz:
    """Make at least so many calls of the server. Raises: Fault; whatever the engine fails with inside."""
    found = Fuzz(folder)

    @seeded(seed)
    @settings(
        max_examples=math.ceil(calls / CALLS_A_COURSE), deadline=None, database=None, print_blob=False,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )  # fmt: skip
    @given(found.courses())
    def play(course: Calls) -> None:
        found.play(course)

    play()
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz the servers and print what they answered; return 1 at a fault."""
    parser = argparse.ArgumentParser(description="Fuzzed calls of server folders.")
    parser.add_argument("servers", nargs="*", type=Path, help="server folders (default: those in ./servers)")
    parser.add_argument("--calls", type=int, default=20_000, help="calls over all servers (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the calls (default: %(default)s)")
    options = parser.parse_args(arguments)
    folders = options.servers or sorted(path.parent for path in Path("servers").glob("*/schema.sql"))
    total: Counter[str] = Counter()
    for folder in folders:
        started = time.process_time()
        try:
            found = fuzz(folder, math.ceil(options.calls / len(folders)), options.seed)
        except (Fault, FleetError) as fault:
            notes = "".join(f"{note}\n" for note in getattr(fault, "__notes__", ()))
            sys.stderr.write(f"{folder.name}: {type(fault).__name__}: {fault}\n{notes}")
            return 1
        total += found.answered
        done = f"{found.answered['done']:6} done by {len(found.tools)} of {len(found.image.tools)} tools"
        seconds = time.process_time() - started
        print(f"{folder.name:24}{found.answered.total():7} calls  {done}  {seconds:6.1f} s  {_counts(found.answered)}")
    print(f"{'all':24}{total.total():7} calls  {total['done']:6} done  0 faults  {_counts(total)}")
    return 0


def _counts(answered: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in answered.most_common() if name != "done")


if __name__ == "__main__":
    sys.exit(main())
