"""Paths that name a row by its key or by another property."""

from pathlib import Path
from typing import Any

import pytest

from generator.checks import generate_checks
from generator.laws.either import NAME as OF_EITHER
from generator.plan import Key, Plan, Value
from generator.render import render
from generator.verify import prove, run_checks
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.image import Image

Json = Any

UUID = {"type": "string", "format": "uuid"}
BOX: dict[str, Any] = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": UUID, "name": {"type": "string"}},
}
NEW = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}


def boxes(text: str = "", **parameter: Json) -> Plan:
    picked = {**in_path("box_id"), **parameter}
    return plan_of(
        {
            "/boxes": {"get": listing(ref("Box")), "post": {"requestBody": sends(NEW), "responses": shows(ref("Box"))}},
            "/boxes/{box_id}": {
                "parameters": [picked],
                "get": {"description": text, "responses": shows(ref("Box"))},
                "put": {"requestBody": sends(NEW), "responses": shows(ref("Box"))},
                "delete": {"responses": {"204": {"description": ""}}},
            },
        },
        Box=BOX,
    )


def test_a_row_is_found_by_the_other_property_that_the_text_names() -> None:
    either = Key(column="id", other="name")
    for plan in (boxes("Returns a box by ID or name."), boxes(description="Name or ID of the box")):
        assert tool_at(plan, "GET /boxes/{box_id}").argument("box_id").does == either
        assert tool_at(plan, "DELETE /boxes/{box_id}").argument("box_id").does == either
        assert tool_at(plan, "PUT /boxes/{box_id}").argument("box_id").does == Key(column="id")
        outcomes = prove(plan, render(plan)).result.outcomes
        assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []
        assert "either" in {outcome.check.law for outcome in outcomes}


def test_a_get_that_looks_at_the_key_alone_is_noticed(tmp_path: Path) -> None:
    plan = boxes("Returns a box by ID or name.")
    for name, text in render(plan).items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    image = Image.load(tmp_path)
    checks = generate_checks(plan, image)
    assert run_checks(image, checks).passed
    tool = tool_at(plan, "GET /boxes/{box_id}").name
    faulty = image.texts[f"programs/{tool}.sql"].replace("k.name = :box_id", "FALSE")
    failed = run_checks(image.with_programs({tool: faulty}), checks).failed
    assert OF_EITHER in {outcome.check.law for outcome in failed}


def test_a_new_name_that_is_sent_is_the_name_that_is_shown() -> None:
    renamed = {"type": "object", "properties": {"new_name": {"type": "string"}}}
    paths = {
        "/boxes": {"get": listing(ref("Box")), "post": {"requestBody": sends(NEW), "responses": shows(ref("Box"))}},
        "/boxes/{id}": {
            "parameters": [in_path("id")],
            "get": {"responses": shows(ref("Box"))},
            "patch": {"requestBody": sends(renamed), "responses": shows(ref("Box"))},
        },
    }
    plan = plan_of(paths, Box=BOX)
    assert tool_at(plan, "PATCH /boxes/{id}").argument("new_name").does == Value(column="name")


def test_a_text_that_names_nothing_else_leaves_the_key_alone() -> None:
    for text in ("Returns a box by ID.", "Returns a box by ID or colour."):
        assert tool_at(boxes(text), "GET /boxes/{box_id}").argument("box_id").does == Key(column="id")


def shelves(said: str) -> Plan:
    shelf = parameter("shelf_id", {"type": "string"}, "path", description=said)
    box = {**BOX, "properties": {**BOX["properties"], "id": {"type": "string"}}}
    made = {"requestBody": sends(NEW), "responses": shows(ref("Box"))}
    return plan_of(
        {
            "/shelves": {"get": listing(ref("Shelf")), "post": {**made, "responses": shows(ref("Shelf"))}},
            "/shelves/{shelf_id}": {
                "parameters": [shelf],
                "get": {"responses": shows(ref("Shelf"))},
                "patch": {"requestBody": sends(NEW), "responses": shows(ref("Shelf"))},
            },
            "/shelves/{shelf_id}/boxes": {"parameters": [shelf], "get": listing(ref("Box")), "post": made},
            "/shelves/{shelf_id}/boxes/{box_id}": {
                "parameters": [shelf, in_path("box_id")],
                "get": {"responses": shows(ref("Box"))},
                "delete": {"responses": {"204": {"description": ""}}},
            },
        },
        Box=box,
        Shelf=box,
    )


