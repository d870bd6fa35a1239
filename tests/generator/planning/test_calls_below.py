"""Calls below what a path picks: ``/team/{team}/boards/list`` is read as the resource that it is about."""

from collections.abc import Iterator
from typing import Any

import pytest

from generator.plan import Plan
from generator.render import render
from generator.verify import opened
from planning.specs import in_path, plan_of, ref, sends, shows, tool_at
from state_db.answer import Answer
from state_db.environment import Environment
from state_db.image import Image

Json = Any
TEXT: Json = {"type": "string"}
UUID: Json = {"type": "string", "format": "uuid4"}
TEAM: Json = {
    "type": "object",
    "properties": {"team_id": UUID, "team_name": TEXT, "motto": TEXT},
    "required": ["team_id", "team_name"],
}
BOARD: Json = {"type": "object", "properties": {"id": UUID, "name": TEXT, "colour": TEXT}, "required": ["id", "name"]}
GUEST: Json = {
    "type": "object",
    "properties": {"id": UUID, "username": TEXT, "mail": TEXT},
    "required": ["id", "username"],
}
FAULT: Json = {"type": "object", "properties": {"loc": {"type": "array", "items": TEXT}, "msg": TEXT, "type": TEXT}}
FAULTS: Json = {"type": "object", "properties": {"detail": {"type": "array", "items": FAULT}}}
REFUSED: Json = {"type": "object", "properties": {"msg": TEXT}, "required": ["msg"]}


def call(body: Json = None, answer: Json = None, *names: str) -> Json:
    responses = shows(answer) if answer else {"200": {"description": "Done."}}
    errors = {**shows(REFUSED, "400"), **shows(FAULTS, "422")}
    operation: Json = {"parameters": [in_path(name) for name in names], "responses": {**responses, **errors}}
    return {"post": {**operation, **({"requestBody": sends(body)} if body else {})}}


def takes(*required: str, **properties: Json) -> Json:
    return {"type": "object", "properties": properties, "required": list(required)}


def many(schema: Json) -> Json:
    return {"type": "array", "items": schema}


def teams() -> Plan:
    counted = {"type": "object", "properties": {"total": {"type": "integer"}, "teams": many(ref("Team"))}}
    board = takes("name", name=TEXT, colour=TEXT)
    paths = {
        "/api/teams/list": call(None, {"anyOf": [many(ref("Team")), counted]}),
        "/api/teams/create": call(takes("team_name", team_name=TEXT, motto=TEXT), ref("Team")),
        "/api/teams/delete": call(takes("teams_names", teams_names=many(TEXT))),
        "/api/teams/{team_name}/get": call(None, ref("Team"), "team_name"),
        "/api/teams/{team_name}/update": call(takes(motto=TEXT), ref("Team"), "team_name"),
        "/api/team/{team_name}/boards/list": call(None, many(ref("Board")), "team_name"),
        "/api/team/{team_name}/boards/get": call(takes("name", name=TEXT), ref("Board"), "team_name"),
        "/api/team/{team_name}/boards/create_or_update": call(board, ref("Board"), "team_name"),
        "/api/team/{team_name}/boards/delete": call(takes("names", names=many(TEXT)), None, "team_name"),
        "/api/guests/create": call(takes("username", username=TEXT, mail=TEXT), ref("Guest")),
        "/api/guests/list": call(None, many(ref("Guest"))),
        "/api/guests/get_guest": call(takes("username", username=TEXT), ref("Guest")),
        "/api/guests/get/{username}": call(None, ref("Guest"), "username"),
        "/api/guests/delete": call(takes("guests", guests=many(TEXT))),
    }
    return plan_of(paths, Team=TEAM, Board=BOARD, Guest=GUEST)


PLAN = teams()


@pytest.fixture(scope="module")
def image() -> Image:
    return opened(PLAN, render(PLAN))


@pytest.fixture
def environment(image: Image) -> Iterator[Environment]:
    with Environment.open(image, scenario="empty") as environment:
        yield environment


def asked(environment: Environment, path: str, **arguments: Json) -> Answer:
    return environment.call(tool_at(PLAN, f"POST /api{path}").name, arguments)


def test_every_call_is_its_pattern_on_the_thing_that_stands_before_its_verb() -> None:
    patterns = {tool.path.removeprefix("/api"): (tool.entity, tool.pattern) for tool in PLAN.tools}
    assert patterns == {
        "/teams/list": ("team", "list"), "/teams/create": ("team", "create"), "/teams/delete": ("team", "batch"),
        "/teams/{team_name}/get": ("team", "get"), "/teams/{team_name}/update": ("team", "update"),
        "/team/{team_name}/boards/list": ("board", "list"), "/team/{team_name}/boards/get": ("board", "get"),
        "/team/{team_name}/boards/create_or_update": ("board", "upsert"),
        "/team/{team_name}/boards/delete": ("board", "batch"),
        "/guests/create": ("guest", "create"), "/guests/list": ("guest", "list"),
        "/guests/get_guest": ("guest", "get"), "/guests/get/{username}": ("guest", "get"),
        "/guests/delete": ("guest", "batch"),
    }  # fmt: skip


def test_things_below_a_team_are_those_of_the_team_that_the_path_picks(environment: Environment) -> None:
    for team in ("red", "blue"):
        asked(environment, "/teams/create", team_name=team)
    made = asked(environment, "/team/{team_name}/boards/create_or_update", team_name="red", name="plan", colour="grey")
    again = asked(environment, "/team/{team_name}/boards/create_or_update", team_name="red", name="plan", colour="pink")
    assert (made.body["id"], again.body["colour"]) == (again.body["id"], "pink")
    assert asked(environment, "/team/{team_name}/boards/list", team_name="red").body == [again.body]
    assert asked(environment, "/team/{team_name}/boards/list", team_name="blue").body == []
    assert asked(environment, "/team/{team_name}/boards/list", team_name="green").error == "not_found"


def test_a_team_has_an_id_of_the_servers_making_beside_its_name_and_an_array_of_names_deletes(
    environment: Environment,
) -> None:
    teams = [asked(environment, "/teams/create", team_name=team).body for team in ("red", "blue", "green")]
    assert len({team["team_id"] for team in teams}) == len(teams)
    assert asked(environment, "/teams/{team_name}/get", team_name="blue").body == teams[1]
    assert asked(environment, "/teams/delete", teams_names=["red", "blue"]).status == 200
    assert asked(environment, "/teams/list").body == teams[2:]


def test_a_guest_is_named_by_the_body_or_behind_the_verb(environment: Environment) -> None:
    made = asked(environment, "/guests/create", username="ann", mail="ann@x.example").body
    assert asked(environment, "/guests/get_guest", username="ann").body == made
    assert asked(environment, "/guests/get/{username}", username="ann").body == made
    asked(environment, "/guests/delete", guests=["ann"])
    assert asked(environment, "/guests/list").body == []


def test_a_400_beside_faults_of_arguments_is_of_all_else(environment: Environment) -> None:
    asked(environment, "/guests/create", username="ann")
    assert asked(environment, "/guests/create", username="ann").status == 400
    assert asked(environment, "/guests/get_guest", username="bob").status == 400
    assert asked(environment, "/guests/create", mail="x").status == 422
