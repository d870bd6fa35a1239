"""Lists within a scope: /tiles makes one, /tiles/{kiln} lists those of a kiln, /tiles/{kiln}/{key} is one."""

from typing import Any

from generator.plan import Plan
from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
TILE = {
    "type": "object",
    "required": ["id", "title", "kiln"],
    "properties": {
        "id": {**TEXT, "example": "822227e0-47a5-421b-88a8-494760b2e6d2"},
        "key": {**TEXT, "example": "celadon"},
        "title": TEXT,
        "kiln": TEXT,
    },
}
NEW = {"type": "object", "required": ["title", "kiln"], "properties": {"key": TEXT, "title": TEXT, "kiln": TEXT}}
ONE = "/tiles/{kiln}/{tile_key}"


def tiles() -> Plan:
    one = {"parameters": [in_path("kiln"), in_path("tile_key")]}
    change = sends({"type": "object", "properties": {"title": TEXT}})
    drops = {"parameters": [*one["parameters"], in_path("drop_id")], "get": {"responses": shows(ref("Drop"))}}
    making = {"requestBody": sends({"type": "object", "properties": {"size": {"type": "integer"}}})}
    paths = {
        "/tiles": {"post": {"requestBody": sends(NEW), "responses": shows(ref("Tile"), "201")}},
        "/tiles/{kiln}": {"parameters": [in_path("kiln")], "get": listing(ref("Tile"))},
        ONE: {
            **one,
            "get": {"responses": shows(ref("Tile"))},
            "patch": {"requestBody": change, "responses": shows(ref("Tile"))},
            "delete": {"responses": {"204": {"description": ""}}},
        },
        f"{ONE}/drops": {**one, "post": {**making, "responses": shows(ref("Drop"), "201")}},
        f"{ONE}/drops/{{drop_id}}": drops,
    }
    drop = {"type": "object", "properties": {"id": {**TEXT, "readOnly": True}, "size": {"type": "integer"}}}
    return plan_of(paths, Tile=TILE, Drop=drop)


def test_what_a_scope_lists_is_what_is_made_beside_it_and_picked_behind_it() -> None:
    plan = tiles()
    labels = ("POST /tiles", "GET /tiles/{kiln}", f"GET {ONE}", f"PATCH {ONE}", f"DELETE {ONE}")
    assert {tool_at(plan, label).entity for label in labels} == {"tile"}
    assert plan.entity("tile").key == ("kiln", "key")
    assert plan.entity("drop").column("kiln").references is None


def test_a_key_is_unique_within_its_scope_and_not_beyond_it() -> None:
    plan = tiles()
    files = render(plan)
    assert [each.check.name for each in prove(plan, files).result.outcomes if not each.passed] == []
    with Environment.open(opened(plan, files)) as environment:

        def called(label: str, **arguments: Json) -> Json:
            answer = environment.call(tool_at(plan, label).name, arguments)
            return answer.error or answer.body

        made = called("POST /tiles", title="Celadon", kiln="a", key="celadon")
        assert made["id"] is not None
        assert called("POST /tiles", title="Other", kiln="a", key="celadon") == "conflict"
        assert called("POST /tiles", title="Other", kiln="b", key="celadon")["kiln"] == "b"
        assert called("GET /tiles/{kiln}", kiln="a") == [made]
        assert called(f"GET {ONE}", kiln="a", tile_key="celadon") == made
        assert called(f"POST {ONE}/drops", kiln="a", tile_key="celadon", size=3)["size"] == 3
        assert called(f"POST {ONE}/drops", kiln="c", tile_key="celadon", size=3) == "not_found"
