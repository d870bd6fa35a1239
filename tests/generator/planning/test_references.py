"""References that a name with a word before it, or the shape of a value, tells: they name rows that are there."""

from typing import Any

from generator.plan import Plan, Reference
from generator.render import render
from generator.verify import opened, prove
from planning.specs import in_path, listing, plan_of, ref, sends, shows
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
ROLE_KEY = {"type": "string", "pattern": "^RL[0-9a-f]{8}$"}


def offices(*kinds_of_role: str) -> Plan:
    """People with a default office and a role of that shape; there are roles of one kind, or of several."""
    person: Json = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": TEXT, "name": TEXT, "default_office_id": TEXT, "granted_sid": ROLE_KEY},
    }
    office = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}
    role = {"type": "object", "required": ["sid"], "properties": {"sid": ROLE_KEY, "name": TEXT}}
    sent: Json = {
        "type": "object",
        "properties": {name: person["properties"][name] for name in ("name", "granted_sid")},
    }
    sent["properties"]["default_office_id"] = TEXT
    new = {"requestBody": sends({"properties": {"name": TEXT}})}
    paths: Json = {
        "/people": {
            "get": listing(ref("Person")),
            "post": {"requestBody": sends(sent), "responses": shows(ref("Person"))},
        },
        "/people/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Person"))}},
        "/offices": {"get": listing(ref("Office")), "post": {**new, "responses": shows(ref("Office"))}},
        "/offices/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Office"))}},
    }
    for kind in kinds_of_role:
        paths[f"/{kind}"] = {"get": listing(ref(kind.title())), "post": {**new, "responses": shows(ref(kind.title()))}}
        one = {"responses": shows(ref(kind.title()))}
        paths[f"/{kind}/{{sid}}"] = {"parameters": [{**in_path("sid"), "schema": ROLE_KEY}], "get": one}
    return plan_of(paths, Person=person, Office=office, **{kind.title(): role for kind in kinds_of_role})


def refers(plan: Plan, column: str) -> Reference | None:
    return plan.entity("person").column(column).references


def test_a_word_that_says_which_of_them_may_stand_before_a_things_name() -> None:
    assert refers(offices("roles"), "default_office_id") == Reference(entity="office", on_delete="clear")


def test_a_value_of_the_shape_of_one_kind_of_key_alone_is_such_a_key() -> None:
    assert refers(offices("roles"), "granted_sid") == Reference(entity="role", on_delete="clear")
    assert refers(offices("roles", "rights"), "granted_sid") is None
    assert refers(offices(), "granted_sid") is None


def test_such_a_reference_names_a_row_that_is_there() -> None:
    plan = offices("roles")
    files = render(plan)
    assert [outcome.check.name for outcome in prove(plan, files).result.outcomes if not outcome.passed] == []
    env = Environment.open(opened(plan, files))
    office, role = (env.call(tool, {"name": "One"}).body for tool in ("create_offices", "create_roles"))
    given = {"default_office_id": office["id"], "granted_sid": role["sid"]}
    assert env.call("create_people", given).status == 200
    assert env.call("create_people", {**given, "default_office_id": "none"}).error == "invalid_argument"
    assert env.call("create_people", {**given, "granted_sid": "RL00000000"}).error == "invalid_argument"


def test_a_404_of_a_creation_is_about_what_its_body_names() -> None:
    """Where the path names nothing, only the thing of which the documentation says that it was not found is it."""
    desk = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "office_id": TEXT, "role_id": TEXT}}
    kind = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}
    sent = sends({"type": "object", "properties": {"office_id": TEXT, "role_id": TEXT}})
    lost = {"404": {"description": "Returns an error when the office was not found."}}
    new = {"requestBody": sends({"properties": {"name": TEXT}})}
    paths: Json = {
        "/desks": {"post": {"requestBody": sent, "responses": {**shows(ref("Desk")), **lost}}},
        "/desks/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Desk"))}},
        "/offices": {"get": listing(ref("Office")), "post": {**new, "responses": shows(ref("Office"))}},
        "/roles": {"get": listing(ref("Role")), "post": {**new, "responses": shows(ref("Role"))}},
    }
    plan = plan_of(paths, Desk=desk, Office=kind, Role=kind)
    files = render(plan)
    assert [outcome.check.name for outcome in prove(plan, files).result.outcomes if not outcome.passed] == []
    env = Environment.open(opened(plan, files))
    assert env.call("create_desks", {"office_id": "none"}).error == "not_found"
    assert env.call("create_desks", {"role_id": "none"}).error == "invalid_argument"
