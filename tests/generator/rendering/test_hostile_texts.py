"""No name, constant or text of a plan can be anything but data: not SQL, not a comment, not a template."""

import sqlite3
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.plan import Column, Direction, Entity, Filter, Order, Plan, Reference, Source
from generator.render import render
from generator.write import write_folder
from rendering.tracker_entities import in_path, in_query, tool, value
from state_db.environment import Environment
from state_db.image import Image

Json = Any
HOSTILE = [
    "it's",
    'say "hi"',
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{name}",
    "-- @return 500",
    "'; DROP TABLE things; --",
    "/* open",
    "a\n-- @run\nDELETE FROM things;",
    "a\r\nb",
    "x -- @if name",
    "tab\tand\x0bvt\x0cff",
    "\x85\u2028\u2029",
    "\x1fmark",
    "nul\x00nul",
    "back\\slash",
    "$.a[0]",
    "",
    " ",
    "é中😀",
    "<script>",
    "a.b",
    "`tick`",
    "%s",
    ":name",
    "?1",
    "@error conflict: no",
]
# Any text that JSON can hold in UTF-8.
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=["Cs"]), max_size=12))


def constant(text: str) -> str:
    """The text as a template of an answer writes it."""
    return "$" + text if text.startswith("$") else text


def hostile_plan(one: str, other: str) -> Plan:
    """A plan in which a text stands wherever a plan may hold any."""
    second = other + "2"
    shape = {"type": "string", "enum": [one, second]}
    state = {"name": "state", "type": "text", "initial": one, "nullable": False, "schema": shape, "text": one}
    thing = Entity(
        name="thing",
        table="things",
        text=one,
        columns=(
            Column(name="id", type="integer", path=("id" + one,), made="id", nullable=False, text=other),
            Column.model_validate({**state, "path": ("in" + one, other)}),
            Column(name="note", type="text", path=("in" + one, second), text=f"-- @error conflict: {one}"),
            Column(name="url", type="text", path=("url",), made="url", template=one.replace("{", "") + "{id}"),
            Column(name="held", type="json", path=("held",), initial={one: [other]}),
        ),
        key=("id",),
        id="integer",
        forms={"full": ("id", "state", "note", "url", "held")},
    )
    shown = {
        "row " + one: "$row",
        "list " + other: ["$column:state", {"x": constant(one)}],
        "fixed": {other: [constant(one), 1.5, None]},
    }
    listed = {"rows": "$items", "of " + one: constant(other)}
    order = Order(by={one: ("-id",), second: ("id",)})
    key = in_path("id", None, {"type": "integer"})
    tools = (
        tool("make", "create", "thing", "POST", "/t", value("note"), answer=shown, text=one),
        tool("look", "get", "thing", "GET", "/t/{id}", key, source=one),
        tool(
            "all",
            "list",
            "thing",
            "GET",
            "/t",
            in_query("state", Filter(column="state")),
            in_query("sort", order),
            in_query("way", Direction(descending=one)),
            answer=listed,
        ),
        tool(
            "move",
            "transition",
            "thing",
            "POST",
            "/t/{id}/move",
            key,
            set={"state": constant(second)},
            only_from={"state": (one,)},
        ),
    )
    source = Source(url=one, sha256="")
    return Plan(
        name="hostile", title=one, text=other, source=source, entities=(thing,), tools=tools, assumptions=(one,)
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, TEXTS)
def test_any_text_survives_rendering_and_comes_back_as_data(one: str, other: str) -> None:
    row = {
        "id" + one: 1,
        "in" + one: {other: one, other + "2": one},
        "url": one.replace("{", "") + "1",
        "held": {one: [other]},
    }
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "hostile"
        write_folder(render(hostile_plan(one, other), seed={}), folder)
        with Environment.open(Image.load(folder)) as environment:
            made = environment.call("make", {"note": one})
            assert made.body == {
                "row " + one: row,
                "list " + other: [one, {"x": one}],
                "fixed": {other: [one, 1.5, None]},
            }
            assert environment.call("look", {"id": 1}).body == row
            environment.call("make", {})
            listed = environment.call("all", {"state": one, "sort": one, "way": "no way"}).body
            assert listed["of " + one] == other
            assert [found["id" + one] for found in listed["rows"]] == [1, 2]
            assert environment.call("move", {"id": 1}).body["in" + one][other] == other + "2"


@pytest.mark.parametrize("name", ["order", "select", "from", "group", "case", "cast", "current_date", "key", "index"])
def test_names_that_are_words_of_sql_are_names(name: str, tmp_path: Path) -> None:
    columns = (
        Column(name="id", type="text", path=("id",), nullable=False),
        Column(name=name, type="text", path=(name,), references=Reference(entity=name)),
    )
    entity = Entity(name=name, table=name, columns=columns, key=("id",), forms={"full": ("id", name)})
    tools = (
        tool("make", "create", name, "POST", "/t", value("id", required=True), value(name), client_key=True),
        tool("change", "update", name, "PATCH", "/t/{id}", in_path("id"), value(name)),
        tool("all", "list", name, "GET", "/t", in_query("only", Filter(column=name)), answer="$items", order=(name,)),
        tool("drop", "delete", name, "DELETE", "/t/{id}", in_path("id"), status=204, answer=None),
    )
    plan = Plan(name="words", title="Words", source=Source(url="u", sha256=""), entities=(entity,), tools=tools)
    write_folder(render(plan, seed={}), tmp_path / "words")
    with Environment.open(Image.load(tmp_path / "words")) as environment:
        environment.call("make", {"id": "a"})
        assert environment.call("make", {"id": "b", name: "a"}).body == {"id": "b", name: "a"}
        assert environment.call("change", {"id": "a", name: "b"}).body == {"id": "a", name: "b"}
        assert [row["id"] for row in environment.call("all", {"only": "a"}).body] == ["b"]
        assert environment.call("drop", {"id": "a"}).status == 204


def test_a_wide_form_opens_in_an_sqlite_that_takes_127_arguments() -> None:
    columns = tuple(
        Column(name=f"c{number}", type="text", path=("deep", f"p {number}"), nullable=number > 0)
        for number in range(160)
    )
    entity = Entity(
        name="wide", table="wides", columns=columns, key=("c0",), forms={"full": tuple(c.name for c in columns)}
    )
    plan = Plan(name="wide", title="Wide", source=Source(url="u", sha256=""), entities=(entity,), tools=())
    connection = sqlite3.connect(":memory:")
    connection.setlimit(sqlite3.SQLITE_LIMIT_FUNCTION_ARG, 127)
    connection.executescript(render(plan, seed={})["schema.sql"])
    connection.execute("INSERT INTO wides (c0, c159) VALUES ('a', 'z')")
    (found,) = connection.execute("SELECT body FROM wide_json").fetchone()
    assert found == '{"deep":{"p 0":"a","p 159":"z"}}'
    connection.close()


def test_a_text_cannot_be_an_error_comment_of_the_schema() -> None:
    schema = render(hostile_plan("x", "y"), seed={})["schema.sql"]
    assert "@error" not in schema
