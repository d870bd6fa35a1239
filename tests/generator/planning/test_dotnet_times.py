"""Times that examples show as .NET writes them: /Date(1573755038314)/, in seeded rows and in new ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.moments import falls, is_dotnet, moment_of, seconds_of
from generator.plan import Plan
from generator.render import render
from planning.servers import failed
from planning.specs import in_path, listing, parameter, plan_of, ref, sends, shows, tool_at
from state_db.environment import Environment

Json = Any

TEXT = {"type": "string"}
WRITTEN = {**TEXT, "readOnly": True, "examples": ["/Date(1573755038314)/"]}
FIRST = 1_767_603_600  # when environments begin: 2026-01-05T09:00:00Z


@pytest.mark.parametrize("text", ["/Date(1767603600000)/", "/Date(1767603600000+0000)/", "/Date(1767603600999+1300)/"])
def test_such_a_text_is_the_time_that_its_milliseconds_tell(text: str) -> None:
    assert moment_of(text) is not None and seconds_of(text) == FIRST
    assert falls(text, "2026-01-05T09:00:00Z", later=False)
    assert not falls(text, "2026-01-05T09:00:01Z", later=True)


def test_only_what_every_example_shows_so_is_written_so() -> None:
    assert is_dotnet(WRITTEN)
    assert not is_dotnet({"examples": ["/Date(1573755038314)/", "2019-11-14"]})
    assert not is_dotnet({})


BILL: Json = {
    "type": "object",
    "required": ["id"],
    "properties": {"id": {**TEXT, "readOnly": True}, "title": TEXT, "createdAt": WRITTEN, "updatedAt": WRITTEN},
}


def bills(since: str = "", written: Json = WRITTEN) -> Plan:
    stamps = {"createdAt": written, "updatedAt": written}
    bill = {**BILL, "properties": {**BILL["properties"], **stamps}}
    sent = sends({"type": "object", "properties": {"title": TEXT}})
    header = parameter("If-Modified-Since", {**TEXT, "format": "date-time"}, "header", description=since)
    paths = {
        "/bills": {
            "get": listing(ref("Bill"), header),
            "post": {"requestBody": sent, "responses": shows(ref("Bill"), "201")},
        },
        "/bills/{id}": {
            "parameters": [in_path("id")],
            "get": {"responses": shows(ref("Bill"))},
            "patch": {"requestBody": sent, "responses": shows(ref("Bill"))},
        },
    }
    return plan_of(paths, Bill=bill)


def opened(plan: Plan, folder: Path, scenario: str = "empty") -> Environment:
    for name, text in render(plan).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return Environment.open(folder, scenario)


def test_rows_show_when_they_were_made_and_changed_in_the_form_of_the_examples(tmp_path: Path) -> None:
    plan = bills()
    for row in json.loads(render(plan)["seed.json"])["bills"]:
        assert is_dotnet({"examples": [row["created_at"], row["updated_at"]]})
        assert (seconds_of(row["created_at"]) or 0) <= (seconds_of(row["updated_at"]) or 0) <= FIRST
    env = opened(plan, tmp_path)
    made = env.call("create_bills", {"title": "a"}).body
    assert made["createdAt"] == made["updatedAt"] == f"/Date({FIRST * 1000})/"
    changed = env.call("update_bill", {"id": made["id"], "title": "b"}).body
    assert (changed["createdAt"], changed["updatedAt"]) == (made["createdAt"], f"/Date({(FIRST + 1) * 1000})/")
    assert failed(plan) == []


SINCE = "Only records created or modified since this timestamp will be returned"


@pytest.mark.parametrize("written", [WRITTEN, {**TEXT, "format": "date-time", "readOnly": True}])
def test_a_header_that_is_said_to_list_what_was_changed_since_narrows_the_list(written: Json, tmp_path: Path) -> None:
    plan = bills(SINCE, written)
    env = opened(plan, tmp_path)
    made = [env.call("create_bills", {"title": title}).body for title in ("a", "b", "c")]
    env.call("update_bill", {"id": made[0]["id"], "title": "d"})
    asked = {"if_modified_since": "2026-01-05T10:00:02+01:00"}
    assert [bill["title"] for bill in env.call("list_bills", asked).body] == ["d", "c"]
    assert env.call("list_bills", {"if_modified_since": "2026-01-06T00:00:00Z"}).body == []
    assert failed(plan) == []


def test_a_header_that_saves_sending_what_the_client_has_is_the_transports() -> None:
    tool = tool_at(bills("Nothing is sent if the list has not changed."), "GET /bills")
    assert (tool.arguments, tool.left_out) == ((), ())
