"""Asides: arrays that a thing has, which no row shows, but a read of their own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from planning.specs import parameter, plan_of, reason_of, ref, sends, shows
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
OK: Json = {"ok": {"type": "boolean", "enum": [True]}}
DONE: Json = {"type": "object", "properties": OK, "required": ["ok"]}
GARDEN: Json = {"type": "object", "properties": {"id": TEXT, "name": TEXT}, "required": ["id", "name"]}
MANY: Json = {"type": "string", "description": "A comma-separated list."}


def asks(**properties: Json) -> Json:
    row = {"type": "object", "properties": {**OK, **properties}}
    return {"get": {"parameters": [parameter("garden_id", TEXT, required=True)], "responses": shows(row)}}


def acts(**properties: Json) -> Json:
    body = {"type": "object", "properties": {"garden_id": TEXT, **properties}}
    body["required"] = ["garden_id", *list(properties)[:1]]
    return {"post": {"requestBody": sends(body), "responses": shows(DONE)}}


def gardens() -> Plan:
    keys = {"type": "array", "items": TEXT}
    every = {"type": "object", "properties": {**OK, "gardens": {"type": "array", "items": ref("Garden")}}}
    new = {"type": "object", "properties": {"name": TEXT}, "required": ["name"]}
    made = {"type": "object", "properties": {**OK, "garden": ref("Garden")}}
    paths = {
        "/gardens.list": {"get": {"responses": shows(every)}},
        "/gardens.info": asks(garden=ref("Garden")),
        "/gardens.create": {"post": {"requestBody": sends(new), "responses": shows(made)}},
        "/gardens.getKeepers": asks(keeper_ids=keys),
        "/gardens.setKeepers": acts(target_keeper_ids=MANY, open={"type": "boolean"}),
        "/gardens.listTools": asks(tool_ids=keys),
        "/gardens.addTool": acts(tool_id=TEXT),
        "/gardens.removeTool": acts(tool_id=TEXT),
        "/gardens.addPests": acts(pest_ids=MANY),
        "/gardens.listVisits": asks(visits=keys),
    }
    return plan_of(paths, Garden=GARDEN)


@pytest.fixture
def env(tmp_path: Path) -> Iterator[Environment]:
    for name, text in render(gardens()).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    with Environment.open(Image.load(tmp_path)) as environment:
        yield environment


def call(env: Environment, path: str, **arguments: Json) -> Json:
    name = next(tool.name for tool in gardens().tools if tool.path == f"/gardens.{path}")
    return env.call(name, arguments).body


def test_what_is_added_is_listed_by_the_read_beside_it_until_it_is_removed(env: Environment) -> None:
    garden = call(env, "create", name="Herbs")["garden"]["id"]
    assert call(env, "listTools", garden_id=garden)["tool_ids"] == []
    call(env, "addTool", garden_id=garden, tool_id="rake")
    call(env, "addTool", garden_id=garden, tool_id="hoe")
    call(env, "removeTool", garden_id=garden, tool_id="rake")
    assert call(env, "listTools", garden_id=garden)["tool_ids"] == ["hoe"]
    assert call(env, "info", garden_id=garden)["garden"] == {"id": garden, "name": "Herbs"}


def test_what_is_set_is_got_by_the_read_beside_it(env: Environment) -> None:
    garden = call(env, "create", name="Herbs")["garden"]["id"]
    call(env, "setKeepers", garden_id=garden, target_keeper_ids=["ann", "bo"])
    assert call(env, "getKeepers", garden_id=garden)["keeper_ids"] == ["ann", "bo"]


def test_what_only_an_action_or_only_a_read_names_is_not_modelled() -> None:
    assert "addPests" in reason_of(gardens(), "POST /gardens.addPests")
    assert "listVisits" in reason_of(gardens(), "GET /gardens.listVisits")
