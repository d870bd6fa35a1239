"""Sayings: sentences that bind a property where its schema does not."""

import json
from typing import Any

import pytest

from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, listing, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}


def plan_with(**properties: Json) -> Any:
    zone = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT, **properties}}
    lists = {
        **listing(ref("Zone")),
        "parameters": [{"name": "area", "in": "query", "schema": TEXT, "description": ONE}],
    }
    created = {"requestBody": sends(ref("Zone")), "responses": shows(ref("Zone"), "201")}
    paths = {
        "/zones": {"get": lists, "post": created},
        "/zones/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Zone"))}},
    }
    return plan_of(paths, Zone=zone)


ONE = "When it is the name of a zone, only this zone is returned."


@pytest.mark.parametrize(
    ("said", "pattern"),
    [
        ("It MUST have a trailing dot.", r"^.*\.$"),
        ("The path; must start with '/'.", r"^/.*$"),
        ("Must begin with `ns-` and must end with a dot", r"^ns\-.*\.$"),
        (
            "The phone number to call. Phone numbers must be in [E.164 format](https://phones.example).",
            r"^\+[1-9]\d{6,14}$",
        ),
        ("A phone number in E.164 format, or an email.", None),
        ("It may have a trailing dot.", None),
        ("A trailing dot is removed.", None),
    ],
)
def test_what_a_text_must_begin_or_end_with_is_its_pattern(said: str, pattern: str | None) -> None:
    plan = plan_with(host={**TEXT, "description": said})
    assert tool_at(plan, "POST /zones").argument("host").value.get("pattern") == pattern


def test_a_schema_that_says_something_itself_is_left_as_it_is() -> None:
    bound = {**TEXT, "pattern": "^[a-z.]+$", "description": "Must have a trailing dot."}
    assert tool_at(plan_with(host=bound), "POST /zones").argument("host").value["pattern"] == "^[a-z.]+$"


def test_what_the_server_must_not_send_is_kept_and_never_shown() -> None:
    plan = plan_with(hint={**TEXT, "description": "Sent at creation, and MUST NOT be sent by the server."})
    column = plan.entity("zone").column("hint")
    assert (column.path, tool_at(plan, "POST /zones").argument("hint").name) == ((), "hint")


def test_what_a_list_of_one_is_asked_by_is_unique() -> None:
    assert plan_with().entity("zone").column("name").unique


@pytest.mark.parametrize(
    ("said", "form"),
    [
        ("Any data. The string value must contain structurally valid JSON if specified.", "json"),
        ("A valid JSON string that holds what you like.", "json"),
        ("A name, as in the JSON of the answer.", None),
    ],
)
def test_a_text_that_must_hold_json_takes_nothing_else(said: str, form: str | None) -> None:
    text = {"type": "string", "description": said}
    thing = {"type": "object", "properties": {"id": {"type": "string", "readOnly": True}, "notes": text}}
    making = {"requestBody": sends(ref("Thing")), "responses": shows(ref("Thing"), "201")}
    plan = plan_of({"/things": {"get": listing(ref("Thing")), "post": making}}, Thing=thing)
    tool = tool_at(plan, "POST /things")
    assert tool.argument("notes").value.get("format") == form
    files = render(plan)
    assert [each.check.name for each in prove(plan, files).result.outcomes if not each.passed] == []
    with Environment.open(opened(plan, files)) as environment:
        assert environment.call(tool.name, {"notes": '{"size": 3}'}).error is None
        assert environment.call(tool.name, {"notes": "{no json"}).error == (form and "invalid_argument")
        rows = environment.call(tool_at(plan, "GET /things").name, {}).body
    assert form is None or all(json.loads(row["notes"]) for row in rows[:3] if row.get("notes"))
