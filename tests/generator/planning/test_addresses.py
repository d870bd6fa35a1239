"""Maps of addresses, which are made of the row that they belong to."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.plan import Column, Plan
from generator.render import render
from generator.verify import prove
from planning.specs import in_path, listing, plan_of, ref, sends, shows
from state_db.environment import Environment

Json = Any

BASE = "https://things.example/v1"
TEXT = {"type": "string"}
JAR: Json = {
    "type": "object",
    "required": ["id", "links"],
    "properties": {
        "id": {**TEXT, "readOnly": True},
        "shelf_id": {**TEXT, "nullable": True},
        "links": {"type": "object", "nullable": True, "readOnly": True},
    },
}
SHELF: Json = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}
LINKS: Json = {"lids": f"{BASE}/jars/J1/lids", "shelf": f"{BASE}/shelves/S1"}
LID: Json = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "size": {"type": "integer"}}}


def planned(links: Json) -> Plan:
    one = shows(ref("Jar"))
    one["200"]["content"]["application/json"]["example"] = {"id": "J1", "shelf_id": "S1", "links": links}
    change = {"type": "object", "properties": {"shelf_id": {**TEXT, "nullable": True}}}
    return plan_of(
        {
            "/jars": {
                "get": listing(ref("Jar")),
                "post": {"requestBody": sends(change), "responses": shows(ref("Jar"), "201")},
            },
            "/jars/{id}": {
                "parameters": [in_path("id")],
                "get": {"responses": one},
                "patch": {"requestBody": sends(change), "responses": shows(ref("Jar"))},
            },
            "/jars/{jar_id}/lids": {"get": {**listing(ref("Lid")), "parameters": [in_path("jar_id")]}},
            "/shelves": {"get": listing(ref("Shelf"))},
            "/shelves/{shelf_id}": {"parameters": [in_path("shelf_id")], "get": {"responses": shows(ref("Shelf"))}},
        },
        Jar=JAR,
        Shelf=SHELF,
        Lid=LID,
    )


def column(links: Json) -> Column:
    return planned(links).entity("jar").column("links")


def test_a_map_of_addresses_is_made_as_its_example_shows() -> None:
    made = column(LINKS)
    assert made.made == "url"
    assert json.loads(made.template) == {"lids": f"{BASE}/jars/{{id}}/lids", "shelf": f"{BASE}/shelves/{{shelf_id}}"}


@pytest.mark.parametrize(
    "links",
    [
        {"lids": f"{BASE}/jars/J2/lids"},
        {"labels": f"{BASE}/jars/J1/labels"},
        {"lids": "https://elsewhere.example/v1/jars/J1/lids"},
        {"region": "Harju"},
        {},
    ],
)
def test_what_is_no_address_of_a_documented_operation_about_the_row_is_not_made(links: Json) -> None:
    assert column(links).made is None


def test_addresses_follow_the_row_and_are_null_where_it_names_nothing(tmp_path: Path) -> None:
    plan = planned(LINKS)
    files = render(plan)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    by = {(tool.method, tool.path): tool.name for tool in plan.tools}
    with Environment.open(tmp_path) as env:
        jar = env.call(by["POST", "/jars"], {}).body
        shelf = env.call(by["GET", "/shelves"], {}).body[0]["id"]
        moved = env.call(by["PATCH", "/jars/{id}"], {"id": jar["id"], "shelf_id": shelf}).body
        seeded = env.call(by["GET", "/jars"], {}).body[0]
    lids = f"{BASE}/jars/{jar['id']}/lids"
    assert jar["links"] == {"lids": lids, "shelf": None}
    assert moved["links"] == {"lids": lids, "shelf": f"{BASE}/shelves/{shelf}"}
    assert seeded["links"]["lids"] == f"{BASE}/jars/{seeded['id']}/lids"
    proof = prove(plan, files)
    assert proof.result.outcomes and not proof.result.failed


REL: Json = {"type": "object", "properties": {"href": TEXT, "rel": TEXT, "method": TEXT}}
HAL: Json = {"type": "object", "properties": {"self": {"type": "object", "properties": {"href": TEXT}}}}


def linked(shape: Json, shown: Json = None, name: str = "links") -> Plan:
    """Jars with links of their own, as the example of one shows them."""
    jar = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {**TEXT, "readOnly": True}, "title": TEXT, name: shape},
    }
    one = shows(ref("Jar"))
    if shown is not None:
        one["200"]["content"]["application/json"]["example"] = {"id": "J1", "title": "a", name: shown}
    change = {"requestBody": sends({"type": "object", "properties": {"title": TEXT}})}
    return plan_of(
        {
            "/jars": {"get": listing(ref("Jar")), "post": {**change, "responses": shows(ref("Jar"), "201")}},
            "/jars/{id}": {
                "parameters": [in_path("id")],
                "get": {"responses": one},
                "patch": {**change, "responses": shows(ref("Jar"))},
            },
            "/jars/{id}/seal": {"parameters": [in_path("id")], "post": {"responses": shows(ref("Jar"))}},
        },
        Jar=jar,
    )


SELF: Json = {"href": f"{BASE}/jars/J1", "rel": "self", "method": "GET"}
EDIT: Json = {"href": f"{BASE}/jars/J1", "rel": "edit", "method": "PATCH"}


@pytest.mark.parametrize(
    ("shape", "shown", "links"),
    [
        ({"type": "array", "items": REL}, None, [SELF]),
        ({"type": "array", "items": REL}, [EDIT, SELF], [EDIT, SELF]),
        ({"type": "array", "items": REL}, [{**SELF, "href": "https://other.example/v1/jars/J1"}], [SELF]),
        ({"type": "array", "items": REL}, [{**SELF, "href": f"{BASE}/jars/J1/seal", "method": "POST"}], [SELF]),
        ({"type": "array", "items": REL}, [{**SELF, "href": "https://elsewhere.example/approve"}], [SELF]),
        (HAL, None, {"self": {"href": f"{BASE}/jars/J1"}}),
    ],
)
def test_a_row_has_the_links_that_lead_to_it(shape: Json, shown: Json, links: Json, tmp_path: Path) -> None:
    plan = linked(shape, shown, "_links" if shape is HAL else "links")
    for name, text in render(plan).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    env = Environment.open(tmp_path)
    for row in (env.call("create_jars", {"title": "b"}).body, env.call("list_jars", {}).body[0]):
        own = json.loads(json.dumps(links).replace("/jars/J1", f"/jars/{row['id']}"))
        assert row["_links" if shape is HAL else "links"] == own
    assert prove(plan, render(plan)).result.failed == ()


def test_links_that_callers_send_or_that_say_no_relation_are_theirs() -> None:
    bare = {"type": "array", "items": {"type": "object", "properties": {"href": TEXT}}}
    assert linked(bare).entity("jar").column("links").template == ""
