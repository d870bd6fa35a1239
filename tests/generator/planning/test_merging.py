"""Merging: lists behind a thing that show the rows which stand elsewhere on their own."""

from typing import Any

from generator.plan import Key, Plan
from planning.specs import column_names, in_path, listing, plan_of, ref, sends, shows, tool_at

Json = Any
TREE: Json = {
    "type": "object",
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "kind": {"type": "string"},
        "yard": {"type": "integer"},
        "height": {"type": "integer"},
    },
    "required": ["id", "kind"],
}
YARD: Json = {"type": "object", "properties": {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}}}


def yards(seen: Json, **below: Json) -> Plan:
    """The plan of yards that list their trees with this schema, and of trees that stand on their own."""
    paths = {}
    for things, thing in (("yards", "Yard"), ("trees", "Tree")):
        made = {"requestBody": sends(ref(thing)), "responses": shows(ref(thing), "201")}
        paths[f"/{things}"] = {"get": listing(ref(thing)), "post": made}
        one = {"parameters": [in_path("id", "integer")], "get": {"responses": shows(ref(thing))}}
        paths[f"/{things}/{{id}}"] = one
    paths["/yards/{id}/trees"] = {"parameters": [in_path("id", "integer")], "get": listing(ref("TreeSeen")), **below}
    return plan_of(paths, Yard=YARD, Tree=TREE, TreeSeen=seen)


def seen(*names: str) -> Json:
    return {"type": "object", "properties": {name: TREE["properties"].get(name, {"type": "string"}) for name in names}}


def test_a_list_behind_a_thing_shows_the_rows_that_are_picked_elsewhere_under_its_name() -> None:
    plan = yards(seen("id", "kind"))
    tool = tool_at(plan, "GET /yards/{id}/trees")
    assert (tool.pattern, tool.entity) == ("list", tool_at(plan, "POST /trees").entity)
    assert tool.argument("id").does == Key(column="yard")
    assert column_names(plan.entity(tool.entity)) == ["id", "kind", "yard", "height"]


def test_rows_that_show_mostly_something_else_are_rows_of_their_own() -> None:
    plan = yards(seen("id", "planted", "felled"))
    assert tool_at(plan, "GET /yards/{id}/trees").entity != tool_at(plan, "POST /trees").entity


def test_what_is_made_behind_its_thing_is_of_its_own() -> None:
    made = {"requestBody": sends(ref("TreeSeen")), "responses": shows(ref("TreeSeen"), "201")}
    plan = yards(seen("id", "kind"), post=made)
    assert tool_at(plan, "GET /yards/{id}/trees").entity != tool_at(plan, "POST /trees").entity


def test_answers_that_only_tell_that_a_deletion_goes_on_make_no_one_kind_of_what_goes() -> None:
    goes_on = {"type": "object", "properties": {"task": {"type": "string"}}}
    paths: dict[str, Json] = {}
    for shed in ("east", "west"):
        made = {"requestBody": sends(ref(f"{shed}Tool")), "responses": shows(ref(f"{shed}Tool"), "201")}
        paths[f"/{shed}/tools"] = {"get": listing(ref(f"{shed}Tool")), "post": made}
        one = {"get": {"responses": shows(ref(f"{shed}Tool"))}, "delete": {"responses": shows(ref("GoesOn"), "202")}}
        paths[f"/{shed}/tools/{{id}}"] = {"parameters": [in_path("id", "integer")], **one}
    plan = plan_of(paths, eastTool=TREE, westTool=YARD, GoesOn=goes_on)
    east, west = (tool_at(plan, f"POST /{shed}/tools").entity for shed in ("east", "west"))
    assert east != west
    assert column_names(plan.entity(west)) == ["id", "name"]


def test_what_a_key_says_to_be_another_kind_is_that_where_both_show_the_same_rows() -> None:
    paths: dict[str, Json] = {}
    for things in ("plots", "yards"):
        made = {"requestBody": sends(ref("Yard")), "responses": shows(ref("Yard"), "201")}
        paths[f"/{things}"] = {"get": listing(ref("Yard")), "post": made}
        paths[f"/{things}/{{yard_id}}"] = {
            "parameters": [in_path("yard_id", "integer")],
            "get": {"responses": shows(ref("Yard"))},
        }
    plan = plan_of(paths, Yard=YARD)
    assert tool_at(plan, "POST /plots").entity == tool_at(plan, "GET /yards/{yard_id}").entity
