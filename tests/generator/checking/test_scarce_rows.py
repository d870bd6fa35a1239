"""Lists of which the seeded rows say little: checks widen what they ask for, or bring rows that are alike."""

from collections.abc import Iterator

import pytest

from checking.conftest import written
from checking.worlds import INTEGER, TEXT, S, body, column, path_key, query, tool
from generator.check import Check
from generator.checks import generate_checks
from generator.faults.judge import Judge
from generator.faults.trial import planted
from generator.plan import Entity, Filter, Order, Paging, Plan, Source
from generator.render import render
from generator.runner import Runner
from generator.verify import usage_of
from state_db.image import Image

DEGREES = {"type": "number"}
SIZE = query("limit", {"type": "integer", "minimum": 1, "maximum": 50}, Paging(what="size", default=20, most=50))
POSITION = {"type": "object", "properties": {"east": DEGREES, "north": DEGREES}, "required": ["east", "north"]}

NEST = Entity(
    name="nest",
    table="nests",
    columns=(
        column("id", "integer", nullable=False, absent=False, made="id", schema=INTEGER),
        column("watcher", "text", nullable=False, absent=False, schema={"type": "string", "format": "uuid"}),
        column("position", "json", nullable=False, absent=False, schema=POSITION),
        column("hidden", "boolean", nullable=False, absent=False, initial=False, schema={"type": "boolean"}),
        column("kind", "text", absent=False, initial="tree", schema={"type": "string", "enum": ["tree", "cliff"]}),
    ),
    key=("id",),
    id="integer",
    forms={"full": ("id", "watcher", "position", "hidden", "kind")},
)
RULE = Entity(
    name="rule",
    table="rules",
    columns=(
        column("title", "text", nullable=False, absent=False, schema=TEXT),
        column("hint", "text", absent=False, schema=TEXT),
    ),
    key=(),
    singleton=True,
    forms={"full": ("title", "hint")},
)


def border(name: str, inner: str, test: str) -> object:
    return query(name, DEGREES, Filter.model_validate(
        {"column": "position", "test": test, "inside": (inner,)}), required=True)  # fmt: skip


TOOLS = (
    tool("list_square", "list", "nest", "GET", "/square", [
        border("west", "east", "ge"), border("east", "east", "le"),  # type: ignore[list-item]
        border("south", "north", "ge"), border("north", "north", "le"),  # type: ignore[list-item]
    ], answer={"nests": "$items"}),
    tool("list_watched", "list", "nest", "GET", "/watched", [
        query("watcher", S, Filter(column="watcher"), required=True), SIZE,
        query("offset", {"type": "integer", "minimum": 0}, Paging(what="offset")),
        query("sort", {"type": "string", "enum": ["kind"]}, Order(by={"kind": (("-id"),)})),
    ], answer={"nests": "$items", "total": "$total"}),
    tool("list_shown", "list", "nest", "GET", "/nests", [
        query("hidden", {"type": "boolean", "default": False}, Filter(column="hidden")),
        query("kind", {"type": "string", "enum": ["tree", "cliff"], "default": "tree"}, Filter(column="kind")),
    ], answer={"nests": "$items"}),
    tool("add_nest", "create", "nest", "POST", "/nests", [
        body("watcher", {"type": "string", "format": "uuid"}, required=True), body("position", POSITION, required=True),
        body("kind", {"type": "string", "enum": ["tree", "cliff"]}),
    ], status=202, answer=None),
    tool("get_nest", "get", "nest", "GET", "/nests/{nest_id}", [path_key("nest_id", "id")]),
    tool("delete_nest", "delete", "nest", "DELETE", "/nests/{nest_id}", [path_key("nest_id", "id")],
         status=204, answer=None),
    tool("get_rule", "singleton", "rule", "GET", "/rule", []),
    tool("change_rule", "singleton", "rule", "POST", "/rule", [body("title", TEXT, required=True), body("hint", TEXT)]),
)  # fmt: skip


@pytest.fixture(scope="module")
def plan() -> Plan:
    source = Source(url="https://nests.example/openapi.json", sha256="0" * 64)
    return Plan(name="nests", title="Nests", source=source, entities=(NEST, RULE), tools=TOOLS)


@pytest.fixture(scope="module")
def image(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Image:
    return Image.load(written(render(plan), tmp_path_factory.mktemp("scarce") / "nests"))


@pytest.fixture(scope="module")
def checks(plan: Plan, image: Image) -> list[Check]:
    return generate_checks(plan, image)


@pytest.fixture(scope="module")
def judge(image: Image, checks: list[Check]) -> Iterator[Judge]:
    found = Judge(image, checks)
    yield found
    found.close()


def test_a_sound_server_passes(image: Image, checks: list[Check]) -> None:
    runner = Runner(image)
    assert [check.name for check in checks if not runner.outcome(check).passed] == []
    runner.close()


@pytest.mark.parametrize(
    "fault",
    [
        "forgotten filter: list_square west",
        "forgotten filter: list_square north",
        "pagination that repeats a row: list_watched",
        "pagination that skips a row: list_watched",
        "pagination that never moves: list_watched",
        "page size ignored: list_watched",
        "total that counts only the page: list_watched",
        "sort ignored: list_watched",
        "list that never shows new items: list_shown",
        "list that never shows new items: list_square",
        "id reused: add_nest",
        "update that wipes other fields: change_rule",
    ],
)
def test_what_few_rows_would_hide_is_caught(fault: str, plan: Plan, image: Image, judge: Judge) -> None:
    (found,) = [each for each in planted(plan, image) if each.name == fault]
    assert judge.caught(found).named


def test_a_throng_is_brought_only_where_seeded_rows_are_too_few(checks: list[Check]) -> None:
    thronged = {check.tool for check in checks if check.scenario.endswith(" throng")}
    assert thronged == {"list_watched"}
    assert all(len(check.rows["nests"]) > 2 for check in checks if check.rows and check.scenario.endswith(" throng"))


def test_a_page_that_few_rows_do_not_fill_is_used_where_there_are_more(plan: Plan, image: Image) -> None:
    assert ("list_watched", "limit") not in usage_of(plan, image).unused
