"""Keys that are sent, and asked for, of what answers show as an object."""

from typing import Any

import pytest

from generator.plan import Filter, Plan, Value
from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
POLICY = {
    "type": "object",
    "required": ["id", "type"],
    "properties": {"id": TEXT, "type": {**TEXT, "enum": ["legal_policy"]}},
}
TARGET = {"type": "object", "properties": {"id": TEXT, "type": {**TEXT, "enum": ["file", "folder"]}}}


def assignments(policy: str = "legal_policy", when: str = "When the assignment object was\ncreated.") -> Plan:
    assignment = {
        "type": "object",
        "properties": {
            "id": {**TEXT, "readOnly": True},
            policy: POLICY,
            "assigned_to": TARGET,
            "assigned_at": {**TEXT, "format": "date-time", "description": when},
        },
    }
    sent = {"type": "object", "required": ["policy_id"], "properties": {"policy_id": TEXT, "assign_to": TARGET}}
    asked = [parameter("policy_id", TEXT), parameter("assign_to_type", TEXT), parameter("assign_to_id", TEXT)]
    paths = {
        "/assignments": {
            "get": {**listing(ref("Assignment")), "parameters": asked},
            "post": {"requestBody": sends(sent), "responses": shows(ref("Assignment"), "201")},
        },
        "/assignments/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Assignment"))}},
    }
    return plan_of(paths, Assignment=assignment)


@pytest.mark.parametrize("shown", ["policy", "legal_policy"])
def test_a_key_is_kept_in_the_object_that_is_shown_of_what_it_names(shown: str) -> None:
    tool = tool_at(assignments(shown), "POST /assignments")
    assert tool.argument("policy_id").does == Value(column=shown, inside="id", beside={"type": "legal_policy"})


def test_a_key_that_names_two_shown_objects_alike_is_kept_by_itself() -> None:
    paths = assignments().entity("assignment")
    assert "policy_id" not in [column.name for column in paths.columns]
    two = {"type": "object", "properties": {"id": TEXT, "old_policy": POLICY, "new_policy": POLICY, "note": TEXT}}
    sent = {"type": "object", "properties": {"policy_id": TEXT, "note": TEXT}}
    making = {"requestBody": sends(sent), "responses": shows(ref("Move"), "201")}
    plan = plan_of({"/moves": {"get": listing(ref("Move")), "post": making}}, Move=two)
    assert all(not each.does.inside for each in tool_at(plan, "POST /moves").arguments if isinstance(each.does, Value))


def test_what_is_asked_for_by_such_a_key_is_what_was_made_with_it() -> None:
    plan = assignments()
    tool = tool_at(plan, "GET /assignments")
    assert tool.argument("policy_id").does == Filter(column="legal_policy", inside=("id",))
    assert tool.argument("assign_to_type").does == Filter(column="assigned_to", inside=("type",))
    files = render(plan)
    assert [each.check.name for each in prove(plan, files).result.outcomes if not each.passed] == []
    with Environment.open(opened(plan, files)) as environment:
        made = environment.call(
            tool_at(plan, "POST /assignments").name, {"policy_id": "p", "assign_to": {"id": "f", "type": "file"}}
        ).body
        assert made["legal_policy"] == {"id": "p", "type": "legal_policy"}
        assert made["assigned_at"] == "2026-01-05T09:00:00Z"

        def found(**asked: str) -> Json:
            return environment.call(tool.name, {"policy_id": "p", **asked}).body

        assert found() == found(assign_to_type="file") == [made]
        assert found(assign_to_type="folder") == []
