"""Versions of tables: equal numbers, equal rows; digests that are kept are those that would be taken anew."""

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_servers import folder_of

from state_db.digest import digest_of, table_digest
from state_db.environment import Environment
from state_db.image import Image
from state_db.rows import typed_rows

SCHEMA = """
CREATE TABLE parents (id INTEGER PRIMARY KEY, name TEXT UNIQUE) STRICT;
CREATE TABLE children (
  id TEXT PRIMARY KEY, parent INTEGER REFERENCES parents (id) ON DELETE CASCADE, notes TEXT CHECK (json_valid(notes))
) STRICT, WITHOUT ROWID;
"""
SEED = {
    "parents": [{"id": 1, "name": "one"}, {"id": 2, "name": "two"}],
    "children": [{"id": "a", "parent": 1, "notes": {"b": 1, "a": 2}}, {"id": "b", "parent": 1}],
}
PROGRAMS = {
    "add": """
-- @run
-- @violates conflict: Taken.
INSERT INTO parents (name) VALUES (:text);
-- @return 204
""",
    "put": """
-- @run
-- @violates conflict: No parent.
INSERT INTO children (id, parent) VALUES (:text, 1) ON CONFLICT (id) DO UPDATE SET notes = '[1]';
-- @return 204
""",
    "swap": """
-- @run
INSERT OR REPLACE INTO parents (id, name) VALUES (9, :text);
-- @return 204
""",
    "drop": """
-- @run
DELETE FROM parents WHERE name = :text;
-- @return 204
""",
    "clear": """
-- @run
DELETE FROM children;
-- @return 204
""",
    "late": """
-- @run
DELETE FROM parents;
-- @require conflict: No.
SELECT 0;
-- @return 204
""",
    "read": """
-- @return 200
SELECT json_group_array(name) FROM parents;
""",
}
TEXTS = ("one", "two", "a", "b", "new")
STEPS = st.lists(st.tuples(st.sampled_from([*PROGRAMS, "trial", "end", "reset"]), st.sampled_from(TEXTS)), max_size=25)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Image:
    folder: Path = tmp_path_factory.mktemp("family")
    text = {"text": {"type": "string"}}
    return Image.load(folder_of(folder / "family", PROGRAMS, text, schema=SCHEMA, seed=SEED, name="family"))


def fresh_digest(environment: Environment) -> str:
    """The digest of rows that are all read now."""
    (store,) = environment._stores.values()
    return digest_of(
        {f"family/{table.name}": table_digest(store.connection, table) for table in store.image.tables.values()}
    )


def fresh_rows(environment: Environment) -> dict[str, object]:
    (store,) = environment._stores.values()
    return {table.name: typed_rows(store.connection, table) for table in store.image.tables.values()}


@settings(max_examples=200, deadline=None)
@given(steps=STEPS)
def test_kept_digests_are_those_of_the_rows_and_equal_versions_mean_equal_rows(
    image: Image, steps: list[tuple[str, str]]
) -> None:
    seen: dict[tuple[str, int], object] = {}
    with Environment.open(image) as environment, ExitStack() as end:
        trials: list[ExitStack] = []
        for what, text in steps:
            if what == "trial":
                trials.append(ExitStack())
                end.push(trials[-1])
                trials[-1].enter_context(environment.trial())
            elif what == "end":
                if trials:
                    trials.pop().close()
            elif what == "reset":
                if not trials:
                    environment.reset()
            else:
                environment.call(what, {"text": text})
            assert environment.digest() == fresh_digest(environment)
            rows = fresh_rows(environment)
            for table, version in environment.versions("family").items():
                assert seen.setdefault((table, version), rows[table]) == rows[table]


def test_read_and_refused_calls_leave_every_version(image: Image) -> None:
    with Environment.open(image) as environment:
        before = environment.versions("family")
        assert environment.call("read", {}).error is None
        assert environment.call("late", {}).error == "conflict"
        assert environment.call("add", {"text": "one"}).error == "conflict"
        assert environment.versions("family") == before


