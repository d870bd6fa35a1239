"""Numbers that the server counts on: a row's place among those of its parent, and how often a row was changed."""

from pathlib import Path
from typing import Any

import pytest

from generator.plan import Plan
from planning.servers import failed, opened
from planning.specs import in_path, listing, plan_of, ref, sends, shows

Json = Any

TEXT = {"type": "string"}
NUMBER = {"type": "integer"}


def logs(**properties: Json) -> Plan:
    """Logs, and the lines of each."""
    log = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "title": TEXT}}
    line = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "text": TEXT, **properties}}
    sent = sends({"type": "object", "properties": {"text": TEXT}})
    return plan_of(
        {
            "/logs": {
                "get": listing(ref("Log")),
                "post": {
                    "requestBody": sends({"type": "object", "properties": {"title": TEXT}}),
                    "responses": shows(ref("Log"), "201"),
                },
            },
            "/logs/{log_id}": {"parameters": [in_path("log_id")], "get": {"responses": shows(ref("Log"))}},
            "/logs/{log_id}/lines": {
                "parameters": [in_path("log_id")],
                "get": listing(ref("Line")),
                "post": {"requestBody": sent, "responses": shows(ref("Line"), "201")},
            },
            "/logs/{log_id}/lines/{line_id}": {
                "parameters": [in_path("log_id"), in_path("line_id")],
                "get": {"responses": shows(ref("Line"))},
                "patch": {"requestBody": sent, "responses": shows(ref("Line"))},
                "delete": {"responses": {"204": {"description": ""}}},
            },
        },
        Log=log,
        Line=line,
    )


@pytest.mark.parametrize(
    ("said", "first"),
    [("The index of the line within its log.", 0), ("The position of the line in its log, starting at 1.", 1)],
)
def test_rows_are_counted_below_each_parent(said: str, first: int, tmp_path: Path) -> None:
    plan = logs(place={**NUMBER, "description": said})
    env = opened(plan, tmp_path)
    for title in ("a", "b"):
        log = env.call("create_logs", {"title": title}).body["id"]
        lines = [env.call("create_log_lines", {"log_id": log, "text": text}).body for text in "xyz"]
        assert [line["place"] for line in lines] == [first, first + 1, first + 2]
    for log in env.call("list_logs", {}).body:
        seeded = [line["place"] for line in env.call("list_log_lines", {"log_id": log["id"]}).body]
        assert seeded == list(range(first, first + len(seeded)))
    assert failed(plan) == []


@pytest.mark.parametrize(
    ("name", "schema", "first"),
    [
        ("lock_version", NUMBER, 1),
        ("version", {**NUMBER, "description": "Starts at 0 and increases with every change."}, 0),
        ("etag", {**TEXT, "examples": ["1"]}, "0"),
        ("revision", {**TEXT, "description": "The current revision of the line."}, "0"),
    ],
)
def test_a_revision_grows_with_every_change(name: str, schema: Json, first: Json, tmp_path: Path) -> None:
    plan = logs(**{name: schema})
    env = opened(plan, tmp_path)
    log = env.call("create_logs", {"title": "a"}).body["id"]
    line = env.call("create_log_lines", {"log_id": log, "text": "x"}).body
    found = [line[name]]
    for text in ("y", "z"):
        found.append(env.call("update_log_line", {"log_id": log, "line_id": line["id"], "text": text}).body[name])
    assert found == [type(first)(int(first) + more) for more in range(3)]
    assert failed(plan) == []


@pytest.mark.parametrize(
    "schema",
    [
        {**NUMBER, "description": "The version of the template."},
        NUMBER,
        {**TEXT, "examples": ["v1.2"]},
        {**TEXT, "description": "The version."},
    ],
)
def test_the_version_of_something_else_is_no_revision(schema: Json) -> None:
    assert logs(version=schema).entity("line").column("version").made is None
