"""Choices, defaults and beginnings that only sentences name."""

from typing import Any

import pytest

from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at

Json = Any

TEXT = {"type": "string"}


def plan_with(*, changed: Json = None, **properties: Json) -> Any:
    """The plan of kilns that are made with these properties, and changed by ``changed`` where that is given."""
    kiln = {"type": "object", "required": ["id"], "properties": {"id": {**TEXT, "readOnly": True}, **properties}}
    item = {"parameters": [in_path("id")], "get": {"responses": shows(ref("Kiln"))}}
    change = {"requestBody": sends(changed or ref("Kiln")), "responses": shows(ref("Kiln"))}
    paths = {
        "/kilns": {
            "get": listing(ref("Kiln")),
            "post": {"requestBody": sends(ref("Kiln")), "responses": shows(ref("Kiln"), "201")},
        },
        "/kilns/{id}": {**item, "patch": change},
    }
    return plan_of(paths, Kiln=kiln)


@pytest.mark.parametrize(
    ("said", "choices"),
    [
        ("How hot it gets. It must be set to one of `low`, `high`, or `raku`.", ["low", "high", "raku"]),
        ("Can be: `low` or `high` and the default is `low`.", ["low", "high"]),
        ("One of 'low' or 'high'.", ["low", "high"]),
        ("Possible values are `low` and `high`.", ["low", "high"]),
        ("Can be `low` or `high` for clay, and one of `raku` or `pit` for the rest.", None),
        ("One of `low` or `high` is required.", None),
        ("Can be `low` or `high`.", None),
        ("A comma-separated list. Valid values are `low` and `high`.", None),
        ("How hot. Possible values are:\n\n- `Low`\n- `Very high`\n", ["Low", "Very high"]),
        ("One of:\n* `low`: for clay,\n  and for slip\n* `high` - for stone", ["low", "high"]),
        ("Must be one of:<ul><li><code>LOW</code>. Clay.</li><li><code>HIGH</code></li></ul>", ["LOW", "HIGH"]),
        ("One of:\n- `low`\n- any other text", None),
        ("It has two parts:\n- `low`\n- `high`", None),
        ("One of:\n- `0` or `null` is cold\n- `1`", None),
    ],
)
def test_the_choices_that_a_sentence_lists_are_the_only_ones(said: str, choices: list[str] | None) -> None:
    plan = plan_with(heat={**TEXT, "description": said})
    assert tool_at(plan, "POST /kilns").argument("heat").value.get("enum") == choices


@pytest.mark.parametrize(
    ("schema", "said", "default"),
    [
        ({"type": "boolean"}, "Defaults to `true`. Whether anybody may use it.", True),
        ({"type": "boolean"}, "Whether it is hot. The default is false.", False),
        ({"type": "integer"}, "How long it takes. Default value: 40 minutes", 40),
        (TEXT, "The glaze. Defaults to `matt`.", "matt"),
        ({**TEXT, "enum": ["low", "high"]}, "Defaults to low if not given.", "low"),
        ({**TEXT, "enum": ["low", "high"]}, "Defaults to medium.", None),
        ({"type": "boolean"}, "Defaults to `true` if the kiln is shared.", None),
        (TEXT, "Defaults to the name of the kiln.", None),
        (TEXT, 'Any data. **Note** that if the attributes are not set "{}" will be returned.', "{}"),
        (TEXT, "Any data. If attributes have not been set, `{}` is returned.", "{}"),
        (TEXT, "Any data. If the kiln is not set, an error is returned.", None),
    ],
)
def test_what_a_sentence_says_to_be_the_default_is_what_a_new_row_gets(schema: Json, said: str, default: Json) -> None:
    plan = plan_with(glaze={**schema, "description": said})
    assert tool_at(plan, "POST /kilns").argument("glaze").value.get("default") == default
    assert plan.entity("kiln").column("glaze").initial == default


def test_a_change_that_leaves_something_out_has_no_default_for_it() -> None:
    plan = plan_with(shared={"type": "boolean", "default": True})
    assert tool_at(plan, "POST /kilns").argument("shared").value["default"] is True
    assert "default" not in tool_at(plan, "PATCH /kilns/{id}").argument("shared").value


def test_the_default_of_a_change_is_not_how_a_row_begins() -> None:
    state = {**TEXT, "enum": ["COLD", "BROKEN"], "readOnly": True, "description": "New kilns have a status of BROKEN."}
    said = plan_with(changed=state_change(), status=state)
    assert said.entity("kiln").column("status").initial == "BROKEN"
    unsaid = plan_with(changed=state_change(), status={**state, "description": ""})
    assert unsaid.entity("kiln").column("status").initial == "COLD"


def state_change() -> Json:
    status = {**TEXT, "enum": ["COLD", "BROKEN"], "default": "BROKEN"}
    return {"type": "object", "required": ["status"], "properties": {"status": status}}


def test_an_object_that_is_not_sent_is_not_made_up_of_its_inner_defaults() -> None:
    owner = {"type": "object", "properties": {"name": TEXT, "active": {"type": "boolean", "default": False}}}
    assert plan_with(owner=owner).entity("kiln").column("owner").initial is None


@pytest.mark.parametrize(
    ("said", "schema", "default"),
    [
        ("Only those in this heat. Can be: `low` (default) or `high`", TEXT, "low"),
        ("Can be `low`, or `high` (default).", {**TEXT, "enum": ["low", "high"]}, "high"),
        ("Only those in this heat: `low` (default) or `high`.", ref("Heat"), "low"),
        ("Can be `low` (default) or `high` (default).", {**TEXT, "enum": ["low", "high"]}, None),
        ("Can be `low` or `high`.", {**TEXT, "enum": ["low", "high"]}, None),
        ("Can be `warm` (default) or `high`.", {**TEXT, "enum": ["low", "high"]}, None),
    ],
)
def test_the_choice_that_is_marked_as_the_default_is_what_a_list_is_narrowed_by(
    said: str, schema: Json, default: str | None
) -> None:
    choices = {**TEXT, "enum": ["low", "high"]}
    kiln = {"type": "object", "required": ["id"], "properties": {"id": {**TEXT, "readOnly": True}, "heat": choices}}
    asked = parameter("heat", schema, description=said)
    paths = {
        "/kilns": {
            "get": listing(ref("Kiln"), asked),
            "post": {"requestBody": sends(ref("Kiln")), "responses": shows(ref("Kiln"), "201")},
        }
    }
    plan = plan_of(paths, Kiln=kiln, Heat=choices)
    assert tool_at(plan, "GET /kilns").argument("heat").value.get("default") == default
