"""An object that is shown whole and sent in parts is kept in parts, and shown as one object."""

from typing import Any

from generator.plan import Plan
from generator.render import render
from generator.verify import prove
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at

Json = Any

HOOK: Json = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "target_kind": {"type": "string"},
        "configuration": {"type": "object"},
        "triggers": {"type": "array", "items": {"type": "string"}},
    },
}
PARTS = {
    "TargetKind": {"type": "string"},
    "Configuration.Url": {"type": "string"},
    "Configuration.RetryCount": {"type": "integer"},
    "Trigger": {"type": "array", "items": {"type": "string"}},
}


def hooks(sent: Json, **shown: Json) -> Plan:
    body = sends({"type": "object", "properties": sent})
    return plan_of(
        {
            "/hooks": {
                "get": listing(ref("Hook")),
                "post": {"requestBody": body, "responses": shows(ref("Hook"), "201")},
            },
            "/hooks/{id}": {
                "parameters": [in_path("id")],
                "get": {"responses": shows(ref("Hook"))},
                "patch": {"requestBody": body, "responses": shows(ref("Hook"))},
            },
        },
        Hook={**HOOK, "properties": {**HOOK["properties"], **shown}},
    )


def places(plan: Plan) -> set[tuple[str, ...]]:
    return {column.path for column in plan.entities[0].columns}


def test_parts_that_are_sent_stand_inside_of_the_object_that_is_shown_spelled_as_answers_spell_names() -> None:
    plan = hooks(PARTS)
    assert {("configuration", "url"), ("configuration", "retry_count")} <= places(plan)
    assert ("configuration",) not in places(plan)


def test_a_change_of_one_part_leaves_the_others_and_every_write_is_seen() -> None:
    plan = hooks(PARTS)
    found = prove(plan, render(plan))
    assert not found.result.failed
    assert not found.usage.unobserved


def test_what_the_object_is_documented_to_hold_keeps_its_place_beside_what_is_sent() -> None:
    told = {"type": "object", "properties": {"retryCount": {"type": "integer"}, "secret": {"type": "string"}}}
    assert {("configuration", "retryCount"), ("configuration", "secret"), ("configuration", "url")} <= places(
        hooks(PARTS, configuration=told)
    )


def test_an_object_that_is_also_sent_whole_stays_whole() -> None:
    plan = hooks({**PARTS, "configuration": {"type": "object"}})
    assert ("configuration",) in places(plan)


def test_an_array_sent_under_the_name_of_one_element_is_the_array_that_is_shown() -> None:
    plan = hooks(PARTS)
    assert [each.does for each in tool_at(plan, "POST /hooks").arguments if each.name == "trigger"] == [
        each.does for each in tool_at(plan, "PATCH /hooks/{id}").arguments if each.name == "trigger"
    ]
    assert not any(column.name == "trigger" for column in plan.entities[0].columns)
