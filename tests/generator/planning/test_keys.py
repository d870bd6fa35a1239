"""Keys: what paths take binds rows and what the server makes, and all that a path names of its parents tells them."""

import re
from typing import Any

import pytest

from generator.plan import Paging, Plan
from generator.repair import mended
from generator.rules.key_patterns import shape_within
from generator.verify import opened
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment
from state_db.functions.keys import key_of

Json = Any
TEXT: Json = {"type": "string"}
ARN = r"^arn:cloud:ovens:[a-z]+:\d{12}:%s/[a-z0-9-]+$"


@pytest.mark.parametrize(
    "pattern",
    [ARN % "recipe", r"^vol-[0-9a-f]{8}([0-9a-f]{9})?$", r"^\d+\.\d+$", r"^[^/]+$", "^[UW][A-Z0-9]{2,}$"],
)
def test_a_key_that_the_server_makes_fits_its_pattern(pattern: str) -> None:
    shape = shape_within({"pattern": pattern})
    assert shape is not None
    keys = {str(key_of(shape, 0, "recipes", number)) for number in range(1, 50)}
    assert len(keys) == 49 and all(re.search(pattern, key) for key in keys)


@pytest.mark.parametrize("schema", [{"pattern": "^(on|off)$"}, {"pattern": ".*"}, {"pattern": "^a+$", "maxLength": 3}])
def test_a_pattern_with_room_for_few_keys_gives_no_shape(schema: Json) -> None:
    assert shape_within(schema) is None


def ovens() -> Plan:
    """Recipes whose answers take any key of the cloud, and whose paths take those of recipes alone."""
    recipe = {"type": "object", "properties": {"arn": {**TEXT, "pattern": ARN % r"\w+"}, "name": TEXT, "note": TEXT}}
    one = parameter("arn", {**TEXT, "pattern": ARN % "recipe"}, "path")
    listed: Json = {
        "type": "object",
        "properties": {"recipes": {"type": "array", "items": ref("Recipe")}, "nextToken": TEXT},
    }
    page: Json = {"type": "object", "properties": {"limit": {"type": "integer"}, "nextToken": TEXT}}
    paths = {
        "/recipes": {"post": {"requestBody": sends(ref("New")), "responses": shows(ref("Recipe"), "201")}},
        "/recipes/search": {
            "post": {
                "parameters": [parameter("nextToken", TEXT)],
                "requestBody": sends(page),
                "responses": shows(listed),
            }
        },
        "/recipes/{arn}": {
            "get": {"parameters": [one], "responses": shows(ref("Recipe"))},
            "delete": {"parameters": [one], "responses": {"204": {"description": "Gone"}}},
        },
    }
    new = {"type": "object", "properties": {"name": TEXT, "note": TEXT}, "required": ["name"]}
    return plan_of(paths, Recipe=recipe, New=new)


def test_rows_have_keys_that_their_path_takes() -> None:
    found = mended(ovens()).plan
    assert {"GET /recipes/{arn}", "DELETE /recipes/{arn}", "POST /recipes"} <= {
        f"{t.method} {t.path}" for t in found.tools
    }
    assert found.dropped == ()


def test_a_cursor_that_query_and_body_take_is_one_input() -> None:
    tool = tool_at(ovens(), "POST /recipes/search")
    cursors = [each for each in tool.arguments if isinstance(each.does, Paging) and each.does.what == "cursor"]
    assert len(cursors) == 1
    assert "Another input says where the list goes on." in [left.reason for left in tool.left_out]


def hubs() -> Plan:
    """Hubs that their callers name within a group of an account, and pipes that they name within a hub."""
    thing = {"type": "object", "properties": {"name": TEXT, "place": TEXT}, "required": ["name"]}
    new = {"type": "object", "properties": {"place": TEXT}}
    above = [parameter("account", TEXT, "path"), parameter("group", TEXT, "path")]
    paths: Json = {}
    for path, given, name in (
        ("/accounts/{account}/groups/{group}/hubs", above, "hub"),
        (
            "/accounts/{account}/groups/{group}/hubs/{hub_name}/pipes",
            [*above, parameter("hub_name", TEXT, "path")],
            "pipe",
        ),
    ):
        listed = {"type": "array", "items": ref(name.capitalize())}
        one = [*given, parameter(f"{name}_name", TEXT, "path")]
        paths[path] = {"get": {"parameters": given, "responses": shows(listed)}}
        paths[f"{path}/{{{name}_name}}"] = {
            "get": {"parameters": one, "responses": shows(ref(name.capitalize()))},
            "put": {"parameters": one, "requestBody": sends(new), "responses": shows(ref(name.capitalize()))},
            "delete": {"parameters": one, "responses": {"204": {"description": "Gone"}}},
        }
    return plan_of(paths, Hub=thing, Pipe=thing)


def test_all_that_a_path_names_tells_what_callers_name_within_it() -> None:
    keys = {entity.name: entity.key for entity in hubs().entities}
    assert keys == {"hub": ("account", "group", "name"), "pipe": ("account", "group", "hub_name", "name")}


def test_what_stands_below_several_scopes_is_made_within_those_of_its_parent() -> None:
    found = mended(hubs()).plan
    assert found.dropped == () and len(found.tools) == 8


