"""Defaults inside of what is sent: of objects and of the elements of arrays."""

from typing import Any

from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

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


def test_what_an_object_is_always_shown_with_is_kept_where_it_is_not_sent() -> None:
    kind = {"type": "string", "enum": ["yard"]}
    yard = {"type": "object", "required": ["id", "type"], "properties": {"id": TEXT, "type": kind, "name": TEXT}}
    gate = {**GATE, "properties": {"id": TEXT, "name": TEXT, "yard": ref("Yard")}}
    named = {"type": "object", "required": ["id"], "properties": {"id": TEXT}}
    sent = {"type": "object", "required": ["name"], "properties": {"name": TEXT, "yard": named}}
    one = {"parameters": [in_path("id")], "get": {"responses": shows(ref("Gate"))}}
    changed = {"patch": {"requestBody": sends(sent), "responses": shows(ref("Gate"))}}
    post = {"requestBody": sends(sent), "responses": shows(ref("Gate"), "201")}
    plan = plan_of({"/gates": {"post": post}, "/gates/{id}": {**one, **changed}}, Gate=gate, Yard=yard)
    files = render(plan)
    outcomes = prove(plan, files).result.outcomes
    assert [outcome.check.name for outcome in outcomes if not outcome.passed] == []
    with Environment.open(opened(plan, files)) as environment:
        made = environment.call(tool_at(plan, "POST /gates").name, {"name": "north", "yard": {"id": "7"}}).body
        assert made["yard"] == {"id": "7", "type": "yard"}
        tool = tool_at(plan, "PATCH /gates/{id}").name
        moved = environment.call(tool, {"id": made["id"], "name": "north", "yard": {"id": "8"}}).body
        assert moved["yard"] == {"id": "8", "type": "yard"}
