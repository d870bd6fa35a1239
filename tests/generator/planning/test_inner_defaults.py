"""Defaults inside of what is sent: of objects and of the elements of arrays."""

from typing import Any

from planning.specs import in_path, plan_of, ref, sends, shows, tool_at

Json = Any

TEXT = {"type": "string"}
FLAG = {"type": "boolean", "default": True}
RULE = {"type": "object", "properties": {"name": TEXT, "on": FLAG, "limits": {"$ref": "#/components/schemas/Limits"}}}
LIMITS = {"type": "object", "properties": {"most": {"type": "integer", "default": 5}, "least": {"type": "integer"}}}
GATE = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": TEXT, "name": TEXT, "rules": {"type": "array", "items": ref("Rule")}, "limits": ref("Limits")},
}
SENT = {**GATE, "required": ["name"], "properties": {k: v for k, v in GATE["properties"].items() if k != "id"}}  # type: ignore[attr-defined]


def gates() -> Any:
    created = {"requestBody": sends(SENT), "responses": shows(ref("Gate"), "201")}
    changed = {"requestBody": sends(SENT), "responses": shows(ref("Gate"))}
    paths = {
        "/gates": {"post": created},
        "/gates/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Gate"))}, "patch": changed},
    }
    return plan_of(paths, Gate=GATE, Rule=RULE, Limits=LIMITS)


def test_defaults_inside_of_what_is_sent_are_known_by_their_place() -> None:
    create = tool_at(gates(), "POST /gates")
    assert create.argument("rules").defaults == {"*/on": True, "*/limits/most": 5}
    assert create.argument("limits").defaults == {"most": 5}
    assert create.argument("name").defaults == {}


def test_a_change_fills_whole_elements_and_leaves_the_rest_of_an_object_as_it_is() -> None:
    change = tool_at(gates(), "PATCH /gates/{id}")
    assert change.argument("rules").defaults == {"*/on": True, "*/limits/most": 5}
    assert change.argument("limits").defaults == {}