def test_a_part_of_a_key_that_rows_show_as_an_object_has_a_column_of_its_own() -> None:
    """/shelves/{owner}/{shelf}: the rows' owner is a person, and the path's the name of one."""
    person = {"type": "object", "properties": {"name": TEXT, "age": {"type": "integer"}}}
    shelf = {"type": "object", "properties": {"name": TEXT, "owner": person}, "required": ["name"]}
    one = [parameter("owner", TEXT, "path"), parameter("shelf", TEXT, "path")]
    paths = {
        "/shelves": {"get": {"responses": shows({"type": "array", "items": ref("Shelf")})}},
        "/shelves/{owner}/{shelf}": {"get": {"parameters": one, "responses": shows(ref("Shelf"))}},
    }
    entity = plan_of(paths, Shelf=shelf).entity("shelf")
    assert all(entity.column(name).type == "text" for name in entity.key)
    assert "owner" not in entity.key and len(entity.key) == 2


@pytest.mark.parametrize("kind", ["number", "integer"])
def test_a_name_is_no_key_where_paths_take_a_number(kind: str) -> None:
    shown = {"type": "object", "properties": {"name": TEXT, "topic": TEXT}, "required": ["name"]}
    one = [parameter("channel_id", {"type": kind, "example": 927}, "path")]
    paths = {
        "/channels": {
            "get": {"responses": shows({"type": "array", "items": ref("Channel")})},
            "post": {"requestBody": sends(ref("Channel")), "responses": shows(ref("Channel"), "201")},
        },
        "/channels/{channel_id}": {
            "get": {"parameters": one, "responses": shows(ref("Channel"))},
            "delete": {"parameters": one, "responses": {"204": {"description": ""}}},
        },
    }
    plan = plan_of(paths, Channel=shown)
    entity = plan.entity("channel")
    assert entity.key == ("channel_id",) and entity.column("channel_id").type == "integer"
    assert mended(plan).plan.dropped == ()


@pytest.mark.parametrize(
    ("shown", "asked"),
    [
        ({"type": "string", "pattern": "^[a-z0-9]{26}$"}, {"type": "string", "format": "uuid"}),
        ({"type": "string", "examples": ["Kx7"]}, {"type": "string", "pattern": "^[0-9]+$"}),
    ],
)
def test_a_path_asks_for_no_shape_that_keys_do_not_have(shown: Json, asked: Json) -> None:
    lamp = {"type": "object", "properties": {"id": shown, "name": {"type": "string"}}, "required": ["id"]}
    paths = {
        "/lamps": {"get": listing(ref("Lamp"))},
        "/lamps/{id}": {"get": {"parameters": [parameter("id", asked, "path")], "responses": shows(ref("Lamp"))}},
        "/lamps/{lampId}/bulbs": {
            "get": {
                "parameters": [parameter("lampId", asked, "path")],
                "responses": shows({"type": "array", "items": ref("Bulb")}),
            }
        },
    }
    bulb = {"type": "object", "properties": {"id": {"type": "integer"}, "watts": {"type": "integer"}}}
    found = mended(plan_of(paths, Lamp=lamp, Bulb=bulb))
    assert (found.plan.dropped, len(found.plan.tools)) == ((), 3)
    with Environment.open(opened(found.plan, found.files)) as environment:
        for row in environment.call("list_lamps", {}).body:
            assert environment.call("get_lamp", {"id": row["id"]}).status == 200


def test_the_first_of_things_that_stand_below_one_another_is_below_none() -> None:
    branch = {
        "type": "object",
        "properties": {"id": TEXT, "name": TEXT, "parent_id": {**TEXT, "description": "The id of the branch above."}},
        "required": ["id", "name", "parent_id"],
    }
    paths = {
        "/branches": {"get": listing(ref("Branch"))},
        "/branches/{branch_id}": {"get": {"parameters": [in_path("branch_id")], "responses": shows(ref("Branch"))}},
    }
    found = mended(plan_of(paths, Branch=branch))
    with Environment.open(opened(found.plan, found.files)) as environment:
        rows = environment.call("list_branches", {}).body
    known = {row["id"] for row in rows}
    assert rows and all(row.get("parent_id") in known | {None} for row in rows)


def test_a_list_that_must_be_told_where_to_begin_is_walked_from_its_beginning() -> None:
    jar = {"type": "object", "properties": {"id": {"type": "integer"}, "name": {"type": "string"}}}
    page = [parameter(name, {"type": "integer"}, required=True) for name in ("limit", "offset")]
    paths = {"/jars": {"get": listing(ref("Jar"), *page)}}
    assert mended(plan_of(paths, Jar=jar)).plan.dropped == ()


def test_a_number_is_no_unknown_key_where_rows_have_it_as_a_text() -> None:
    asked = {"anyOf": [{"type": "integer", "examples": [42]}, {"type": "string", "examples": ["a-b"]}]}
    shown = {"type": "string", "examples": ["42"]}
    disc = {"type": "object", "properties": {"id": shown, "name": TEXT}, "required": ["id"]}
    paths = {
        "/discs": {"get": listing(ref("Disc"))},
        "/discs/{id}": {"get": {"parameters": [parameter("id", asked, "path")], "responses": shows(ref("Disc"))}},
    }
    assert mended(plan_of(paths, Disc=disc)).plan.dropped == ()
