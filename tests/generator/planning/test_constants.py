"""What all rows show alike is the same in every row, made or seeded: of what kind it is, and in whose account."""

import json
from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.said import said_value
from planning.specs import in_path, listing, plan_of, ref, sends, shows

Json = Any

TEXT = {"type": "string"}
ID = {"type": "string", "readOnly": True}


def kilns(kind: Json, name: str = "resource_type", **more: Json) -> Plan:
    kiln = {"type": "object", "required": ["id"], "properties": {"id": ID, name: kind, "title": TEXT, **more}}
    sent = {"type": "object", "properties": {"title": TEXT}}
    pot = {"type": "object", "required": ["id"], "properties": {"id": ID, "title": TEXT, **more}}
    return plan_of(
        {
            "/kilns": {
                "get": listing(ref("Kiln")),
                "post": {"requestBody": sends(sent), "responses": shows(ref("Kiln"), "201")},
            },
            "/kilns/{id}": {"parameters": [in_path("id")], "get": {"responses": shows(ref("Kiln"))}},
            "/pots": {
                "get": listing(ref("Pot")),
                "post": {"requestBody": sends(sent), "responses": shows(ref("Pot"), "201")},
            },
        },
        Kiln=kiln,
        Pot=pot,
    )


def seeded(plan: Plan, table: str, column: str) -> set[str]:
    return {row[column] for row in json.loads(render(plan)["seed.json"])[table]}


@pytest.mark.parametrize("name", ["resource_type", "object", "type"])
def test_the_kind_that_every_example_shows_is_that_of_every_row_called_so(name: str) -> None:
    plan = kilns({**TEXT, "examples": ["kiln"]}, name)
    assert plan.entity("kiln").column(name).initial == "kiln"
    assert seeded(plan, "kilns", name) == {"kiln"}


def test_the_kind_that_words_or_a_longer_example_tell_is_that_of_every_row_called_so() -> None:
    said = {**TEXT, "description": 'The object type: "kiln"'}
    assert kilns(said, "type").entity("kiln").column("type").initial == "kiln"
    example = {**TEXT, "examples": ["gas_kiln"]}
    assert kilns(example, "resource_subtype").entity("kiln").column("resource_subtype").initial == "gas_kiln"
    fuel = {**TEXT, "description": 'The fuel type: "gas"'}
    assert kilns(fuel, "type").entity("kiln").column("type").initial is None


def test_a_kind_that_is_only_said_to_be_the_resources_type_is_what_its_schema_is_called() -> None:
    lid = {
        "type": "object",
        "required": ["id", "object"],
        "properties": {"id": ID, "object": {**TEXT, "description": "Value is resource type."}, "size": TEXT},
    }
    sent = sends({"type": "object", "properties": {"size": TEXT}})
    paths = {
        "/lids": {"get": listing(ref("jar_lid")), "post": {"requestBody": sent, "responses": shows(ref("jar_lid"))}}
    }
    plan = plan_of(paths, jar_lid=lid)
    assert next(each for each in plan.entities[0].columns if each.name == "object").initial == "jar_lid"


def test_an_example_that_does_not_say_what_the_row_is_called_is_only_an_example() -> None:
    assert kilns({**TEXT, "examples": ["electric"]}, "type").entity("kiln").column("type").initial is None
    assert kilns({**TEXT, "examples": ["kiln", "oven"]}).entity("kiln").column("resource_type").initial is None


def test_the_key_of_the_account_is_the_same_in_all_rows_of_all_entities() -> None:
    account = {**TEXT, "pattern": "^AC[0-9a-f]{32}$"}
    plan = kilns(TEXT, account_sid=account)
    key = plan.entity("kiln").column("account_sid").initial
    assert isinstance(key, str) and key[:2] == "AC" and len(key) == 34
    assert seeded(plan, "kilns", "account_sid") == seeded(plan, "pots", "account_sid") == {key}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Set to “Zone”.", "Zone"),
        ("The type of the kiln, always `kiln`.", "kiln"),
        ("The value will always be `kiln`", "kiln"),
        ('What it is. The type is always "kiln".', "kiln"),
        ("For small ones always `kiln`.", None),
        ("Always `kiln` or `oven`.", None),
    ],
)
def test_words_say_that_a_value_is_always_the_same(text: str, value: str | None) -> None:
    assert said_value({"description": text}) == value
