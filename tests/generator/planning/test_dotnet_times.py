"""Times that examples show as .NET writes them: /Date(1573755038314)/, in seeded rows and in new ones."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.moments import falls, is_dotnet, moment_of, seconds_of
from generator.render import render
from planning.servers import failed
from planning.specs import in_path, listing, plan_of, ref, sends, shows
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


def test_rows_show_when_they_were_made_and_changed_in_the_form_of_the_examples(tmp_path: Path) -> None:
    bill = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {**TEXT, "readOnly": True}, "title": TEXT, "createdAt": WRITTEN, "updatedAt": WRITTEN},
    }
    sent = sends({"type": "object", "properties": {"title": TEXT}})
    paths = {
        "/bills": {"get": listing(ref("Bill")), "post": {"requestBody": sent, "responses": shows(ref("Bill"), "201")}},
        "/bills/{id}": {
            "parameters": [in_path("id")],
            "get": {"responses": shows(ref("Bill"))},
            "patch": {"requestBody": sent, "responses": shows(ref("Bill"))},
        },
    }
    plan = plan_of(paths, Bill=bill)
    files = render(plan)
    for row in json.loads(files["seed.json"])["bills"]:
        assert is_dotnet({"examples": [row["created_at"], row["updated_at"]]})
        assert (seconds_of(row["created_at"]) or 0) <= (seconds_of(row["updated_at"]) or 0) <= FIRST
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    env = Environment.open(tmp_path, "empty")
    made = env.call("create_bills", {"title": "a"}).body
    assert made["createdAt"] == made["updatedAt"] == f"/Date({FIRST * 1000})/"
    changed = env.call("update_bill", {"id": made["id"], "title": "b"}).body
    assert (changed["createdAt"], changed["updatedAt"]) == (made["createdAt"], f"/Date({(FIRST + 1) * 1000})/")
    assert failed(plan) == []
