"""Tokens: texts of the server's own, made where no call gives them, and left out of lists where that is documented."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.generate import Request, generate
from planning.specs import in_path, plan_of, ref, sends, shows
from state_db.environment import Environment
from state_db.image import Image

Json = Any

TEXT = {"type": "string"}


def clients(shown: Json, sent: Json) -> tuple[Json, Json]:
    """Return the paths of clients of an API, and their schema."""
    client = {"type": "object", "required": ["id", "name"], "properties": {"id": TEXT, "name": TEXT, **shown}}
    given = {"type": "object", "required": ["name"], "properties": {"name": TEXT, **sent}}
    listed = {"type": "array", "items": ref("Client")}
    every = {"post": {"requestBody": sends(given), "responses": shows(ref("Client"), "201")}}
    one = {"parameters": [in_path("id")], "get": {"responses": shows(ref("Client"))}}
    return {"/clients": {**every, "get": {"responses": shows(listed)}}, "/clients/{id}": one}, {"Client": client}


def made(called: str, schema: Json, sent: bool) -> tuple[str | None, str]:
    paths, schemas = clients({called: schema}, {called: schema} if sent else {})
    column = plan_of(paths, **schemas).entity("client").column(called)
    return column.made, column.template


@pytest.mark.parametrize(
    ("called", "schema", "sent", "expected"),
    [
        ("fingerprint", TEXT, False, ("token", "hex")),
        ("token", TEXT, False, ("token", "hex")),
        ("token", TEXT, True, (None, "")),
        ("token", {**TEXT, "enum": ["a", "b"]}, False, (None, "")),
        ("colour", TEXT, False, (None, "")),
        ("phrase", {**TEXT, "description": "Generated if not given."}, True, ("token", "hex")),
        ("phrase", {**TEXT, "description": "Base64; may be empty to have the server generate it."}, True,
         ("token", "base64")),
        ("phrase", {**TEXT, "description": "What the report generates."}, True, (None, "")),
    ],
)  # fmt: skip
def test_what_the_server_makes_is_known_by_its_name_or_by_what_is_said(
    called: str, schema: Json, sent: bool, expected: tuple[str | None, str]
) -> None:
    assert made(called, schema, sent) == expected


def test_a_token_is_made_where_none_is_given_kept_and_left_out_of_lists_as_documented(tmp_path: Path) -> None:
    said = "Empty when listing clients. May be left out to have the server generate a secret."
    paths, schemas = clients({"secret": {**TEXT, "description": said}}, {"secret": {**TEXT, "description": said}})
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "C", "version": "1"},
        "paths": paths,
        "components": {"schemas": schemas},
    }
    source = tmp_path / "clients.json"
    source.write_text(json.dumps(whole), encoding="utf-8")
    image = Image.load(generate(Request(str(source), "clients", tmp_path / "servers")).folder)
    tools = {f"{route.method} {route.path}": name for name, route in image.routes.tools.items()}
    assert len(tools) == 3  # all of them passed their checks
    with Environment.open(image, scenario="empty") as service:
        first, second, third = (
            service.call(tools["POST /clients"], sent).body
            for sent in ({"name": "a"}, {"name": "a"}, {"name": "b", "secret": "mine"})
        )
        assert len(first["secret"]) == 32 and first["secret"] != second["secret"]
        assert third["secret"] == "mine"
        assert service.call(tools["GET /clients/{id}"], {"id": first["id"]}).body == first
        assert all("secret" not in row for row in service.call(tools["GET /clients"], {}).body)