def test_change_gives_new_versions_to_what_it_touches_cascades_included(image: Image) -> None:
    with Environment.open(image) as environment:
        before = environment.versions("family")
        with environment.trial():
            environment.call("add", {"text": "new"})
            assert _changed(before, environment.versions("family")) == {"parents"}
            environment.call("drop", {"text": "one"})
            assert _changed(before, environment.versions("family")) == {"parents", "children"}
        assert environment.versions("family") == before
        environment.call("clear", {})
        assert _changed(before, environment.versions("family")) == {"children"}


def test_digest_does_not_depend_on_the_way(image: Image) -> None:
    with Environment.open(image) as one, Environment.open(image) as other:
        assert one.digest() == other.digest()
        one.call("add", {"text": "new"})
        other.call("add", {"text": "x"})
        other.reset()
        other.call("add", {"text": "new"})
        assert one.digest() == other.digest()
        assert one.fork().digest() == one.digest()
        assert Environment.restore(one.snapshot()).digest() == one.digest()


def _changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    return {table for table in before if before[table] != after[table]}


MOVES = st.lists(
    st.tuples(
        st.integers(0, 3), st.sampled_from([*PROGRAMS, "fork", "restore", "branch", "reset", "trial"]),
        st.sampled_from(TEXTS),
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(moves=MOVES)
def test_forks_restored_and_branched_environments_are_equal_and_then_go_their_own_ways(
    image: Image, moves: list[tuple[int, str, str]]
) -> None:
    with ExitStack() as end:
        environments = [end.enter_context(Environment.open(image))]
        for which, what, text in moves:
            environment = environments[which % len(environments)]
            others = [(other, fresh_digest(other)) for other in environments if other is not environment]
            if what in ("fork", "restore", "branch"):
                environments.append(end.enter_context(copied(environment, what)))
                assert environments[-1].digest() == environment.digest()
                assert environments[-1].clock == environment.clock
                assert tried(environments[-1]) == tried(environment)
            elif what == "reset":
                environment.reset()
            elif what == "trial":
                with environment.trial():
                    environment.call("add", {"text": text})
            else:
                environment.call(what, {"text": text})
            assert all(fresh_digest(other) == digest for other, digest in others)
        for one in environments:
            assert one.digest() == fresh_digest(one)
            for other in environments:
                assert one.diff(other).to_json() == plainly_different(image, one, other)
                assert bool(one.diff(other)) == (one.digest() != other.digest())


def tried(environment: Environment) -> tuple[int, str]:
    with environment.trial():
        return environment.call("add", {"text": "next"}).status, fresh_digest(environment)


def copied(environment: Environment, how: str) -> Environment:
    if how == "fork":
        return environment.fork()
    if how == "branch":
        return environment.branch(environment.calls)
    return Environment.restore(environment.snapshot(), environment.images)


def plainly_different(image: Image, one: Environment, other: Environment) -> dict[str, Any]:
    """The difference, found by looking at every row."""
    found: dict[str, Any] = {}
    for name, table in image.tables.items():
        old = {row[table.key[0]]: row for row in one.rows(image.name, name)}
        new = {row[table.key[0]]: row for row in other.rows(image.name, name)}
        changed = [
            {
                "key": {table.key[0]: key},
                "before": {c: old[key][c] for c in row if old[key][c] != row[c]},
                "after": {c: row[c] for c in row if old[key][c] != row[c]},
            }
            for key, row in old.items()
            if key in new
            for row in [new[key]]
            if old[key] != row
        ]
        added = [row for key, row in new.items() if key not in old]
        removed = [row for key, row in old.items() if key not in new]
        if added or removed or changed:
            found[name] = {"added": added, "removed": removed, "changed": changed}
    return {image.name: found} if found else {}