@pytest.mark.parametrize(
    "said",
    [
        "Can be the shelf's `id` or its `name`.",
        "This value can be either the `id` or the `name` of the [Shelf](https://things.example/shelf).",
        "What identifies the shelf. Can also be the `name` of it.",
    ],
)
def test_a_row_above_is_found_by_the_other_property_as_well(said: str) -> None:
    plan = shelves(said)
    for label in ("GET /shelves/{shelf_id}/boxes", "DELETE /shelves/{shelf_id}/boxes/{box_id}"):
        assert tool_at(plan, label).argument("shelf_id").does == Key(column="shelf_id", other="name")
    assert tool_at(plan, "PATCH /shelves/{shelf_id}").argument("shelf_id").does == Key(column="id", other="name")
    outcomes = prove(plan, render(plan)).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []
    tools = {outcome.check.tool for outcome in outcomes if outcome.check.law == "either"}
    assert {"get_shelf_box", "list_shelf_boxes", "update_shelf"} <= tools


def test_what_is_made_below_a_row_that_is_named_belongs_to_it(tmp_path: Path) -> None:
    for name, text in render(shelves("Can be the shelf's `id` or its `name`.")).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    env = Environment.open(tmp_path, "empty")
    shelf = env.call("create_shelves", {"name": "top"}).body["id"]
    made = env.call("create_shelf_boxes", {"shelf_id": "top", "name": "nails"})
    assert made.status == 200
    assert env.call("list_shelf_boxes", {"shelf_id": shelf}).body == [made.body]
    assert env.call("create_shelf_boxes", {"shelf_id": "bottom", "name": "nails"}).error == "not_found"


def test_a_row_whose_key_is_told_with_that_of_the_row_above_is_found_by_the_other_property_as_well() -> None:
    text = {"type": "string"}
    item = {"type": "object", "properties": {"shelf_id": text, "box_id": text, "unique_name": text, "note": text}}
    said = "This is either the `id` or the `unique_name` of the box."
    box = parameter("box_id", text, "path", description=said)
    below = {"parameters": [in_path("shelf_id")], "get": {"responses": shows({"type": "array", "items": ref("Place")})}}
    one = {
        "parameters": [in_path("shelf_id"), box],
        "get": {"responses": shows(ref("Place"))},
        "patch": {"requestBody": sends({"properties": {"note": text}}), "responses": shows(ref("Place"))},
    }
    plan = plan_of({"/shelves/{shelf_id}/places": below, "/shelves/{shelf_id}/places/{box_id}": one}, Place=item)
    for method in ("GET", "PATCH"):
        tool = tool_at(plan, f"{method} /shelves/{{shelf_id}}/places/{{box_id}}")
        assert tool.argument("box_id").does == Key(column="box_id", other="unique_name")
    assert [one.check.name for one in prove(plan, render(plan)).result.outcomes if not one.passed] == []


def test_a_parameter_that_takes_a_name_or_an_id_gives_the_thing_no_other_name() -> None:
    text: Json = {"type": "string"}
    key: Json = {"type": "object", "required": ["id", "name"], "properties": {"id": text, "name": text, "key": text}}
    one = {"parameters": [in_path("api_key_name_or_id")], "get": {"responses": shows(ref("ApiKey"))}}
    plan = plan_of({"/api_keys": {"get": listing(ref("ApiKey"))}, "/api_keys/{api_key_name_or_id}": one}, ApiKey=key)
    assert [(entity.name, entity.key) for entity in plan.entities] == [("api_key", ("id",))]


@pytest.mark.parametrize(
    ("said", "other"),
    [
        ("A unique name. It can be used in place of the box's `id` in the URL.", "name"),
        ("It can be used instead of the `id` to identify the box.", "name"),
        ("It is printed in place of the `size` in the URL.", None),
        ("It is shown in place of the `id`.", None),
    ],
)
def test_a_property_that_is_said_to_stand_in_paths_for_the_key_picks_rows_wherever_a_path_names_one(
    said: str, other: str | None
) -> None:
    text = {"type": "string"}
    box = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": text, "name": {**text, "description": said}, "size": text},
    }
    lid = {"type": "object", "required": ["id"], "properties": {"id": text, "colour": text}}
    plan = plan_of(
        {
            "/boxes": {"get": listing(ref("Box")), "post": {"requestBody": sends(NEW), "responses": shows(ref("Box"))}},
            "/boxes/{box_id}": {"parameters": [in_path("box_id")], "get": {"responses": shows(ref("Box"))}},
            "/boxes/{box_id}/lids": {
                "parameters": [in_path("box_id")],
                "get": listing(ref("Lid")),
                "post": {"requestBody": sends(ref("Lid")), "responses": shows(ref("Lid"), "201")},
            },
        },
        Box=box,
        Lid=lid,
    )
    for label in ("GET /boxes/{box_id}", "GET /boxes/{box_id}/lids", "POST /boxes/{box_id}/lids"):
        does = tool_at(plan, label).argument("box_id").does
        assert isinstance(does, Key)
        assert does.other == other
    outcomes = prove(plan, render(plan)).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []
