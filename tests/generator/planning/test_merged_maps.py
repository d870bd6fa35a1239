"""Maps of free form that updates send: they are put over what is there, in one row or in many."""

from pathlib import Path
from typing import Any

import pytest

from planning.servers import failed, opened
from planning.specs import in_path, listing, plan_of, ref, sends, shows

Json = Any
TEXT: Json = {"type": "string"}
MAP: Json = {"type": "object", "additionalProperties": TEXT}
CRATE: Json = {"type": "object", "properties": {"id": TEXT, "properties": MAP}, "required": ["id", "properties"]}
CHANGE: Json = {"type": "object", "properties": {"properties": MAP}, "required": ["properties"]}
ELEMENT: Json = {"type": "object", "properties": {"id": TEXT, "properties": MAP}, "required": ["id", "properties"]}
MANY: Json = {"type": "object", "properties": {"inputs": {"type": "array", "items": ELEMENT}}, "required": ["inputs"]}
CHANGED: Json = {"type": "object", "properties": {"results": {"type": "array", "items": ref("Crate")}}}


@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
def test_an_update_of_a_map_keeps_what_it_does_not_name(many: bool, tmp_path: Path) -> None:
    plan = plan_of(
        {
            "/crates": {
                "get": listing(ref("Crate")),
                "post": {"requestBody": sends(CHANGE), "responses": shows(ref("Crate"), "201")},
            },
            "/crates/{id}": {
                "parameters": [in_path("id")],
                "get": {"responses": shows(ref("Crate"))},
                "patch": {"requestBody": sends(CHANGE), "responses": shows(ref("Crate"))},
            },
            "/crates/batch/update": {"post": {"requestBody": sends(MANY), "responses": shows(CHANGED)}},
        },
        Crate=CRATE,
    )
    assert failed(plan) == []
    by = {(tool.method, tool.path): tool.name for tool in plan.tools}
    with opened(plan, tmp_path) as env:
        crate = env.call(by["POST", "/crates"], {"properties": {"wood": "oak", "lid": "no"}}).body["id"]
        new = {"id": crate, "properties": {"lid": "yes"}}
        call = (by["POST", "/crates/batch/update"], {"inputs": [new]}) if many else (by["PATCH", "/crates/{id}"], new)
        assert env.call(*call).status == 200
        assert env.call(by["GET", "/crates/{id}"], {"id": crate}).body["properties"] == {"wood": "oak", "lid": "yes"}
